import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseCase } from '../../../scripts/kustomize/case-file.mjs';
import { isNull, OddMapping, Scalar, type Node } from '../../../src/k8s/node.ts';
import { StyledText } from '../../../src/k8s/quoted.ts';
import { buildNode } from '../../../src/k8s/yaml/build-node.ts';
import { composeDocument } from '../../../src/k8s/yaml/compose.ts';
import { YamlError } from '../../../src/k8s/yaml/error.ts';
import { prepareInput } from '../../../src/k8s/yaml/input.ts';
import { readNodes } from '../../../src/k8s/yaml/read-nodes.ts';
import { splitDocuments } from '../../../src/k8s/yaml/split-documents.ts';

const CASES = fileURLToPath(new URL('../../kustomize/cases/text', import.meta.url));

function readFully(stream: string): Node[] {
  return splitDocuments(stream).flatMap(({ text }) => {
    const root = composeDocument(prepareInput(text), 3);
    const node = root === undefined ? undefined : buildNode(root);
    return node === undefined || isNull(node) ? [] : [node];
  });
}

function rootOf(stream: string): Node | undefined {
  return readNodes(stream)[0]?.root;
}

function failure(stream: string): YamlError {
  try {
    readNodes(stream);
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('readNodes', () => {
  const streams = readdirSync(CASES)
    // What depends on a comment at the end is not for the readers.
    .filter((name) => !name.startsWith('comments-behind'))
    .flatMap((name) => {
      const { files } = parseCase(readFileSync(`${CASES}/${name}`, 'utf8'));
      return [...files]
        .filter(([path]) => path !== 'kustomization.yaml')
        .map(([, bytes]) => [name, bytes] as const);
    });

  test.each(streams)('reads %s the same way line by line and in full', (_, bytes) => {
    const stream = new TextDecoder().decode(bytes);
    let full: Node[];
    try {
      full = readFully(stream);
    } catch {
      expect(() => readNodes(stream)).toThrow();
      return;
    }
    expect(readNodes(stream).map(({ root }) => root)).toEqual(full);
  });

  test('says where documents begin, and which part of the stream they are', () => {
    const stream = '# head\n---\n\n# one\na: 1\n---\n# nothing\n---\n---\n\nb: 2\n';
    expect(readNodes(stream).map(({ document, line }) => ({ document, line }))).toEqual([
      { document: 1, line: 5 },
      { document: 3, line: 11 },
    ]);
  });

  test('knows streams without separators', () => {
    expect(readNodes('---\na: 1\n').map(({ alone }) => alone)).toEqual([true]);
    expect(readNodes('a: 1\n---\n').map(({ alone }) => alone)).toEqual([false]);
  });

  test.each<[string, Node]>([
    ['a: 0x1F', new Scalar('!!int', '0x1F')],
    ['a: yes', new StyledText('yes', false)],
    ['a: "yes"', 'yes'],
    ['a: "b"', new StyledText('b', true)],
    ['a: b', 'b'],
    ['a: |-\n  b', new StyledText('b', true)],
    ['a: True', new Scalar('!!bool', 'True')],
    ['a: 1_0.5', new Scalar('!!float', '1_0.5')],
    ['a: 2020-01-01', new Scalar('!!timestamp', '2020-01-01')],
    ['a: !x 1', new Scalar('!x', '1')],
    ['a: !!str 1', '1'],
    ['a: ~', new Scalar('!!null', '~')],
    ['a: 0o-7', new Scalar('!!int', '0o-7')],
  ])('keeps tag and text: %s', (yaml, value) => {
    expect(rootOf(yaml)).toEqual(new Map([['a', value]]));
  });

  test('keeps what cannot be printed', () => {
    const root = rootOf('1: a\nb: 1\nb: 2\n') as OddMapping;
    expect([...root]).toEqual([
      ['1', 'a'],
      ['b', new Scalar('!!int', '1')],
    ]);
    expect([...root.keyTags]).toEqual([['1', '!!int']]);
    expect([...root.duplicates]).toEqual(['b']);
  });

  test('shares what aliases name', () => {
    const root = rootOf('a: &a {b: 1}\nc: *a\nd: *a\n') as ReadonlyMap<string, Node>;
    expect(root.get('d')).toBe(root.get('c'));
  });

  test.each([
    ['a line of a later document', 'a: 1\n---\nb: [\n', 4],
    ['a line that ends too early', 'a: 1\n  b: 2\n', 2],
    ['an unknown anchor', 'a: 1\nb:\n  - *c\n', 3],
    ['a control character', `${'a: b\n'.repeat(200)}c: \u0001\n`, 201],
    ['a separator', 'a: 1\n--- b\n', 2],
    ['a merge key', 'a: 1\nb:\n  <<: c\n', 3],
  ])('places %s', (_, stream, line) => {
    expect(failure(stream).place).toBe(line);
  });

  const levels = Array.from({ length: 20 }, (_, level) => level);
  test.each([
    [
      'aliases that multiply',
      `a0: &a0 [x, x]\n${levels.map((n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]\n`).join('')}`,
    ],
    ['an anchor in itself', 'a: &a [*a ]\n'],
    ['a merge key in itself', 'a: &a {<<: *a , b: 1}\n'],
    ['a merge key in what it merges', 'a: &a {b: {<<: *a }}\n'],
    ['too many levels', `a: ${'['.repeat(9000)}${']'.repeat(9000)}\n`],
    ['too many merge keys in each other', `a: ${'{<<: '.repeat(5000)}{b: 1}${'}'.repeat(5000)}\n`],
  ])('refuses %s', (_, stream) => {
    expect(failure(stream)).toBeInstanceOf(YamlError);
  });
});
