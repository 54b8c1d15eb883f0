import { Budget } from '../gotemplate/budget.ts';
import { renderTemplates } from '../helm/engine.ts';
import { renderChart, type Rendered } from '../helm/render.ts';
import { DEFAULT_RELEASE_NAME } from '../helm/release-name.ts';
import { existingFiles } from '../project/existing-files.ts';
import type { CommandIo } from './io.ts';
import { nameAndChart } from './name-and-chart.ts';
import { openChart, type SourceChoices } from './open-chart.ts';
import { chosenValues, profileFor, renderOptions, type RenderChoices } from './render-choices.ts';

/** What `infra template` is asked for, in the terms of `helm template`. */
export interface TemplateOptions extends RenderChoices, SourceChoices {
  /** `[name] <chart>` */
  readonly words: readonly string[];
  readonly generateName?: boolean;
  readonly nameTemplate?: string;
  readonly showOnly?: readonly string[];
  readonly isUpgrade?: boolean;
  readonly includeCrds?: boolean;
  readonly skipTests?: boolean;
  readonly noHooks?: boolean;
  /** fetch the dependencies that the chart lacks, instead of refusing it */
  readonly dependencyUpdate?: boolean;
}

export interface TemplateResult {
  readonly releaseName: string;
  readonly rendered: Rendered;
}

/** Renders a chart as `helm template` does. Throws InfraError. */
export async function template(options: TemplateOptions, io: CommandIo): Promise<TemplateResult> {
  const { chart: reference, name = expandName(options, io) } = nameAndChart(options.words, options);
  const values = chosenValues(options, io);
  const fetchDependencies = options.dependencyUpdate === true;
  const repositories = await repositoriesFor(reference, options);
  const sources = { ...options, repositories, pathsFirst: true, fetchDependencies };
  const { open, bodies } = await openChart(reference, profileFor(options.helmVersion), sources, io);
  const rendered = await renderChart(open(), {
    ...renderOptions(options, name, values, io),
    showOnly: options.showOnly ?? [],
    isUpgrade: options.isUpgrade ?? false,
    includeCrds: options.includeCrds ?? false,
    skipTests: options.skipTests ?? false,
    noHooks: options.noHooks ?? false,
    bodies,
  });
  bodies?.save();
  for (const warning of rendered.warnings) io.warn(warning);
  return { releaseName: name, rendered };
}

const IN_REPOSITORY = /^[A-Za-z0-9][\w.-]*\/./;

/** The repositories of an infra.yaml in the working directory; it is read only where a name may stand for one of them. */
async function repositoriesFor(
  reference: string,
  { repo, dependencyUpdate }: TemplateOptions,
): Promise<ReadonlyMap<string, string>> {
  const isNamed = (repo ?? '') === '' && IN_REPOSITORY.test(reference);
  if (!isNamed && dependencyUpdate !== true) return new Map();
  const present = existingFiles('.', ['infra.yaml', reference]);
  if (!present.includes('infra.yaml') || (present.includes(reference) && dependencyUpdate !== true))
    return new Map();
  // Most renders are of what is on this disk: they read no project.
  const { openInfraYaml } = await import('../project/repository.ts');
  return openInfraYaml('.').repositories;
}

/** What the template of --name-template gives; it sees no data. */
export function expandName(
  { nameTemplate, helmVersion }: Pick<TemplateOptions, 'nameTemplate' | 'helmVersion'>,
  { environment }: Pick<CommandIo, 'environment'>,
): string {
  if (nameTemplate === undefined || nameTemplate === '') return DEFAULT_RELEASE_NAME;
  const path = 'name-template';
  const source = { path, text: nameTemplate, data: new Map(), dot: null, basePath: '' };
  return (
    renderTemplates([source], {
      profile: profileFor(helmVersion),
      environment,
      budget: new Budget(),
    }).files.get(path) ?? ''
  );
}
