import { parseResources } from '../parse-resources.ts';
import { InfraError } from '../../lib/error.ts';
import type { HelmChartEntry, HelmGlobals } from '../kustomization.ts';
import { Resource } from '../resource.ts';
import type { ChartRequest } from '../session.ts';
import type { Generator, StepContext } from '../transform.ts';
import { chartValues, checkValuesMerge, valuesOf } from './chart-values.ts';
import { atEntry, EntryProblem, type EntryPath } from './entry-problem.ts';
import { lenientResources } from './lenient-resources.ts';

const DEFAULT_HOME = 'charts';
const DEFAULT_NAMESPACE = 'default';

/**
 * Makes the resources that a Helm chart renders to. The chart is looked for below the chart home, in a directory of its own
 * for a version of a repository; the caller of the build renders it. `inheritedNamespace` counts where the entry has none.
 * Throws where Helm is not enabled, and for what the entry or the chart lacks.
 */
export function helmChartGenerator(
  entry: HelmChartEntry,
  globals: HelmGlobals | undefined,
  inheritedNamespace: string,
  at?: EntryPath,
): Generator {
  return {
    kind: 'HelmChartInflationGenerator',
    generate: (context) =>
      atEntry(context, at, async () => {
        checkEntry(entry, context);
        return renderedResources(
          await render(chartRequest(entry, globals, inheritedNamespace, context), context),
          entry.name,
        );
      }),
  };
}

async function render(request: ChartRequest, { session }: StepContext): Promise<string> {
  const { inflateChart } = session.outside;
  if (inflateChart !== undefined) return await inflateChart(request);
  throw new InfraError('PLUGIN', `the chart ${request.name} cannot be rendered: nothing here renders charts`);
}

function checkEntry(entry: HelmChartEntry, { session }: StepContext): void {
  if (!session.options.enableHelm) {
    throw new InfraError('PLUGIN', 'charts are rendered only where that is allowed', {
      hint: 'add --enable-helm',
    });
  }
  if (entry.name === '') throw new EntryProblem('a chart has no name', []);
  checkValuesMerge(entry);
}

function chartRequest(
  entry: HelmChartEntry,
  globals: HelmGlobals | undefined,
  inheritedNamespace: string,
  context: StepContext,
): ChartRequest {
  const { options, tree } = context.session;
  const directory = `${chartHome(entry, globals, context.loader.root)}/${entry.name}`;
  const isThere = tree.find(directory)?.kind === 'directory';
  if (!isThere && entry.repo === '') throw missingChart(entry.name, directory);
  const namespace = entry.namespace === '' ? inheritedNamespace : entry.namespace;
  const more = entry.additionalValuesFiles.map((path) => valuesOf(path, context));
  return {
    tree,
    directory,
    name: entry.name,
    version: entry.version,
    repository: entry.repo,
    releaseName: entry.releaseName,
    nameTemplate: entry.nameTemplate,
    namespace: namespace === '' ? DEFAULT_NAMESPACE : namespace,
    values: [...chartValues(entry, isThere ? `${directory}/values.yaml` : undefined, context), ...more],
    includeCrds: entry.includeCRDs,
    skipHooks: entry.skipHooks,
    skipTests: entry.skipTests,
    apiVersions: entry.apiVersions.length > 0 ? entry.apiVersions : options.helmApiVersions,
    kubeVersion: entry.kubeVersion === '' ? options.helmKubeVersion : entry.kubeVersion,
  };
}

function chartHome(
  { name, version, repo }: HelmChartEntry,
  globals: HelmGlobals | undefined,
  root: string,
): string {
  const home = globals === undefined || globals.chartHome === '' ? DEFAULT_HOME : globals.chartHome;
  const absolute = home.startsWith('/') ? home : `${root}/${home}`;
  return version !== '' && repo !== '' ? `${absolute}/${name}-${version}` : absolute;
}

function missingChart(name: string, directory: string): InfraError {
  return new InfraError(
    'NOT_FOUND',
    `there is no chart ${name} at ${directory}, and no repository to fetch it from`,
    {
      hint: 'put the chart there, or set helmGlobals.chartHome to the directory it is in',
    },
  );
}

function renderedResources(output: string, name: string): Resource[] {
  const file = `chart ${name}`;
  const resources = parseRendered(output, file).map(
    ({ root, document }) => new Resource(root, { file, document, line: undefined }),
  );
  for (const resource of resources) resource.fromHelm = true;
  return resources;
}

/** What Kustomize refuses in files, it may let through here. */
function parseRendered(output: string, file: string): ReturnType<typeof lenientResources> {
  try {
    return parseResources(output, file);
  } catch (error) {
    return lenientResources(output, error);
  }
}
