import { describe, expect, test } from 'vitest';
import { inflateChart } from '../../src/commands/inflate-chart.ts';
import { memoryTree } from '../../src/kustomize/memory-tree.ts';
import type { ChartRequest } from '../../src/kustomize/session.ts';
import { nodeEnvironment } from '../../src/system/environment.ts';
import { makeArchive } from '../source/make-archive.ts';

const CHART = 'apiVersion: v2\nname: c\nversion: 1.0.0\n';
const TEMPLATE = 'release: {{ .Release.Name }}\n';
const environment = nodeEnvironment({ now: () => 1_700_000_000_000_000_000n });

function request(files: Record<string, string | Uint8Array>, more: Partial<ChartRequest> = {}): ChartRequest {
  return {
    tree: memoryTree(new Map(Object.entries(files))),
    directory: '/k/charts/c',
    name: 'c',
    version: '',
    repository: '',
    releaseName: 'r',
    nameTemplate: '',
    namespace: 'default',
    values: [],
    includeCrds: false,
    skipHooks: false,
    skipTests: false,
    apiVersions: [],
    kubeVersion: '',
    ...more,
  };
}

describe('inflateChart', () => {
  test('leaves out what .helmignore names', async () => {
    const files = {
      '/k/charts/c/.helmignore': 'left-out.yaml\n',
      '/k/charts/c/Chart.yaml': CHART,
      '/k/charts/c/templates/a.yaml': TEMPLATE,
      '/k/charts/c/templates/left-out.yaml': 'left: out\n',
    };
    const output = await inflateChart(request(files), environment);
    expect(output).toBe('---\n# Source: c/templates/a.yaml\nrelease: r\n');
  });

  test('names a release without a name by the chart and the time', async () => {
    const files = { '/k/charts/c/Chart.yaml': CHART, '/k/charts/c/templates/a.yaml': TEMPLATE };
    const output = await inflateChart(request(files, { releaseName: '' }), environment);
    expect(output).toContain('release: c-1700000000\n');
  });

  test.each([
    ['/k/charts/c-1.0.0.tgz', '/k/charts/c'],
    ['/k/charts/c-1.0.0/c-1.0.0.tgz', '/k/charts/c-1.0.0/c'],
    ['/k/charts/c-1.0.0.tgz', '/k/charts/c-1.0.0/c'],
    ['/k/charts/c.tgz', '/k/charts/c'],
  ])('finds the archive %s for %s', async (path, directory) => {
    const archive = makeArchive([
      { name: 'c/Chart.yaml', content: CHART },
      { name: 'c/templates/a.yaml', content: TEMPLATE },
    ]);
    const options = { directory, version: '1.0.0', repository: 'https://charts.example.com' };
    const output = await inflateChart(request({ [path]: archive }, options), environment);
    expect(output).toContain('release: r\n');
  });

  test('says how to get a chart that it would have to fetch', async () => {
    const options = { version: '1.0.0', repository: 'https://charts.example.com' };
    await expect(inflateChart(request({}, options), environment)).rejects.toMatchObject({
      code: 'REMOTE',
      message: 'the chart c is not in /k/charts, and charts are not fetched from https://charts.example.com',
    });
  });
});
