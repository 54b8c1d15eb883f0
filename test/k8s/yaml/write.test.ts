import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plain } from '../../../src/k8s/plain.ts';
import { readYaml } from '../../../src/k8s/yaml/read.ts';
import { writeYamlPretty } from '../../../src/k8s/yaml/write-pretty.ts';
import { writeYaml } from '../../../src/k8s/yaml/write.ts';

/** a line of text of 80 columns */
const L = 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor inc';

/** Maps instead of objects. */
function plain(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value as Plain;
  return new Map(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

class Failure {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

function fails(message: string): Failure {
  return new Failure(message);
}

function check(write: () => string, expected: string | Failure): void {
  if (expected instanceof Failure) expect(write).toThrow(expected.message);
  else expect(write()).toBe(expected);
}

function nameOf(index: number, expected: string | Failure): string {
  return `${index}: ${JSON.stringify(expected).slice(0, 60)}`;
}

/** value, what toYaml writes, what toYamlPretty writes where that differs */
type Case = readonly [value: unknown, yaml: string | Failure, pretty?: string | Failure];

const CASES: readonly Case[] = [
  ['', '""'],
  ['plain text', 'plain text'],
  ['y', '"y"'],
  ['No', '"No"'],
  ['oN', 'oN'],
  ['null', '"null"'],
  ['~', '"~"'],
  ['<<', '<<'],
  ['=', '='],
  ['.inf', '".inf"'],
  ['0x1F', '"0x1F"'],
  ['0o17', '"0o17"'],
  ['08', '"08"'],
  ['1_000', '"1_000"'],
  ['0b-1', '"0b-1"'],
  ['0o-7', '0o-7', '"0o-7"'],
  ['1e3', '"1e3"'],
  ['1e', '1e'],
  ['.5', '".5"'],
  ['1:30', '"1:30"'],
  ['1:60', '1:60'],
  ['10Gi', '10Gi'],
  ['1.2.3', '1.2.3'],
  ['2001-02-28', '"2001-02-28"'],
  ['2001-02-29', '2001-02-29'],
  ['2001-1-1t1:2:3+01:00', '"2001-1-1t1:2:3+01:00"'],
  ['2001-01-01  1:2:3,5', '"2001-01-01  1:2:3,5"'],
  ['-a', '-a'],
  ['- a', "'- a'"],
  ['-', "'-'"],
  ['?', "'?'"],
  ['?a', '?a'],
  [':a', ':a'],
  ['a:', "'a:'"],
  ['a: b', "'a: b'"],
  ['a:b', 'a:b'],
  ['a #b', "'a #b'"],
  ['a#b', 'a#b'],
  ['---', "'---'"],
  ['...a', "'...a'"],
  [' a', "' a'"],
  ['a ', "'a '"],
  ["it's", "it's"],
  ["'a", "'''a'"],
  ['@a', "'@a'"],
  ['a, b', 'a, b'],
  ['C:\\x', 'C:\\x'],
  ['{{ a }}', "'{{ a }}'"],
  ['"q"', '\'"q"\''],
  ['tab\there', '"tab\\there"'],
  ['cr\r', '"cr\\r"'],
  ['esc\u001b', '"esc\\e"'],
  ['\ud83d\ude00 a', '"\\U0001F600 a"'],
  ['no\u00a0break', 'no\u00a0break'],
  ['\ufeffab', '"\\uFEFF\\x61\\x62"'],
  ['a\u2028b', "'a\u2028  b'"],
  ['a\u2028 b', '"a\\L b"'],
  ['\udc80', '\ufffd', '!!binary gA=='],
  ['a\u0085b', 'a b', '"a\\Nb"'],
  ['a\u007fb', fails('yaml: control characters are not allowed'), '"a\\x7Fb"'],
  ['a\ufffe', fails('yaml: control characters are not allowed'), '"a\\uFFFE"'],
  ['a\n', '|\n  a'],
  ['a\nb', '|-\n  a\n  b'],
  ['a\n\n', '|+\n  a\n'],
  ['\n', '|2+\n'],
  [' a\nb', '|2-\n   a\n  b'],
  ['\na', '|2-\n\n  a'],
  ['a \nb', '"a \\nb"'],
  ['a\nb ', '"a\\nb "'],
  ['a\n\n b\n', '|\n  a\n\n   b'],
  ['a\tb\n', '"a\\tb\\n"', '|\n  a\tb'],
  ['a\r\nb', '"a\\r\\nb"'],
  ['\u2028a\nb', '|2-\n\u2028  a\n  b'],
  [1, '1'],
  [1.5, '1.5'],
  [-0, '0', '-0'],
  [1000000, '1000000', '1e+06'],
  [1234567.5, '1.2345675e+06'],
  [100000000000000000000, '1e+20'],
  [10000000000000000000, '10000000000000000000', '1e+19'],
  [1e21, '1e+21'],
  [9223372036854776000, '9223372036854776000', '9.223372036854776e+18'],
  [18446744073709552000, '1.8446744073709552e+19'],
  [-9223372036854776000, '-9.223372036854776e+18'],
  [0.00001, '1e-05'],
  [123456789012345680000, '1.2345678901234568e+20'],
  [9007199254740993n, '9007199254740993'],
  [18446744073709551615n, '18446744073709551615'],
  [{}, '{}'],
  [[], '[]'],
  [{ a: {}, b: [], c: null, d: true }, 'a: {}\nb: []\nc: null\nd: true'],
  [
    { a: [1, [2, [3]], { b: 1, c: [4] }] },
    'a:\n- 1\n- - 2\n  - - 3\n- b: 1\n  c:\n  - 4',
    'a:\n  - 1\n  - - 2\n    - - 3\n  - b: 1\n    c:\n      - 4',
  ],
  [[[], {}, [[]], [{ a: 1, b: 2 }]], '- []\n- {}\n- - []\n- - a: 1\n    b: 2'],
  [{ a: { b: { c: 'x\ny\n' } }, d: 'z' }, 'a:\n  b:\n    c: |\n      x\n      y\nd: z'],
  [[['a\nb\n\n'], 'c'], '- - |+\n    a\n    b\n\n- c'],
  [
    { '1': 3, '': 1, y: 2, 'a: b': 4, 'a\nb': 5, '\u00e9': 6 },
    '"": 1\n"1": 3\n? |-\n  a\n  b\n: 5\n\'a: b\': 4\n"y": 2\n\u00e9: 6',
  ],
  [
    { ['k'.repeat(128)]: 1, ['k'.repeat(129)]: { a: [1], b: 2 } },
    `${'k'.repeat(128)}: 1\n? ${'k'.repeat(129)}\n: a:\n  - 1\n  b: 2`,
    `${'k'.repeat(128)}: 1\n? ${'k'.repeat(129)}\n: a:\n    - 1\n  b: 2`,
  ],
  [
    { ['k'.repeat(129)]: ['a', { b: 1 }], ['\u00e9'.repeat(65)]: 'x' },
    `? ${'k'.repeat(129)}\n: - a\n  - b: 1\n? ${'\u00e9'.repeat(65)}\n: x`,
  ],
  [{ 'a\u2028b': 1, 'a\rb c': [2] }, '? "a\\rb c"\n: - 2\n? \'a\u2028  b\'\n: 1'],
  [{ ['k'.repeat(1022)]: 1 }, `? ${'k'.repeat(1022)}\n: 1`],
  [{ ['k'.repeat(1023)]: 1 }, fails("yaml: did not find expected ',' or '}'"), `? ${'k'.repeat(1023)}\n: 1`],
  [{ '\udc80': 1 }, '\ufffd: 1', '!!binary gA==: 1'],
  [
    { [`${'x'.repeat(60)}\udc80`]: ['\udc80'.repeat(90)] },
    `${'x'.repeat(60)}\ufffd:\n- ${'\ufffd'.repeat(90)}`,
    '? !!binary |\n  eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eH\n  h4eHh4eHh4gA==\n: - !!binary |\n    gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\n    CAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICA',
  ],
  [
    {
      '1': 0,
      '2': 0,
      '10': 0,
      a: '',
      ' ': 0,
      '-x': 0,
      _: 0,
      A: 0,
      B: 0,
      'a-b': 0,
      'a.b': 0,
      a_b: 0,
      a1: 0,
      a01: 0,
      a001: 0,
      a2: 0,
      a10: 0,
      ab: 0,
      b: 0,
      z: 0,
      '\u00e9': 0,
    },
    '\' \': 0\n-x: 0\n_: 0\n"1": 0\n"2": 0\n"10": 0\nA: 0\nB: 0\na: ""\na-b: 0\na.b: 0\na_b: 0\na1: 0\na01: 0\na001: 0\na2: 0\na10: 0\nab: 0\nb: 0\nz: 0\n\u00e9: 0',
  ],
  [{ a1: 0, a1b: 0, ab: 0, a: 0 }, 'a: 0\na1: 0\na1b: 0\nab: 0'],
  [{ a10: 0, a1b: 0, a1: 0 }, 'a1: 0\na10: 0\na1b: 0', 'a1: 0\na1b: 0\na10: 0'],
  [
    { key: `${L} rest of it`, k2: [`${L} rest of it`, 'x'] },
    `k2:\n- ${L}\n  rest of it\n- x\nkey: lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor\n  inc rest of it`,
    `k2:\n  - ${L} rest of it\n  - x\nkey: ${L} rest of it`,
  ],
  [{ k: `${L}  two spaces` }, `k: ${L}  two\n  spaces`, `k: ${L}  two spaces`],
  [
    { k: `'${L} it's so` },
    `k: '''lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor\n  inc it''s so'`,
    `k: '''${L} it''s so'`,
  ],
  [{ k: `${L}: "a  b c` }, `k: '${L}:\n  "a  b c'`, `k: '${L}: "a  b c'`],
  [
    { k: `tab\t${L}  b c d` },
    `k: "tab\\tlorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor\n  inc  b c d"`,
    `k: "tab\\t${L}  b c d"`,
  ],
  [{ k: `${L} `, l: `${L}ididun ` }, `k: '${L} '\nl: '${L}ididun '`],
  [
    { ['long key '.repeat(16)]: 1 },
    `? 'long key long key long key long key long key long key long key long key long key\n  long key long key long key long key long key long key long key '\n: 1`,
    `? '${'long key '.repeat(16)}'\n: 1`,
  ],
];

describe('writeYaml', () => {
  for (const [index, [value, expected]] of CASES.entries()) {
    it(`writes ${nameOf(index, expected)}`, () => {
      check(() => writeYaml(plain(value)), expected);
    });
  }

  it.each([
    [NaN, 'error marshaling into JSON: json: unsupported value: NaN'],
    [-Infinity, 'error marshaling into JSON: json: unsupported value: -Inf'],
    [new Map([['a\u0085b', 1]]), "yaml: line 1: did not find expected ',' or '}'"],
    ['a\u0085--- b', 'found unexpected document indicator'],
  ])('refuses %o', (value, message) => {
    expect(() => writeYaml(value)).toThrow(message);
  });

  it('refuses a value that holds itself', () => {
    const list: Plain[] = [];
    list.push(list);
    expect(() => writeYaml(list)).toThrow('encountered a cycle');
  });

  it('asks what other objects are', () => {
    expect(writeYaml([new Date(0)], () => new Map([['a', 1n]]))).toBe('- a: 1');
  });

  it('tells of its text before there is more than asked for', () => {
    let shared: Plain = ['x'.repeat(100)];
    for (let level = 0; level < 60; level++) shared = [shared, shared];
    let left = 1_000_000;
    const spend = (length: number): void => {
      left -= length;
      if (left < 0) throw new RangeError('spent');
    };
    expect(() => writeYaml(shared, undefined, spend)).toThrow('spent');
  });

  it('writes what readYaml reads back', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 100 })
      .filter((t) => !/[\x7f-\x9f\ufffe\uffff]/.test(t));
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const { value } = fc.letrec<{ value: Plain }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        number,
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.array(fc.tuple(text, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
      ),
    }));
    fc.assert(
      fc.property(value, (written) => {
        expect(readYaml(`${writeYaml(written)}\n`)).toEqual(written);
      }),
      { numRuns: 300 },
    );
  });
});

describe('writeYamlPretty', () => {
  for (const [index, [value, yaml, pretty = yaml]] of CASES.entries()) {
    it(`writes ${nameOf(index, pretty)}`, () => {
      check(() => writeYamlPretty(plain(value)), pretty);
    });
  }

  it('has words for numbers that are none', () => {
    expect(writeYamlPretty([NaN, Infinity, -Infinity])).toBe('- .nan\n- .inf\n- -.inf');
  });
});
