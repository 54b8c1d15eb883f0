import { InfraError } from '../lib/error.ts';
import { fromBytes } from '../lib/utf8.ts';
import type { ChartLanguage } from './fetch-context.ts';
import { withoutPasswords } from '../lib/url-secrets.ts';

/** A release of a chart, as an index lists it. */
export interface ChartRelease {
  readonly version: string;
  readonly urls: readonly string[];
  /** `sha256:…` where the index says one */
  readonly digest?: string;
}

/** What is parsed of an index: the releases of one chart, or a whole index that is written in an unusual way. */
const MAX_PARSED = 16 * 1024 * 1024;
/** What a name of a chart can be indented by in an index of the usual form. */
const MAX_INDENT = 16;

/**
 * The releases of a chart in the index of a repository; undefined if it lists no such chart. Indexes have up to tens of
 * megabytes, so that only the lines of that chart are parsed where the index is written as `helm repo index` writes it.
 *
 * @param place what messages call the index
 * @throws InfraError (REMOTE) for an index that cannot be read
 */
export function releasesOf(
  index: Uint8Array,
  chart: string,
  place: string,
  language: Pick<ChartLanguage, 'readYaml' | 'isVersion'>,
): ChartRelease[] | undefined {
  const lines = linesOf(index, chart);
  if (lines === 'absent') return undefined;
  const entries = readEntries(lines, index, place, language);
  const listed = entries.get(chart);
  if (!Array.isArray(listed)) return undefined;
  return listed.map((item) => releaseOf(item, language)).filter((release) => release !== undefined);
}

/**
 * The release that a version asks for, by Helm's rules: the one with that very version, else the newest that the range
 * allows. Throws an Error for a version that is no range.
 */
export function chooseRelease<T extends { readonly version: string }>(
  releases: readonly T[],
  version: string,
  { constraint, compareVersions, isVersion }: ChartLanguage,
): T | undefined {
  const allows = constraint(version === '' ? '*' : version);
  const exact = releases.find((release) => release.version === version);
  if (exact !== undefined) return exact;
  let newest: T | undefined;
  for (const release of releases) {
    if (!isVersion(release.version) || !allows(release.version)) continue;
    if (newest === undefined || compareVersions(newest.version, release.version) < 0) newest = release;
  }
  return newest;
}

/** Where the lines of a chart are: those below its name. `absent` if the index is of the usual form and lacks it. */
function linesOf(index: Uint8Array, chart: string): Uint8Array | 'absent' | undefined {
  // One character a byte: what is searched for is ASCII but for the name, and places are places of bytes.
  const text = Buffer.from(index.buffer, index.byteOffset, index.length).toString('latin1');
  const head = /^entries:[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\n)*( +)["'\w]/m.exec(text);
  if (head === null) return undefined;
  const indent = head[1]!.length;
  if (indent > MAX_INDENT) return undefined;
  const name = Buffer.from(chart)
    .toString('latin1')
    .replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const line = new RegExp(`^ {${indent}}(["']?)${name}\\1:[ \\t]*(?:#[^\\n]*)?\\r?$`, 'mg');
  line.lastIndex = head.index + head[0].length - 1 - indent;
  const start = line.exec(text)?.index;
  if (start === undefined) return isOnePlainDocument(text, name, indent) ? 'absent' : undefined;
  const next = new RegExp(`^ {0,${indent}}[^ \\t\\r\\n#-]|^---`, 'mg');
  next.lastIndex = line.lastIndex;
  return index.subarray(start, next.exec(text)?.index ?? index.length);
}

/** Whether no line could name the chart in another way. */
function isOnePlainDocument(text: string, name: string, indent: number): boolean {
  return !new RegExp(`^ {${indent}}(?:["']?${name}["']?[ \\t]*:|[?&!*{"])`, 'm').test(text);
}

/** The charts of an index by name: of its lines only, or of the whole where that is needed to read them, or to say what is wrong. */
function readEntries(
  lines: Uint8Array | undefined,
  index: Uint8Array,
  place: string,
  { readYaml }: Pick<ChartLanguage, 'readYaml'>,
): ReadonlyMap<unknown, unknown> {
  let problem: unknown;
  if (lines !== undefined && lines.length <= MAX_PARSED) {
    try {
      const data = readYaml(fromBytes(lines));
      if (data instanceof Map) return data;
    } catch (error) {
      problem = error;
    }
  }
  if (index.length <= MAX_PARSED) return readWhole(index, place, readYaml);
  const reason =
    problem instanceof Error ? problem.message : `more than ${MAX_PARSED} bytes in an unusual form`;
  throw broken(place, reason);
}

function readWhole(
  index: Uint8Array,
  place: string,
  readYaml: ChartLanguage['readYaml'],
): ReadonlyMap<unknown, unknown> {
  let data: unknown;
  try {
    data = readYaml(fromBytes(index));
  } catch (error) {
    throw broken(place, (error as Error).message, error);
  }
  const entries: unknown = data instanceof Map ? data.get('entries') : undefined;
  if (entries === null && data instanceof Map && data.has('entries')) return new Map();
  if (entries instanceof Map) return entries;
  throw broken(place, 'it has no map `entries`');
}

function broken(place: string, reason: string, cause?: unknown): InfraError {
  const line = (cause as { readonly line?: number } | undefined)?.line;
  const file = withoutPasswords(place);
  return new InfraError('REMOTE', `${file} is no index of charts: ${reason}`, {
    location: { file, ...(line !== undefined && { line }) },
    hint: 'check the URL of the repository: its index.yaml lies directly below it',
    cause,
  });
}

/** An entry without a version is passed over, as Helm does. */
function releaseOf(item: unknown, { isVersion }: Pick<ChartLanguage, 'isVersion'>): ChartRelease | undefined {
  if (!(item instanceof Map)) return undefined;
  const version: unknown = item.get('version');
  const urls: unknown = item.get('urls');
  if (typeof version !== 'string' || !isVersion(version)) return undefined;
  const digest: unknown = item.get('digest');
  return {
    version,
    urls: Array.isArray(urls) ? urls.filter((url) => typeof url === 'string') : [],
    ...(digest !== undefined && digest !== null && digest !== '' && { digest: normalDigest(digest) }),
  };
}

/** What is no text is no digest, but must not pass for none: no archive has the one it comes to. */
function normalDigest(digest: unknown): string {
  const text = typeof digest === 'string' ? digest : JSON.stringify(digest);
  return `sha256:${text.replace(/^sha256:/i, '').toLowerCase()}`;
}
