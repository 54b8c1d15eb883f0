import { InfraError } from '../lib/error.ts';
import { directoryNames, fileStatus, readFile } from '../system/files.ts';
import { digestOf, type ChartArchive } from './chart-cache.ts';
import { releasesOf, type ChartRelease } from './chart-index.ts';
import type { ChartLanguage, ChartReference, FetchContext } from './fetch-context.ts';
import { withoutCredentials } from '../lib/url-secrets.ts';
import { checkDigest, pickRelease } from './helm-repository.ts';
import { parseOciReference } from './oci-reference.ts';

type MirroredReference = Extract<ChartReference, { kind: 'repository' | 'url' | 'oci' }>;

/**
 * The archive of a chart in a folder of archives, with or without an index.yaml. What is recorded of it is where it would
 * have come from without the folder. Throws InfraError.
 */
export function readFromMirror(
  reference: MirroredReference,
  mirror: string,
  { language, tell }: FetchContext,
): ChartArchive {
  if (fileStatus(mirror)?.kind !== 'directory') {
    throw new InfraError('USAGE', `${mirror} is no directory of files to take the place of the network`, {
      hint: '--mirror takes a folder with .tgz files (with or without an index.yaml) and files of manifests',
    });
  }
  if (reference.kind === 'url') {
    const bytes = readMember(mirror, lastElement(reference.url), reference.url);
    return { bytes, upstream: { url: withoutCredentials(reference.url), digest: digestOf(bytes) } };
  }
  const wanted = reference.kind === 'oci' ? ociChart(reference.reference, reference.version) : reference;
  const releases =
    indexedReleases(mirror, wanted.chart, language) ?? namedReleases(mirror, wanted.chart, language);
  const release = pickRelease(releases, wanted, mirror, language);
  const what = `${wanted.chart} ${release.version}`;
  const name = lastElement(release.urls[0] ?? '');
  tell(`taking ${name} from ${mirror}`);
  const bytes = readMember(mirror, name, what);
  const digest = digestOf(bytes);
  checkDigest(digest, release.digest, what, `the index in ${mirror}`);
  return {
    bytes,
    upstream: {
      url: reference.kind === 'oci' ? reference.reference : withoutCredentials(reference.url),
      chart: wanted.chart,
      version: release.version,
      digest,
    },
  };
}

function ociChart(reference: string, version: string): { chart: string; version: string } {
  const { repository, tag } = parseOciReference(reference);
  return { chart: lastElement(repository), version: version === '' ? tag.replaceAll('_', '+') : version };
}

function indexedReleases(mirror: string, chart: string, language: ChartLanguage): ChartRelease[] | undefined {
  const path = `${mirror}/index.yaml`;
  return fileStatus(path)?.kind === 'file' ? releasesOf(readFile(path), chart, path, language) : undefined;
}

/** The archives whose names are that of the chart, a hyphen and a version. */
function namedReleases(mirror: string, chart: string, { isVersion }: ChartLanguage): ChartRelease[] {
  return directoryNames(mirror)
    .filter((name) => name.startsWith(`${chart}-`) && name.endsWith('.tgz'))
    .map((name) => ({ version: name.slice(chart.length + 1, -'.tgz'.length), urls: [name] }))
    .filter(({ version }) => isVersion(version))
    .sort((left, right) => (left.version < right.version ? -1 : 1));
}

/** What is behind the last slash of a path or URL, its query left out. */
function lastElement(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return path.slice(path.lastIndexOf('/') + 1);
}

function readMember(mirror: string, name: string, what: string): Uint8Array {
  const path = `${mirror}/${name}`;
  const isName = name !== '' && name !== '.' && name !== '..' && !/[\x00-\x1f\\]/.test(name);
  if (isName && fileStatus(path)?.kind === 'file') return readFile(path);
  throw new InfraError('NOT_FOUND', `there is no file of ${what} in ${mirror}`, {
    hint: name === '' ? 'its index has no URL for it' : `put ${JSON.stringify(name)} there`,
  });
}
