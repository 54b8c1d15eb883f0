import { expect, test } from 'vitest';
import { Budget, LimitError } from '../../../src/gotemplate/budget.ts';
import { formatValue } from '../../../src/gotemplate/format.ts';
import type { Value } from '../../../src/gotemplate/value.ts';
import { Integer, int64, typeOf } from '../../../src/gotemplate/value.ts';
import type { FunctionContext } from '../../../src/helm/environment.ts';
import { mathFunctions } from '../../../src/helm/funcs/math.ts';
import { HELM_4 } from '../../../src/helm/profile.ts';

const context: FunctionContext = {
  budget: new Budget(),
  profile: HELM_4,
  environment: {} as FunctionContext['environment'],
};
const functions = mathFunctions(context);
const call = (name: string, ...values: (Value | number)[]): Value => functions[name]!.call(...values);

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

test.each<[string, (Value | number)[], string, string]>([
  ['add', [], '0', 'int64'],
  ['add', [1.9, 1.9], '2', 'int64'],
  ['add', [1n, null, true, '0x10', '5.00'], '23', 'int64'],
  ['add', [MAX, 1n], '-9223372036854775808', 'int64'],
  ['add1', ['1.5'], '1', 'int64'],
  ['sub', [1n, 3n], '-2', 'int64'],
  ['mul', [2n ** 62n, 2n, 3n], String(MIN), 'int64'],
  ['div', [-7n, 2n], '-3', 'int64'],
  ['div', [MIN, -1n], String(MIN), 'int64'],
  ['mod', [-7n, 2n], '-1', 'int64'],
  ['max', [1n, 3.9, '2'], '3', 'int64'],
  ['biggest', [-1n], '-1', 'int64'],
  ['min', [1n, -3.9], '-3', 'int64'],
  ['int', ['010'], '8', 'int'],
  ['int', ['1.5'], '0', 'int'],
  ['int', ['08'], '0', 'int'],
  ['int', [1e19], String(MIN), 'int'],
  ['int', [NaN], String(MIN), 'int'],
  ['int', [new Integer('time.Month', 3n)], '3', 'int'],
  ['int', [new Integer('time.Duration', 3n)], '0', 'int'],
  ['int', [[1n]], '0', 'int'],
  ['int64', [new Integer('uint64', 2n ** 64n - 1n)], '-1', 'int64'],
  ['float64', ['1e3'], '1000', 'float64'],
  ['float64', ['1_0'], '10', 'float64'],
  ['float64', ['inf'], '+Inf', 'float64'],
  ['float64', ['x'], '0', 'float64'],
  ['atoi', ['012'], '12', 'int'],
  ['atoi', ['1.0'], '0', 'int'],
  ['atoi', ['99999999999999999999'], String(MAX), 'int'],
  ['toDecimal', ['777'], '511', 'int64'],
  ['toDecimal', [8n], '0', 'int64'],
  ['addf', [0.1, 0.2], '0.3', 'float64'],
  ['addf', [], '0', 'float64'],
  ['add1f', ['1.5'], '2.5', 'float64'],
  ['subf', [1, 0.9, '0.05'], '0.05', 'float64'],
  ['mulf', [1.1, 1.1], '1.21', 'float64'],
  ['divf', [1, 3], '0.3333333333333333', 'float64'],
  ['divf', [2, 3], '0.6666666666666667', 'float64'],
  ['divf', [-1, 1e17, 2], '0', 'float64'],
  ['divf', [-5, 1e16], '-5e-16', 'float64'],
  ['mulf', [1e308, 10], '+Inf', 'float64'],
  ['ceil', [-0.5], '-0', 'float64'],
  ['floor', ['1.7'], '1', 'float64'],
  ['maxf', [1, '2.5'], '2.5', 'float64'],
  ['maxf', [NaN, Infinity], '+Inf', 'float64'],
  ['minf', [1, NaN], 'NaN', 'float64'],
  ['round', [-2.5, 0], '-3', 'float64'],
  ['round', [1.005, 2], '1', 'float64'],
  ['round', [123.5555, 3], '123.556', 'float64'],
  ['round', [123.5555, 3, 0.6], '123.555', 'float64'],
  ['round', [7, 100], '7', 'float64'],
  ['round', [1234, -2], '1200', 'float64'],
  ['seq', [5], '1 2 3 4 5', 'string'],
  ['seq', [0], '1 0', 'string'],
  ['seq', [-3], '1 0 -1 -2 -3', 'string'],
  ['seq', [2, 0], '2 1 0', 'string'],
  ['seq', [0, 3, 7], '0 3 6', 'string'],
  ['seq', [5, 1, 0], '', 'string'],
  ['seq', [5, -2, 0], '5 3 1', 'string'],
  ['seq', [0, 0, 5], '', 'string'],
  ['seq', [], '', 'string'],
  ['seq', [1, 2, 3, 4], '', 'string'],
  ['until', [-3], '[0 -1 -2]', '[]int'],
  ['until', [0], '[]', '[]int'],
  ['untilStep', [3, 9, 3], '[3 6]', '[]int'],
  ['untilStep', [9, 3, 1], '[]', '[]int'],
])('%s, row %#', (name, values, text, type) => {
  const result = call(name, ...values);
  expect([formatValue(result), typeOf(result)]).toEqual([text, type]);
});

test.each<[string, (Value | number)[], string]>([
  ['div', [1n, 0n], 'runtime error: integer divide by zero'],
  ['mod', [1n, 'x'], 'runtime error: integer divide by zero'],
  ['divf', [1, 0], 'decimal division by 0'],
  ['addf', [1, NaN], 'Cannot create a Decimal from NaN'],
  ['mulf', ['inf'], 'Cannot create a Decimal from +Inf'],
])('%s fails, row %#', (name, values, message) => {
  expect(() => call(name, ...values)).toThrow(expect.objectContaining({ message }));
});

test.each<[string, number[]]>([
  ['until', [2_000_000_000]],
  ['untilStep', [0, -(2 ** 62), -1]],
  ['seq', [2 ** 40]],
])('%s does not count endlessly', (name, values) => {
  expect(() => call(name, ...values)).toThrow(LimitError);
});

test('int64 results are Integers', () => {
  expect(call('add', 1n)).toEqual(int64(1n));
});
