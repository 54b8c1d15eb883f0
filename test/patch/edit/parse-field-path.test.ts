import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InfraError } from '../../../src/lib/error.ts';
import type { FieldStep } from '../../../src/patch/edit/field-path.ts';
import { parseAssignment, parseFieldPath } from '../../../src/patch/edit/parse-field-path.ts';
import { printFieldPath } from '../../../src/patch/edit/print-field-path.ts';

const key = (name: string): FieldStep => ({ kind: 'key', name });
const match = (...pairs: [string, string][]): FieldStep => ({ kind: 'match', pairs });
const TEXT: FieldStep = { kind: 'text' };

describe('parseFieldPath', () => {
  test.each<[string, FieldStep[]]>([
    ['spec.replicas', [key('spec'), key('replicas')]],
    ['.spec', [key('spec')]],
    ['a.[name=web].image', [key('a'), match(['name', 'web']), key('image')]],
    ['a[name=web].image', [key('a'), match(['name', 'web']), key('image')]],
    ['a[0]', [key('a'), key('0')]],
    ['a.0', [key('a'), key('0')]],
    ['a.-', [key('a'), key('-')]],
    ['a.[port=80,protocol=TCP]', [key('a'), match(['port', '80'], ['protocol', 'TCP'])]],
    ['a.[=--log=info,debug]', [key('a'), match(['', '--log=info,debug'])]],
    ['a.[b=c,d]', [key('a'), match(['b', 'c,d'])]],
    ['a.[b=c\\,d=e]', [key('a'), match(['b', 'c,d=e'])]],
    ['labels.[a.b/c]', [key('labels'), key('a.b/c')]],
    ['labels.a\\.b/c', [key('labels'), key('a.b/c')]],
    ['data.[jenkins.yaml]#jenkins.x', [key('data'), key('jenkins.yaml'), TEXT, key('jenkins'), key('x')]],
    ['data[a]#b#c', [key('data'), key('a'), TEXT, key('b'), TEXT, key('c')]],
    ['data[a]#[b.c]', [key('data'), key('a'), TEXT, key('b.c')]],
  ])('%s', (text, steps) => {
    expect(parseFieldPath(text).steps).toEqual(steps);
  });

  test.each([
    ['', 'has an empty step'],
    ['a..b', 'has an empty step at character 3'],
    ['a.', 'has an empty step'],
    ['#a', 'has an empty step'],
    ['a#', 'has an empty step'],
    ['a.[]', 'has an empty step at character 3'],
    ['a.[b', 'has a "[" without a "]" at character 3'],
    ['a.[b=c', 'has a "[" without a "]" at character 3'],
    ['a]b', 'has "]" where "." or "#" is expected at character 2'],
    ['a[b]c', 'has "c" where "." or "#" is expected at character 5'],
    [`a${'.a'.repeat(600)}`, 'has more than 500 steps'],
  ])('refuses %.12s', (text, problem) => {
    expect(() => parseFieldPath(text)).toThrow(problem);
    expect(() => parseFieldPath(text)).toThrow(InfraError);
  });

  test('reads what printFieldPath prints', () => {
    const name = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom(...'ab.[]#=,\\-0* "') });
    const step: fc.Arbitrary<FieldStep> = fc.oneof(
      name.map(key),
      fc
        .array(fc.tuple(name, fc.string({ maxLength: 4, unit: fc.constantFrom(...'a=,]\\.') })), {
          minLength: 1,
          maxLength: 3,
        })
        .map((pairs) => match(...pairs)),
      name.map((value) => match(['', value])),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), fc.boolean(), (some, goesOn) => {
        const steps = goesOn ? [...some, TEXT, key('a')] : some;
        expect(parseFieldPath(printFieldPath({ steps })).steps).toEqual(steps);
      }),
    );
  });
});

describe('parseAssignment', () => {
  test.each([
    ['spec.replicas=3', 'spec.replicas', '3'],
    ['a.[name=b].c=d=e', 'a.[name=b].c', 'd=e'],
    ['a.b=', 'a.b', ''],
    ['a\\=b=c', '[a\\=b]', 'c'],
  ])('%s', (text, path, value) => {
    const assignment = parseAssignment(text);
    expect([printFieldPath(assignment.path), assignment.value]).toEqual([path, value]);
  });

  test('refuses what sets nothing', () => {
    expect(() => parseAssignment('a.[name=b]')).toThrow('"a.[name=b]" sets nothing');
  });
});
