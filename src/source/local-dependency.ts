import { InfraError } from '../lib/error.ts';
import { fileStatus, realPath } from '../system/files.ts';
import type { ChartPlace, ChartReference } from './fetch-context.ts';

/** A `file://` dependency: a path from the directory of the chart that has it. Throws InfraError CHART. */
export function localDependency(name: string, path: string, place: ChartPlace | undefined): ChartReference {
  if (place === undefined)
    throw failure(name, `lies at file://${path}, but a chart in an archive has no directory to start from`);
  const directory = path.startsWith('/') ? path : `${place.directory}/${path}`;
  const kind = fileStatus(directory)?.kind;
  if (kind !== 'directory') throw failure(name, `is not at ${directory}: no such directory`);
  if (place.root !== undefined && !`${realPath(directory)}/`.startsWith(`${realPath(place.root)}/`))
    throw failure(name, `lies at file://${path}, which is out of the repository`);
  return { kind: 'directory', path: directory, ...(place.root !== undefined && { root: place.root }) };
}

function failure(name: string, problem: string): InfraError {
  return new InfraError('CHART', `the dependency ${name} ${problem}`, { location: { file: 'Chart.yaml' } });
}
