import { InfraError } from '../lib/error.ts';
import { fileStatus, realPath } from '../system/files.ts';
import { openChartCache } from './chart-cache.ts';
import { readChartDirectory } from './chart-files.ts';
import type { FetchContext, FetchedChart, GitChart } from './fetch-context.ts';
import { withoutCredentials, withoutPasswords } from '../lib/url-secrets.ts';
import { openGitRepository, type GitCheckout } from './git-repository.ts';

const TIMEOUT_SECONDS = 300;

/** A chart in a directory of a Git repository. Throws InfraError. */
export async function fetchFromGit(chart: GitChart, context: FetchContext): Promise<FetchedChart> {
  const { root, commit, directory } = await openGitDirectory(chart, context);
  return {
    files: readChartDirectory(directory, context.language.ignoreRule),
    upstream: { url: withoutCredentials(chart.url), commit },
    place: { directory, root },
  };
}

type GitContext = Pick<FetchContext, 'cacheDirectory' | 'offline' | 'tell' | 'warn'>;

/** A directory of a Git repository, in the cache. Throws InfraError. */
export async function openGitDirectory(
  chart: GitChart,
  context: GitContext,
): Promise<GitCheckout & { readonly directory: string }> {
  const { root, commit } = await openAtRef(chart, context);
  const directory = chart.path === '' ? root : `${root}/${chart.path}`;
  const isThere = fileStatus(directory)?.kind === 'directory';
  if (!isThere || !`${realPath(directory)}/`.startsWith(`${realPath(root)}/`)) {
    throw new InfraError(
      'NOT_FOUND',
      `there is no directory ${chart.path} in ${withoutPasswords(chart.url)}`,
      {
        hint: 'the path of the chart goes behind two slashes: git+https://host/repository.git//charts/name?ref=v1',
      },
    );
  }
  return { root, commit, directory };
}

/** A ref is looked up in the repository, or what it was the last time where that cannot be asked. */
async function openAtRef({ url, ref }: GitChart, context: GitContext): Promise<GitCheckout> {
  const cache = openChartCache(`${context.cacheDirectory}/charts`);
  const request = JSON.stringify(['git', withoutCredentials(url), ref]);
  const open = (at: string): Promise<GitCheckout> =>
    openGitRepository(
      { clone: url, submodules: false, timeoutSeconds: TIMEOUT_SECONDS, ...(at !== '' && { ref: at }) },
      { cacheDirectory: `${context.cacheDirectory}/git` },
    );
  const known = cache.commitOf(request);
  if (context.offline === true) return await open(known ?? missing(url, ref));
  try {
    context.tell(`fetching ${withoutPasswords(url)}`);
    const checkout = await open(ref);
    cache.keepCommit(request, checkout.commit);
    return checkout;
  } catch (error) {
    if (known === undefined) throw error;
    context.warn(`${(error as Error).message}; using what was fetched before`);
    return await open(known);
  }
}

const COMMIT = /^[0-9a-f]{40,64}$/;

function missing(url: string, ref: string): string {
  if (COMMIT.test(ref)) return ref;
  throw new InfraError(
    'REMOTE',
    `${withoutPasswords(url)} was not fetched before, and --offline forbids it now`,
  );
}
