import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainOf } from '../../../src/k8s/node-to-plain.ts';
import type { Plain } from '../../../src/k8s/plain.ts';
import { readNodes } from '../../../src/k8s/yaml/read-nodes.ts';
import { readYaml } from '../../../src/k8s/yaml/read.ts';
import { writeReadable } from '../../../src/k8s/yaml/write-readable.ts';

test.each<[string, Plain, string]>([
  [
    'keys keep their order',
    new Map([
      ['b', 1],
      ['a', 2],
    ]),
    'b: 1\na: 2\n',
  ],
  [
    'lists are not indented',
    new Map([
      [
        'a',
        [
          'x',
          new Map([
            ['b', 'c'],
            ['d', 'e'],
          ]),
        ],
      ],
    ]),
    'a:\n- x\n- b: c\n  d: e\n',
  ],
  ['long lines stay whole', `${'word '.repeat(40)}end`, `${'word '.repeat(40)}end\n`],
  ['blanks before a line end do not spoil a block', 'a \n\tb\n', '|\n  a \n  \tb\n'],
  ['characters beyond the basic plane do not spoil a block', 'a\n😀', '|-\n  a\n  😀\n'],
  ['a block that begins with a blank says how far it is indented', '  a\nb', '|2-\n    a\n  b\n'],
  ['what a block cannot begin with is quoted', '\ta\nb', '"\\ta\\nb"\n'],
  ['what is not printable is quoted', 'a\n\u0007', '"a\\n\\a"\n'],
  [
    'texts that look like numbers',
    ['1', '0o7', '1e3', '0x1', '1_0', '12:30:45', '.5', '-'],
    '- "1"\n- "0o7"\n- "1e3"\n- "0x1"\n- "1_0"\n- "12:30:45"\n- ".5"\n- \'-\'\n',
  ],
  [
    'texts that look like other things',
    ['true', 'yes', 'N', 'null', '~', '', '2020-01-01'],
    '- "true"\n- "yes"\n- "N"\n- "null"\n- "~"\n- ""\n- "2020-01-01"\n',
  ],
  [
    'numbers are as JSON has them',
    [1, 1.5, 1e21, 1e-7, 2n ** 63n],
    '- 1\n- 1.5\n- 1e+21\n- 1e-07\n- 9223372036854775808\n',
  ],
  [
    'what holds nothing',
    new Map<string, Plain>([
      ['a', []],
      ['b', new Map()],
      ['c', null],
    ]),
    'a: []\nb: {}\nc: null\n',
  ],
])('%s', (_, value, expected) => {
  expect(writeReadable(value)).toBe(expected);
});

test('a key that Kustomize would merge is refused', () => {
  expect(() => writeReadable(new Map([['<<', 'x']]))).toThrow('Kustomize takes the key "<<" for a merge');
});

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('a', ' ', '\n', '\t', '#', ':', '-', "'", '"', '|', '\r', '\u2028', '😀'),
    maxLength: 10,
  }),
  fc.constantFrom(
    '<<',
    '=',
    'y',
    'On',
    '0b1',
    '.inf',
    '.NaN',
    '1:2',
    '---',
    '...',
    '0o8',
    '1__0',
    '!x',
    '&a',
  ),
);
const { value } = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.constantFrom<Plain>(null, true, false),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(
        fc.tuple(
          text.filter((key) => key !== '<<'),
          tie('value'),
        ),
        { maxLength: 3 },
      )
      .map((entries) => new Map(entries)),
  ),
}));

test('Helm and Kustomize read what was written', () => {
  fc.assert(
    fc.property(value, (data) => {
      const document = new Map([['data', data]]);
      const written = writeReadable(document);
      expect(readYaml(written, { integers: true, uniqueKeys: true })).toEqual(document);
      const node = readNodes(written)[0]!.root;
      expect(withIntegers(plainOf(node))).toEqual(document);
    }),
    { numRuns: 500 },
  );
});

/** Kustomize gives integers as numbers where these can hold them. */
function withIntegers(plain: Plain): Plain {
  if (typeof plain === 'number') return BigInt(plain);
  if (Array.isArray(plain)) return plain.map(withIntegers);
  if (!(plain instanceof Map)) return plain;
  return new Map([...plain].map(([key, each]) => [key, withIntegers(each)]));
}
