import { describe, expect, test } from 'vitest';
import { EMPTY_MAPPING, NULL, Scalar, type Mapping, type Node } from '../../src/k8s/node.ts';
import { editField, editFields, visitFields, type FieldEdit } from '../../src/kustomize/edit-field.ts';
import type { FieldSpec } from '../../src/kustomize/field-spec.ts';
import { InfraError } from '../../src/lib/error.ts';

const GVK = { group: 'apps', version: 'v1', kind: 'Deployment' };
const setText: FieldEdit = { create: 'scalar', createTag: '!!int', edit: () => 'new' };

function specOf(path: string, create = false): FieldSpec {
  return { group: '', version: '', kind: '', path, create };
}

function mapping(fields: Record<string, Node>): Mapping {
  return new Map(Object.entries(fields));
}

describe('editField', () => {
  test('keeps what is beside the path, and the document where nothing changes', () => {
    const beside = mapping({ x: 'y' });
    const root = mapping({ beside, spec: [mapping({ a: 'old' }), NULL, mapping({ b: 'c' })] });
    const edited = editField(root, specOf('spec/a'), setText);
    expect(edited).toEqual(mapping({ beside, spec: [mapping({ a: 'new' }), NULL, mapping({ b: 'c' })] }));
    expect(edited.get('beside')).toBe(beside);
    expect(editField(root, specOf('spec/a'), { edit: (value) => value })).toBe(root);
    expect(editField(root, specOf('spec/none'), setText)).toBe(root);
  });

  test.each<[string, FieldEdit['create'], Node, Node]>([
    ['an absent scalar', 'scalar', EMPTY_MAPPING, mapping({ a: mapping({ b: new Scalar('', '') }) })],
    ['an absent sequence', 'sequence', EMPTY_MAPPING, mapping({ a: mapping({ b: [] }) })],
    ['an absent mapping', 'mapping', mapping({ a: NULL }), mapping({ a: mapping({ b: new Map() }) })],
    [
      'a null scalar',
      'scalar',
      mapping({ a: mapping({ b: NULL }) }),
      mapping({ a: mapping({ b: new Scalar('!!int', 'null') }) }),
    ],
    ['a null sequence', 'sequence', mapping({ a: mapping({ b: NULL }) }), mapping({ a: mapping({ b: [] }) })],
    ['nothing without create', undefined, mapping({ a: NULL }), mapping({ a: NULL })],
  ])('makes %s', (_name, create, root, expected) => {
    const edit: FieldEdit = {
      ...(create !== undefined && { create }),
      createTag: '!!int',
      edit: (value) => value,
    };
    expect(editField(root as Mapping, specOf('a/b', true), edit)).toEqual(expected);
  });

  test('refuses a path of endless length', () => {
    const path = 'a/'.repeat(100_000);
    expect(() => editField(EMPTY_MAPPING, specOf(`${path}b`, true), setText)).toThrow(InfraError);
  });

  test('says where it got stuck', () => {
    const root = mapping({ spec: [mapping({ a: 'text' })] });
    expect(() => editField(root, specOf('spec/a/b'), setText)).toThrow(/^spec\/0\/a: /);
  });
});

test('editFields applies the specs that select the kind, in order', () => {
  const specs = [
    { ...specOf('a', true), kind: 'Deployment' },
    { ...specOf('b', true), group: 'batch' },
    { ...specOf('c', true), version: 'v1', group: 'apps' },
    specOf('d', true),
  ];
  expect([...editFields(EMPTY_MAPPING, GVK, specs, setText).keys()]).toEqual(['a', 'c', 'd']);
  expect([...editFields(EMPTY_MAPPING, { ...GVK, group: 'batch' }, specs, setText).keys()]).toEqual([
    'a',
    'b',
    'd',
  ]);
});

test('visitFields shows the fields, and creates none', () => {
  const seen: Node[] = [];
  const specs = [specOf('list/a'), specOf('made', true)];
  const root = mapping({ list: [mapping({ a: 'one' }), mapping({ a: NULL }), [mapping({ a: 'two' })]] });
  visitFields(root, GVK, specs, (value) => seen.push(value));
  expect(seen).toEqual(['one', NULL, 'two']);
});
