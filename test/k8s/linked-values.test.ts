import { describe, expect, test } from 'vitest';
import { settleLinks, withLinkedFields, withoutLinks } from '../../src/k8s/linked-values.ts';
import {
  LinkedMapping,
  type Mapping,
  type Node,
  withField,
  withPath,
  withoutField,
} from '../../src/k8s/node.ts';

const link = { value: 'old' };

/** A document in which `a/app`, `b/app` and the same key in the elements of `list` are linked; `c/app` is not. */
function linkedDocument(): Mapping {
  const linked = withLinkedFields(new Map([['z', 'own']]), new Map([['app', link]]));
  const own: Mapping = new Map([['app', 'old']]);
  return new Map<string, Node>([
    ['b', linked],
    ['list', [linked, own]],
    ['a', linked],
    ['c', own],
  ]);
}

function appsOf(root: Mapping): Record<string, Node | undefined> {
  const list = root.get('list') as readonly Mapping[];
  const at = (name: string): Node | undefined => (root.get(name) as Mapping).get('app');
  return { a: at('a'), b: at('b'), list: list[0]!.get('app'), own: list[1]!.get('app'), c: at('c') };
}

describe('settleLinks', () => {
  test('sets all linked places to what was set in one', () => {
    const before = linkedDocument();
    const after = settleLinks(before, withPath(before, ['a', 'app'], 'new'));
    expect(appsOf(after)).toEqual({ a: 'new', b: 'new', list: 'new', own: 'old', c: 'old' });
  });

  test('keeps the links, for the next change', () => {
    const before = linkedDocument();
    const once = settleLinks(before, withPath(before, ['a', 'app'], 'new'));
    const twice = settleLinks(once, withPath(once, ['b', 'app'], 'newer'));
    expect(appsOf(twice)).toEqual({ a: 'newer', b: 'newer', list: 'newer', own: 'old', c: 'old' });
  });

  test('lets the last path decide between two values', () => {
    const before = linkedDocument();
    const edited = withPath(withPath(before, ['b', 'app'], 'second'), ['a', 'app'], 'first');
    expect(appsOf(settleLinks(before, edited))).toMatchObject({ a: 'second', b: 'second', list: 'second' });
  });

  test('gives the same document where no linked value changed', () => {
    const before = linkedDocument();
    const edited = withPath(withPath(before, ['a', 'z'], 'x'), ['c', 'app'], 'x');
    expect(settleLinks(before, edited)).toBe(edited);
  });

  test('a key that is removed, or whose mapping is replaced, is linked no more', () => {
    const before = linkedDocument();
    const removed = settleLinks(
      before,
      withField(before, 'a', withoutField(before.get('a') as Mapping, 'app')),
    );
    const readded = settleLinks(removed, withPath(removed, ['a', 'app'], 'own'));
    const replaced = settleLinks(readded, withField(readded, 'b', new Map([['app', 'other']])));
    expect(appsOf(replaced)).toEqual({ a: 'own', b: 'other', list: 'old', own: 'old', c: 'old' });
  });
});

test('withoutLinks ends all links', () => {
  const before = withoutLinks(linkedDocument());
  expect(before.get('a')).not.toBeInstanceOf(LinkedMapping);
  const after = settleLinks(before, withPath(before, ['a', 'app'], 'new'));
  expect(appsOf(after)).toEqual({ a: 'new', b: 'old', list: 'old', own: 'old', c: 'old' });
});
