import { renderChart } from '../helm/render.ts';
import { InfraError } from '../lib/error.ts';
import { replaceBase } from '../project/base.ts';
import { makeBase } from '../unpack/base.ts';
import type { CommandIo } from './io.ts';
import { openChart } from './open-chart.ts';
import { chosenValues, profileFor, renderOptions, type RenderChoices } from './render-choices.ts';

export interface UnpackOptions extends RenderChoices {
  readonly chart: string;
  /** the name of the app, by default that of the chart */
  readonly app?: string;
  /** the name of the release, by default that of the app */
  readonly release?: string;
  /** say what would be written, write nothing */
  readonly dryRun?: boolean;
}

/** What `infra unpack` wrote. */
export interface Unpacked {
  readonly app: string;
  readonly directory: string;
  /** names of the files in `directory` */
  readonly files: readonly string[];
}

const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * Renders a chart with its CRDs and writes it as the Kustomize base `base/<app>` below `root`; what was there is replaced
 * as a whole, or stays when anything fails. Throws InfraError.
 */
export async function unpack(options: UnpackOptions, root: string, io: CommandIo): Promise<Unpacked> {
  const values = chosenValues(options, io);
  const chart = openChart(options.chart, profileFor(options.helmVersion));
  const app = appName(options.app ?? chart.metadata.name);
  const choices = { ...renderOptions(options, options.release ?? app, values, io), includeCrds: true };
  const rendered = await renderChart(chart, choices);
  for (const warning of rendered.warnings) io.warn(warning);
  const base = makeBase(rendered);
  const directory = `base/${app}`;
  if (options.dryRun !== true) replaceBase(root, directory, base);
  return { app, directory, files: [...base.keys()] };
}

function appName(name: string): string {
  if (DNS_LABEL.test(name)) return name;
  throw new InfraError('USAGE', `${JSON.stringify(name)} cannot be the name of an app`, {
    hint: 'choose one of small letters, digits and hyphens with --app',
  });
}
