import { expect, test } from 'vitest';
import { Budget, LimitError } from '../../../src/gotemplate/budget.ts';
import type { Value } from '../../../src/gotemplate/value.ts';
import { MapView, stringSlice } from '../../../src/gotemplate/value.ts';
import type { FunctionContext } from '../../../src/helm/environment.ts';
import { stringFunctions } from '../../../src/helm/funcs/strings.ts';
import { HELM_4 } from '../../../src/helm/profile.ts';

const context: FunctionContext = {
  budget: new Budget(),
  profile: HELM_4,
  environment: {} as FunctionContext['environment'],
};
const functions = stringFunctions(context);
type Argument = Value | number;
const call = (name: string, ...values: Argument[]): Value => functions[name]!.call(...values);

test.each<[string, Argument[], string]>([
  ['abbrev', [8, 'hello world'], 'hello...'],
  ['abbrev', [3, 'hello'], 'hello'],
  ['abbrev', [5, 'ééé'], '\u00e9...'],
  ['abbrevboth', [5, 10, '1234 5678 9123'], '...5678...'],
  ['abbrevboth', [1, 8, '1234 5678 9123'], '1234 ...'],
  ['abbrevboth', [12, 8, '1234 5678 9123'], '... 9123'],
  ['abbrevboth', [5, 6, '1234 5678 9123'], '1234 5678 9123'],
  ['camelcase', ['http_server'], 'HttpServer'],
  ['camelcase', ['GOLANG_IS_GREAT'], 'GolangIsGreat'],
  ['camelcase', ['HTTPServer'], 'Httpserver'],
  ['camelcase', ['_foo__bar_'], '_Foo_Bar_'],
  ['camelcase', ['_'], '__'],
  ['camelcase', ['fooBar'], 'FooBar'],
  ['snakecase', ['HTTPServer2xx'], 'http_server_2xx'],
  ['snakecase', ['http2xx'], 'http_2xx'],
  ['snakecase', ['Bld4Floor3rd'], 'bld4_floor_3rd'],
  ['snakecase', ['HTTP20xOK'], 'http_20x_ok'],
  ['snakecase', ['Duration2m3s'], 'duration_2m3s'],
  ['snakecase', ['a  b'], 'a__b'],
  ['kebabcase', ['UserID2Name'], 'user-id2-name'],
  ['kebabcase', ['a.b/C'], 'a.b/c'],
  ['kebabcase', ['GO PATH'], 'go-path'],
  ['upper', ['straße ǆ ŉ'], 'STRAßE Ǆ ŉ'],
  ['lower', ['İΑΣ'], 'iασ'],
  ['title', ["o'neil foo_bar ǆ—x"], "O'Neil Foo_bar ǅ—x"],
  ['untitle', ['Hello World'], 'hello world'],
  ['swapcase', ['This Is ǅ a.Test'], 'tHIS iS ǆ A.tEST'],
  ['initials', ['First Try é'], 'FT\u00c3'],
  ['nospace', ['h é'], 'hÃ©'],
  ['nospace', ['hé'], 'hé'],
  ['trim', ['\u0085\u00a0\ufeffx \n'], '\ufeffx'],
  ['trimAll', ['$é', '$é5.00é$'], '5.00'],
  ['trimSuffix', ['-', 'a--'], 'a-'],
  ['trimSuffix', ['', 'a'], 'a'],
  ['trimPrefix', ['-', '--a'], '-a'],
  ['trunc', [3, 'hello'], 'hel'],
  ['trunc', [-3, 'hello'], 'llo'],
  ['trunc', [-9, 'hello'], 'hello'],
  ['trunc', [1, 'é'], '\udcc3'],
  ['substr', [1, 3, 'hello'], 'el'],
  ['substr', [-1, 3, 'hello'], 'hel'],
  ['substr', [2, -1, 'hello'], 'llo'],
  ['substr', [2, 99, 'hello'], 'llo'],
  ['plural', ['one', 'many', 1], 'one'],
  ['plural', ['one', 'many', 0], 'many'],
  ['indent', [2, 'a\n\nb\n'], '  a\n  \n  b\n  '],
  ['nindent', [1, ''], '\n '],
  ['repeat', [3, 'ab'], 'ababab'],
  ['replace', ['a', '$&', 'banana'], 'b$&n$&n$&'],
  ['replace', ['', '-', 'a😀'], '-a-😀-'],
  ['wrap', [5, 'Hello World, how are you'], 'Hello\nWorld,\nhow\nare\nyou'],
  ['wrap', [3, 'abcdef gh'], 'abcdef\ngh'],
  ['wrapWith', [5, '\t', 'HelloWorld ab'], 'Hello\tWorld\tab'],
  ['wrapWith', [0, '', 'abc'], 'a\nb\nc'],
  ['quote', [null, 'a"b', 1e6, [1, null]], '"a\\"b" "1e+06" "[1 <nil>]"'],
  ['squote', [null, "a'b", 1n], "'a'b' '1'"],
  ['cat', ['a', null, 1e6, true], 'a 1e+06 true'],
  ['join', ['-', ['a', null, 1, true]], 'a-1-true'],
  ['join', ['-', null], ''],
  ['join', ['-', 5n], '5'],
  ['toString', [new Uint8Array([104, 105])], 'hi'],
  ['toString', [null], '<nil>'],
  ['hello', [], 'Hello!'],
])('%s, row %#', (name, values, result) => {
  expect(call(name, ...values)).toBe(result);
});

