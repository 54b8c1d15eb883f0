import { expect, test } from 'vitest';
import { Budget, DEFAULT_LIMITS, LimitError } from '../../src/gotemplate/budget.ts';
import { builtinFunctions } from '../../src/gotemplate/builtins.ts';
import { deepEqual } from '../../src/gotemplate/deep-equal.ts';
import type { Value } from '../../src/gotemplate/value.ts';
import { GoObject, Integer, MapView, int64, nilSlice, stringSlice } from '../../src/gotemplate/value.ts';

class Capabilities extends GoObject {
  override readonly type = '*common.Capabilities';
  override readonly kind = 'ptr';
}

const functions = builtinFunctions(new Budget(), { comparisonTypes: true });
const call = (name: string, ...values: Value[]): Value => functions[name]!.call(...values);

const LIST: Value = [1, 2];
const MAP: Value = new Map([['a', 'x']]);
const LETTERS = new MapView('string', new Map([['_0', 'a']]));
const CAPABILITIES = new Capabilities();
const byte = new Integer('uint8', 97n);

test.each<[string, Value[], Value]>([
  ['eq', [null, 1n], false],
  ['eq', [null, null], true],
  ['eq', [null, LIST], false],
  ['eq', [null, nilSlice()], true],
  ['eq', ['a', null], false],
  ['eq', [1n, 2n, 1n], true],
  ['eq', [1n, int64(1n)], true],
  ['eq', [97n, byte], true],
  ['eq', [-1n, new Integer('uint64', 2n ** 64n - 1n)], false],
  ['eq', [CAPABILITIES, CAPABILITIES], true],
  ['eq', [CAPABILITIES, new Capabilities()], false],
  ['ne', ['a', 'b'], true],
  ['lt', ['a', 'b'], true],
  ['lt', ['\uffff', '\u{10000}'], true],
  ['gt', [2n, int64(1n)], true],
  ['ge', [80, 80], true],
  ['le', [byte, -1n], false],
  ['index', [MAP, 'zz'], null],
  ['index', [LETTERS, '_7'], ''],
  ['index', [LIST, int64(1n)], 2],
  ['index', ['abc', 0n], byte],
  ['len', ['é'], 2n],
  ['len', [nilSlice()], 0n],
  ['slice', ['abcd', 1n, 3n], 'bc'],
  ['slice', [LIST, 1n], [2]],
  ['not', [null], true],
  ['print', [null, 1n, 'a', 2n, 3n], '<nil> 1a2 3'],
  ['println', [1n, 'a'], '1 a\n'],
  ['printf', ['%s', null], '%!s(<nil>)'],
  ['html', ['<a>\0"&\''], '&lt;a&gt;\ufffd&#34;&amp;&#39;'],
  ['html', [null, 1n, 2n], '&lt;no value&gt;1 2'],
  [
    'js',
    ['it\'s "q" <a>=&é\n\\\u200b\x7f'],
    'it\\\'s \\"q\\" \\u003Ca\\u003E\\u003D\\u0026é\\u000A\\\\\\u200B\x7f',
  ],
  ['urlquery', ['a b/é&~'], 'a+b%2F%C3%A9%26~'],
])('%s, row %#', (name, values, result) => {
  expect(call(name, ...values)).toEqual(result);
});

test.each<[string, Value[], string]>([
  ['eq', [80, 80n], 'incompatible types for comparison: float64 and int'],
  ['eq', [1n, '1'], 'incompatible types for comparison: int and string'],
  ['eq', [1n], 'missing argument for comparison'],
  ['eq', [LIST, LIST], 'non-comparable type [%!s(float64=1) %!s(float64=2)]: []interface {}'],
  [
    'eq',
    [LIST, MAP],
    'non-comparable types [%!s(float64=1) %!s(float64=2)]: []interface {}, map[string]interface {}: map[a:x]',
  ],
  ['lt', [1n, 2], 'incompatible types for comparison: int and float64'],
  ['lt', [null, 1n], 'invalid type for comparison'],
  ['lt', [true, false], 'invalid type for comparison'],
  ['le', [LIST, 1n], 'invalid type for comparison'],
  ['index', [LIST, 5n], 'index out of range: 5'],
  ['index', [LIST, -1n], 'index out of range: -1'],
  ['index', [LIST, 2n], 'reflect: slice index out of range'],
  ['index', ['abc', 3n], 'reflect: string index out of range'],
  ['index', [LIST, 'a'], 'cannot index slice/array with type string'],
  ['index', [LIST, 0], 'cannot index slice/array with type float64'],
  ['index', [LIST, null], 'cannot index slice/array with nil'],
  ['index', [MAP, 1n], 'value has type int; should be string'],
  ['index', [MAP, null], 'value is nil; should be of type string'],
  ['index', [null, 1n], 'index of untyped nil'],
  ['index', [MAP, 'q', 'r'], 'index of nil pointer'],
  ['index', [5n, 1n], "can't index item of type int"],
  ['index', [CAPABILITIES, 'a'], "can't index item of type common.Capabilities"],
  ['len', [5n], 'len of type int'],
  ['len', [null], 'len of nil pointer'],
  ['len', [CAPABILITIES], 'len of type common.Capabilities'],
  ['slice', ['abc', 2n, 1n], 'invalid slice index: 2 > 1'],
  ['slice', ['abc', 4n], 'index out of range: 4'],
  ['slice', ['abc', 0n, 1n, 2n], 'cannot 3-index slice a string'],
  ['slice', [null], 'slice of untyped nil'],
  ['call', [null], 'call of nil'],
])('%s fails, row %#', (name, values, message) => {
  expect(() => call(name, ...values)).toThrow(expect.objectContaining({ message }));
});

test('older releases of Go do not name the types that do not compare', () => {
  const older = builtinFunctions(new Budget(), { comparisonTypes: false });
  expect(() => older['eq']!.call(1, 1n)).toThrow(
    expect.objectContaining({ message: 'incompatible types for comparison' }),
  );
});

test('printing spends the budget', () => {
  const small = builtinFunctions(new Budget({ ...DEFAULT_LIMITS, text: 100 }), { comparisonTypes: true });
  expect(() => small['print']!.call('x'.repeat(60), 'x'.repeat(60))).toThrow(LimitError);
  expect(() => small['printf']!.call('%200d', 1n)).toThrow(LimitError);
});

test.each<[Value, Value, boolean]>([
  [1n, 1, false],
  [1n, int64(1n), false],
  [int64(1n), int64(1n), true],
  [NaN, NaN, false],
  [[1, [new Map([['a', null]])]], [1, [new Map([['a', null]])]], true],
  [new Map([['a', null]]), new Map([['b', null]]), false],
  [[], nilSlice(), false],
  [stringSlice(['a']), ['a'], false],
  [stringSlice(['a']), stringSlice(['a']), true],
  [new MapView('interface {}', new Map(), { type: 'common.Values' }), new Map(), false],
  [new Uint8Array([1]), new Uint8Array([1]), true],
  [null, null, true],
  [null, '', false],
])('deepEqual, row %#', (a, b, result) => {
  expect(deepEqual(a, b)).toBe(result);
});

test('deepEqual ends for values that contain themselves', () => {
  const loop = (): Value => {
    const list: Value[] = [];
    list.push(list, list);
    return list;
  };
  expect(deepEqual(loop(), loop())).toBe(true);
});
