import type { GoMap } from '../gotemplate/value.ts';
import { fromBytes } from '../lib/utf8.ts';
import { joinPath } from './join-path.ts';
import type { Metadata } from './metadata.ts';

export type { Dependency, Maintainer, Metadata } from './metadata.ts';

/** A file of a chart by its path inside the chart. */
export interface ChartFile {
  readonly name: string;
  readonly data: Uint8Array;
  /** tells it from all others of its archive, for those who keep something about it */
  id?: number;
}

/** A chart as loaded. Processing its dependencies changes it: which subcharts it has, their names, its default values. */
export interface Chart {
  metadata: Metadata;
  /** the files below `templates/` */
  readonly templates: readonly ChartFile[];
  /** what templates see as `.Files` */
  readonly files: readonly ChartFile[];
  /** every file, as it was given */
  readonly raw: readonly ChartFile[];
  /** the defaults of values.yaml; empty if there is none */
  values: GoMap;
  /** values.schema.json */
  readonly schema?: Uint8Array;
  dependencies: Chart[];
  parent?: Chart;
}

/** A file that holds custom resource definitions. */
export interface CrdFile {
  /** path from the release, e.g. `chart/charts/sub/crds/a.yaml` */
  readonly filename: string;
  /** path inside its chart */
  readonly name: string;
  readonly data: Uint8Array;
  readonly text: string;
}

/** Makes these charts, in this order, the subcharts of a chart. */
export function setDependencies(chart: Chart, dependencies: readonly Chart[]): void {
  chart.dependencies = [...dependencies];
  for (const dependency of dependencies) dependency.parent = chart;
}

/** The path of a chart in its release: `root/charts/sub`, by names or aliases. */
export function chartFullPath(chart: Chart): string {
  const { name } = chart.metadata;
  return chart.parent === undefined ? name : `${chartFullPath(chart.parent)}/charts/${name}`;
}

/** Whether a chart only lends named templates. */
export function isLibrary(chart: Chart): boolean {
  return chart.metadata.type.toLowerCase() === 'library';
}

const MANIFEST_EXTENSION = /\.(?:yaml|yml|json)$/i;

/** The CRD files of a chart and then of its subcharts, in the order Helm prints them. */
export function crdFiles(chart: Chart): CrdFile[] {
  const found: CrdFile[] = [];
  collectCrds(chart, found);
  return found;
}

function collectCrds(chart: Chart, found: CrdFile[]): void {
  for (const { name, data } of chart.files) {
    if (!name.startsWith('crds/') || !MANIFEST_EXTENSION.test(name)) continue;
    found.push({ filename: joinPath(chartFullPath(chart), name), name, data, text: fromBytes(data) });
  }
  for (const dependency of chart.dependencies) collectCrds(dependency, found);
}
