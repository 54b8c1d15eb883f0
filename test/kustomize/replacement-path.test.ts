import { describe, expect, test } from 'vitest';
import { EMPTY_MAPPING, type Node } from '../../src/k8s/node.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';
import { editFieldPath } from '../../src/kustomize/edit-field-path.ts';
import { lookUp, splitFieldPath } from '../../src/kustomize/replacement-path.ts';

function read(text: string): Node {
  return readNodes(text)[0]?.root ?? EMPTY_MAPPING;
}

describe('a path is split', () => {
  test.each<[string, string[]]>([
    ['a.b', ['a', 'b']],
    ['', ['']],
    ['.', ['']],
    ['.a', ['a']],
    ['a.', ['a', '']],
    ['a..b', ['a', '', 'b']],
    ['a\\.b.c\\.d\\.e', ['a.b', 'c.d.e']],
    ['a\\', ['a\\']],
    ['a.[b.c/d].e', ['a', 'b.c/d', 'e']],
    ['a.[n=b.c].e', ['a', '[n=b.c]', 'e']],
    ['a.[n=b].e', ['a', '[n=b]', 'e']],
    ['[[a.b]]', ['a.b']],
    ['[a.b', ['a.b']],
    ['[a', ['a']],
    ['[n=a.b', ['[n=a.b']],
    ['a[0].b', ['a[0]', 'b']],
    ['[a.b].[c.d]', ['a.b', 'c.d']],
  ])('%j', (path, parts) => {
    expect(splitFieldPath(path)).toEqual(parts);
  });

  test('but not into any number of parts', () => {
    expect(() => splitFieldPath('.a'.repeat(2000))).toThrow('more than 1000 parts');
  });
});

describe('a look-up', () => {
  const root = read('l: [{n: a, v: 1}, {n: b}, {m: {}}]\nw: [x, {}, y]\ne: []\nz: null\n');

  test.each<[string, (string | number)[] | undefined]>([
    ['l.0.v', ['l', 0, 'v']],
    ['l.[n=b]', ['l', 1]],
    ['l.[n=a].v', ['l', 0, 'v']],
    ['l.[m=]', ['l', 2]],
    ['w.[=]', ['w', 1]],
    ['w.[=y]', ['w', 2]],
    ['w.-', ['w', 2]],
    [' w . 0 ', ['w', 0]],
    ['w.3', undefined],
    ['w.99999999999999999', undefined],
    ['z.a', undefined],
    ['z.0', undefined],
    ['z.[a=b]', undefined],
  ])('%s', (path, steps) => {
    expect(lookUp(root, splitFieldPath(path))?.steps).toEqual(steps);
  });

  test.each([
    ['e.-', 'the last element is asked of an empty list'],
    ['z.-', 'the last element is asked of an empty list'],
    ['w.-1', 'no index of a list'],
    ['w.*', 'a wildcard'],
    ['w.a', 'a is asked of what is no mapping'],
    ['l.[n]', 'needs an ='],
    ['l.0.1', 'element 1 is asked of what is no list'],
  ])('of %s is refused', (path, problem) => {
    expect(() => lookUp(root, splitFieldPath(path))).toThrow(problem);
  });
});

describe('an edit', () => {
  const edit = (text: string, path: string, create?: 'scalar'): Node => {
    const quotes = (): undefined => undefined;
    return editFieldPath(read(text), splitFieldPath(path), { create, set: () => 'new', quotes }).node;
  };

  test('keeps the node where nothing is found', () => {
    const root = read('a: {b: 1}\n');
    const nothing = { create: undefined, set: (node: Node) => node, quotes: () => undefined };
    expect(editFieldPath(root, ['a', 'c'], nothing)).toEqual({ node: root, count: 0 });
    expect(editFieldPath(root, ['a', 'b'], nothing).node).toBe(root);
  });

  test.each(['l.[name=^b$].v', 'l.[=^b$]', 'l.[name=a].v.*'])(
    'does not look forever for an element it makes: %s',
    (path) => {
      expect(() => edit('l: []\n', path, 'scalar')).toThrow();
    },
  );

  test('takes an index that no list can have for one that is too high', () => {
    expect(() => edit('l: [a]\n', 'l.999999999999999999', 'scalar')).toThrow('there is no element');
    expect(() => edit('l: [a]\n', 'l.99999999999999999999', 'scalar')).toThrow('asked of what is no mapping');
  });
});
