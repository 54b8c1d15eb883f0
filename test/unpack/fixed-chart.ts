import { expect } from 'vitest';
import { renderTwice } from '../../src/commands/render-twice.ts';
import { loadChart } from '../../src/helm/load.ts';
import { toBytes } from '../../src/lib/utf8.ts';
import { nodeEnvironment } from '../../src/system/environment.ts';
import type { FrozenValue } from '../../src/unpack/frozen-values.ts';
import type { GeneratedFields } from '../../src/unpack/generated-values.ts';
import { withoutGenerated, type WithoutGenerated } from '../../src/unpack/without-generated.ts';

/** Texts by path inside a chart named `app`. */
export type ChartTexts = Readonly<Record<string, string>>;

interface FixedChart extends WithoutGenerated {
  readonly generated: GeneratedFields;
  /** each document that is left, by its kind and name */
  readonly texts: Readonly<Record<string, string>>;
}

const DAY = 86_400_000_000_000n;

/** What is left of a chart for release `r` in namespace `n`; `days` from now. */
export async function fixChart(
  files: ChartTexts,
  locked: readonly FrozenValue[] = [],
  days = 0,
): Promise<FixedChart> {
  const all = { 'Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n', ...files };
  const bytes = new Map(Object.entries(all).map(([name, text]) => [name, toBytes(text)]));
  const environment = nodeEnvironment({ now: () => BigInt(Date.now()) * 1_000_000n + BigInt(days) * DAY });
  const options = { releaseName: 'r', namespace: 'n', values: new Map(), environment };
  const { rendered, generated } = await renderTwice(() => loadChart(bytes), options);
  const fixed = withoutGenerated(rendered, generated, locked);
  const documents = [...fixed.rendered.manifests, ...fixed.rendered.hooks];
  const texts = Object.fromEntries(
    documents.map(({ kind, name, content }) => [`${kind}/${name}`, `${content.trimEnd()}\n`]),
  );
  return { ...fixed, generated, texts };
}

/** The same, after making sure that another day with the lock of the first gives the same in all respects. */
export async function fixTwice(files: ChartTexts): Promise<FixedChart> {
  const first = await fixChart(files);
  const lock = JSON.parse(JSON.stringify(first.frozen)) as FrozenValue[];
  const second = await fixChart(files, lock, 41);
  expect(second.texts).toEqual(first.texts);
  expect(second.frozen).toEqual(first.frozen);
  expect(second.dropped).toEqual(first.dropped);
  expect(second.findings).toEqual(first.findings);
  return first;
}
