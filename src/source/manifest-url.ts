import { InfraError } from '../lib/error.ts';
import { withoutCredentials, withoutPasswords } from '../lib/url-secrets.ts';
import { digestOf, openChartCache, type ChartArchive, type ChartCache } from './chart-cache.ts';
import type { FetchContext } from './fetch-context.ts';
import { fetchArchive } from './helm-repository.ts';
import { isUnreachable } from './http-answer.ts';
import { readFromMirror } from './mirror.ts';
import { isHttpUrl } from '../lib/url.ts';

/** Whether a text is the URL of a file of manifests: its path ends as those of YAML and JSON files do. */
export function isManifestUrl(text: string): boolean {
  return isHttpUrl(text) && URL.canParse(text) && /\.(?:ya?ml|json)$/.test(new URL(text).pathname);
}

/**
 * The file of manifests at a URL. The one with the expected digest needs no network once it was fetched; without an expected
 * digest the server is asked, and where it does not answer, the file is what it was before. Throws InfraError.
 */
export async function fetchManifestFile(url: string, context: FetchContext): Promise<ChartArchive> {
  const cache = openChartCache(`${context.cacheDirectory}/manifests`);
  const request = JSON.stringify(['manifests', withoutCredentials(url)]);
  const { expectedDigest } = context;
  const known = expectedDigest === undefined ? undefined : cache.archive(expectedDigest);
  if (known !== undefined && expectedDigest !== undefined)
    return { bytes: known, upstream: { url: withoutCredentials(url), digest: expectedDigest } };
  const found = await fromElsewhere(url, request, cache, context);
  checkFile(found, url, expectedDigest);
  cache.keep(request, found);
  return found;
}

async function fromElsewhere(
  url: string,
  request: string,
  cache: ChartCache,
  context: FetchContext,
): Promise<ChartArchive> {
  if (context.mirror !== undefined) return readFromMirror({ kind: 'url', url }, context.mirror, context);
  const before = context.expectedDigest === undefined ? cache.remembered(request) : undefined;
  if (context.offline === true) {
    if (before !== undefined) return before;
    throw new InfraError(
      'REMOTE',
      `${withoutPasswords(url)} is not in the cache, and --offline forbids to fetch it`,
      { hint: 'run it once without --offline, or give a folder that has the file with --mirror' },
    );
  }
  try {
    const bytes = await fetchArchive(url, context);
    return { bytes, upstream: { url: withoutCredentials(url), digest: digestOf(bytes) } };
  } catch (error) {
    if (before === undefined || !isUnreachable(error)) throw error;
    context.warn(`${(error as Error).message}; using what was fetched before`);
    return before;
  }
}

/** A page that asks to log in, or shows the file, is answered as the file itself would be. */
const WEB_PAGE = /^\s*<(?:!doctype|html|head|body|!--|\?xml)/i;

function checkFile({ bytes, upstream }: ChartArchive, url: string, expected: string | undefined): void {
  const name = withoutPasswords(url);
  if (WEB_PAGE.test(new TextDecoder().decode(bytes.subarray(0, 1000)))) {
    throw new InfraError('REMOTE', `${name} is a web page, not a file of manifests`, {
      hint: 'give the URL of the raw file',
    });
  }
  if (expected === undefined || expected === upstream.digest) return;
  const message = `${name} has the digest ${upstream.digest}, and its lock says ${expected}`;
  throw new InfraError('LOCK', message, {
    hint: `find out why it changed; infra unpack ${withoutCredentials(url)} takes it as it is now`,
  });
}
