import { expect, test } from 'vitest';
import { baseOf, definition, filesOf, object, onlyFile, rendered } from './render.ts';

test.each<[string, string, string]>([
  [
    'a namespace is filled in behind the name',
    object('ConfigMap', 'a', '  labels: {x: z}\n'),
    '  name: a\n  namespace: ns\n  labels:\n',
  ],
  [
    'an empty one is filled in where it stands',
    object('ConfigMap', 'a', '  labels: {x: z}\n  namespace: ""\n'),
    '    x: z\n  namespace: ns\n',
  ],
  ['another one stays', object('ConfigMap', 'a', '  namespace: other\n'), '  name: a\n  namespace: other\n'],
  ['what lives in none has none', object('Namespace', 'a', '  namespace: other\n'), 'metadata:\n  name: a\n'],
  [
    'kinds of the past are known',
    object('PodSecurityPolicy', 'a').replace('v1', 'policy/v1beta1'),
    '  name: a\n',
  ],
])('%s', (_, content, expected) => {
  const base = baseOf(rendered([content]));
  expect(onlyFile(base)).toContain(expected);
  expect(base.report.findings).toEqual([]);
});

test("the chart's own CRDs say where their kinds live", () => {
  const crds = [definition('Widget', 'x.io', 'Namespaced'), definition('Gadget', 'x.io', 'Cluster')];
  const widget = object('Widget', 'a').replace('v1', 'x.io/v1');
  const gadget = object('Gadget', 'a').replace('v1', 'x.io/v1');
  const { report, files } = baseOf(rendered([widget, gadget], crds));
  expect(files.get('widget-a.yaml')).toContain('namespace: ns');
  expect(files.get('gadget-a.yaml')).not.toContain('namespace');
  expect(report.findings).toEqual([]);
  const without = baseOf(rendered([widget], crds), { crds: 'omit' });
  expect(without.files.get('widget-a.yaml')).toContain('namespace: ns');
});

test('a kind that nobody knows stays as it is, with a finding, until app.yaml says where it lives', () => {
  const documents = rendered(['a', 'b'].map((name) => object('Widget', name).replace('v1', 'x.io/v1')));
  const unknown = baseOf(documents);
  expect(unknown.files.get('widget-a.yaml')).not.toContain('namespace');
  expect(unknown.report.findings).toMatchObject([{ code: 'UNKNOWN_SCOPE' }]);
  expect(unknown.report.findings[0]?.message).toContain('Widget/a, Widget/b stay as the chart has them');
  const told = baseOf(documents, {}, { scopes: new Map([['x.io/Widget', 'Namespaced']]) });
  expect(Object.values(filesOf(told)).every((text) => text.includes('namespace: ns'))).toBe(true);
  expect(told.report.findings).toEqual([]);
});

test('namespaces can be kept as the chart has them', () => {
  const base = baseOf(rendered([object('ConfigMap', 'a')]), { namespaces: 'keep' });
  expect(filesOf(base)).toEqual({ 'configmap-a.yaml': object('ConfigMap', 'a') });
});
