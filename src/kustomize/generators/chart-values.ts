import { encodeJson } from '../../k8s/json.ts';
import { EMPTY_MAPPING, isMapping, type Mapping } from '../../k8s/node.ts';
import { UnprintableNode, nodeOf, plainOf } from '../../k8s/node-to-plain.ts';
import { readNodes } from '../../k8s/yaml/read-nodes.ts';
import { InfraError } from '../../lib/error.ts';
import { mergeStrategic } from '../../patch/strategic.ts';
import type { HelmChartEntry } from '../kustomization.ts';
import { loadText, resolveFile } from '../loader.ts';
import type { ChartRequest } from '../session.ts';
import type { StepContext } from '../transform.ts';
import { EntryProblem } from './entry-problem.ts';

const WAYS = ['merge', 'override', 'replace'];

/** Throws if an entry asks for a way to merge values that does not exist. */
export function checkValuesMerge({ valuesMerge }: HelmChartEntry): void {
  if (valuesMerge === '' || WAYS.includes(valuesMerge)) return;
  const hint = `it is one of ${WAYS.join(', ')}`;
  throw new EntryProblem(`valuesMerge cannot be ${JSON.stringify(valuesMerge)}`, ['valuesMerge'], hint);
}

/**
 * The text of the values file that Helm is given for a chart: the entry's `valuesFile`, or the chart's own file (`chartFile`;
 * undefined for a chart that has yet to be fetched, which needs none). Inline values are merged over it, under it, or stand
 * alone, as `valuesMerge` says.
 */
export function chartValues(
  entry: HelmChartEntry,
  chartFile: string | undefined,
  context: StepContext,
): ChartRequest['values'] {
  const { valuesFile, valuesInline, valuesMerge } = entry;
  const file = valuesFile === '' ? chartFile : valuesFile;
  const hasInline = valuesInline !== undefined && valuesInline.size > 0;
  if (!hasInline) return file === undefined ? [] : [valuesOf(file, context)];
  const inline = nodeOf(new Map(valuesInline)) as Mapping;
  const isAlone = valuesMerge === 'replace' || file === undefined;
  const values = isAlone ? inline : mergeValues(loadText(context.loader, file), inline, entry, context);
  return [{ name: `inline values of ${entry.name}`, text: valuesText(values, entry) }];
}

/** A values file that the entry names, by its real path. */
export function valuesOf(path: string, { loader }: StepContext): ChartRequest['values'][number] {
  return { name: resolveFile(loader, path), text: loadText(loader, path) };
}

function mergeValues(
  text: string,
  inline: Mapping,
  entry: HelmChartEntry,
  { session }: StepContext,
): Mapping {
  const [document] = readNodes(text);
  if (document === undefined) throw cannotMerge(entry, 'the values file is empty');
  const { root } = document;
  if (!isMapping(root)) throw cannotMerge(entry, 'the values file is no mapping');
  const isWeak = entry.valuesMerge === 'merge';
  try {
    const merged = isWeak
      ? mergeStrategic(inline, root, session.schema)
      : mergeStrategic(root, inline, session.schema);
    return merged ?? EMPTY_MAPPING;
  } catch (error) {
    throw error instanceof InfraError ? cannotMerge(entry, error.message) : error;
  }
}

/** JSON is YAML, and Helm reads nothing else from it than from the text that Kustomize writes. */
function valuesText(values: Mapping, entry: HelmChartEntry): string {
  try {
    return encodeJson(plainOf(values));
  } catch (error) {
    throw error instanceof UnprintableNode ? cannotMerge(entry, error.message) : error;
  }
}

function cannotMerge({ name }: HelmChartEntry, problem: string): EntryProblem {
  return new EntryProblem(
    `the inline values of the chart ${name} cannot be merged: ${problem}`,
    ['valuesInline'],
    'valuesMerge: replace takes the inline values alone',
  );
}
