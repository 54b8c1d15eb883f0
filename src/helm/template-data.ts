import type { Budget } from '../gotemplate/budget.ts';
import { asMap, type GoMap, type GoObject, type Value } from '../gotemplate/value.ts';
import { fromBytes } from '../lib/utf8.ts';
import { chartFullPath, isLibrary, type Chart, type ChartFile } from './chart.ts';
import { chartObject } from './chart-object.ts';
import type { Renderable } from './engine.ts';
import { filesObject } from './files.ts';
import { joinPath } from './join-path.ts';
import type { Profile } from './profile.ts';
import { valuesObject } from './values-object.ts';

/** What the release is, as templates see it. */
interface ReleaseOptions {
  readonly releaseName: string;
  readonly namespace: string;
  readonly isUpgrade?: boolean;
}

interface Context {
  readonly profile: Profile;
  readonly budget: Budget;
}

/**
 * The templates of a chart and its subcharts, each with the data of its chart. All templates of one chart share one object,
 * and a subchart's values are those in its parent's, so what a template sets is seen by those that run after it.
 *
 * @param values the coalesced values of the root chart
 */
export function renderables(
  chart: Chart,
  values: GoMap,
  cluster: GoObject,
  options: ReleaseOptions & Context,
): Renderable[] {
  const found: Renderable[] = [];
  const shared = new Map<string, Value>([
    ['Release', releaseObject(options)],
    ['Capabilities', cluster],
  ]);
  collect(chart, valuesObject(values, options.profile), shared, options, found);
  return found;
}

function releaseObject({ releaseName, namespace, isUpgrade = false }: ReleaseOptions): GoMap {
  return new Map<string, Value>([
    ['Name', releaseName],
    ['Namespace', namespace],
    ['IsUpgrade', isUpgrade],
    ['IsInstall', !isUpgrade],
    ['Revision', 1n],
    ['Service', 'Helm'],
  ]);
}

/** Adds the templates of a chart and its subcharts; returns the chart's data. */
function collect(chart: Chart, values: Value, shared: GoMap, context: Context, found: Renderable[]): GoMap {
  const { profile, budget } = context;
  const subcharts: GoMap = new Map();
  const data: GoMap = new Map<string, Value>([
    ['Chart', chartObject(chart, profile)],
    ['Files', filesObject(chart.files, { budget })],
    ...shared,
    ['Values', values],
    ['Subcharts', subcharts],
  ]);
  for (const child of chart.dependencies) {
    const { name } = child.metadata;
    subcharts.set(name, collect(child, subchartValues(values, name, profile), shared, context, found));
  }
  const dot = valuesObject(data, profile);
  const path = chartFullPath(chart);
  for (const file of chart.templates) {
    if (isLibrary(chart) && !isPartial(file)) continue;
    const basePath = joinPath(path, 'templates');
    found.push({ path: joinPath(path, file.name), text: fromBytes(file.data), data, dot, basePath, file });
  }
  return data;
}

function isPartial({ name }: ChartFile): boolean {
  return name.charCodeAt(name.lastIndexOf('/') + 1) === 95;
}

/** The table of a subchart in its parent's values, looked up by dots: a name with a dot may find none, and gets no values. */
function subchartValues(values: Value, name: string, profile: Profile): Value {
  let table: GoMap | undefined = asMap(values);
  for (const part of name.split('.'))
    table = table === undefined ? undefined : asMap(table.get(part) ?? null);
  return valuesObject(table ?? new Map<string, Value>(), profile);
}
