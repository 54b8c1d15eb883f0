import { fileStatus } from '../system/files.ts';

/** Those of the paths below a root at which there is something. */
export function existingFiles(root: string, paths: readonly string[]): string[] {
  return paths.filter((path) => fileStatus(`${root}/${path}`, false) !== undefined);
}
