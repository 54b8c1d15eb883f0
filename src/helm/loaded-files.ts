import { InfraError } from '../lib/error.ts';
import { compareBytes } from '../lib/utf8.ts';
import { withoutByteOrderMark } from './chart-contents.ts';
import type { ChartFile } from './chart.ts';
import { parseIgnoreRules, type IgnoreRule } from './ignore.ts';

const MAX_FILE = 5 * 1024 * 1024;

/**
 * Of the files of a chart directory those that Helm loads: what .helmignore leaves over, in the order of a walk that visits
 * the names of each directory sorted.
 *
 * @throws InfraError for a file that is too large or a bad .helmignore
 */
export function loadedFiles(files: ReadonlyMap<string, Uint8Array>): ChartFile[] {
  const rule = parseIgnoreRules(files.get('.helmignore'));
  const directories = new Map<string, boolean>();
  const list: ChartFile[] = [];
  for (const [name, data] of files) {
    if (isInIgnoredDirectory(name, rule, directories) || rule(name, false)) continue;
    if (data.length > MAX_FILE) throw tooLarge(name);
    list.push({ name, data: withoutByteOrderMark(data) });
  }
  return list.sort(byPathParts);
}

function tooLarge(name: string): InfraError {
  const base = name.slice(name.lastIndexOf('/') + 1);
  const message = `chart file "${base}" is larger than the maximum file size ${MAX_FILE}`;
  return new InfraError('CHART', message, { location: { file: name } });
}

function isInIgnoredDirectory(path: string, rule: IgnoreRule, known: Map<string, boolean>): boolean {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return false;
  const directory = path.slice(0, slash);
  let ignored = known.get(directory);
  if (ignored === undefined) {
    ignored = isInIgnoredDirectory(directory, rule, known) || rule(directory, true);
    known.set(directory, ignored);
  }
  return ignored;
}

function byPathParts({ name: a }: ChartFile, { name: b }: ChartFile): number {
  return compareBytes(a.replaceAll('/', '\0'), b.replaceAll('/', '\0'));
}
