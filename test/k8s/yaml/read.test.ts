import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plain } from '../../../src/k8s/plain.ts';
import { YamlError } from '../../../src/k8s/yaml/error.ts';
import { prepareInput } from '../../../src/k8s/yaml/input.ts';
import { readFull } from '../../../src/k8s/yaml/read-full.ts';
import { readQuick } from '../../../src/k8s/yaml/read-quick.ts';
import { readYaml } from '../../../src/k8s/yaml/read.ts';
import type { ReadOptions } from '../../../src/k8s/yaml/read.ts';

/** What sigs.k8s.io/yaml v1.6.0 makes of a text; `strict` is the error of its strict variant where only that fails. */
interface Case {
  readonly yaml: string;
  readonly json?: unknown;
  readonly error?: string;
  readonly strict?: string;
}

const cases = readFileSync(new URL('read-cases.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

function toJson(value: Plain): unknown {
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, toJson(item)]));
  return value;
}

function errorOf(yaml: string, options?: ReadOptions): YamlError {
  try {
    readYaml(yaml, options);
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('readYaml like sigs.k8s.io/yaml', () => {
  it.each(cases.filter(({ error }) => error === undefined))('reads $yaml', ({ yaml, json }) => {
    expect(toJson(readYaml(yaml))).toEqual(json);
  });

  it.each(cases.filter(({ error }) => error !== undefined))('refuses $yaml', ({ yaml, error }) => {
    const { message, line } = errorOf(yaml);
    expect(message).toBe(error);
    const named = /^yaml: line (\d+)/.exec(message)?.[1];
    expect(line).toBe(named === undefined ? undefined : Number(named));
  });

  it.each(cases.filter(({ strict }) => strict !== undefined))(
    'refuses, if strict, $yaml',
    ({ yaml, strict }) => {
      const { message, line } = errorOf(yaml, { uniqueKeys: true });
      expect(message).toBe(strict);
      expect(line).toBe(Number(/line (\d+)/.exec(strict!)![1]));
    },
  );

  it('keeps the order of keys, a repeated one where it was first', () => {
    const map = readYaml('z: 1\na: 2\nm: 3\na: 4') as Map<string, Plain>;
    expect([...map]).toEqual([
      ['z', 1],
      ['a', 4],
      ['m', 3],
    ]);
  });

  it.each([
    ['a: 12345678901234567890\nb: 0x1F\nc: 1.0\nd: -3', [12345678901234567890n, 31n, 1, -3n]],
    ['a: &x 7\nb: *x\nc: !!float 7', [7n, 7n, 7]],
  ])('keeps integers as bigint in %j', (yaml, values) => {
    expect([...(readYaml(yaml, { integers: true }) as Map<string, Plain>).values()]).toEqual(values);
  });

  it('gives every alias a copy of its own', () => {
    const map = readYaml('a: &x {b: 1}\nc: *x') as Map<string, Map<string, Plain>>;
    map.get('a')!.set('b', 2);
    expect(map.get('c')!.get('b')).toBe(1);
  });
});

describe('readYaml with text that is hardly text', () => {
  it.each([
    ['a: \udcff', 'invalid leading UTF-8 octet'],
    ['a: \udcc3(', 'invalid trailing UTF-8 octet'],
    ['a: \udcc3', 'incomplete UTF-8 octet sequence'],
    ['a: \udcc0\udc80', 'invalid length of a UTF-8 sequence'],
    ['a: \udced\udca0\udc80', 'invalid Unicode character'],
    ['\udcff\udcfea', 'incomplete UTF-16 character'],
  ])('refuses %j', (yaml, problem) => {
    expect(errorOf(yaml).message).toBe(`yaml: ${problem}`);
  });

  it('reads UTF-16 of both byte orders', () => {
    expect(readYaml('\udcff\udcfea\0:\0 \0b\0')).toEqual(new Map([['a', 'b']]));
    expect(readYaml('\udcfe\udcff\0a\0:\0 \0b')).toEqual(new Map([['a', 'b']]));
  });
});

describe('readYaml with hostile text', () => {
  const bomb = Array.from('bcdefghi').map(
    (name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`,
  );

  it.each([
    ['['.repeat(20_000), 'yaml: exceeded max depth of 10000'],
    ['a:\n ' + '- '.repeat(20_000), 'yaml: line 2: exceeded max depth of 10000'],
    ['- '.repeat(2000), 'yaml: exceeded max depth of 1000'],
    [['a: &a [x,x,x,x,x,x,x,x,x]', ...bomb].join('\n'), 'yaml: document contains excessive aliasing'],
    ['a: &a [*a]', "yaml: anchor 'a' value contains itself"],
  ])('refuses %.20j…', (yaml, message) => {
    expect(errorOf(yaml).message).toBe(message);
  });

  it.each([
    '[' + '"a b",'.repeat(100_000) + ']',
    "''".repeat(300_000),
    '- abc\n'.repeat(100_000),
    '- "abc\n'.repeat(50_000),
    'a: |' + ' '.repeat(300_000) + 'x',
    ':'.repeat(300_000),
    '0'.repeat(300_000),
  ])('takes linear time for %.20j…', (yaml) => {
    const start = performance.now();
    try {
      readYaml(yaml);
    } catch (error) {
      expect(error).toBeInstanceOf(YamlError);
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('readQuick', () => {
  it.each(cases)('agrees with the complete reader or gives up on $yaml', ({ yaml }) => {
    const input = prepareInput(yaml);
    const quick = input.simple ? readQuick(input.text, {}) : undefined;
    if (quick !== undefined) expect(quick).toEqual(readFull(input, {}));
  });

  it('reads ordinary manifests itself', () => {
    const yaml = `# c\n---\na:\n- b: "x\\ty" # c\n  'd': it's\n  e: [1, {f: g}, "h"]\n- |\n  x\n\n   y\nz: >-\n  p\n  q\nu: v\n  w\n`;
    expect(readQuick(yaml, {})).toEqual(readFull(prepareInput(yaml), {}));
  });

  const word = fc.constantFrom(
    'a',
    'b c',
    '1',
    'yes',
    '~',
    '"q"',
    "'it''s'",
    'x: y',
    '[a, 1]',
    '{a: b}',
    '|',
    '>-',
    '',
    '#c',
    '-',
    'é😀',
    '---',
  );
  const line = fc.record({
    indent: fc.nat(5),
    lead: fc.constantFrom('', '- ', '- - ', 'k: ', 'l:', '"m": ', '- n: ', '1: '),
    word,
    tail: fc.constantFrom('', '', ' ', ' # c', ' [', '"', ':'),
  });

  it('agrees with the complete reader on generated text', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 9 }), (lines) => {
        const yaml = lines
          .map(({ indent, lead, word, tail }) => ' '.repeat(indent) + lead + word + tail)
          .join('\n');
        const quick = readQuick(yaml, {});
        if (quick !== undefined) expect(quick).toEqual(readFull(prepareInput(yaml), {}));
      }),
      { numRuns: 3000 },
    );
  });
});
