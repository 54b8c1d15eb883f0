import { expect, test } from 'vitest';
import type { Value } from '../../../src/gotemplate/value.ts';
import { GoObject, MapView, int64, nilMap, nilSlice, stringSlice } from '../../../src/gotemplate/value.ts';
import { ChartFailure } from '../../../src/helm/funcs/chart-failure.ts';
import { defaultFunctions } from '../../../src/helm/funcs/defaults.ts';
import { reflectionFunctions } from '../../../src/helm/funcs/reflection.ts';

class Version extends GoObject {
  override readonly type = '*semver.Version';
  override readonly kind = 'ptr';
}

const functions = { ...defaultFunctions(), ...reflectionFunctions() };
const call = (name: string, ...values: Value[]): Value => functions[name]!.call(...values);

test('empty values', () => {
  const empty: Value[] = [null, false, 0, -0, 0n, int64(0n), '', [], new Map(), nilSlice(), nilMap()];
  expect(empty.map((value) => call('empty', value))).toEqual(empty.map(() => true));
  const full: Value[] = ['0', 'false', NaN, 1n, [null], new Map([['a', null]]), new Version(), true];
  expect(full.map((value) => call('empty', value))).toEqual(full.map(() => false));
});

test.each<[string, Value[], Value]>([
  ['default', ['d'], 'd'],
  ['default', ['d', 0], 'd'],
  ['default', ['d', 'x'], 'x'],
  ['coalesce', [], null],
  ['coalesce', [0, '', 'x', 'y'], 'x'],
  ['all', [], true],
  ['all', [1n, ''], false],
  ['any', [], false],
  ['any', [0, 'x'], true],
  ['ternary', ['a', 'b', true], 'a'],
  ['ternary', ['a', 'b', false], 'b'],
  ['required', ['m', 0], 0],
  ['required', ['m', false], false],
  ['kindOf', [null], 'invalid'],
  ['kindOf', [1], 'float64'],
  ['kindOf', [stringSlice([])], 'slice'],
  ['kindIs', ['map', new Map()], true],
  ['typeOf', [null], '<nil>'],
  ['typeOf', [[]], '[]interface {}'],
  ['typeOf', [new MapView('interface {}', new Map(), { type: 'common.Values' })], 'common.Values'],
  ['typeIs', ['semver.Version', new Version()], false],
  ['typeIsLike', ['semver.Version', new Version()], true],
  ['typeIsLike', ['*semver.Version', new Version()], true],
  ['deepEqual', [1n, 1], false],
])('%s, row %#', (name, values, result) => {
  expect(call(name, ...values)).toEqual(result);
});

test.each([null, ''])('required refuses %j with the text of the chart', (value) => {
  expect(() => call('required', 'set it: now\n', value)).toThrow(new ChartFailure('set it: now\n'));
});

test('fail stops with the text of the chart', () => {
  expect(() => call('fail', 'no')).toThrow(ChartFailure);
});
