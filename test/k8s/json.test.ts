import { describe, expect, it } from 'vitest';
import { decodeJson, encodeJson } from '../../src/k8s/json.ts';
import { JsonNumberError } from '../../src/k8s/json-reader.ts';
import { OrderedFields } from '../../src/k8s/ordered-fields.ts';
import type { Plain } from '../../src/k8s/plain.ts';

describe('encodeJson', () => {
  it.each<[unknown, string]>([
    [null, 'null'],
    [true, 'true'],
    [12n, '12'],
    [-0, '-0'],
    [1e20, '100000000000000000000'],
    [1e21, '1e+21'],
    [0.000001, '0.000001'],
    [1e-7, '1e-7'],
    ['a"\\\b\f\n\r\t\x00\x1f\x7f', String.raw`"a\"\\\b\f\n\r\t\u0000\u001f` + '\x7f"'],
    ['<a & b>\u2028\u2029é😀', String.raw`"\u003ca \u0026 b\u003e\u2028\u2029é😀"`],
    ['\udc80\udcff\ufffd', String.raw`"\ufffd\ufffd` + '\ufffd"'],
    [
      new Map(
        Object.entries({ b: 1, a: [], Ä: {}, '😀': 0, '\uffff': 0 }).map(([k, v]) => [k, v === 0 ? 0 : 1]),
      ),
      '{"a":1,"b":1,"Ä":1,"\uffff":0,"😀":0}',
    ],
    [
      new OrderedFields([
        ['b', 1],
        [
          'a',
          new Map([
            ['z', 1],
            ['y', 2],
          ]),
        ],
      ]),
      '{"b":1,"a":{"y":2,"z":1}}',
    ],
  ])('writes %o', (value, json) => {
    expect(encodeJson(value)).toBe(json);
  });

  it('leaves HTML alone on demand, but not the line separators', () => {
    expect(encodeJson('<&>\u2028', { escapeHtml: false })).toBe('"<&>\\u2028"');
  });

  it('indents, and keeps empty lists and maps on their line', () => {
    const value = new Map<string, unknown>([
      ['b', [1, [2], [], new Map()]],
      ['a', new Map([['c', null]])],
    ]);
    expect(encodeJson(value, { indent: '  ' })).toBe(
      '{\n  "a": {\n    "c": null\n  },\n  "b": [\n    1,\n    [\n      2\n    ],\n    [],\n    {}\n  ]\n}',
    );
  });

  it('refuses what JSON has no form for', () => {
    expect(() => encodeJson([NaN])).toThrow('json: unsupported value: NaN');
    expect(() => encodeJson(-Infinity)).toThrow('json: unsupported value: -Inf');
    const map = new Map<string, unknown>();
    map.set('self', map);
    expect(() => encodeJson(map)).toThrow('encountered a cycle via map[string]interface {}');
  });
});

describe('decodeJson', () => {
  it.each<[string, Plain]>([
    [
      ' {"a" : [1, -0.5e1, true, null, {}], "a":2 , "b":[ ]} ',
      new Map<string, Plain>([
        ['a', 2],
        ['b', []],
      ]),
    ],
    ['9007199254740993', 9007199254740992],
    ['-0', -0],
    [String.raw`"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"`, '"\\/\b\f\n\r\té😀'],
    [String.raw`"\ud83d\u0041\ude00\ud83dx\ud83d\ud83d\ude00"`, '\ufffdA\ufffd\ufffdx\ufffd😀'],
    ['"\udc80\x7f"', '\ufffd\x7f'],
    ['{"__proto__":1}', new Map([['__proto__', 1]])],
  ])('reads %s', (text, value) => {
    expect(decodeJson(text)).toEqual(value);
  });

  it.each([
    ['', 'unexpected end of JSON input'],
    ['{', 'unexpected end of JSON input'],
    ['"abc', 'unexpected end of JSON input'],
    ['[1', 'unexpected end of JSON input'],
    ['tru', "invalid character ' ' in literal true (expecting 'e')"],
    ['nul', "invalid character ' ' in literal null (expecting 'l')"],
    ['falsx', "invalid character 'x' in literal false (expecting 'e')"],
    ['-', "invalid character ' ' in numeric literal"],
    ['-a', "invalid character 'a' in numeric literal"],
    ['1.', "invalid character ' ' after decimal point in numeric literal"],
    ['1.5e+x', "invalid character 'x' in exponent of numeric literal"],
    ['01', "invalid character '1' after top-level value"],
    ['1 2', "invalid character '2' after top-level value"],
    ['a: 1', "invalid character 'a' looking for beginning of value"],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ['\ufeff1', "invalid character 'ï' looking for beginning of value"],
    ['é', "invalid character 'Ã' looking for beginning of value"],
    ['\udc80', "invalid character '\\u0080' looking for beginning of value"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['[1}', "invalid character '}' after array element"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a"]', "invalid character ']' after object key"],
    ['{"a":1]', "invalid character ']' after object key:value pair"],
    ['"\n"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['[1e999,]', "invalid character ']' looking for beginning of value"],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => decodeJson(text)).toThrow(new Error(message));
  });

  it('reads on after a number that is too big', () => {
    const read = (): Plain => decodeJson('{"a":1e999,"b":2}');
    expect(read).toThrow('json: cannot unmarshal number 1e999 into Go value of type float64');
    expect(read).toThrow(JsonNumberError);
    try {
      read();
    } catch (error) {
      expect((error as JsonNumberError).value).toEqual(
        new Map([
          ['a', null],
          ['b', 2],
        ]),
      );
    }
  });

  it('goes as deep as Go, and no deeper', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(decodeJson(nested(10000))).toHaveLength(1);
    expect(() => decodeJson(nested(10001))).toThrow('exceeded max depth');
  });
});
