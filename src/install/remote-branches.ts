import { InfraError } from '../lib/error.ts';
import { runGit, type GitResult } from '../system/git.ts';
import { gitFailure, reasonOf } from './git-failure.ts';

const REACH = 'check the address with git remote -v, and that Git reaches it without asking for a password';

/**
 * The commits that branches of a remote are at, without those that it has not; the commits themselves are fetched where they
 * are not here. Throws InfraError REMOTE.
 */
export function remoteBranches(
  root: string,
  remote: string,
  branches: readonly string[],
): Map<string, string> {
  const refs = branches.map((branch) => `refs/heads/${branch}`);
  const listed = runGit(root, ['ls-remote', '--', remote, ...refs]);
  if (listed.status !== 0) throw notRead(root, remote, listed);
  const commits = new Map<string, string>();
  for (const line of new TextDecoder().decode(listed.stdout).split('\n')) {
    const [, id, branch] = /^([0-9a-f]+)\trefs\/heads\/(.+)$/.exec(line) ?? [];
    // The remote matches by the end of a name, too.
    if (id !== undefined && branches.includes(branch!)) commits.set(branch!, id);
  }
  fetchMissing(root, remote, commits);
  return commits;
}

function notRead(root: string, remote: string, listed: GitResult): InfraError {
  const isKnown = runGit(root, ['remote', 'get-url', '--', remote]).status === 0;
  if (isKnown || /[/:]/.test(remote)) return gitFailure(`${remote} cannot be read`, listed, REACH);
  return new InfraError('PROJECT', `Git has no remote ${remote} to install through`, {
    hint: `git remote add ${remote} <address>`,
  });
}

function fetchMissing(root: string, remote: string, commits: ReadonlyMap<string, string>): void {
  if (commits.size === 0) return;
  const input = [...commits.values()].map((id) => `${id}\n`).join('');
  const { stdout } = runGit(root, ['cat-file', '--batch-check'], { input });
  const present = new TextDecoder().decode(stdout).split('\n');
  const missing = [...commits.keys()].filter((_, index) => !/^[0-9a-f]+ commit /.test(present[index] ?? ''));
  if (missing.length === 0) return;
  const words = missing.map((branch) => `refs/heads/${branch}`);
  const fetched = runGit(root, ['fetch', '--quiet', '--no-tags', '--', remote, ...words]);
  if (fetched.status !== 0) throw gitFailure(`git fetch ${remote} failed`, fetched, REACH);
}

/** A branch to be moved. */
export interface Push {
  readonly branch: string;
  /** the commit that it was seen at; undefined where there was no such branch */
  readonly seen: string | undefined;
  readonly commit: string;
}

/**
 * Moves branches of a remote: all, or none, and only from where they were seen. Throws InfraError REMOTE with what the remote
 * says.
 */
export function pushBranches(root: string, remote: string, pushes: readonly Push[]): void {
  const leases = pushes.map(({ branch, seen }) => `--force-with-lease=refs/heads/${branch}:${seen ?? ''}`);
  const refs = pushes.map(({ branch, commit }) => `${commit}:refs/heads/${branch}`);
  // Not every server can do several at once or none; each can do one.
  const atomic = pushes.length > 1 ? ['--atomic'] : [];
  const result = runGit(root, ['push', '--porcelain', ...atomic, ...leases, '--', remote, ...refs]);
  if (result.status === 0) return;
  const refused = new TextDecoder()
    .decode(result.stdout)
    .split('\n')
    .flatMap((line) => {
      const [, branch, reason] = /^!\t[^\t]*:refs\/heads\/([^\t]+)\t\[[^\]]*\] \((.*)\)/.exec(line) ?? [];
      return branch === undefined || reason === undefined ? [] : [{ branch, reason }];
    });
  const stale = refused.find(({ reason }) => reason === 'stale info');
  if (stale !== undefined) {
    throw new InfraError(
      'REMOTE',
      `somebody moved ${stale.branch} on ${remote} meanwhile; nothing was pushed`,
      {
        hint: 'run it again, and look at the new difference',
      },
    );
  }
  const first = refused.find(({ reason }) => !reason.startsWith('atomic'));
  if (first === undefined) throw gitFailure(`git push ${remote} failed`, result, REACH);
  const words = result.stderr.includes('remote:') ? `: ${reasonOf(result).replace(/^remote: /, '')}` : '';
  throw new InfraError('REMOTE', `${remote} refused ${first.branch} (${first.reason})${words}`, {
    hint: 'nothing was pushed; ask those who keep that repository which branches may be pushed',
  });
}
