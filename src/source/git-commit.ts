import { InfraError } from '../lib/error.ts';
import { runGit } from '../system/git.ts';
import type { GitCommit } from './git-tree.ts';

const OBJECT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The commit that a branch, tag or expression of Git names in the repository that a directory is in; undefined for one that
 * there is not. Throws InfraError USAGE where there is no repository, or for what Git could take for an option.
 */
export function findCommit(directory: string, ref: string): GitCommit | undefined {
  if (ref.startsWith('-') || /[\x00-\x1f\x7f]/.test(ref) || ref === '') {
    throw new InfraError('USAGE', `${JSON.stringify(ref)} is no name of a commit, branch or tag`);
  }
  const repository = repositoryOf(directory);
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const commit = textOf(runGit(directory, words));
  return OBJECT.test(commit) ? { repository, commit } : undefined;
}

/** The absolute real path of the repository that a directory is in. */
function repositoryOf(directory: string): string {
  const { status, stdout } = runGit(directory, ['rev-parse', '--show-toplevel']);
  if (status === 0) return new TextDecoder().decode(stdout).replace(/\n$/, '');
  throw new InfraError(
    'USAGE',
    `${directory} is in no Git repository, so there is no commit to compare with`,
    {
      hint: 'compare two targets: infra diff <target> --against <target>; or begin with git init and a commit',
    },
  );
}

function textOf({ stdout }: { readonly stdout: Uint8Array }): string {
  return new TextDecoder().decode(stdout).trim();
}

/** The paths, from the repository, of files of a commit that are otherwise, or not at all, in the work tree. */
export function changedSince({ repository, commit }: GitCommit): Set<string> {
  const words = ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', commit, '--'];
  const { status, stdout, stderr } = runGit(repository, words);
  if (status !== 0) throw new InfraError('REMOTE', `git diff failed: ${stderr.trim()}`);
  return new Set(new TextDecoder().decode(stdout).split('\0').filter(Boolean));
}
