import { diffResources, type ResourcesDiff } from '../diff/diff-resources.ts';
import { shortId, type InstallPlan } from '../install/plan-install.ts';
import type { Mapping } from '../k8s/node.ts';
import { build } from '../kustomize/build.ts';
import type { FileTree } from '../kustomize/file-tree.ts';
import type { Resource } from '../kustomize/resource.ts';
import { InfraError } from '../lib/error.ts';
import { fromBytes } from '../lib/utf8.ts';
import { openDefinition } from '../project/repository.ts';
import { overlayDirectory, printTarget, type TargetName } from '../project/target.ts';
import { gitTree } from '../source/git-tree.ts';
import { startRun, type BuildRun } from './build.ts';
import type { CommandIo } from './io.ts';

/** What installing a target changes. */
export interface InstallDiff {
  /** from what is installed now, or from nothing */
  readonly diff: ResourcesDiff;
  /** how many resources the target has then */
  readonly resources: number;
  /** why what is installed now cannot be compared with; it must not stand in the way of what puts it right */
  readonly problem: string | undefined;
  /** the branches that the target's application.yaml names in that commit; empty where it names none */
  readonly follows: readonly string[];
}

/** The files of a commit, and what is built of them. */
interface Side {
  readonly tree: FileTree;
  readonly run: BuildRun;
}

/** Compares what commits build: what is in Git counts, not what the disk has. `root` is the real path of the repository. */
export class InstallDiffs {
  private readonly root: string;
  private readonly io: CommandIo;
  private readonly sides = new Map<string, Side>();

  constructor(root: string, io: CommandIo) {
    this.root = root;
    this.io = io;
  }

  /** Throws InfraError where the commit that is to be installed does not build, or breaks a bound of its app. */
  async of(plan: InstallPlan): Promise<InstallDiff> {
    const { target, installed, wanted } = plan;
    const built = await this.wantedOf(plan);
    this.checkPatches(plan);
    await this.checkBounds(target, built);
    const after = rootsOf(built);
    const told = { resources: after.length, follows: this.followedAt(wanted.id, overlayDirectory(target)) };
    if (installed === undefined || installed.id === wanted.id) {
      const before = installed === undefined ? [] : after;
      return { diff: diffResources(before, after), ...told, problem: undefined };
    }
    try {
      const before = rootsOf(await this.builtAt(installed.id, overlayDirectory(target), target.app));
      return { diff: diffResources(before, after), ...told, problem: undefined };
    } catch (error) {
      if (!(error instanceof InfraError)) throw error;
      return { diff: { changes: [] }, ...told, problem: error.message };
    }
  }

  private async checkBounds(target: TargetName, built: readonly Resource[]): Promise<void> {
    // The work tree is what the commit has.
    const bounds = openDefinition(this.root, target.app)?.bounds ?? [];
    if (bounds.length === 0) return;
    const { checkBounds } = await import('../overlay/proof-bounds.ts');
    checkBounds(bounds, built, printTarget(target));
  }

  private async wantedOf({ target, wanted }: InstallPlan): Promise<readonly Resource[]> {
    try {
      return await this.builtAt(wanted.id, overlayDirectory(target), target.app);
    } catch (error) {
      if (!(error instanceof InfraError)) throw error;
      const { location, hint } = error;
      throw new InfraError(error.code, `commit ${shortId(wanted.id)} does not build: ${error.message}`, {
        ...(location && { location }),
        hint: hint ?? this.hintFor(location?.file, target),
        cause: error,
      });
    }
  }

  private hintFor(file: string | undefined, target: TargetName): string {
    const isOfOverlay = file?.startsWith(`${this.root}/overlays/`) === true;
    if (isOfOverlay) return 'put that right and commit it: only what is in Git is installed';
    return `only what is in Git is installed: is base/${target.app} committed?`;
  }

  /** Kustomize passes over a JSON patch whose target is gone: an upgrade would lose what it did. Throws InfraError PATCH. */
  private checkPatches({ wanted }: InstallPlan): void {
    const { findings } = this.sides.get(wanted.id)!.run;
    const found = findings.find(({ code }) => code === 'PATCH_MATCHES_NOTHING');
    if (found === undefined) return;
    throw new InfraError('PATCH', `commit ${shortId(wanted.id)}: ${found.message}`, {
      ...(found.location && { location: found.location }),
      hint: `the patch has no effect: change its target, or take it away${found.hint === undefined ? '' : `; ${found.hint}`}`,
    });
  }

  private async builtAt(commit: string, directory: string, app: string): Promise<readonly Resource[]> {
    const { run } = this.sides.get(commit) ?? this.open(commit, [directory, `base/${app}`]);
    const { resources } = await build(run.session, `${this.root}/${directory}`);
    return resources;
  }

  private open(commit: string, soon: readonly string[]): Side {
    const tree = gitTree({ repository: this.root, commit }, soon);
    const side = { tree, run: startRun(tree, {}, this.io) };
    this.sides.set(commit, side);
    return side;
  }

  private followedAt(commit: string, directory: string): string[] {
    const { tree } = this.sides.get(commit) ?? this.open(commit, [directory]);
    const found = tree.find(`${this.root}/${directory}/application.yaml`);
    const text = found?.kind === 'file' ? fromBytes(tree.read(found.path)) : '';
    return [...text.matchAll(/^[ -]*targetRevision: *["']?([^\s"'#]+)/gm)].map(([, branch]) => branch!);
  }
}

function rootsOf(resources: readonly Resource[]): Mapping[] {
  return resources.map(({ root }) => root);
}
