import type { Chart } from '../helm/chart.ts';
import type { FileBodies } from '../helm/engine.ts';
import type { ReadCharts } from '../source/read-charts.ts';

/** What is known of the texts of a chart, and found out about them by this run. */
export interface KeptBodies extends FileBodies {
  /** Keeps what was found out; to be called when the chart was rendered. */
  readonly save: () => void;
}

/** By the numbers of files. */
export type KnownBodies = ReadonlyMap<number, Int32Array>;

/** What is known of the chart of an archive. */
export function openBodies(kept: ReadCharts<KnownBodies>, digest: string): KeptBodies {
  const known = kept.find(digest) ?? new Map<number, Int32Array>();
  const found = new Map<number, Int32Array>();
  return {
    find: ({ id }) => (id === undefined ? undefined : known.get(id)),
    keep({ id }, bodies) {
      if (id !== undefined) found.set(id, bodies);
    },
    save() {
      if (found.size > 0) kept.keep(digest, new Map([...known, ...found]));
    },
  };
}

/** Numbers the templates of a chart and its subcharts. */
export function numberTemplates(chart: Chart, first = 0): number {
  let next = first;
  for (const file of chart.templates) file.id = next++;
  for (const dependency of chart.dependencies) next = numberTemplates(dependency, next);
  return next;
}
