import { expect, test } from 'vitest';
import { Budget, DEFAULT_LIMITS, LimitError } from '../../src/gotemplate/budget.ts';
import { formatValue, printAll, printFormat, printLine } from '../../src/gotemplate/format.ts';
import { formatFloat, formatG, parseGoFloat, parseGoInt, parseGoUint } from '../../src/gotemplate/number.ts';
import { quote } from '../../src/gotemplate/quote.ts';
import type { Value } from '../../src/gotemplate/value.ts';
import { GoObject, Integer, int64, nilMap, nilSlice, stringSlice } from '../../src/gotemplate/value.ts';

class Point extends GoObject {
  override readonly type = '*geo.Point';
  override readonly kind = 'ptr';
  override readonly fields = new Map<string, Value>([
    ['X', 1n],
    ['Name', 'n'],
  ]);
}

class Version extends GoObject {
  override readonly type = 'semver.Version';
  override readonly kind = 'struct';
  override print(): string {
    return '1.2.3';
  }
}

const LIST: Value = [1, 'a', null, true, [2n]];
const MAP: Value = new Map<string, Value>([
  ['b', 1.5],
  ['a', null],
  ['c', new Map([['k', 'v']])],
]);
const duration = (nanoseconds: bigint): Integer => new Integer('time.Duration', nanoseconds);

test.each<[Value, string]>([
  [null, '<nil>'],
  [1e6, '1e+06'],
  [999999, '999999'],
  [12345678, '1.2345678e+07'],
  [123456.7, '123456.7'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1e21, '1e+21'],
  [5e-324, '5e-324'],
  [-0, '-0'],
  [NaN, 'NaN'],
  [Infinity, '+Inf'],
  [int64(-7n), '-7'],
  [LIST, '[1 a <nil> true [2]]'],
  [MAP, 'map[a:<nil> b:1.5 c:map[k:v]]'],
  [stringSlice(['x', 'y z']), '[x y z]'],
  [new TextEncoder().encode('hé'), '[104 195 169]'],
  [nilSlice(), '[]'],
  [nilMap(), 'map[]'],
  [duration(3_661_500_000_000n), '1h1m1.5s'],
  [duration(0n), '0s'],
  [duration(1500n), '1.5µs'],
  [duration(-2_000_000n), '-2ms'],
  [[new Integer('time.Month', 3n)], '[March]'],
  [new Point(), '&{1 n}'],
  [[new Version()], '[1.2.3]'],
])('%%v gives the text of row %#', (value, text) => {
  expect(formatValue(value)).toBe(text);
});

test('print puts a space between two operands of which neither is a string', () => {
  expect(printAll(['a', 1n, 2n])).toBe('a1 2');
  expect(printAll([null, 1n, 'a', 2n, 3n])).toBe('<nil> 1a2 3');
  expect(printLine([1n, 'a', 'b'])).toBe('1 a b\n');
});

test.each<[string, Value[], string]>([
  ['%s-%d-%v%%', ['a', 5n, LIST], 'a-5-[1 a <nil> true [2]]%'],
  ['%d', [3], '%!d(float64=3)'],
  ['%s', [3n], '%!s(int=3)'],
  ['%s', [null], '%!s(<nil>)'],
  ['%d', ['x'], '%!d(string=x)'],
  ['%d %d', [1n], '1 %!d(MISSING)'],
  ['%d', [1n, 2n, null], '1%!(EXTRA int=2, <nil>)'],
  ['%', [], '%!(NOVERB)'],
  ['%!', [1n], '%!!(int=1)'],
  ['%[3]d %[1]d', [1n, 2n], '%!d(BADINDEX) 1'],
  ['%[2]*[1]d|', [5n, 4n], '   5|'],
  ['%*d|%-*d|', ['x', 1n, -3n, 2n], '%!(BADWIDTH)1|2  |'],
  ['%.*f', [-1n, 2.5], '%!(BADPREC)2.500000'],
  ['%2000000000d', [1n], '%!(NOVERB)%!(EXTRA int=1)'],
  ['%s', [LIST], '[%!s(float64=1) a <nil> %!s(bool=true) [%!s(int=2)]]'],
  [
    '%d',
    [MAP],
    'map[%!d(string=a):<nil> %!d(string=b):%!d(float64=1.5) %!d(string=c):map[%!d(string=k):%!d(string=v)]]',
  ],
  [
    '%5d|%-5d|%05d|%+d|% d|%x|%#X|%o|%O|%b|%c|%q|%U',
    [42n, 42n, -42n, 1n, 1n, 255n, 255n, 8n, 8n, 5n, 233n, 10n, 9731n],
    "   42|42   |-0042|+1| 1|ff|0XFF|10|0o10|101|é|'\\n'|U+2603",
  ],
  [
    '%6.2f|%e|%g|%G|%.3g|%08.3f|%+.1f|%x',
    [3.14159, 1e6, 1e-7, 1e21, 1234.5, -3.14159, 2, 1],
    '  3.14|1.000000e+06|1e-07|1E+21|1.23e+03|-003.142|+2.0|0x1p+00',
  ],
  ['%.0f %.0f %.0f %.2f %.1f', [0.5, 1.5, 2.5, 2.675, 0.25], '0 2 2 2.67 0.2'],
  ['%f', [1e21], '1000000000000000000000.000000'],
  ['%10s|%-10s|%.2s|%5t|%03s', ['é', 'b', 'héé', true, 'a'], '         é|b         |hé| true|00a'],
  ['%q %+q %#q %x % X', ['a\n', 'é', 'b', 'hi', 'hi'], '"a\\n" "\\u00e9" `b` 6869 68 69'],
  ['%T %T %T %T', [null, 1, MAP, stringSlice([])], '<nil> float64 map[string]interface {} []string'],
  [
    '%#v %#v %#v',
    [MAP, 'a"', stringSlice(['x'])],
    'map[string]interface {}{"a":interface {}(nil), "b":1.5, "c":map[string]interface {}{"k":"v"}} "a\\"" []string{"x"}',
  ],
  [
    '%#v %#v %#v',
    [nilSlice(), nilMap(), new Point()],
    '[]interface {}(nil) map[string]interface {}(nil) &geo.Point{X:1, Name:"n"}',
  ],
  ['%+v', [new Point()], '&{X:1 Name:n}'],
  ['%d %s %v', [duration(1000n), duration(1000n), duration(1000n)], '1000 1µs 1µs'],
  [
    '%s|%x|%d',
    [new TextEncoder().encode('hé'), new Uint8Array([1, 255]), new Uint8Array([1])],
    'hé|01ff|[1]',
  ],
  ['%q', [new Version()], '"1.2.3"'],
])('printf %s', (format, values, text) => {
  expect(printFormat(format, values)).toBe(text);
});

