import { fileStatus, readFile } from '../system/files.ts';
import { readArchive } from './archive.ts';
import { digestOf } from './chart-cache.ts';
import { openFileDigests } from './file-digest.ts';
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

/** A chart archive of this disk; nothing of it is read before it is asked for. */
export interface LocalArchive {
  /** `sha256:…`; remembered for as long as the file stays as it is. Throws InfraError. */
  readonly digest: () => string;
  /** the files in it. Throws InfraError. */
  readonly files: () => Map<string, Uint8Array>;
}

/** @param cacheDirectory where digests are remembered */
export function openLocalArchive(path: string, cacheDirectory: string): LocalArchive {
  const digests = openFileDigests(`${cacheDirectory}/digests`);
  let bytes: Uint8Array | undefined;
  let digest = digests.find(path);
  const read = (): Uint8Array => (bytes ??= readFile(path));
  return {
    digest() {
      if (digest === undefined) digests.keep(path, (digest = digestOf(read())));
      return digest;
    },
    files: () => readArchive(read(), path),
  };
}
