import { InfraError } from '../lib/error.ts';
import { fileStatus, readFile } from '../system/files.ts';
import { MAX_FILE } from './archive.ts';
import { readDirectory } from './directory.ts';

const SUFFIXES = ['.yaml', '.yml', '.json'];
const KUSTOMIZATION = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;

/** Whether a path of this disk is a kustomization, and no chart. */
export function isKustomization(path: string): boolean {
  const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
  return areManifests(path) && names.some((name) => fileStatus(`${path}/${name}`)?.kind === 'file');
}

/** Whether a path of this disk is plain manifests: a YAML or JSON file, or a directory that is no chart. */
export function areManifests(path: string): boolean {
  const status = fileStatus(path);
  if (status?.kind === 'file') return isManifestFile(path);
  return status?.kind === 'directory' && fileStatus(`${path}/Chart.yaml`) === undefined;
}

/**
 * The manifests of a file, or of a directory and those below it, by their names inside it. Throws InfraError, for a
 * kustomization too: its files are no resources by themselves.
 */
export function readManifestFiles(path: string): Map<string, Uint8Array> {
  const location = { file: path };
  const status = fileStatus(path);
  if (status === undefined) throw new InfraError('NOT_FOUND', `path "${path}" not found`, { location });
  if (status.kind === 'file') {
    if (status.size > 10 * MAX_FILE) throw new InfraError('LIMIT', `${path} is too large`, { location });
    return new Map([[path.slice(path.lastIndexOf('/') + 1), readFile(path)]]);
  }
  const files = readDirectory(
    path,
    (name, isDirectory) => !isDirectory && !isManifestFile(name) && !KUSTOMIZATION.test(name),
  );
  const kustomization = [...files.keys()].find((name) => KUSTOMIZATION.test(name));
  if (kustomization !== undefined) {
    throw new InfraError('USAGE', `${path} has a kustomization in it: its files are no manifests`, {
      location: { file: `${path}/${kustomization}` },
      hint: 'unpack the directory of the kustomization; in app.yaml it is `kustomization`, not `manifests`',
    });
  }
  if (files.size > 0) return files;
  throw new InfraError('NOT_FOUND', `${path} has no chart and no manifest in it`, { location });
}

function isManifestFile(name: string): boolean {
  return SUFFIXES.some((suffix) => name.endsWith(suffix));
}
