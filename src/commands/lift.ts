import { sameNode, type Node } from '../k8s/node.ts';
import { readNodes } from '../k8s/yaml/read-nodes.ts';
import { printBuilt } from '../kustomize/build.ts';
import type { PatchEntry } from '../kustomize/kustomization.ts';
import type { FileTree } from '../kustomize/file-tree.ts';
import { InfraError } from '../lib/error.ts';
import { DERIVED_PATCHES, editKustomization, type ListedPatch } from '../overlay/edit-kustomization.ts';
import { entryFor, kustomizationIn, targetsOfApp } from '../overlay/overlay-targets.ts';
import { freePath } from '../overlay/patch-name.ts';
import { NEW_COMPONENT } from '../overlay/patch-listing.ts';
import { openStage, patchEntries, textOfFile, type PatchStage } from '../overlay/patch-stage.ts';
import { checkRequires } from '../project/infra-yaml.ts';
import { openInfraYaml, repositoryRoot } from '../project/repository.ts';
import { overlayDirectory, printTarget, sharedDirectory, type TargetName } from '../project/target.ts';
import { applyChanges, recoverRepository } from '../project/transaction.ts';
import { diskTree, type DiskTree } from '../source/disk-tree.ts';
import type { CommandIo } from './io.ts';
import { buildTargets, type TargetBuilds } from './patch-builds.ts';
import { satisfiesVersion } from './satisfies-version.ts';

export interface LiftOptions {
  readonly app: string;
  readonly phase?: string;
  readonly dryRun?: boolean;
}

/** What targets of a phase have in common, and share from now on. */
export interface LiftedPhase {
  readonly phase: string;
  readonly targets: readonly TargetName[];
  /** paths of patches below the component */
  readonly patches: readonly string[];
}

export interface Lifted {
  readonly phases: readonly LiftedPhase[];
  /** paths from the repository's root that were written or taken away, or would be */
  readonly changes: readonly string[];
  readonly removed: readonly string[];
  readonly isDryRun: boolean;
}

/**
 * Moves patches that are equal in all targets of a phase into the component that these share. Nothing is written unless every
 * target builds the same bytes as before. Throws InfraError.
 */
export async function lift(options: LiftOptions, directory: string, io: CommandIo): Promise<Lifted> {
  const found = repositoryRoot(directory);
  recoverRepository(found);
  const disk = diskTree();
  const root = disk.find(found)?.path ?? found;
  const infraYaml = openInfraYaml(root);
  checkRequires(infraYaml, io.version, satisfiesVersion);
  const byPhase = new Map<string, TargetName[]>();
  for (const target of targetsOfApp(disk, root, options.app)) {
    const phase = infraYaml.clusters.get(target.cluster)?.phase;
    if (phase === undefined || (options.phase ?? phase) !== phase) continue;
    byPhase.set(phase, [...(byPhase.get(phase) ?? []), target]);
  }
  if (byPhase.size === 0) throw nothingThere(options);
  return await new Lift(root, disk, io).run(byPhase, options);
}

class Lift {
  private readonly root: string;
  private readonly disk: DiskTree;
  private readonly io: CommandIo;
  private readonly changes = new Map<string, string | undefined>();

  constructor(root: string, disk: DiskTree, io: CommandIo) {
    this.root = root;
    this.disk = disk;
    this.io = io;
  }

  async run(byPhase: ReadonlyMap<string, readonly TargetName[]>, options: LiftOptions): Promise<Lifted> {
    const { root, disk, io, changes } = this;
    const targets = [...byPhase.values()].filter(({ length }) => length > 1).flat();
    const before = await buildTargets({ root, disk, targets, changes: new Map(), io });
    const phases = [...byPhase].flatMap(([phase, members]) =>
      this.liftPhase(phase, members, options.app, before),
    );
    if (changes.size > 0) {
      const after = await buildTargets(
        { root, disk, targets, changes, io },
        { session: before.session, changes: new Map() },
      );
      for (const target of targets) checkSame(target, before, after);
    }
    const isDryRun = options.dryRun === true;
    const written = isDryRun ? [...changes.keys()].sort() : await applyChanges(root, changes);
    return {
      phases,
      changes: written,
      removed: written.filter((path) => changes.get(path) === undefined),
      isDryRun,
    };
  }

