import type { Chart } from '../helm/chart.ts';
import { parseIgnoreRules } from '../helm/ignore.ts';
import { loadChart } from '../helm/load.ts';
import type { Profile } from '../helm/profile.ts';
import { readArchive } from '../source/archive.ts';
import { readChartFiles } from '../source/chart-files.ts';

/** Reads and parses the chart that a user named: a directory or a `.tgz`. Throws InfraError. */
export function openChart(text: string, profile: Profile): Chart {
  const { files } = readChartFiles(text, parseIgnoreRules);
  return loadChart(files, { readArchive, profile });
}
