import { describe, expect, test } from 'vitest';
import { baseOf, object, onlyFile, rendered } from './render.ts';

const MARKS = `  labels:
    app: web
    helm.sh/chart: web-1
    chart: web-1
    heritage: Helm
    app.kubernetes.io/managed-by: Helm
  annotations:
    meta.helm.sh/release-name: web
`;

/** Which marks are left of a resource beside another one. */
function marksBeside(other: string, subject = object('ConfigMap', 'subject', MARKS)): string[] {
  const { files } = baseOf(rendered([subject, other]));
  const text = files.get('configmap-subject.yaml')!;
  return [
    'helm.sh/chart',
    'chart',
    'heritage',
    'app.kubernetes.io/managed-by',
    'meta.helm.sh/release-name',
  ].filter((label) => text.includes(`\n    ${label}: `));
}

test('marks of Helm go', () => {
  const base = baseOf(rendered([object('ConfigMap', 'a', MARKS)]));
  expect(onlyFile(base)).toBe(object('ConfigMap', 'a', '  namespace: ns\n  labels:\n    app: web\n'));
  expect(base.report.changed).toContainEqual({
    what: 'ConfigMap/ns/a',
    policy: 'labels',
    detail: 'without helm.sh/chart, chart, heritage, app.kubernetes.io/managed-by, meta.helm.sh/release-name',
  });
});

test('what something else manages keeps its label, and so does everything by choice', () => {
  const other = object('ConfigMap', 'a', '  labels: {app.kubernetes.io/managed-by: argocd}\n');
  expect(onlyFile(baseOf(rendered([other])))).toContain('app.kubernetes.io/managed-by: argocd');
  const kept = baseOf(rendered([object('ConfigMap', 'a', MARKS)]), { labels: 'keep' });
  expect(onlyFile(kept)).toContain(MARKS);
});

test('marks go from pods, jobs and volume claims too, and nowhere else', () => {
  const template = 'template: {metadata: {labels: {heritage: Helm, app: a}}, spec: {containers: []}}';
  const text = onlyFile(
    baseOf(
      rendered([
        `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: a}
spec:
  ${template}
  volumeClaimTemplates:
  - metadata: {name: data, labels: {heritage: Helm}}
  other: {metadata: {labels: {heritage: kept}}}
`,
      ]),
    ),
  );
  expect(text.match(/heritage: .*/g)).toEqual(['heritage: kept']);
  const cronJob = `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {jobTemplate: {metadata: {labels: {chart: x}}, spec: {${template}}}}\n`;
  expect(onlyFile(baseOf(rendered([cronJob])))).not.toMatch(/chart|heritage/);
});

describe('a label stays where something in the app selects by it', () => {
  const pod = (spec: string) => object('Pod', 'user', `spec: {${spec}}\n`);
  test.each<[string, string, string[]]>([
    ['a service', object('Service', 'a', 'spec: {selector: {heritage: Helm}}\n'), ['heritage']],
    ['a workload', object('Job', 'a', 'spec: {selector: {matchLabels: {chart: x}}}\n'), ['chart']],
    [
      'an affinity',
      pod(
        'affinity: {podAffinity: {x: [{labelSelector: {matchExpressions: [{key: chart, operator: Exists}]}}]}}',
      ),
      ['chart'],
    ],
    [
      'a spread constraint',
      pod('topologySpreadConstraints: [{labelSelector: {}, matchLabelKeys: [helm.sh/chart]}]'),
      ['helm.sh/chart'],
    ],
    [
      'Prometheus',
      object(
        'Prometheus',
        'a',
        'spec: {ruleSelector: {matchLabels: {heritage: Helm}}, podMonitorSelector: {}}\n',
      ),
      ['heritage'],
    ],
    [
      'a relabelling',
      object(
        'ServiceMonitor',
        'a',
        'spec: {x: [{sourceLabels: [__meta_kubernetes_pod_label_helm_sh_chart]}]}\n',
      ),
      ['helm.sh/chart'],
    ],
    ['an option', pod('containers: [{args: ["--selector=heritage=Helm,app"]}]'), ['heritage']],
    ['an option and its value', pod('containers: [{args: [--label-selector, "chart in (a)"]}]'), ['chart']],
    ['a script', pod('containers: [{command: [sh, -c, "kubectl get pods -l heritage=Helm"]}]'), ['heritage']],
    ['a variable', pod('containers: [{env: [{name: LABEL, value: heritage}]}]'), ['heritage']],
    [
      'a field of the pod itself',
      pod(`containers: [{env: [{valueFrom: {fieldRef: {fieldPath: "metadata.labels['helm.sh/chart']"}}}]}]`),
      ['helm.sh/chart'],
    ],
    ['nobody', pod('containers: [{args: [--chart=x, heritage], env: [{name: CHART, value: chart}]}]'), []],
  ])('%s', (_, other, expected) => {
    expect(marksBeside(other)).toEqual(expected);
  });

  test('and the report says who does', () => {
    const { report } = baseOf(rendered([object('Service', 'a', 'spec: {selector: {heritage: Helm}}\n')]));
    expect(report.kept).toEqual([{ label: 'heritage', why: 'Service/ns/a selects by it' }]);
  });
});
