import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { askTool, digestOf } from '../../scripts/conformance/answers.mjs';
import { HELM_VERSIONS } from '../../scripts/conformance/cases.mjs';
import { reasonOf, squeeze } from '../../scripts/conformance/compare.mjs';
import { runProcess } from '../../scripts/conformance/run-process.mjs';
import { findTool } from '../../scripts/oracles/tools.mjs';

const charts = fileURLToPath(new URL('charts', import.meta.url));
const infra = fileURLToPath(new URL('../../dist/bin/infra.js', import.meta.url));

interface Case {
  readonly helmVersion: string;
  readonly line: string;
  readonly chart: string;
}

const cases = readdirSync(charts)
  .filter((file) => file.endsWith('.cases'))
  .flatMap((file) => casesIn(file));

function casesIn(file: string): Case[] {
  const lines = readFileSync(`${charts}/${file}`, 'utf8').split('\n');
  const chart = `${charts}/${file.replace('.cases', '')}`;
  const used = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return HELM_VERSIONS.flatMap((helmVersion) => used.map((line) => ({ helmVersion, line, chart })));
}

/** The words of a line; a word in braces may hold blanks. */
function words({ line, chart }: Case): string[] {
  return [...line.matchAll(/\{\{.*\}\}|\S+/g)].map(([word]) => (word === 'CHART' ? chart : word));
}

function digestOfChart(chart: string): string {
  const files = readdirSync(chart, { recursive: true, encoding: 'utf8' }).sort();
  const contents = files.map((file) => `${chart}/${file}`).filter((path) => !isDirectory(path));
  return digestOf([...files, ...contents.map((path) => readFileSync(path))]);
}

function isDirectory(path: string): boolean {
  return existsSync(`${path}/.`);
}

const missing = HELM_VERSIONS.filter((version) => findTool('helm', version) === undefined);
if (missing.length > 0 && process.env['CI'] === 'true')
  throw new Error(`helm ${missing.join(', ')} not built: npm run oracles`);
if (missing.length > 0)
  // eslint-disable-next-line no-console
  console.warn(`skipping ${cases.length} comparisons with the real helm: npm run oracles builds it`);

describe.skipIf(missing.length > 0)('charts of our own, as the real helm renders them', () => {
  test.concurrent.each(cases)('$line ($helmVersion) $chart', async (each) => {
    const arguments_ = words(each);
    const theirs = await askTool({
      program: findTool('helm', each.helmVersion)!,
      words: ['template', ...arguments_],
      key: digestOf(['own', each.helmVersion, ...arguments_, digestOfChart(each.chart)]),
    });
    const ours = await runProcess(process.execPath, [
      infra,
      'template',
      ...arguments_,
      '--helm-version',
      each.helmVersion,
    ]);
    if (theirs.status === 0) expect(ours.stderr.replace(/^Warning: .*\n/gm, '')).toBe('');
    expect(ours.stdout).toBe(theirs.stdout);
    expect(ours.status).toBe(theirs.status === 0 ? 0 : 2);
    if (theirs.status !== 0) expect(squeeze(ours.stderr)).toContain(squeeze(reasonOf(theirs.stderr)));
  });
});
