import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Budget, LimitError } from '../../../src/gotemplate/budget.ts';
import { builtinFunctions } from '../../../src/gotemplate/builtins.ts';
import type { FunctionTable, ParameterType, TemplateFunction } from '../../../src/gotemplate/function.ts';
import { GoError } from '../../../src/gotemplate/function.ts';
import type { Value } from '../../../src/gotemplate/value.ts';
import {
  GoObject,
  Integer,
  MapView,
  int64,
  kindOf,
  nilMap,
  nilSlice,
  stringSlice,
} from '../../../src/gotemplate/value.ts';
import type { FunctionContext } from '../../../src/helm/environment.ts';
import { defaultFunctions } from '../../../src/helm/funcs/defaults.ts';
import { mathFunctions } from '../../../src/helm/funcs/math.ts';
import { reflectionFunctions } from '../../../src/helm/funcs/reflection.ts';
import { stringFunctions } from '../../../src/helm/funcs/strings.ts';
import { HELM_4 } from '../../../src/helm/profile.ts';

// Small, so that what makes big results is seen to ask first.
const LIMITS = { steps: 100_000, text: 100_000, depth: 100 };

function context(): FunctionContext {
  return { budget: new Budget(LIMITS), profile: HELM_4, environment: {} as FunctionContext['environment'] };
}

/** Families of functions, made anew for each call so that each has its whole budget. */
const TABLES: readonly (readonly [string, (context: FunctionContext) => FunctionTable])[] = [
  ['builtins', ({ budget }) => builtinFunctions(budget, { comparisonTypes: true })],
  ['defaults', defaultFunctions],
  ['math', mathFunctions],
  ['reflection', reflectionFunctions],
  ['strings', stringFunctions],
];

class Opaque extends GoObject {
  override readonly type = '*test.Opaque';
  override readonly kind = 'ptr';
}

const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '\udcc3',
    'a-b_c',
    'HTTPServer2xx',
    '%s %d',
    '%[2]*.[1]*d',
    '%1000000d',
    '1.5',
    '0x10',
    '-',
    '\n',
  ),
);
const wholes = fc.oneof(
  fc.constantFrom(0, 1, -1, 2, 3, 2_000_000_000, -2_000_000_000, 2 ** 62, -(2 ** 63)),
  fc.integer({ min: -9, max: 40 }),
);
const numbers = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, 1e300, -1e300, NaN, Infinity, -Infinity, 0.5, 80),
);

const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    texts,
    numbers,
    wholes.map(BigInt),
    wholes.map((number) => int64(BigInt(number))),
    fc.boolean(),
    fc.constantFrom<Value>(
      null,
      nilSlice(),
      nilMap(),
      new Opaque(),
      new Uint8Array([0, 200]),
      new Integer('time.Duration', 5n),
      new Integer('uint64', 2n ** 64n - 1n),
    ),
    fc.array(fc.string(), { maxLength: 3 }).map(stringSlice),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(texts, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.constant(new MapView('string', new Map([['_0', 'a']]))),
  ),
})).value;

const PARAMETERS: Partial<Record<ParameterType, fc.Arbitrary<unknown>>> = {
  'interface {}': values,
  string: texts,
  int: wholes,
  int64: wholes.map(BigInt),
  uint32: fc.nat(),
  float64: numbers,
  bool: fc.boolean(),
  'map[string]interface {}': fc.oneof(
    fc.constant(null),
    fc.array(fc.tuple(texts, values), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
  '[]interface {}': fc.oneof(fc.constant(null), fc.array(values, { maxLength: 4 })),
  '[]string': fc.oneof(fc.constant(null), fc.array(texts, { maxLength: 4 })),
};

/** Arguments of the declared types; undefined for a function that wants an object only its own family can make. */
function argumentsOf({ parameters }: TemplateFunction): fc.Arbitrary<unknown[]> | undefined {
  const parts: fc.Arbitrary<unknown[]>[] = [];
  for (const parameter of parameters) {
    const isVariadic = parameter.startsWith('...');
    const one = PARAMETERS[(isVariadic ? parameter.slice(3) : parameter) as ParameterType];
    if (one === undefined) return undefined;
    parts.push(isVariadic ? fc.array(one, { maxLength: 4 }) : one.map((value) => [value]));
  }
  return fc.tuple(...parts).map((lists) => lists.flat());
}

describe.each(TABLES)('%s: whatever it is given,', (_, make) => {
  const names = Object.keys(make(context()));
  test.each(names)('%s gives a value or an error of its own', (name) => {
    const parameters = argumentsOf(make(context())[name]!);
    if (parameters === undefined) return;
    fc.assert(
      fc.property(parameters, (list) => {
        try {
          expect(kindOf(make(context())[name]!.call(...list))).toBeTypeOf('string');
        } catch (error) {
          if (!(error instanceof GoError || error instanceof LimitError)) throw error;
        }
      }),
      { numRuns: 60 },
    );
  });
});
