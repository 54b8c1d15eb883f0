import type { TargetName } from '../project/target.ts';
import { installBranch, overlayDirectory, parseTarget, printTarget } from '../project/target.ts';
import { openInfraYaml, repositoryRoot } from '../project/repository.ts';
import { InfraError } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import { joinPath } from '../lib/path.ts';
import { diskTree } from '../source/disk-tree.ts';
import { findCommit } from '../source/git-commit.ts';
import type { GitCommit } from '../source/git-tree.ts';
import { targetsOf } from './build-targets.ts';
import { DiffRun, type BuildsDiff } from './diff-builds.ts';
import type { CommandIo } from './io.ts';

/** What a target is compared with: it is what the diff calls `before`. */
type Against =
  | { readonly kind: 'commit'; readonly ref: string }
  | { readonly kind: 'target'; readonly target: TargetName }
  /** The commit on its install branch; nothing if there is none. */
  | { readonly kind: 'installed' };

export interface DiffChoices {
  /** Targets, patterns of targets, and directories. */
  readonly words: readonly string[];
  /** A commit, branch, tag or target; HEAD if not given. */
  readonly against?: string;
  readonly installed?: boolean;
}

/** The diff of one target or directory. */
export interface NamedDiff extends BuildsDiff {
  /** The target, or the directory from the root. */
  readonly name: string;
  /** What it is compared with, for people. */
  readonly against: string;
}

export interface DiffResult {
  readonly diffs: readonly NamedDiff[];
  /** what is wrong with patches of the work tree */
  readonly findings: readonly Finding[];
}

/** The diffs that a command line asks for. Throws InfraError. */
export async function diffWords(choices: DiffChoices, directory: string, io: CommandIo): Promise<DiffResult> {
  const tree = diskTree();
  const here = tree.find(directory)?.path ?? directory;
  const root = repositoryRoot(here);
  const against = againstOf(choices, root, tree);
  const run = new DiffRun(root, io);
  const diffs: NamedDiff[] = [];
  for (const path of directoriesOf(choices.words, here, root, tree)) {
    const name = path.startsWith('overlays/') ? path.slice('overlays/'.length) : path || '.';
    io.progress(`comparing ${name}`);
    diffs.push({ ...(await diffDirectory(run, root, path, against)), name });
  }
  return { diffs, findings: run.findings };
}

function againstOf({ against, installed }: DiffChoices, root: string, tree: DiskTree): Against {
  if (installed === true && against !== undefined) {
    throw new InfraError('USAGE', '--installed and --against cannot be given together', {
      hint: 'compare with what is installed, or with something else',
    });
  }
  if (installed === true) return { kind: 'installed' };
  const ref = against ?? 'HEAD';
  const target = targetNamed(ref);
  const isTarget = target !== undefined && tree.find(`${root}/${overlayDirectory(target)}`) !== undefined;
  return isTarget ? { kind: 'target', target } : { kind: 'commit', ref };
}

type DiskTree = ReturnType<typeof diskTree>;

function targetNamed(word: string): TargetName | undefined {
  try {
    return parseTarget(word);
  } catch {
    return undefined;
  }
}

/** The directories, from the root, that words name: also a target that is in the work tree no more. */
function directoriesOf(words: readonly string[], here: string, root: string, tree: DiskTree): string[] {
  const paths = words.flatMap((word) => {
    const found = tree.find(joinPath(here, word));
    if (found?.kind === 'directory') return [belowRoot(found.path, root, word)];
    const target = /[*?[]/.test(word) ? undefined : targetNamed(word);
    if (target !== undefined) return [overlayDirectory(target)];
    const pattern = word.replace(/^(?:\.\/)?overlays\//, '');
    return targetsOf(pattern, root, tree).map((each) => belowRoot(each.directory, root, word));
  });
  return [...new Set(paths)];
}

function belowRoot(path: string, root: string, word: string): string {
  if (path === root) return '';
  if (path.startsWith(`${root}/`)) return path.slice(root.length + 1);
  throw new InfraError('USAGE', `${word} is not in this repository`, {
    hint: 'run infra where the target is',
  });
}

async function diffDirectory(
  run: DiffRun,
  root: string,
  directory: string,
  against: Against,
): Promise<BuildsDiff & { readonly against: string }> {
  if (against.kind === 'target') {
    const other = overlayDirectory(against.target);
    return { ...(await run.againstDirectory(directory, other)), against: printTarget(against.target) };
  }
  const { commit, label } =
    against.kind === 'commit' ? commitNamed(root, against.ref) : installed(root, directory);
  return { ...(await run.againstCommit(directory, commit, label)), against: label };
}

/** A commit, and what messages call it. */
interface NamedCommit {
  readonly commit: GitCommit | undefined;
  readonly label: string;
}

function commitNamed(root: string, ref: string): NamedCommit {
  const commit = findCommit(root, ref);
  if (commit !== undefined) return { commit, label: ref };
  const hint =
    ref === 'HEAD'
      ? 'this repository has no commit yet: git add . && git commit'
      : 'give a commit, a branch, a tag, or a target <cluster>/<namespace>/<app>';
  throw new InfraError('NOT_FOUND', `there is no commit, branch, tag or target ${ref}`, { hint });
}

/** The commit that an operator wants at a target, as the remote had it when it was last asked. */
function installed(root: string, directory: string): NamedCommit {
  const branch = installBranch(parseTarget(directory));
  const { remote } = openInfraYaml(root).git;
  const commit =
    findCommit(root, `refs/remotes/${remote}/${branch}`) ?? findCommit(root, `refs/heads/${branch}`);
  const label =
    commit === undefined ? `nothing (there is no branch ${branch})` : `what is installed (${branch})`;
  return { commit, label };
}