test.each<[string, Argument[], Value]>([
  ['splitList', [',', ''], stringSlice([''])],
  ['splitList', ['', 'a😀'], stringSlice(['a', '😀'])],
  ['splitList', ['', ''], stringSlice([])],
  [
    'split',
    ['$', 'a$b'],
    new MapView(
      'string',
      new Map([
        ['_0', 'a'],
        ['_1', 'b'],
      ]),
    ),
  ],
  [
    'splitn',
    ['$', 2, 'a$b$c'],
    new MapView(
      'string',
      new Map([
        ['_0', 'a'],
        ['_1', 'b$c'],
      ]),
    ),
  ],
  ['splitn', ['$', 0, 'a$b$c'], new MapView('string', new Map())],
  [
    'sortAlpha',
    [['b', 10, null, 'a', '\uffff', '\u{10000}']],
    stringSlice(['10', 'a', 'b', '\uffff', '\u{10000}']),
  ],
  ['sortAlpha', [5n], stringSlice(['5'])],
  ['toStrings', [[1, null, 'x']], stringSlice(['1', 'x'])],
  ['contains', ['', 'a'], true],
  ['hasPrefix', ['ab', 'a'], false],
  ['hasSuffix', ['b', 'ab'], true],
])('%s, row %#', (name, values, result) => {
  expect(call(name, ...values)).toEqual(result);
});

test('sortAlpha sorts a []string in place, as Go does', () => {
  const list = stringSlice(['b', 'a']);
  call('sortAlpha', list);
  expect(list.items).toEqual(['a', 'b']);
});

test.each<[string, Argument[], string]>([
  ['repeat', [-1, 'a'], 'strings: negative Repeat count'],
  ['indent', [-1, 'a'], 'strings: negative Repeat count'],
  ['substr', [3, 2, 'hello'], 'runtime error: slice bounds out of range [3:2]'],
  ['substr', [9, -1, 'hello'], 'runtime error: slice bounds out of range [9:5]'],
  ['substr', [-1, 9, 'hello'], 'runtime error: slice bounds out of range [:9] with length 5'],
  ['substr', [-1, -1, 'hello'], 'runtime error: slice bounds out of range [:-1]'],
])('%s fails, row %#', (name, values, message) => {
  expect(() => call(name, ...values)).toThrow(expect.objectContaining({ message }));
});

test.each<[string, Argument[]]>([
  ['repeat', [2_000_000_000, 'x']],
  ['indent', [2_000_000_000, '']],
  ['nindent', [60_000_000, 'a\nb']],
  ['replace', ['', 'x'.repeat(10_000), 'y'.repeat(10_000)]],
  ['wrapWith', [1, 'x'.repeat(10_000), 'y'.repeat(10_000)]],
  ['join', ['x'.repeat(10_000), Array.from({ length: 10_000 }, () => 'y')]],
])('%s does not build endless text', (name, values) => {
  expect(() => call(name, ...values)).toThrow(LimitError);
});
