import { InfraError } from '../lib/error.ts';
import { digestOf, type ChartArchive } from './chart-cache.ts';
import { chooseRelease, releasesOf, type ChartRelease } from './chart-index.ts';
import type { ChartLanguage, FetchContext, RepositoryReference } from './fetch-context.ts';
import { withoutCredentials, withoutPasswords } from '../lib/url-secrets.ts';
import { basicAuthorization } from './http-answer.ts';
import { fetchHttpFile } from './http-file.ts';

const INDEX_LIMITS = { maxBytes: 100 * 1024 * 1024, timeoutMilliseconds: 120_000 };
export const ARCHIVE_LIMITS = { maxBytes: 100 * 1024 * 1024, timeoutMilliseconds: 600_000 };

/** The archive of a chart in a Helm repository, its digest checked against the index. Throws InfraError. */
export async function fetchFromRepository(
  reference: RepositoryReference,
  context: FetchContext,
): Promise<ChartArchive> {
  const { url, chart } = reference;
  const indexUrl = below(url, 'index.yaml');
  const index = await readIndex(indexUrl, context);
  const releases = releasesOf(index, chart, indexUrl, context.language);
  const release = pickRelease(releases, reference, withoutPasswords(url), context.language);
  const archiveUrl = below(url, archiveOf(release, chart, url));
  const bytes = await fetchArchive(archiveUrl, context);
  const digest = digestOf(bytes);
  checkDigest(digest, release.digest, `${chart} ${release.version}`, 'the index of the repository');
  return { bytes, upstream: { url: withoutCredentials(url), chart, version: release.version, digest } };
}

/** The archive at a URL, with the credentials that are meant for it. Throws InfraError. */
export async function fetchArchive(
  url: string,
  { tell, limits, credentials }: FetchContext,
): Promise<Uint8Array> {
  tell(`fetching ${withoutPasswords(url)}`);
  const known = credentials(url);
  const authorization = known && basicAuthorization(known);
  return await fetchHttpFile(url, { ...ARCHIVE_LIMITS, ...limits }, { authorization });
}

async function readIndex(url: string, context: FetchContext): Promise<Uint8Array> {
  const { indexes, tell, limits, credentials } = context;
  const known = indexes.get(url);
  if (known !== undefined) return await known;
  tell(`reading ${withoutPasswords(url)}`);
  const user = credentials(url);
  const authorization = user && basicAuthorization(user);
  const index = fetchHttpFile(url, { ...INDEX_LIMITS, ...limits }, { authorization });
  indexes.set(url, index);
  return await index;
}

/** A release that a reference asks for. Throws InfraError NOT_FOUND. */
export function pickRelease(
  releases: readonly ChartRelease[] | undefined,
  { chart, version }: { readonly chart: string; readonly version: string },
  place: string,
  language: ChartLanguage,
): ChartRelease {
  if (releases === undefined || releases.length === 0) {
    throw new InfraError('NOT_FOUND', `there is no chart ${JSON.stringify(chart)} in ${place}`, {
      hint: 'check its name, and the URL of the repository',
    });
  }
  const release = chooseVersion(releases, version, language);
  if (release !== undefined) return release;
  const wanted = version === '' ? 'a release (pre-releases need --version or --devel)' : `version ${version}`;
  throw new InfraError('NOT_FOUND', `the chart ${chart} in ${place} does not have ${wanted}`, {
    hint: `it has ${shortList(releases.map((each) => each.version))}`,
  });
}

/** chooseRelease, with an InfraError for a version that is no range. */
export function chooseVersion<T extends { readonly version: string }>(
  releases: readonly T[],
  version: string,
  language: ChartLanguage,
): T | undefined {
  try {
    return chooseRelease(releases, version, language);
  } catch (error) {
    throw new InfraError(
      'USAGE',
      `${JSON.stringify(version)} is no version or range: ${(error as Error).message}`,
      {
        hint: 'ranges are written like 1.x, ^1.2 or ">=1.2 <2"',
        cause: error,
      },
    );
  }
}

const SHOWN = 8;

function shortList(words: readonly string[]): string {
  const more = words.length > SHOWN ? ` and ${words.length - SHOWN} more` : '';
  return `${words.slice(0, SHOWN).join(', ')}${more}`;
}

function archiveOf({ urls, version }: ChartRelease, chart: string, place: string): string {
  const [url] = urls;
  if (url !== undefined && url !== '') return url;
  throw new InfraError(
    'REMOTE',
    `the index of ${withoutPasswords(place)} has no URL for ${chart} ${version}`,
  );
}

/** A URL, relative to a repository as to a folder. The query of the repository's URL goes with relative ones. */
function below(repository: string, url: string): string {
  if (!URL.canParse(repository)) {
    throw new InfraError(
      'USAGE',
      `${JSON.stringify(withoutPasswords(repository))} is no URL of a repository`,
      {
        hint: 'it starts with https://',
      },
    );
  }
  if (URL.canParse(url)) return url;
  const folder = new URL(repository);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  if (!URL.canParse(url, folder.href)) {
    throw new InfraError(
      'REMOTE',
      `the index of ${withoutPasswords(repository)} has ${JSON.stringify(url)} for a URL`,
    );
  }
  const full = new URL(url, folder.href);
  if (full.search === '' && full.host === folder.host) full.search = folder.search;
  if (full.host === folder.host) {
    full.username = folder.username;
    full.password = folder.password;
  }
  return full.href;
}

/** Throws InfraError (REMOTE) for an archive whose digest is not what somebody said. */
export function checkDigest(
  actual: string,
  expected: string | undefined,
  what: string,
  authority: string,
): void {
  if (expected === undefined || actual === expected) return;
  throw new InfraError('REMOTE', `the archive of ${what} is not the one that ${authority} names`, {
    hint: `its digest is ${actual}, expected was ${expected}: it was changed or damaged on its way, or published again; what the lock names can be taken anew with --version`,
  });
}
