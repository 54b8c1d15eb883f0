import { InfraError } from '../lib/error.ts';
import { readArchive } from './archive.ts';
import { digestOf, openChartCache, type ChartArchive, type ChartCache } from './chart-cache.ts';
import { openLocalArchive, readChartDirectory } from './chart-files.ts';
import type { ChartReference, FetchContext, FetchedChart, Upstream } from './fetch-context.ts';
import { withoutCredentials, withoutPasswords } from '../lib/url-secrets.ts';
import { checkDigest, fetchArchive, fetchFromRepository } from './helm-repository.ts';
import { isUnreachable } from './http-answer.ts';
import { readFromMirror } from './mirror.ts';
import { fetchFromRegistry } from './oci-registry.ts';
import { parseOciReference } from './oci-reference.ts';

type RemoteArchive = Extract<ChartReference, { kind: 'repository' | 'url' | 'oci' }>;

/**
 * The files of a chart, wherever it is, and where they are from. What was fetched once is kept by its digest: a fixed version
 * is fetched once, a range is looked up each time and is what it was before where nobody answers. Throws InfraError.
 */
export async function fetchChart(reference: ChartReference, context: FetchContext): Promise<FetchedChart> {
  const { expectedDigest } = context;
  switch (reference.kind) {
    case 'directory': {
      const files = readChartDirectory(reference.path, context.language.ignoreRule);
      const { path: directory, root } = reference;
      return { files, upstream: {}, place: { directory, ...(root !== undefined && { root }) } };
    }
    case 'archive': {
      const { digest, files } = openLocalArchive(reference.path, context.cacheDirectory);
      checkDigest(digest(), expectedDigest, reference.path, 'the lock');
      return readLater({ digest: digest() }, files);
    }
    case 'git': {
      // Starting programs takes long to load.
      const { fetchFromGit } = await import('./git-chart.ts');
      return await fetchFromGit(reference, context);
    }
    default: {
      const { bytes, upstream } = await openArchive(reference, context);
      checkDigest(upstream.digest, expectedDigest, nameOf(reference), 'the lock');
      return readLater(upstream, () => readArchive(bytes, nameOf(reference)));
    }
  }
}

/** A chart whose archive is taken apart when somebody asks for its files: it may be known from an earlier run. */
function readLater(upstream: Upstream, read: () => Map<string, Uint8Array>): FetchedChart {
  let files: Map<string, Uint8Array> | undefined;
  return {
    upstream,
    get files() {
      return (files ??= read());
    },
  };
}

/** The archive that a chart was fetched as, if the cache could keep it. */
export function fetchedArchive(
  { upstream: { digest } }: FetchedChart,
  { cacheDirectory }: FetchContext,
): Uint8Array | undefined {
  return digest === undefined ? undefined : openChartCache(`${cacheDirectory}/charts`).archive(digest);
}

async function openArchive(reference: RemoteArchive, context: FetchContext): Promise<ChartArchive> {
  const cache = openChartCache(`${context.cacheDirectory}/charts`);
  const request = requestOf(reference);
  const known = fromCache(reference, request, cache, context);
  if (known !== undefined) return known;
  const found = await fromElsewhere(reference, request, cache, context);
  // Another archive than the lock has must not become what the next run finds here.
  if (context.expectedDigest !== undefined && context.expectedDigest !== found.upstream.digest) return found;
  const checked = { ...found, bytes: checkedArchive(found.bytes, reference) };
  // What a folder has is nothing that the repository said.
  if (context.mirror === undefined) cache.keep(request, checked);
  else cache.keepArchive(checked);
  return found;
}

async function fromElsewhere(
  reference: RemoteArchive,
  request: string,
  cache: ChartCache,
  context: FetchContext,
): Promise<ChartArchive> {
  if (context.mirror !== undefined) return readFromMirror(reference, context.mirror, context);
  try {
    return await fromNetwork(reference, context);
  } catch (error) {
    const mayBeOlder = context.expectedDigest === undefined && isUnreachable(error);
    const last = mayBeOlder ? cache.remembered(request) : undefined;
    if (last === undefined) throw error;
    context.warn(`${(error as Error).message}; using what was fetched before`);
    return last;
  }
}

/** What needs no network: the archive of a lock, a fixed version that was fetched before; when offline, all there is. */
function fromCache(
  reference: RemoteArchive,
  request: string,
  cache: ChartCache,
  { expectedDigest, offline, mirror }: FetchContext,
): ChartArchive | undefined {
  const last = cache.remembered(request);
  if (expectedDigest !== undefined) {
    if (last?.upstream.digest === expectedDigest) return last;
    const bytes = cache.archive(expectedDigest);
    if (bytes !== undefined)
      return { bytes, upstream: { ...statedUpstream(reference), digest: expectedDigest } };
  } else if (mirror === undefined && last !== undefined && (offline === true || isFixed(reference)))
    return last;
  if (offline !== true || mirror !== undefined) return undefined;
  throw new InfraError(
    'REMOTE',
    `${nameOf(reference)} is not in the cache, and --offline forbids to fetch it`,
    {
      hint: 'run it once without --offline, or give a folder of archives with --mirror',
    },
  );
}

async function fromNetwork(reference: RemoteArchive, context: FetchContext): Promise<ChartArchive> {
  switch (reference.kind) {
    case 'repository':
      return await fetchFromRepository(reference, context);
    case 'oci':
      return await fetchFromRegistry(reference, context);
    case 'url': {
      const bytes = await fetchArchive(reference.url, context);
      return { bytes, upstream: { url: withoutCredentials(reference.url), digest: digestOf(bytes) } };
    }
  }
}

/** What is no archive is not kept: a page that asks to log in would come back each time. */
function checkedArchive(bytes: Uint8Array, reference: RemoteArchive): Uint8Array {
  readArchive(bytes, nameOf(reference));
  return bytes;
}

function requestOf(reference: RemoteArchive): string {
  switch (reference.kind) {
    case 'repository':
      return JSON.stringify([
        'repository',
        withoutCredentials(reference.url),
        reference.chart,
        reference.version,
      ]);
    case 'oci':
      return JSON.stringify(['oci', reference.reference, reference.version]);
    case 'url':
      return JSON.stringify(['url', withoutCredentials(reference.url)]);
  }
}

const FULL_VERSION = /^v?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]*)?$/;

/** Whether the reference means the same archive for ever. */
function isFixed(reference: RemoteArchive): boolean {
  if (reference.kind === 'url') return false;
  if (FULL_VERSION.test(reference.version)) return true;
  if (reference.kind === 'repository') return false;
  const { tag, digest } = parseOciReference(reference.reference);
  return digest !== '' || FULL_VERSION.test(tag.replaceAll('_', '+'));
}

function statedUpstream(reference: RemoteArchive): Upstream {
  if (reference.kind === 'url') return { url: withoutCredentials(reference.url) };
  const { version } = reference;
  const stated = FULL_VERSION.test(version) ? { version } : {};
  if (reference.kind === 'oci') {
    const { repository } = parseOciReference(reference.reference);
    const chart = repository.slice(repository.lastIndexOf('/') + 1);
    return { url: reference.reference, chart, ...stated };
  }
  return { url: withoutCredentials(reference.url), chart: reference.chart, ...stated };
}

/** What messages call it. */
function nameOf(reference: RemoteArchive): string {
  if (reference.kind === 'url') return withoutPasswords(reference.url);
  const version = reference.version === '' ? '' : ` ${reference.version}`;
  if (reference.kind === 'oci') return `${reference.reference}${version}`;
  return `${reference.chart}${version} of ${withoutPasswords(reference.url)}`;
}
