import { describe, expect, test } from 'vitest';
import { locate, type Place } from '../../src/kustomize/locate.ts';

const TEXT = `# head
kind: A
---
kind: B
spec:
  list:
  - name: "x"
    é: {value: 1}
  - &two name: y
  more: *two
`;

describe('locate', () => {
  test.each<[Place, number, number]>([
    [{}, 2, 1],
    [{ document: 0, path: ['kind'] }, 2, 7],
    [{ document: 1 }, 4, 1],
    [{ document: 1, path: ['spec', 'list', 0, 'name'] }, 7, 11],
    [{ document: 1, path: ['spec', 'list', 0, 'name'], atKey: true }, 7, 5],
    [{ document: 1, path: ['spec', 'list', 0, 'é', 'value'] }, 8, 16],
    [{ document: 1, path: ['spec', 'list', 1] }, 9, 5],
    [{ document: 1, path: ['spec', 'list'], atKey: true }, 6, 3],
    [{ document: 1, path: ['spec', 'missing', 'deeper'] }, 6, 3],
    [{ document: 1, path: ['spec', 'list', 7] }, 7, 3],
  ])('finds %j', (place, line, column) => {
    expect(locate(TEXT, 'a.yaml', place)).toEqual({
      file: 'a.yaml',
      line,
      column,
      source: TEXT.split('\n')[line - 1],
    });
  });

  test('names the document where that is no YAML, or the file where it has no such document', () => {
    expect(locate('a: 1\n---\nb: [', 'a.yaml', { document: 1 })).toMatchObject({ line: 3 });
    expect(locate('a: 1\n', 'a.yaml', { document: 1 })).toEqual({ file: 'a.yaml' });
  });

  test('counts lines that end with CR LF', () => {
    expect(locate('a: 1\r\nb: 2\r\n', 'a.yaml', { path: ['b'] })).toEqual({
      file: 'a.yaml',
      line: 2,
      column: 4,
      source: 'b: 2',
    });
  });
});
