import { expect, test } from 'vitest';
import {
  HELM_3,
  HELM_4,
  InfraError,
  loadChart,
  mergeValueOptions,
  renderChart,
} from '../../src/helm/index.ts';
import type * as helm from '../../src/helm/index.ts';
import type { Environment } from '../../src/helm/index.ts';
import { inBrowser } from './in-browser.ts';

test('infra/helm bundles for a browser, and renders where nothing of Node is', async () => {
  const library = await inBrowser<typeof helm>('helm');
  const values = library.mergeValueOptions({ set: ['replicas=3'] }, none, library.HELM_4);
  const options = { releaseName: 'web', namespace: 'default', values, environment };
  expect((await library.renderChart(library.loadChart(files), options)).output).toBe(OUTPUT);
});

const OUTPUT = '---\n# Source: web/templates/a.yaml\nkind: A\nmetadata:\n  name: web\nreplicas: 3\nat: 1\n';

const files = new Map(
  Object.entries({
    'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'values.yaml': 'replicas: 1\n',
    'templates/a.yaml':
      'kind: A\nmetadata:\n  name: {{ .Release.Name }}\nreplicas: {{ .Values.replicas }}\nat: {{ now | unixEpoch }}\n',
  }).map(([path, text]) => [path, new TextEncoder().encode(text)] as const),
);

function none(): never {
  throw new Error('not needed');
}

const environment: Environment = {
  now: () => 1_000_000_000n,
  timeZone: 'UTC',
  randomBytes: (length) => new Uint8Array(length),
  generateKey: none,
  readKey: none,
  lookup: () => new Map(),
  resolveHost: () => '',
};

test.each([
  [HELM_4, 'kind: A\nmetadata:\n  name: web\nreplicas: 3\nat: 1\n'],
  [HELM_3, 'kind: A\nmetadata:\n  name: web\nreplicas: 3\nat: 1'],
])('infra/helm renders a chart from memory (%o)', async (profile, content) => {
  const values = mergeValueOptions({ set: ['replicas=3'] }, none, profile);
  const options = { releaseName: 'web', namespace: 'default', values, environment, profile };
  const { output, manifests, effects } = await renderChart(loadChart(files), options);
  expect(output).toBe(OUTPUT);
  expect(manifests.map(({ path, kind, name, content }) => ({ path, kind, name, content }))).toEqual([
    { path: 'web/templates/a.yaml', kind: 'A', name: 'web', content },
  ]);
  expect(effects).toHaveLength(1);
});

test('infra/helm throws one kind of error', () => {
  expect(() => loadChart(new Map())).toThrow(InfraError);
});
