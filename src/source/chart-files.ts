import { fileStatus, readFile } from '../system/files.ts';
import { readArchive } from './archive.ts';
import { readDirectory, type IgnoreRule } from './directory.ts';

/**
 * The files of a chart directory by their path inside it. `ignoreRule` (made from its .helmignore, if it has one) says what to
 * leave out before it is read. Throws InfraError.
 */
export function readChartDirectory(
  path: string,
  ignoreRule: (helmignore?: Uint8Array) => IgnoreRule,
): Map<string, Uint8Array> {
  const helmignore = `${path}/.helmignore`;
  const rule = ignoreRule(fileStatus(helmignore)?.kind === 'file' ? readFile(helmignore) : undefined);
  return readDirectory(path, rule);
}

/** A chart archive of this disk, and the files in it. Throws InfraError. */
export function readLocalArchive(path: string): {
  readonly bytes: Uint8Array;
  readonly files: Map<string, Uint8Array>;
} {
  const bytes = readFile(path);
  return { bytes, files: readArchive(bytes, path) };
}
