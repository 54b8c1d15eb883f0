import { Budget, type Limits } from '../gotemplate/budget.ts';
import type { EffectCall } from '../gotemplate/exec.ts';
import type { Frame, Trace } from '../gotemplate/trace.ts';
import type { GoMap } from '../gotemplate/value.ts';
import { capabilities } from './capabilities.ts';
import { crdFiles, type Chart, type CrdFile } from './chart.ts';
import { coalesceValues } from './coalesce.ts';
import { checkDependencies, processDependencies } from './dependencies.ts';
import { renderTemplates, type FileBodies } from './engine.ts';
import type { Environment } from './environment.ts';
import { checkInstallable, checkKubeVersion } from './installable.ts';
import { sortManifests, type FileManifests, type Hook, type Manifest } from './manifests.ts';
import { releaseText, showOnly } from './output.ts';
import { HELM_4, type Profile } from './profile.ts';
import { checkReleaseName } from './release-name.ts';
import { checkSchemas } from './schema-check.ts';
import { renderables } from './template-data.ts';

export interface RenderOptions {
  readonly releaseName: string;
  readonly namespace: string;
  /** the user's values, merged from files and flags (see mergeValueOptions) */
  readonly values: GoMap;
  readonly environment: Environment;
  /** the release of Helm to agree with; Helm 4 by default */
  readonly profile?: Profile;
  readonly kubeVersion?: string;
  /** added to the API versions that the cluster is taken to serve */
  readonly apiVersions?: readonly string[];
  readonly isUpgrade?: boolean;
  readonly includeCrds?: boolean;
  readonly skipTests?: boolean;
  readonly noHooks?: boolean;
  readonly skipSchemaValidation?: boolean;
  /** print only the documents of these templates */
  readonly showOnly?: readonly string[];
  readonly limits?: Partial<Limits>;
  /** what to keep of which template line wrote which piece of output; nothing by default */
  readonly trace?: Trace | undefined;
  /** what an earlier render has found out about the texts of this very chart, by this very program */
  readonly bodies?: FileBodies | undefined;
  /** keep what the documents say with their integers as they are written (Manifest.exact) */
  readonly exact?: boolean;
}

/** A rendered release. */
export interface Rendered {
  /** what `helm template` prints */
  readonly output: string;
  readonly crds: readonly CrdFile[];
  readonly manifests: readonly Manifest[];
  readonly hooks: readonly Hook[];
  /** the text of the chart's own NOTES.txt */
  readonly notes: string;
  /** what Helm says on stderr while it goes on */
  readonly warnings: readonly string[];
  /** every call of a random, time or look-up function */
  readonly effects: readonly EffectCall[];
  /** by template path, when `trace` was set */
  readonly frames: ReadonlyMap<string, Frame>;
  /**
   * What the same chart comes to with other random values at another time: only the templates that used them run again.
   * undefined where a template changed data that others see: then the chart has to be loaded and rendered anew.
   */
  readonly again: (environment: Environment) => Rendered | undefined;
}

/**
 * Renders a chart as `helm template` does, without touching disk, clock or network. The chart is changed on the way, as in
 * Helm (dependencies are switched and renamed, templates may change values): load it anew for another render.
 *
 * @throws InfraError with Helm's reason where Helm refuses
 */
export async function renderChart(chart: Chart, options: RenderOptions): Promise<Rendered> {
  const profile = options.profile ?? HELM_4;
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  checkReleaseName(options.releaseName, profile);
  checkInstallable(chart, profile, warn);
  checkDependencies(chart, profile);
  processDependencies(chart, options.values, profile, warn);
  const cluster = capabilities(options, profile);
  const values = coalesceValues(chart, options.values, profile, warn);
  if (options.skipSchemaValidation !== true) await checkSchemas(chart, values, profile);
  checkKubeVersion(chart, cluster, profile);
  const budget = new Budget(options.limits, options.environment.elapsed);
  const templates = renderables(chart, values, cluster, { ...options, profile, budget });
  const { environment, trace, bodies } = options;
  const engineOptions = { profile, budget, environment, trace, bodies };
  const { files, effects, frames, again } = renderTemplates(templates, engineOptions);
  const crds = options.includeCrds === true ? crdFiles(chart) : [];
  const known = new Map<string, FileManifests>();
  const finish = (texts: Map<string, string>): Rendered => {
    const notes = takeNotes(texts, chart);
    const sorted = sortManifests(texts, profile, { exact: options.exact === true, known });
    const hooks = sorted.hooks.filter((hook) => isPrinted(hook, options));
    const { manifests } = sorted;
    // Who wants exact data does without the text.
    let output: string | undefined;
    const print = (): string => {
      const text = releaseText(crds, manifests, hooks);
      return options.showOnly?.length ? showOnly(text, options.showOnly, profile) : text;
    };
    if (options.exact !== true) output = print();
    return {
      get output() {
        return (output ??= print());
      },
      ...{ crds, manifests, hooks, notes, warnings, effects, frames },
      again: renderAgain,
    };
  };
  const renderAgain = (environment: Environment): Rendered | undefined => {
    const texts = again(environment);
    return texts === undefined ? undefined : finish(texts);
  };
  return finish(files);
}

function isPrinted(hook: Hook, { noHooks, skipTests }: RenderOptions): boolean {
  return noHooks !== true && !(skipTests === true && hook.events.includes('test'));
}

/** Takes every NOTES.txt out of the rendered files; returns the chart's own. */
function takeNotes(files: Map<string, string>, chart: Chart): string {
  const own = `${chart.metadata.name}/templates/NOTES.txt`;
  const notes = files.get(own) ?? '';
  for (const path of files.keys()) if (path.endsWith('NOTES.txt')) files.delete(path);
  return notes;
}
