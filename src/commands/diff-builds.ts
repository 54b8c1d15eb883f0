import { diffResources, type ResourcesDiff } from '../diff/diff-resources.ts';
import type { Mapping } from '../k8s/node.ts';
import type { FileTree } from '../kustomize/file-tree.ts';
import { build } from '../kustomize/build.ts';
import { InfraError } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import { joinPath } from '../lib/path.ts';
import { diskTree } from '../source/disk-tree.ts';
import { changedSince } from '../source/git-commit.ts';
import { gitTree, type GitCommit } from '../source/git-tree.ts';
import { startRun, type BuildRun } from './build.ts';
import type { CommandIo } from './io.ts';
import { ofPatches } from '../overlay/patch-warnings.ts';
import { withUncommittedBases } from './uncommitted-base.ts';

/** What one side of a diff is built from; bases are built once for each. */
interface Side {
  readonly tree: FileTree;
  readonly run: BuildRun;
  /** What messages call it; empty for the work tree. */
  readonly label: string;
}

/** The files of a commit, and which of them are otherwise in the work tree. */
interface CommitSide extends Side {
  readonly repository: string;
  readonly changed: ReadonlySet<string>;
}

/** Both sides of a diff, and in what they differ. */
export interface BuildsDiff {
  readonly before: readonly Mapping[];
  readonly after: readonly Mapping[];
  readonly diff: ResourcesDiff;
}

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const NONE: readonly Mapping[] = [];

/** Diffs of one run, which share what they read. `root` is the absolute real path of the project. */
export class DiffRun {
  private readonly root: string;
  private readonly io: CommandIo;
  private readonly workTree: Side;
  private readonly commits = new Map<string, CommitSide>();
  private readonly built = new Map<string, Promise<readonly Mapping[]>>();

  constructor(root: string, io: CommandIo) {
    this.root = root;
    this.io = io;
    const tree = diskTree();
    this.workTree = { tree, run: startRun(tree, {}, io), label: '' };
  }

  /**
   * What a directory (from the root) builds now, against what it built in a commit; undefined: there was nothing. Where no
   * file that the build looked for is otherwise in the commit, it is built once. Throws InfraError.
   */
  async againstCommit(directory: string, commit: GitCommit | undefined, label: string): Promise<BuildsDiff> {
    const after = await this.builtOf(this.workTree, directory);
    if (commit === undefined) return diffOf(directory, undefined, after);
    const side = this.commitSide(commit, label, directory);
    const before =
      after !== undefined && this.isUntouched(side) ? after : await this.builtOf(side, directory);
    return diffOf(directory, before, after);
  }

  /** What a directory builds against what another one does, both in the work tree. Throws InfraError. */
  async againstDirectory(directory: string, other: string): Promise<BuildsDiff> {
    const after = await this.builtOf(this.workTree, directory);
    if (after === undefined) throw nothingAt(directory);
    const before = await this.builtOf(this.workTree, other);
    if (before === undefined) throw nothingAt(other);
    return { before, after, diff: diffResources(before, after, { acrossNamespaces: true }) };
  }

  /** What builds of the work tree say of patches: Kustomize passes over those that match nothing. */
  get findings(): readonly Finding[] {
    return ofPatches(this.workTree.run.findings, this.root);
  }

  private commitSide(commit: GitCommit, label: string, directory: string): CommitSide {
    const known = this.commits.get(commit.commit);
    if (known !== undefined) return known;
    const { repository } = commit;
    const below = this.root.slice(repository.length + 1);
    const soon = [directory, `base/${directory.split('/').at(-1)!}`];
    const files = gitTree(
      commit,
      soon.map((path) => (below === '' ? path : `${below}/${path}`)),
    );
    const tree = withUncommittedBases(files, this.workTree.tree, this.root);
    // What is to be said of files is said of those in the work tree.
    const run = startRun(tree, {}, { ...this.io, warn: () => undefined });
    const side = { tree, run, label, repository, changed: changedSince(commit) };
    this.commits.set(commit.commit, side);
    return side;
  }

  /** Whether all that builds of the work tree looked for is the same in a commit. */
  private isUntouched({ tree, repository, changed }: CommitSide): boolean {
    const present = this.workTree.tree;
    return this.workTree.run.session.lookups.every((path) => {
      const [old, found] = [tree.find(path), present.find(path)];
      if (old?.kind !== found?.kind || old?.path !== found?.path) return false;
      return found?.kind !== 'file' || !changed.has(found.path.slice(repository.length + 1));
    });
  }

  /** What a directory builds; undefined where it has no kustomization. */
  private async builtOf(side: Side, directory: string): Promise<readonly Mapping[] | undefined> {
    const path = joinPath(this.root, directory);
    if (!NAMES.some((name) => side.tree.find(`${path}/${name}`)?.kind === 'file')) return undefined;
    const key = `${side.label}\n${path}`;
    let built = this.built.get(key);
    if (built === undefined) this.built.set(key, (built = resourcesOf(side, path)));
    return await built;
  }
}

async function resourcesOf({ run, label }: Side, path: string): Promise<readonly Mapping[]> {
  try {
    const { resources } = await build(run.session, path);
    return resources.map(({ root }) => root);
  } catch (error) {
    if (label === '' || !(error instanceof InfraError)) throw error;
    const { location, hint } = error;
    throw new InfraError(error.code, `at ${label}: ${error.message}`, {
      ...(location && { location }),
      hint: hint ?? `it is the state at ${label} that does not build; compare with another commit`,
      cause: error,
    });
  }
}

function diffOf(
  directory: string,
  before: readonly Mapping[] | undefined,
  after: readonly Mapping[] | undefined,
): BuildsDiff {
  if (before === undefined && after === undefined) throw nothingAt(directory);
  const [old, present] = [before ?? NONE, after ?? NONE];
  return {
    before: old,
    after: present,
    diff: old === present ? { changes: [] } : diffResources(old, present),
  };
}

function nothingAt(directory: string): InfraError {
  return new InfraError('NOT_FOUND', `${directory} has no kustomization, neither now nor then`, {
    hint: 'name a target <cluster>/<namespace>/<app>, or a directory with a kustomization file',
  });
}
