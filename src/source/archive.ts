import { InfraError } from '../lib/error.ts';
import { readTar, TarError, type TarEntry } from './tar.ts';

/** Helm's bounds: all files of a chart, and one of them. */
const MAX_TOTAL = 100 * 1024 * 1024;
export const MAX_FILE = 5 * 1024 * 1024;
/** Entries an archive may have; the largest chart we know has 600. */
export const MAX_ENTRIES = 20_000;
/** What the tar around MAX_TOTAL bytes can be at most: header and padding of each entry, twice for PAX. */
const MAX_TAR = MAX_TOTAL + MAX_ENTRIES * 4 * 512;
const MAX_ARCHIVE = MAX_TOTAL;

/**
 * The files of a chart archive by their path inside the chart: the first path element, which names the chart, is dropped.
 * Refuses what Helm refuses, and links and devices, which Helm reads as empty files. Throws InfraError with code ARCHIVE.
 *
 * @param name what messages call the archive
 */
export function readArchive(archive: Uint8Array, name: string): Map<string, Uint8Array> {
  try {
    return readEntries(gunzip(archive, name), name);
  } catch (error) {
    if (error instanceof TarError)
      throw fail(name, error.message, 'the archive is damaged or was cut short', error);
    throw error;
  }
}

function gunzip(archive: Uint8Array, name: string): Uint8Array {
  checkIsGzip(archive, name);
  if (archive.length > MAX_ARCHIVE) throw tooLarge(name);
  // Charts that were read in an earlier run need none of it.
  const { constants, gunzipSync } = process.getBuiltinModule('node:zlib');
  try {
    const { buffer, byteOffset, byteLength } = gunzipSync(archive, {
      maxOutputLength: MAX_TAR,
      chunkSize: outputSize(archive),
      finishFlush: constants.Z_FINISH,
    });
    // A plain array, since those of Node take longer to cut and to search.
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(name);
    const reason = code === 'Z_BUF_ERROR' ? 'unexpected EOF' : 'gzip: invalid data';
    throw fail(name, reason, 'the archive is damaged or was cut short', error);
  }
}

/** gzip ends with the length of what was packed: a hint that saves copies, believed only within bounds. */
function outputSize(archive: Uint8Array): number {
  const trailer = archive.length - 4;
  const stated = trailer < 0 ? 0 : new DataView(archive.buffer, archive.byteOffset).getUint32(trailer, true);
  return Math.min(Math.max(stated + 1, 64 * 1024), 32 * 1024 * 1024, 64 * 1024 + archive.length * 40);
}

/** Helm looks at the first bytes, so that a values file given in place of a chart is called by its name. */
function checkIsGzip(archive: Uint8Array, name: string): void {
  if (archive[0] === 0x1f && archive[1] === 0x8b && archive[2] === 8) return;
  if (/\.ya?ml$/.test(name)) {
    throw new InfraError(
      'ARCHIVE',
      `file '${name}' seems to be a YAML file, but expected a gzipped archive`,
      {
        hint: 'give the chart directory or its .tgz; values files go behind -f',
      },
    );
  }
  const kind = archive.includes(0) ? 'application/octet-stream' : 'text/plain; charset=utf-8';
  throw new InfraError('ARCHIVE', `file '${name}' does not appear to be a gzipped archive; got '${kind}'`, {
    hint: 'give a chart directory or a .tgz made by `helm package`',
  });
}

function readEntries(tar: Uint8Array, name: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let entries = 0;
  let total = 0;
  for (const entry of readTar(tar)) {
    if (++entries > MAX_ENTRIES) throw fail(name, `the archive has more than ${MAX_ENTRIES} entries`);
    if (entry.type === 'directory' || entry.type === 'global-header') continue;
    checkType(entry, name);
    const path = chartPath(entry.name, name);
    total += entry.size;
    if (total >= MAX_TOTAL) throw tooLarge(name);
    checkSize(entry, name);
    files.set(path, withoutByteOrderMark(entry.data));
  }
  if (files.size === 0) throw fail(name, 'no files in chart archive');
  return files;
}

function checkType(entry: TarEntry, name: string): void {
  if (entry.type === 'file') return;
  const hint = 'pack the chart with `helm package`, which stores what a link points to';
  throw fail(name, `chart archive contains "${entry.name}", which is no regular file (${entry.type})`, hint);
}

function checkSize(entry: TarEntry, name: string): void {
  if (entry.size <= MAX_FILE) return;
  throw fail(
    name,
    `decompressed chart file "${entry.name}" is larger than the maximum file size ${MAX_FILE}`,
    'leave it out with a line in .helmignore and pack the chart again',
  );
}

/**
 * Helm's rules for a path in an archive: below the chart's folder, by `/`, or all by `\` as packers on Windows write it. An
 * absolute path is refused even where Helm would take its first folder for the chart's.
 */
function chartPath(entryName: string, archive: string): string {
  const delimiter = entryName.includes('\\') ? '\\' : '/';
  const [first, ...rest] = entryName.split(delimiter);
  const joined = rest.join('/');
  if (entryName.startsWith('/') || joined.startsWith('/'))
    throw fail(archive, 'chart illegally contains absolute paths');
  const path = cleanPath(joined);
  if (path === '.') {
    throw fail(
      archive,
      `chart illegally contains content outside the base directory: ${JSON.stringify(entryName)}`,
    );
  }
  if (path.startsWith('..')) throw fail(archive, 'chart illegally references parent directory');
  if (/^[a-zA-Z]:\//.test(path)) throw fail(archive, 'chart contains illegally named files');
  if (first === 'Chart.yaml') throw fail(archive, 'chart yaml not in base directory');
  return path;
}

/** A relative path without `.`, empty elements and (where something precedes them) `..`; `.` when nothing is left. */
function cleanPath(path: string): string {
  if (!/(^|\/)(\.{0,2})(\/|$)/.test(path)) return path;
  const kept: string[] = [];
  for (const element of path.split('/')) {
    if (element === '' || element === '.') continue;
    if (element === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else kept.push(element);
  }
  return kept.length === 0 ? '.' : kept.join('/');
}

/** The content without a UTF-8 byte order mark, as Helm reads every file of a chart. */
export function withoutByteOrderMark(data: Uint8Array): Uint8Array {
  return data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf ? data.subarray(3) : data;
}

function tooLarge(name: string): InfraError {
  return fail(name, `decompressed chart is larger than the maximum size ${MAX_TOTAL}`);
}

function fail(file: string, message: string, hint?: string, cause?: unknown): InfraError {
  return new InfraError('ARCHIVE', message, {
    location: { file },
    ...(hint !== undefined && { hint }),
    cause,
  });
}
