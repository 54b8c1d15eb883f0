import type { Chart } from '../helm/chart.ts';
import type { Environment } from '../helm/environment.ts';
import { loadChart } from '../helm/load.ts';
import { HELM_4 } from '../helm/profile.ts';
import { renderChart } from '../helm/render.ts';
import { mergeValueOptions } from '../helm/values.ts';
import type { ChartRequest } from '../kustomize/session.ts';
import { InfraError } from '../lib/error.ts';
import { readArchive } from '../source/archive.ts';
import { nameAndChart } from './name-and-chart.ts';
import { readChartTree } from './read-chart-tree.ts';
import { expandName } from './template.ts';

/**
 * Renders a chart for a kustomization, as `helm template` with the flags that Kustomize gives it; gives what that prints. The
 * chart is a directory below the chart home, or an archive there as `helm pull` leaves it. Throws InfraError.
 */
export async function inflateChart(request: ChartRequest, environment: Environment): Promise<string> {
  const profile = HELM_4;
  const path = chartPath(request);
  const values = mergeValueOptions({ files: request.values }, refuseFile, profile);
  const options = {
    profile,
    environment,
    releaseName: releaseName(request, path, environment),
    namespace: request.namespace,
    values,
    includeCrds: request.includeCrds,
    noHooks: request.skipHooks,
    skipTests: request.skipTests,
    apiVersions: request.apiVersions,
    ...(request.kubeVersion !== '' && { kubeVersion: request.kubeVersion }),
  };
  try {
    return (await renderChart(readChart(request, path), options)).output;
  } catch (error) {
    throw error instanceof InfraError ? belowChart(error, request.name, path) : error;
  }
}

/** An error with its file named by its path; in the chart, files are named by the chart or as they lie in it. */
function belowChart(error: InfraError, name: string, path: string): InfraError {
  const { code, message, location, hint } = error;
  if (location === undefined || location.file.startsWith('/')) return error;
  const inside = location.file.startsWith(`${name}/`) ? location.file.slice(name.length + 1) : location.file;
  return new InfraError(code, message, {
    location: { ...location, file: `${path}/${inside}` },
    cause: error,
    ...(hint !== undefined && { hint }),
  });
}

/** Where the chart lies. Charts are not fetched. */
function chartPath({ tree, directory, name, version, repository }: ChartRequest): string {
  const home = directory.slice(0, -(name.length + 1));
  const parent = home.endsWith(`/${name}-${version}`) ? home.slice(0, home.lastIndexOf('/')) : home;
  const archives = [home, parent].flatMap((place) => [
    `${place}/${name}-${version}.tgz`,
    `${place}/${name}.tgz`,
  ]);
  for (const path of [directory, ...archives]) if (tree.find(path) !== undefined) return path;
  const which = version === '' ? '' : ` --version ${version}`;
  throw new InfraError(
    'REMOTE',
    `the chart ${name} is not in ${parent}, and charts are not fetched from ${repository}`,
    { hint: `vendor it: helm pull ${name} --repo ${repository}${which} --untar --untardir ${home}` },
  );
}

function readChart({ tree }: ChartRequest, path: string): Chart {
  const isDirectory = tree.find(path)?.kind === 'directory';
  const files = isDirectory ? readChartTree(tree, path) : readArchive(tree.read(path), path);
  return loadChart(files, { readArchive, profile: HELM_4 });
}

/** A release without a name gets that of the chart with the time, as from `--generate-name`. */
function releaseName(request: ChartRequest, path: string, environment: Environment): string {
  const { releaseName: name, nameTemplate } = request;
  if (name !== '') return nameAndChart([name, path], { nameTemplate }).name ?? name;
  if (nameTemplate !== '') return expandName({ nameTemplate, helmVersion: HELM_4.version }, { environment });
  const [base = ''] = path.slice(path.lastIndexOf('/') + 1).split('.');
  return `${base === '' ? 'chart' : base}-${environment.now() / 1_000_000_000n}`;
}

function refuseFile(path: string): never {
  throw new InfraError('INTERNAL', `a chart's values were all read, but ${path} is asked for`);
}
