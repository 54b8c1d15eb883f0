import { InfraError } from '../lib/error.ts';
import { fileStatus } from '../system/files.ts';
import { runGit } from '../system/git.ts';
import { gitFailure } from './git-failure.ts';

/** A commit as a person knows it. */
export interface Commit {
  readonly id: string;
  /** the first line of its message */
  readonly subject: string;
}

/** So many files or commits are named in a message. */
const MOST_NAMED = 5;
/** So many commits without a change can stand on a branch. */
const MOST_EMPTY = 1000;

/**
 * The commit that the work tree is at. Throws InfraError PROJECT where the repository is not one of Git, has no commit, or has
 * changes that are in none: what is installed is a commit.
 */
export function cleanHead(root: string): Commit {
  if (fileStatus(`${root}/.git`) === undefined) {
    throw new InfraError('PROJECT', `${root} is not the top of a Git repository`, {
      hint: 'git init, git add . and git commit; an installation is a branch',
    });
  }
  const head = commitAt(root, 'HEAD');
  if (head === undefined)
    throw new InfraError('PROJECT', 'there is no commit yet', { hint: 'git add . && git commit' });
  const files = uncommitted(root);
  if (files.length === 0) return head;
  throw new InfraError(
    'PROJECT',
    `not committed ${files.length === 1 ? 'is' : 'are'} ${named(files)}: only what is in a commit can be installed`,
    { location: { file: files[0]! }, hint: 'git add and git commit, or git stash' },
  );
}

/** The commit that a name stands for, undefined where there is none. */
export function commitAt(root: string, name: string): Commit | undefined {
  const { status, stdout } = runGit(root, ['log', '-1', '--format=%H %s', '--end-of-options', name, '--']);
  const [, id, subject] = /^([0-9a-f]+) (.*)\n/.exec(textOf(stdout)) ?? [];
  return status === 0 && id !== undefined ? { id, subject: subject ?? '' } : undefined;
}

/** Paths of files that are not as the last commit has them, or in none. */
function uncommitted(root: string): string[] {
  const words = ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames'];
  const result = runGit(root, words);
  if (result.status !== 0) throw gitFailure('git status failed', result, 'look at what git status says');
  const entries = textOf(result.stdout).split('\0');
  return entries.filter((entry) => entry !== '').map((entry) => entry.slice(3));
}

/** Those of the paths that a commit has no file at. */
export function missingAt(root: string, commit: string, paths: readonly string[]): string[] {
  const result = runGit(root, ['ls-tree', '-r', '-z', '--name-only', commit, '--', ...paths]);
  if (result.status !== 0) throw gitFailure('git ls-tree failed', result, 'look at what git fsck says');
  const present = new Set(textOf(result.stdout).split('\0'));
  return paths.filter((path) => !present.has(path));
}

/** Whether all that is in one commit is in another, too. */
export function isAncestor(root: string, ancestor: string, commit: string): boolean {
  return runGit(root, ['merge-base', '--is-ancestor', ancestor, commit]).status === 0;
}

/** Whether the history here ends before its beginning. */
export function isShallow(root: string): boolean {
  return textOf(runGit(root, ['rev-parse', '--is-shallow-repository']).stdout).trim() === 'true';
}

/** The commits that another one does not contain, newest first. */
export function commitsBeyond(root: string, from: string, to: string): Commit[] {
  return readCommits(root, ['--format=%H %s', `${from}..${to}`]);
}

/** The newest commit of a branch that changed something: those that only installed again changed nothing. */
export function lastChange(root: string, commit: string): string {
  const words = ['log', '--first-parent', `--max-count=${MOST_EMPTY}`, '--format=%H %T %P', commit, '--'];
  const commits = textOf(runGit(root, words).stdout)
    .split('\n')
    .map((line) => line.split(' '));
  const found = commits.find(([, tree, ...parents], index) => {
    return parents.length !== 1 || commits[index + 1]?.[1] !== tree;
  });
  return found?.[0] ?? commit;
}

/** A commit with the same files as another one, on top of it. Throws InfraError REMOTE. */
export function emptyCommit(root: string, parent: string, message: string): Commit {
  const words = ['commit-tree', '-p', parent, '-m', message, `${parent}^{tree}`];
  const result = runGit(root, words);
  if (result.status !== 0)
    throw gitFailure('git could not make a commit', result, 'git config user.name and user.email');
  return { id: textOf(result.stdout).trim(), subject: message };
}

/** `a, b, c and 4 more` */
export function named(items: readonly string[]): string {
  const more = items.length - MOST_NAMED;
  if (more <= 0) return items.join(', ');
  return `${items.slice(0, MOST_NAMED).join(', ')} and ${more} more`;
}

function readCommits(root: string, words: readonly string[]): Commit[] {
  const lines = textOf(runGit(root, ['log', ...words, '--']).stdout).split('\n');
  return lines.flatMap((line) => {
    const [, id, subject] = /^([0-9a-f]+) (.*)$/.exec(line) ?? [];
    return id === undefined ? [] : [{ id, subject: subject ?? '' }];
  });
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
