import { InfraError } from '../lib/error.ts';
import { directoryNames, fileStatus } from '../system/files.ts';
import { applyChanges } from './transaction.ts';
import type { FileMap } from './write.ts';

/**
 * Makes `directory` (below `root`) hold exactly the files of a base. Refuses to replace anything that is no base. Returns the
 * paths that changed. Throws InfraError WRITE.
 */
export function replaceBase(root: string, directory: string, files: FileMap): string[] {
  const full = `${root}/${directory}`;
  const status = fileStatus(full, false);
  const isBase = status?.kind === 'directory' && fileStatus(`${full}/kustomization.yaml`)?.kind === 'file';
  if (status !== undefined && !isBase) {
    throw new InfraError('WRITE', `${directory} exists and is no base: it has no kustomization.yaml`, {
      location: { file: directory },
      hint: 'move it away, or choose another name with --app',
    });
  }
  const changes = new Map<string, string | undefined>();
  if (isBase) for (const path of filesBelow(root, directory)) changes.set(path, undefined);
  for (const [path, content] of files) changes.set(`${directory}/${path}`, content);
  return applyChanges(root, changes);
}

/** Paths, from the root, of all that is in a directory and is none itself. */
function filesBelow(root: string, directory: string): string[] {
  return directoryNames(`${root}/${directory}`).flatMap((name) => {
    const path = `${directory}/${name}`;
    return fileStatus(`${root}/${path}`, false)?.kind === 'directory' ? filesBelow(root, path) : [path];
  });
}
