import { expect, test } from 'vitest';
import { Budget } from '../../../src/gotemplate/budget.ts';
import { FAMILIES, familyFunctions, namesOf } from '../../../src/helm/funcs/families.ts';
import { HELM_3, HELM_4, type Profile } from '../../../src/helm/profile.ts';
import { fixedEnvironment } from './evaluate.ts';

function context(profile: Profile): Parameters<typeof familyFunctions>[0] {
  return { budget: new Budget(), environment: fixedEnvironment(), profile };
}

test('a family is listed with the names of what it makes, and no name is listed twice', () => {
  const listed = FAMILIES.map(namesOf);
  expect(listed).toEqual(FAMILIES.map(({ make }) => Object.keys(make(context(HELM_4)))));
  expect(listed.flat()).toHaveLength(new Set(listed.flat()).size);
});

test.each([HELM_3, HELM_4])('Helm $version has the functions that its families make', (profile) => {
  const functions = familyFunctions(context(profile));
  for (const family of FAMILIES) {
    const made = Object.keys(family.make(context(profile)));
    expect(namesOf(family).filter((name) => functions.has(name))).toEqual(made);
    expect(namesOf(family).filter((name) => functions.get(name) !== undefined)).toEqual(made);
  }
  expect(functions.has('constructor')).toBe(false);
});
