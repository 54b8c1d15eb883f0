import { fileStatus, readFile } from '../system/files.ts';
import { readArchive } from './archive.ts';
import { readDirectory, type IgnoreRule } from './directory.ts';
import { parseChartRef } from './ref.ts';

/** The files of a chart by their path inside it, and how they were kept. */
export interface ChartFiles {
  readonly kind: 'directory' | 'archive';
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads the chart that a user named. Of a directory, `ignoreRule` (made from its .helmignore, if it has one) says what to
 * leave out before it is read. Throws InfraError.
 */
export function readChartFiles(
  text: string,
  ignoreRule: (helmignore?: Uint8Array) => IgnoreRule,
): ChartFiles {
  const { kind, path } = parseChartRef(text);
  if (kind === 'archive') return { kind, files: readArchive(readFile(path), path) };
  const helmignore = `${path}/.helmignore`;
  const rule = ignoreRule(fileStatus(helmignore)?.kind === 'file' ? readFile(helmignore) : undefined);
  return { kind, files: readDirectory(path, rule) };
}