  private liftPhase(
    phase: string,
    targets: readonly TargetName[],
    app: string,
    builds: TargetBuilds,
  ): LiftedPhase[] {
    const [first, ...others] = targets;
    if (first === undefined || others.length === 0) return [];
    const own = this.stageOf(first, builds);
    const rest = others.map((target) => this.stageOf(target, builds));
    const common = filesOf(own).flatMap((entry) => {
      const same = rest.map((stage) => filesOf(stage).find((other) => isSamePatch(own, entry, stage, other)));
      return same.every((each) => each !== undefined) ? [[entry, ...same]] : [];
    });
    if (common.length === 0) return [];
    const component = sharedDirectory(phase, app);
    const patches = this.fillComponent(
      component,
      own,
      common.map(([entry]) => entry!),
    );
    targets.forEach((target, index) => {
      this.takeAway(
        target,
        component,
        common.map((entries) => entries[index]!),
      );
    });
    return [{ phase, targets, patches }];
  }

  private stageOf(target: TargetName, { session }: TargetBuilds): PatchStage {
    return openStage(session, `${this.root}/${overlayDirectory(target)}`, []);
  }

  /** Puts patches into the component; gives their paths there. */
  private fillComponent(component: string, stage: PatchStage, entries: readonly PatchEntry[]): string[] {
    const { root, disk } = this;
    const present = kustomizationIn(disk, `${root}/${component}`);
    const path = `${component}/${present ?? 'kustomization.yaml'}`;
    const added = entries.map((entry): ListedPatch => {
      const [stem, ending] = splitName(entry.path);
      const isTaken = (name: string): boolean =>
        this.changes.has(`${component}/${name}`) || disk.find(`${root}/${component}/${name}`) !== undefined;
      const name = freePath(stem, ending, isTaken);
      this.changes.set(`${component}/${name}`, textOfFile(stage, entry.path));
      return { path: name, ...listedTarget(entry) };
    });
    const text = present === undefined ? NEW_COMPONENT : textAt(disk, `${root}/${path}`);
    this.changes.set(path, editKustomization(text, { patches: { add: added } }, path));
    return added.map(({ path: name }) => name);
  }

  private takeAway(target: TargetName, component: string, entries: readonly PatchEntry[]): void {
    const { root, disk, changes } = this;
    const overlay = overlayDirectory(target);
    const path = `${overlay}/${kustomizationIn(disk, `${root}/${overlay}`)!}`;
    const edit = {
      patches: { remove: entries.map((entry) => plainPath(entry.path)) },
      components: { add: [entryFor(overlay, component)] },
    };
    changes.set(path, editKustomization(textAt(disk, `${root}/${path}`), edit, path));
    for (const entry of entries) changes.set(`${overlay}/${plainPath(entry.path)}`, undefined);
  }
}

/** The patches of an overlay that are files of its own. */
function filesOf(stage: PatchStage): PatchEntry[] {
  return patchEntries(stage).filter(
    ({ path, patch, options }) =>
      path !== '' &&
      patch === '' &&
      options === undefined &&
      !path.includes('../') &&
      !plainPath(path).startsWith(DERIVED_PATCHES),
  );
}

/** Whether two patches say the same of the same resources; comments do not count. */
function isSamePatch(own: PatchStage, entry: PatchEntry, stage: PatchStage, other: PatchEntry): boolean {
  if (JSON.stringify(entry.target) !== JSON.stringify(other.target)) return false;
  const [text, otherText] = [textOfFile(own, entry.path), textOfFile(stage, other.path)];
  if (text === otherText) return true;
  const [nodes, otherNodes] = [text, otherText].map((each) => readNodes(each).map(({ root }): Node => root));
  return sameNode(nodes, otherNodes);
}

function listedTarget({ target }: PatchEntry): Pick<ListedPatch, 'target'> {
  if (target === undefined) return {};
  return { target: Object.fromEntries(Object.entries(target).filter(([, value]) => value !== '')) };
}

function checkSame(target: TargetName, before: TargetBuilds, after: TargetBuilds): void {
  if (printBuilt(before.builds.get(target)!.built) === printBuilt(after.builds.get(target)!.built)) return;
  throw new InfraError(
    'PATCH',
    `${printTarget(target)} would build something else if its patches came from the component`,
    {
      hint: 'a patch that stays behind sets the same fields, or the component has patches that this target did not list',
    },
  );
}

function nothingThere({ app, phase }: LiftOptions): InfraError {
  const where = phase === undefined ? '' : ` on clusters of the phase ${phase}`;
  return new InfraError('NOT_FOUND', `${app} has no targets${where}`, {
    hint: 'infra lift <app> [--phase <name>]',
  });
}

function plainPath(path: string): string {
  return path.replace(/^\.\//, '');
}

/** `patches/a` and `.json6902.yaml` of `patches/a.json6902.yaml` */
function splitName(path: string): readonly [stem: string, ending: string] {
  const ending = /(?:\.json6902)?\.[^./]+$/.exec(path)?.[0] ?? '';
  return [plainPath(path.slice(0, path.length - ending.length)), ending];
}

function textAt(tree: FileTree, path: string): string {
  return new TextDecoder().decode(tree.read(path));
}
