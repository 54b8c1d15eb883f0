import { describe, expect, test } from 'vitest';
import { baseOf, definition, filesOf, object, onlyFile, rendered } from './render.ts';

const AS_IS = { labels: 'keep', hooks: 'keep', tests: 'keep', namespaces: 'keep' } as const;

describe('the text of a resource', () => {
  test.each<[string, string, string]>([
    ['keeps the order of keys', 'b: 1\na: 2\n', 'b: 1\na: 2\n'],
    ['loses comments and odd formatting', '# why\nb:    [1,   {c:  2}]\n', 'b:\n- 1\n- c: 2\n'],
    ['loses anchors', 'b: &x {c: 1}\nd: *x\n', 'b:\n  c: 1\nd:\n  c: 1\n'],
    ['loses merge keys', 'b: &x {c: 1}\nd:\n  <<: *x\n  e: 2\n', 'b:\n  c: 1\nd:\n  c: 1\n  e: 2\n'],
    [
      'has numbers as Helm reads them',
      'b: 0777\nc: 1_000\nd: 1.0\ne: 1e3\n',
      'b: 511\nc: 1000\nd: 1\ne: 1000\n',
    ],
    ['keeps large integers', 'b: 9007199254740993\n', 'b: 9007199254740993\n'],
    ['has booleans as Helm reads them', 'b: yes\nc: Off\n', 'b: true\nc: false\n'],
    [
      'quotes what some reader takes for no text',
      'b: "yes"\nc: "0o17"\nd: "1:30"\n',
      'b: "yes"\nc: "0o17"\nd: "1:30"\n',
    ],
    ['has blocks for lines', 'b: "x \\ny\\n"\n', 'b: |\n  x \n  y\n'],
    ['keeps what a block scalar keeps', 'b: |+\n  x\n\n', 'b: |+\n  x\n\n\n'],
  ])('%s', (_, content, expected) => {
    const base = baseOf(rendered([object('A', 'a', content)]), AS_IS);
    expect(filesOf(base)).toEqual({ 'a-a.yaml': object('A', 'a', expected) });
  });
});

test('the same input gives the same bytes, whatever the order of the templates', () => {
  const contents = [object('A', 'x:y'), object('A', 'x_y'), object('A', 'x/y')];
  const [one, other] = [baseOf(rendered(contents)), baseOf(rendered([...contents].reverse()))];
  expect([...other.files]).toEqual([...one.files]);
});

test('documents without content are left out', () => {
  const base = baseOf(rendered(['# a comment', '', '{}', object('ConfigMap', 'a')]));
  expect(Object.keys(filesOf(base))).toEqual(['configmap-a.yaml']);
  expect(base.report).toMatchObject({ read: 1, written: 1 });
});

test('lists are taken apart', () => {
  const item = (kind: string) => `{apiVersion: v1, kind: ${kind}, metadata: {name: a}}`;
  const list = `apiVersion: v1\nkind: List\nitems: [${item('A')}, {kind: BList, items: [${item('B')}]}]\n`;
  const base = baseOf(rendered([list, 'apiVersion: v1\nkind: List\n']));
  expect(filesOf(base)).toEqual({ 'a-a.yaml': object('A', 'a'), 'b-a.yaml': object('B', 'a') });
});

test('what is read is written or reported as dropped', () => {
  const crd = definition('Widget', 'x.io', 'Cluster');
  const documents = rendered(
    [object('ConfigMap', 'a'), ['test', object('Pod', 't')], ['pre-rollback', object('Job', 'r')]],
    [crd, crd],
  );
  const { report, resources } = baseOf(documents);
  expect(report).toMatchObject({ read: 5, written: 2 });
  expect(report.dropped).toEqual([
    { what: 'Pod/t', why: 'a test of the chart' },
    { what: 'Job/r', why: 'Argo CD has no event for pre-rollback' },
    {
      what: 'CustomResourceDefinition.apiextensions.k8s.io/widgets.x.io',
      why: 'web/crds/0.yaml holds the same',
    },
  ]);
  expect([...report.kinds]).toEqual([
    ['ConfigMap', 1],
    ['CustomResourceDefinition', 1],
  ]);
  expect(resources.map(({ file, template }) => [file, template])).toEqual([
    ['configmap-a.yaml', 'web/templates/0.yaml'],
    ['crds/customresourcedefinition-widgets.x.io.yaml', 'web/crds/0.yaml'],
  ]);
});

describe('one object twice', () => {
  test('is an error that names both templates', () => {
    expect(() => baseOf(rendered([object('A', 'a'), object('A', 'a')]))).toThrow(
      'A/a is rendered by web/templates/0.yaml and by web/templates/1.yaml',
    );
  });

  test('is found behind another version, and behind a namespace that is not written', () => {
    const account = (more = '') => object('ServiceAccount', 'a', more);
    expect(() => baseOf(rendered([account(), account('  namespace: ns\n')]))).toThrow(
      'in namespace ns is rendered',
    );
    const scaler = (version: string) => object('A', 'a').replace('v1', `x/${version}`);
    expect(() => baseOf(rendered([scaler('v1'), scaler('v2')]))).toThrow('A/a is rendered');
  });

  test('is an error for CRDs that are not the same, or not both from crds/', () => {
    const crd = definition('Widget', 'x.io', 'Cluster');
    expect(() => baseOf(rendered([crd], [crd]))).toThrow(
      'is rendered by web/crds/0.yaml and by web/templates/0.yaml',
    );
    expect(() => baseOf(rendered([], [crd, `${crd}status: {}\n`]))).toThrow('is rendered by');
  });
});

