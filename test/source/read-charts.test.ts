import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Chart } from '../../src/helm/chart.ts';
import { loadChart } from '../../src/helm/load.ts';
import { openReadCharts } from '../../src/source/read-charts.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;
let root: string;

beforeEach(() => {
  root = mkdtempSync(`${tmpdir()}/infra-charts-`);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const FILES: Readonly<Record<string, string>> = {
  'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\nkeywords: [a, ö]\n',
  'values.yaml':
    'count: 3\nlarge: 12345678901234567890\nhalf: 0.5\nnothing: null\nlist: [1, {a: b}]\ntext: "☃ \\0"\n',
  'values.schema.json': '{}',
  'templates/web.yaml': 'a: {{ .Values.count }}\n',
  'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 2.0.0\n',
  'charts/db/values.yaml': 'port: 1\n',
  'README.md': '# web\n',
};

function chart(): Chart {
  const encoder = new TextEncoder();
  return loadChart(new Map(Object.entries(FILES).map(([path, text]) => [path, encoder.encode(text)])));
}

describe('charts that were read', () => {
  test('come back as they were, new each time', () => {
    const charts = openReadCharts<Chart>(root, '4.2.4', 'build');
    expect(charts.find(DIGEST)).toBeUndefined();
    charts.keep(DIGEST, chart());
    const [first, second] = [charts.find(DIGEST), charts.find(DIGEST)];
    expect(first).toEqual(chart());
    expect(second).toEqual(first);
    expect(second).not.toBe(first);
    expect(first?.dependencies[0]?.parent).toBe(first);
  });

  test('are those of this build, this release of Helm and this archive', () => {
    openReadCharts<Chart>(root, '4.2.4', 'build').keep(DIGEST, chart());
    expect(openReadCharts(root, '4.2.4', 'other').find(DIGEST)).toBeUndefined();
    expect(openReadCharts(root, '3.19.5', 'build').find(DIGEST)).toBeUndefined();
    expect(openReadCharts(root, '4.2.4', 'build').find(DIGEST.replace('0', '1'))).toBeUndefined();
  });

  test('are not kept by a program that was not built, nor for what is no digest', () => {
    openReadCharts<Chart>(root, '4.2.4').keep(DIGEST, chart());
    openReadCharts<Chart>(root, '4.2.4', 'build').keep('sha256:../x', chart());
    expect(readdirSync(root)).toEqual([]);
  });

  test('are read again where what was kept is torn', () => {
    const charts = openReadCharts<Chart>(root, '4.2.4', 'build');
    charts.keep(DIGEST, chart());
    truncateSync(`${root}/${readdirSync(root)[0]!}`, 100);
    expect(charts.find(DIGEST)).toBeUndefined();
  });

  test('cost nothing but time where they cannot be written', () => {
    writeFileSync(`${root}/file`, '');
    const charts = openReadCharts<Chart>(`${root}/file`, '4.2.4', 'build');
    charts.keep(DIGEST, chart());
    expect(charts.find(DIGEST)).toBeUndefined();
  });

  test('are forty at most', () => {
    const charts = openReadCharts<number>(root, '4.2.4', 'build');
    for (let index = 10; index < 60; index++) charts.keep(`sha256:${String(index).padStart(64, '0')}`, index);
    expect(readdirSync(root)).toHaveLength(40);
    expect(charts.find(`sha256:${'59'.padStart(64, '0')}`)).toBe(59);
  });
});
