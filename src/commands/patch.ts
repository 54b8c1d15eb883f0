import type { Mapping } from '../k8s/node.ts';
import { InfraError } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import { parseImage } from '../overlay/patch-images.ts';
import { stagedTree, type StagedChanges } from '../overlay/staged-tree.ts';
import { checkRequires } from '../project/infra-yaml.ts';
import { openInfraYaml, repositoryRoot } from '../project/repository.ts';
import { overlayDirectory, type TargetName } from '../project/target.ts';
import { applyChanges, recoverRepository } from '../project/transaction.ts';
import { diskTree } from '../source/disk-tree.ts';
import type { CommandIo } from './io.ts';
import { buildTargets, type TargetBuilds } from './patch-builds.ts';
import { fileReader } from './patch-change.ts';
import { checkPatchOptions, type PatchOptions } from './patch-options.ts';
import { PatchPlanning, type EditResource, type PlannedChanges } from './patch-planning.ts';
import { provePatch } from './patch-proof.ts';
import { patchScope, type PatchRepository, type PatchScope } from './patch-scope.ts';
import { satisfiesVersion } from './satisfies-version.ts';

/** The build of a target, as it was and as it is with the patch. */
export interface PatchedTarget {
  readonly target: TargetName;
  readonly before: readonly Mapping[];
  readonly after: readonly Mapping[];
}

export interface PatchResult {
  readonly targets: readonly PatchedTarget[];
  /** what was patched, as `Kind/name` */
  readonly resources: readonly string[];
  /** the names of the images that were patched */
  readonly images: readonly string[];
  /** paths from the repository's root that were written or taken away, or would be */
  readonly changes: readonly string[];
  /** those of them that are taken away */
  readonly removed: readonly string[];
  /** targets that are declared with this */
  readonly added: readonly TargetName[];
  /** added resources that got the namespace of the target: `ConfigMap/more in ci` */
  readonly moved: readonly string[];
  readonly findings: readonly Finding[];
  readonly isDryRun: boolean;
}

/**
 * Patches resources of a target, of all that match a pattern, or of those that share a component. The patches are written only
 * if every overlay that they are for builds with them, and becomes what was asked for. Throws InfraError.
 */
export async function patch(
  options: PatchOptions,
  directory: string,
  io: CommandIo,
  editResource: EditResource,
): Promise<PatchResult> {
  checkPatchOptions(options);
  const found = repositoryRoot(directory);
  recoverRepository(found);
  const disk = diskTree();
  const root = disk.find(found)?.path ?? found;
  const infraYaml = openInfraYaml(root);
  checkRequires(infraYaml, io.version, satisfiesVersion);
  const run = new PatchRun(options, { root, infraYaml, disk }, { directory, io, editResource });
  return await run.patch();
}

interface Surroundings {
  readonly directory: string;
  readonly io: CommandIo;
  readonly editResource: EditResource;
}

class PatchRun {
  private readonly options: PatchOptions;
  private readonly repository: PatchRepository;
  private readonly around: Surroundings;
  private readonly read: (path: string) => string;

  constructor(options: PatchOptions, repository: PatchRepository, around: Surroundings) {
    this.options = options;
    this.repository = repository;
    this.around = around;
    this.read = remembering(fileReader(around.directory, around.io));
  }

  async patch(): Promise<PatchResult> {
    const { io } = this.around;
    const { root, disk } = this.repository;
    const scope = await patchScope(this.options, this.repository);
    const { targets } = scope;
    if (this.options.edit === true && scope.places.length > 1)
      throw new InfraError('USAGE', '--edit edits a resource of one target at a time', { hint: 'name one' });
    const start = await this.derived(scope.changes, [...scope.added, ...(await this.withOtherValues(scope))]);
    const before = await buildTargets({ root, disk, targets, changes: start, io });
    const valued = await this.derived(await this.withValues(scope, start), this.hasValues ? targets : []);
    const planning = new PatchPlanning(this.options, this.repository, {
      read: this.read,
      editResource: this.around.editResource,
    });
    const patches = await planning.plan(scope, before, valued);
    if (patches === undefined) return this.result(scope, before, before, new Map(), []);
    // A namespace that is derived must not move what was added for another one.
    const moved = (this.options.add?.length ?? 0) > 0 ? targets : [];
    const changes = await this.derived(new Map([...valued, ...patches.changes]), moved);
    const after = await buildTargets(
      { root, disk, targets, changes, io },
      { session: before.session, changes: start },
    );
    const findings = provePatch({
      ...this.options,
      root,
      before,
      after,
      places: patches.places,
      hasValues: this.hasValues,
    });
    const ofAdded = patches.places.flatMap(({ added }) => added.findings);
    const told = [...scope.findings, ...findings, ...ofAdded, ...(await this.leftImages(after))];
    return this.result(scope, before, after, changes, told, patches);
  }