describe('CRDs', () => {
  const crd = definition('Widget', 'x.io', 'Cluster');

  test('stand in crds/, listed, one a file, and are never pruned', () => {
    const { files } = baseOf(
      rendered([], [`# first\n${crd}---\n${definition('Gadget', 'x.io', 'Cluster')}---\n`]),
    );
    expect([...files.keys()]).toEqual([
      'kustomization.yaml',
      'crds/customresourcedefinition-gadgets.x.io.yaml',
      'crds/customresourcedefinition-widgets.x.io.yaml',
    ]);
    expect(files.get('kustomization.yaml')).toContain(
      '\n- crds/customresourcedefinition-gadgets.x.io.yaml\n',
    );
    expect(files.get('crds/customresourcedefinition-widgets.x.io.yaml')).toContain(
      '  annotations:\n    argocd.argoproj.io/sync-options: Prune=false\n',
    );
  });

  test('that are too large for an annotation are applied on the server', () => {
    const padding = (size: number) => `${crd}x: ${'y'.repeat(size)}\n`;
    expect(onlyFile(baseOf(rendered([], [padding(261_000)])))).toContain('sync-options: Prune=false\n');
    expect(onlyFile(baseOf(rendered([], [padding(262_100)])))).toContain(
      'sync-options: Prune=false,ServerSideApply=true\n',
    );
  });

  test('keep the options that they have', () => {
    const options = '  annotations: {argocd.argoproj.io/sync-options: "Prune=confirm, Replace=true"}\n';
    const content = crd.replace('spec:', `${options}spec:`);
    const base = baseOf(rendered([], [content]));
    expect(onlyFile(base)).toContain('sync-options: Prune=confirm, Replace=true\n');
  });

  test('can be left out', () => {
    const { files, report } = baseOf(rendered([object('A', 'a')], [crd]), { crds: 'omit' });
    expect([...files.keys()]).toEqual(['kustomization.yaml', 'a-a.yaml']);
    expect(report).toMatchObject({ read: 2, written: 1 });
    expect(report.dropped[0]?.what).toContain('widgets');
  });
});

test.each([
  ['text', 'just text', 'it is not a map of fields'],
  ['no kind', 'a: 1', 'an object has no kind'],
  ['no metadata', 'apiVersion: v1\nkind: A', 'its A has no metadata'],
  ['no name', 'apiVersion: v1\nkind: A\nmetadata: {}', 'an object has no metadata.name'],
  [
    'depth',
    `apiVersion: v1\nkind: A\nx: ${'['.repeat(500)}${']'.repeat(500)}`,
    'it nests deeper than 400 levels',
  ],
])('%s is an error', (_, content, message) => {
  expect(() => baseOf(rendered([content]))).toThrow(
    `web/templates/0.yaml rendered something that is no Kubernetes object: ${message}`,
  );
});

test('a generated name is an error, but not of a test that is dropped', () => {
  const content = 'apiVersion: v1\nkind: Pod\nmetadata: {generateName: a-}';
  expect(() => baseOf(rendered([content]))).toThrow(
    'web/templates/0.yaml rendered a Pod with a generateName and no name',
  );
  expect(baseOf(rendered([['test', content]])).report.dropped).toHaveLength(1);
});

describe('findings', () => {
  test('a key that is given twice has its place', () => {
    const { files, report } = baseOf(rendered([object('ConfigMap', 'a', 'data:\n  x: "1"\n  x: "2"\n')]));
    expect(files.get('configmap-a.yaml')).toContain('data:\n  x: "2"\n');
    expect(report.findings).toEqual([
      expect.objectContaining({
        code: 'DUPLICATE_KEY',
        message: '"x" is given twice: the last value counts, as in Helm',
        location: { file: 'web/templates/0.yaml', line: 7, source: '  x: "2"' },
      }),
    ]);
  });

  test('merged mappings are no keys that are given twice', () => {
    const content = object('ConfigMap', 'a', 'x: &x {a: "1"}\ndata:\n  <<: *x\n  a: "2"\n');
    expect(baseOf(rendered([content])).report.findings).toEqual([]);
  });

  test.each([
    ['labels', '  name: a\n  labels: {x: 1, z: "1"}\n', 'a label that is no text: x'],
    ['annotations', '  name: a\n  annotations: {x: null}\n', 'an annotation that is no text: x'],
    ['names', '  name: 5\n', 'a name that is no text'],
    ['namespaces', '  name: a\n  namespace: 5\n', 'a namespace that is no text'],
  ])('%s must be texts', (_, metadata, expected) => {
    const { findings } = baseOf(rendered([`apiVersion: v1\nkind: ConfigMap\nmetadata:\n${metadata}`])).report;
    expect(findings.map(({ code }) => code)).toEqual(['NOT_A_TEXT']);
    expect(findings[0]?.message).toContain(expected);
  });
});
