import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadChart } from '../../src/helm/load.ts';
import { HELM_4 } from '../../src/helm/profile.ts';
import { renderChart } from '../../src/helm/render.ts';
import { nodeEnvironment } from '../../src/system/environment.ts';
import { readCases, writeCases, type TemplateCase } from './case-file.ts';

/**
 * Each case is a partial of a small chart whose only manifest holds its output as JSON, so that any text can be compared.
 * `UPDATE_HELM=/path/to/helm` records the expectations anew from the real Helm 4.
 */
const folder = new URL('cases/', import.meta.url);
const values = readFileSync(new URL('values.yaml', import.meta.url), 'utf8');
const record = process.env['UPDATE_HELM'];

function chartFiles(template: string): Record<string, string> {
  return {
    'Chart.yaml': 'apiVersion: v2\nname: case\nversion: 1.0.0\n',
    'values.yaml': values,
    'templates/_case.tpl': template,
    'templates/out.yaml': 'out: {{ include "case/templates/_case.tpl" . | toJson }}\n',
  };
}

const OUT = /^out: (.*)$/m;
const printed = (output: string) => JSON.parse(OUT.exec(output)![1]!) as string;

async function ours({ template }: TemplateCase): Promise<string> {
  const files = new Map(
    Object.entries(chartFiles(template)).map(([name, text]) => [name, new TextEncoder().encode(text)]),
  );
  const environment = nodeEnvironment();
  const options = {
    releaseName: 'release-name',
    namespace: 'default',
    values: new Map(),
    environment,
    profile: HELM_4,
  };
  try {
    return printed((await renderChart(loadChart(files), options)).output);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `ERR: ${error.message}`;
  }
}

function real(helm: string, { template }: TemplateCase): string {
  const chart = mkdtempSync(join(tmpdir(), 'template-case-'));
  try {
    mkdirSync(join(chart, 'templates'));
    for (const [name, text] of Object.entries(chartFiles(template))) writeFileSync(join(chart, name), text);
    return printed(
      execFileSync(helm, ['template', chart], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  } catch (error) {
    const { stderr } = error as { stderr: string };
    const message = stderr
      .split('\n')
      .filter((line) => !line.startsWith('level='))
      .join('\n');
    return `ERR: ${message
      .replace(/^Error: /, '')
      .replace(/\n\nUse --debug flag[^]*/, '')
      .trimEnd()}`;
  } finally {
    rmSync(chart, { recursive: true });
  }
}

for (const name of readdirSync(folder)) {
  const file = new URL(name, folder);
  if (record !== undefined) {
    const recorded = readCases(file).map((item) => ({ ...item, expected: real(record, item) }));
    writeFileSync(file, writeCases(recorded));
  }
  describe(name, () => {
    test.each(readCases(file))('$template', async (item) => {
      expect(await ours(item)).toBe(item.expected);
    });
  });
}
