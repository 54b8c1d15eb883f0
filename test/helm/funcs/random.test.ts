import { expect, test } from 'vitest';
import { Budget } from '../../../src/gotemplate/budget.ts';
import type { Environment } from '../../../src/helm/environment.ts';
import { randomFunctions } from '../../../src/helm/funcs/random.ts';
import { HELM_4 } from '../../../src/helm/profile.ts';
import { evaluate } from './evaluate.ts';

/** A generator of bytes that is good enough to count what comes out. */
function randomEnvironment(): Environment {
  let state = 1n;
  const randomBytes = (length: number) =>
    Uint8Array.from({ length }, () => {
      state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
      return Number(state >> 56n);
    });
  return { randomBytes } as unknown as Environment;
}

const functions = randomFunctions({
  environment: randomEnvironment(),
  budget: new Budget(),
  profile: HELM_4,
});
const call = (name: string, ...values: (number | string)[]) => functions[name]!.call(...values);

test.each([
  ['randAlpha', /^[A-Za-z]{5000}$/, 52],
  ['randAlphaNum', /^[0-9A-Za-z]{5000}$/, 62],
  ['randNumeric', /^[0-9]{5000}$/, 10],
  ['randAscii', /^[ -~]{5000}$/, 95],
])('%s draws all of its characters alike', (name, shape, size) => {
  const text = call(name, 5000) as string;
  expect(text).toMatch(shape);
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  expect(counts.size).toBe(size);
  expect(Math.max(...counts.values())).toBeLessThan((5000 / size) * 1.8);
});

test.each([
  ['{{ randAlpha 0 | quote }}{{ randNumeric -1 | quote }}', '""""'],
  ['{{ randBytes 3 | b64dec | len }} {{ randBytes 0 | quote }}', '3 ""'],
  ['{{ randBytes -1 }}', 'error: error calling randBytes: runtime error: makeslice: len out of range'],
  ['{{ randInt 5 6 }} {{ randInt -3 -2 }}', '5 -3'],
  ['{{ randInt 5 5 }}', 'error: error calling randInt: invalid argument to Intn'],
  ['{{ shuffle "" | quote }} {{ shuffle "é" }}', '"" é'],
])('%s', (template, expected) => {
  expect(evaluate(template)).toBe(expected);
});

test('randInt covers its range without the end', () => {
  const drawn = new Set(Array.from({ length: 200 }, () => call('randInt', -2, 3)));
  expect([...drawn].sort()).toEqual([-1n, -2n, 0n, 1n, 2n]);
});

test('shuffle keeps the characters', () => {
  const text = 'abcdefghijklmnopqrstuvwxyzé😀';
  const shuffled = call('shuffle', text) as string;
  expect(shuffled).not.toBe(text);
  expect(Array.from(shuffled).sort()).toEqual(Array.from(text).sort());
});

test('uuidv4', () => {
  expect(call('uuidv4')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('all of them are marked', () => {
  expect(Object.values(functions).every(({ effect }) => effect === 'random')).toBe(true);
});
