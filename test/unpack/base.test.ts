import { describe, expect, test } from 'vitest';
import { readYaml } from '../../src/k8s/yaml/read.ts';
import { makeBase } from '../../src/unpack/base.ts';
import { fileNames } from '../../src/unpack/file-name.ts';

function rendered(contents: readonly string[], crds: readonly string[] = []): Parameters<typeof makeBase>[0] {
  const manifests = contents.map((content, index) => {
    return { path: `web/templates/${index}.yaml`, kind: '', name: '', content, data: readYaml(content) };
  });
  return {
    manifests,
    hooks: [],
    crds: crds.map((text) => ({ filename: 'web/crds/a.yaml', name: 'a', text })),
  } as never;
}

/** The resources of a base, without its kustomization. */
function files(contents: readonly string[], crds?: readonly string[]): Record<string, string> {
  const { 'kustomization.yaml': _kustomization, ...rest } = Object.fromEntries(
    makeBase(rendered(contents, crds)),
  );
  return rest;
}

function object(kind: string, name: string, more = ''): string {
  return `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}`;
}

describe('the text of a resource', () => {
  test.each<[string, string, string]>([
    ['stays, with its comments', `\n\n# why\n${object('A', 'a')}\n\n`, `# why\n${object('A', 'a')}`],
    [
      'keeps what a block scalar keeps',
      object('A', 'a', 'text: |+\n  x\n\n'),
      object('A', 'a', 'text: |+\n  x\n\n\n'),
    ],
    [
      'loses anchors',
      object('A', 'a', 'b: &x {c: 1}\nd: *x\n'),
      object('A', 'a').replace('v1\n', 'v1\nb:\n  c: 1\nd:\n  c: 1\n'),
    ],
    ['loses tags', object('A', 'a', 'b: !!str 1\n'), object('A', 'a').replace('v1\n', 'v1\nb: "1"\n')],
    [
      'keeps the last of two equal keys',
      object('A', 'a', 'b: 1\nb: 2\n'),
      object('A', 'a').replace('v1\n', 'v1\nb: 2\n'),
    ],
  ])('%s', (_, content, expected) => {
    expect(files([content])).toEqual({ 'a-a.yaml': expected });
  });

  test('equal keys in different blocks are no repetition', () => {
    const content = object(
      'A',
      'a',
      '# as it was\nlist:\n- name: x\n  value: 1\n- name: y\n  value: 2\nmap:\n  name: z\n',
    );
    expect(files([content])).toEqual({ 'a-a.yaml': content });
  });
});

test('documents without content are left out', () => {
  expect(files(['# a comment', '', '{}', object('A', 'a')])).toEqual({ 'a-a.yaml': object('A', 'a') });
});

test('lists are taken apart', () => {
  const list =
    'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: a}}\n- {apiVersion: v1, kind: B, metadata: {name: b}}\n';
  expect(files([list])).toEqual({ 'a-a.yaml': object('A', 'a'), 'b-b.yaml': object('B', 'b') });
});

test('files of CRDs are taken apart', () => {
  const crd = (name: string) => object('CustomResourceDefinition', name);
  expect(Object.keys(files([], [`# first\n${crd('a')}---\n${crd('b')}---\n`]))).toEqual([
    'customresourcedefinition-a.yaml',
    'customresourcedefinition-b.yaml',
  ]);
});

describe('one object twice', () => {
  test('is an error that names both templates', () => {
    expect(() => files([object('A', 'a'), object('A', 'a')])).toThrow(
      'A/a is rendered by web/templates/0.yaml and by web/templates/1.yaml',
    );
  });

  test('is taken once when it is a CRD with the same text', () => {
    const crd = object('CustomResourceDefinition', 'a');
    expect(Object.keys(files([crd], [crd]))).toEqual(['customresourcedefinition-a.yaml']);
    expect(() => files([`${crd}b: 1\n`], [crd])).toThrow('CustomResourceDefinition/a is rendered by');
  });
});

test.each([
  ['text', 'just text', 'it is not a map of fields'],
  ['no kind', 'a: 1', 'an object has no kind'],
  ['no metadata', 'apiVersion: v1\nkind: A', 'its A has no metadata'],
  ['no name', 'apiVersion: v1\nkind: A\nmetadata: {generateName: a-}', 'an object has no metadata.name'],
])('%s is an error', (_, content, message) => {
  expect(() => files([content])).toThrow(
    `web/templates/0.yaml rendered something that is no Kubernetes object: ${message}`,
  );
});

describe('file names', () => {
  const name = (kind: string, name: string, group = '', namespace = '') => ({ kind, name, group, namespace });
  test.each([
    [[name('Service', 'web')], ['service-web']],
    [[name('ClusterRole', 'system:admin_X')], ['clusterrole-system-admin-x']],
    [
      [name('Ingress', 'a', 'x'), name('Ingress', 'a', 'y')],
      ['ingress.x-a', 'ingress.y-a'],
    ],
    [
      [name('Role', 'a', 'rbac', 'n1'), name('Role', 'a', 'rbac', 'n2')],
      ['role.rbac-a.n1', 'role.rbac-a.n2'],
    ],
    [
      [name('Role', 'a'), name('Role', 'a', '', 'n')],
      ['role-a', 'role-a.n'],
    ],
    [
      [name('A', 'x:y'), name('A', 'x_y')],
      ['a-x-y', 'a-x-y-2'],
    ],
    [[name('A', 'x'.repeat(253))], [`a-${'x'.repeat(238)}`]],
  ])('%j', (resources, expected) => {
    expect(fileNames(resources)).toEqual(expected.map((each) => `${each}.yaml`));
  });
});