  /** Images that stay at a registry from which others are moved. */
  private async leftImages({ builds }: TargetBuilds): Promise<Finding[]> {
    const { image = [] } = this.options;
    if (image.length === 0) return [];
    const { leftImages } = await import('../overlay/left-images.ts');
    const changes = image.map(parseImage);
    const found = [...builds.values()].flatMap(({ built }) => leftImages(built.resources, changes));
    return [...new Map(found.map((finding) => [finding.message, finding])).values()];
  }

  private get hasValues(): boolean {
    return (this.options.setValue?.length ?? 0) + (this.options.values?.length ?? 0) > 0;
  }

  /** Targets whose values.yaml somebody edited by hand. */
  private async withOtherValues({ targets, added }: PatchScope): Promise<TargetName[]> {
    const { root, disk } = this.repository;
    const hasValues = (target: TargetName): boolean =>
      disk.find(`${root}/${overlayDirectory(target)}/values.yaml`) !== undefined;
    const valued = targets.filter((target) => !added.includes(target) && hasValues(target));
    if (valued.length === 0) return [];
    const { hasOtherValues } = await import('./derive-target.ts');
    return valued.filter((target) => hasOtherValues(disk, root, target));
  }

  /** Changes with what is derived for some targets. */
  private async derived(changes: StagedChanges, targets: readonly TargetName[]): Promise<StagedChanges> {
    if (targets.length === 0) return changes;
    const { planDerived } = await import('./derive-overlay.ts');
    const { root, infraYaml } = this.repository;
    const result = new Map(changes);
    for (const target of targets) {
      const derived = await planDerived(root, target, infraYaml, result, this.around.io);
      for (const [path, text] of derived) result.set(path, text);
    }
    return result;
  }

  /** Changes with the chart values of targets. */
  private async withValues({ targets }: PatchScope, changes: StagedChanges): Promise<StagedChanges> {
    if (!this.hasValues) return changes;
    const { withTargetValues } = await import('./patch-values.ts');
    const { root, disk } = this.repository;
    const tree = stagedTree(disk, root, changes);
    const result = new Map(changes);
    for (const target of targets) {
      const path = `${overlayDirectory(target)}/values.yaml`;
      const found = tree.find(`${root}/${path}`);
      const present = found === undefined ? '' : new TextDecoder().decode(tree.read(found.path));
      result.set(path, withTargetValues(present, path, this.options, this.read));
    }
    return result;
  }

  private realChanges(changes: StagedChanges): string[] {
    const { root, disk } = this.repository;
    const isReal = ([path, text]: readonly [string, string | undefined]): boolean => {
      const found = disk.find(`${root}/${path}`);
      return (found && new TextDecoder().decode(disk.read(found.path))) !== text;
    };
    return [...changes]
      .filter(isReal)
      .map(([path]) => path)
      .sort();
  }

  private async result(
    { targets, added }: PatchScope,
    before: TargetBuilds,
    after: TargetBuilds,
    changes: StagedChanges,
    findings: readonly Finding[],
    planned?: PlannedChanges,
  ): Promise<PatchResult> {
    const isDryRun = this.options.dryRun === true;
    const { root } = this.repository;
    const written = isDryRun ? this.realChanges(changes) : await applyChanges(root, changes);
    const rootsOf = (builds: TargetBuilds, target: TargetName): Mapping[] =>
      builds.builds.get(target)!.built.resources.map((resource) => resource.root);
    const places = planned?.places ?? [];
    return {
      targets: targets.map((target) => ({
        target,
        before: rootsOf(before, target),
        after: rootsOf(after, target),
      })),
      resources: [
        ...new Set(places.flatMap(({ planned: each, added: more }) => [...each.titles, ...more.titles])),
      ],
      images: (this.options.image ?? []).map((text) => parseImage(text).name),
      changes: written,
      removed: written.filter((path) => changes.get(path) === undefined),
      added: planned === undefined ? [] : added,
      moved: [...new Set(places.flatMap(({ added: more }) => more.moved))],
      findings,
      isDryRun,
    };
  }
}

function remembering(read: (path: string) => string): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    const text = known.get(path) ?? read(path);
    known.set(path, text);
    return text;
  };
}
