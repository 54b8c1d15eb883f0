import { InfraError } from '../lib/error.ts';
import { fileStatus } from '../system/files.ts';
import { replaceDirectory, type FileMap } from './write.ts';

/**
 * Writes a base, in place of the one that may be there. Refuses to replace anything that is no base. Returns the paths
 * written. Throws InfraError WRITE.
 */
export function replaceBase(directory: string, files: FileMap): string[] {
  const status = fileStatus(directory, false);
  const isBase =
    status?.kind === 'directory' && fileStatus(`${directory}/kustomization.yaml`)?.kind === 'file';
  if (status !== undefined && !isBase) {
    throw new InfraError('WRITE', `${directory} exists and is no base: it has no kustomization.yaml`, {
      location: { file: directory },
      hint: 'move it away, or choose another name with --app',
    });
  }
  return replaceDirectory(directory, files);
}
