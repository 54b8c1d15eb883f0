import { describe, expect, test } from 'vitest';
import { renderChart, type Rendered } from '../../src/helm/render.ts';
import { nodeEnvironment } from '../../src/system/environment.ts';
import { makeChart } from './make-chart.ts';

const CHART = 'apiVersion: v2\nname: app\nversion: 1.0.0\n';

function map(name: string, value: string): string {
  return `kind: ConfigMap\nmetadata: {name: ${name}}\ndata: {value: "${value}"}\n`;
}

function render(
  templates: Readonly<Record<string, string>>,
  values = 'shared: {inner: {}}\n',
): Promise<Rendered> {
  const files = Object.fromEntries(
    Object.entries(templates).map(([name, text]): [string, string] => [`templates/${name}.yaml`, text]),
  );
  const chart = makeChart({ 'Chart.yaml': CHART, 'values.yaml': values, ...files });
  const environment = nodeEnvironment();
  return renderChart(chart, {
    releaseName: 'r',
    namespace: 'n',
    values: new Map(),
    environment,
    exact: true,
  });
}

function contents({ manifests }: Rendered): Record<string, string> {
  return Object.fromEntries(manifests.map(({ name, content }) => [name, content]));
}

describe('another render of the same chart', () => {
  test('runs only the templates that used a random value', async () => {
    const first = await render({
      fixed: map('fixed', '{{ .Values.shared | toJson | b64enc }}'),
      made: map('made', '{{ include "word" . }}'),
      _helpers: '{{ define "word" }}{{ randAlpha 30 }}{{ end }}',
    });
    const second = first.again(nodeEnvironment());
    expect(second?.manifests[0]).toBe(first.manifests[0]);
    expect(contents(second!)['made']).not.toBe(contents(first)['made']);
    expect(second?.output).toContain(contents(second!)['made']);
  });

  test.each([
    ['set', '{{ $_ := set .Values "word" (randAlpha 9) }}'],
    ['set below', '{{ $_ := set .Values.shared.inner "word" (randAlpha 9) }}'],
    ['set of the root', '{{ $_ := set $ "word" (randAlpha 9) }}'],
    ['unset', '{{ $_ := unset .Values "shared" }}{{ randAlpha 9 }}'],
    ['merge', '{{ $_ := merge .Values.shared (dict "inner" (dict "word" (randAlpha 9))) }}'],
    [
      'merge of a part',
      '{{ $_ := mustMergeOverwrite (dict "x" .Values.shared.inner) (dict "x" (dict "w" (randAlpha 9))) }}',
    ],
  ])('is no shortcut where a template changed what others see: %s', async (_, action) => {
    const first = await render({
      zz: `${action}${map('zz', 'x')}`,
      aa: map('aa', '{{ toJson .Values | b64enc }}'),
    });
    expect(first.again(nodeEnvironment())).toBeUndefined();
  });

  test.each([
    ['a map of its own', '{{ $_ := set (dict) "word" (randAlpha 9) }}'],
    ['a copy', '{{ $_ := set (deepCopy .Values.shared) "word" (randAlpha 9) }}'],
    ['what was not there', '{{ $_ := unset .Values "none" }}{{ randAlpha 9 }}'],
  ])('is one where a template changed %s', async (_, action) => {
    const first = await render({ zz: `${action}${map('zz', 'x')}` });
    expect(first.again(nodeEnvironment())).toBeDefined();
  });
});