test.each([
  ['plain', '"plain"'],
  ['a"b\\c', '"a\\"b\\\\c"'],
  ['\x00\x07\b\f\n\r\t\v\x7f', '"\\x00\\a\\b\\f\\n\\r\\t\\v\\x7f"'],
  ['é😀\u00a0\u0085\u200b\ufeff\ufffd', '"é😀\\u00a0\\u0085\\u200b\\ufeff\ufffd"'],
  ['\u{e0001}\u{10ffff}', '"\\U000e0001\\U0010ffff"'],
  ['\udcc3x', '"\\xc3x"'],
])('%%q of %s', (text, quoted) => {
  expect(quote(text)).toBe(quoted);
});

test('numbers are read by the rules of strconv', () => {
  const integers = ['0x10', '010', '0o17', '0b101', '1_000', '-0x_1', '+5', '0_7', '9223372036854775807'];
  expect(integers.map((text) => parseGoInt(text, 0))).toEqual([
    16n,
    8n,
    15n,
    5n,
    1000n,
    -1n,
    5n,
    7n,
    2n ** 63n - 1n,
  ]);
  const wrong = ['08', '1__0', '_1', '1_', '0x', ' 1', '', '+', '9223372036854775808', '9'.repeat(100_000)];
  expect(wrong.filter((text) => parseGoInt(text, 0) !== undefined)).toEqual([]);
  expect(parseGoUint('18446744073709551615', 0)).toBe(2n ** 64n - 1n);
  expect(parseGoInt('777', 8)).toBe(511n);
  const floats = ['1e3', '1_0', '.5', '5.', '0x1p-2', '0x1.8p1', '-inf', 'Infinity', '1e-400', '0x_f_fp1'];
  expect(floats.map(parseGoFloat)).toEqual([1000, 10, 0.5, 5, 0.25, 3, -Infinity, Infinity, 0, 510]);
  const noFloats = ['1e400', '1e', '.', ' 1', '1_.5', '0x10', '+nan', '', '1_e5', '0b1'];
  expect(noFloats.filter((text) => parseGoFloat(text) !== undefined)).toEqual([]);
});

test('floats are written exactly', () => {
  expect(formatFloat(0.1, 'f', 30)).toBe('0.100000000000000005551115123126');
  expect(formatFloat(1e23, 'e', 20)).toBe('9.99999999999999916114e+22');
  expect(formatFloat(1e-7, 'f', -1)).toBe('0.0000001');
  expect(formatFloat(1, 'b', -1)).toBe('4503599627370496p-52');
  expect(formatG(123456789)).toBe('1.23456789e+08');
});

test('values that contain themselves, and widths without end, meet a limit', () => {
  const loop: Value[] = [];
  loop.push(loop);
  expect(() => formatValue(loop)).toThrow(LimitError);
  let wide: Value = 'x';
  for (let level = 0; level < 60; level++) wide = [wide, wide];
  const budget = new Budget({ ...DEFAULT_LIMITS, text: 1000 });
  expect(() => formatValue(wide, budget)).toThrow(LimitError);
  expect(() => printFormat('%9999d', [1n], budget)).toThrow(LimitError);
});
