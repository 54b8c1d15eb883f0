import { nodeAt, type Mapping } from '../k8s/node.ts';
import type { Resource } from '../kustomize/resource.ts';
import type { StagedBuild } from '../kustomize/stages.ts';
import { InfraError } from '../lib/error.ts';
import { baseOf } from '../overlay/overlay-targets.ts';
import {
  checksumChanges,
  checksumsOf,
  withChecksum,
  type ChecksumChange,
} from '../overlay/patch-checksums.ts';
import {
  asBuilt,
  checkImageIsUsed,
  imageNames,
  presentImage,
  type ImageChange,
} from '../overlay/patch-images.ts';
import { imageElsewhere } from '../overlay/left-images.ts';
import type { PlannedPatches } from '../overlay/patch-listing.ts';
import { planPatches, type WantedPatch } from '../overlay/patch-plan.ts';
import { counterpart, newStage, openStage, type PatchStage } from '../overlay/patch-stage.ts';
import { overlayDirectory, printTarget, type TargetName } from '../project/target.ts';
import { openApp } from '../project/repository.ts';
import type { ListedImage, ListedReplicas } from '../overlay/edit-kustomization.ts';
import { sameValue } from '../k8s/same-value.ts';
import { selectResources } from '../overlay/select-resources.ts';
import { inTarget, saying, type TargetBuilds } from './patch-builds.ts';
import { expectImages, expectReplicas, replicaEntries, type Expected } from './patch-expected.ts';
import type { Wanted } from './patch-change.ts';
import type { PatchPlace } from './patch-scope.ts';

/** What is to be done to the resources of a build. */
export interface PatchOrder {
  /** what selects resources; undefined where none is changed by itself */
  readonly select: { readonly resource?: string; readonly labels?: string } | undefined;
  /** the change of a selected resource */
  readonly changeOf: (resource: Resource, target: TargetName) => Promise<Wanted> | Wanted;
  /** whether the selected resources are changed by patches, and not by `replicas` alone */
  readonly isEdit: boolean;
  readonly images: readonly ImageChange[];
  readonly replicas: number | undefined;
  readonly keepChecksums: boolean;
}

/** The patches of one kustomization, and what they are to make of each build that has them. */
export interface PlannedPlace {
  readonly stage: PatchStage;
  readonly planned: PlannedPatches;
  readonly images: readonly ListedImage[];
  readonly replicas: readonly ListedReplicas[];
  readonly expected: ReadonlyMap<TargetName, Expected>;
  /** for messages: `StatefulSet/jenkins` */
  readonly titles: readonly string[];
  /** checksums of targets that patch the same annotation themselves */
  readonly ownChecksums: ReadonlyMap<TargetName, readonly ChecksumChange[]>;
}

/** Plans the patches of a place. Throws InfraError. */
export async function planPlace(
  place: PatchPlace,
  order: PatchOrder,
  builds: TargetBuilds,
  root: string,
): Promise<PlannedPlace> {
  const planner = new PlacePlanner(place, order, builds, root);
  return await planner.plan();
}

/** The stage of a kustomization in the build of a target: what its patches find. */
export function stageIn(
  builds: TargetBuilds,
  target: TargetName,
  root: string,
  directory: string,
): PatchStage {
  const { before } = builds.builds.get(target)!;
  const absolute = `${root}/${directory}`;
  const found = before.get(absolute);
  if (found !== undefined) return openStage(builds.session, absolute, found);
  return newStage(builds.session, absolute, before.get(`${root}/${overlayDirectory(target)}`) ?? []);
}

class PlacePlanner {
  private readonly place: PatchPlace;
  private readonly order: PatchOrder;
  private readonly builds: TargetBuilds;
  private readonly root: string;
  private readonly expected = new Map<TargetName, Expected>();
  private readonly ownChecksums = new Map<TargetName, readonly ChecksumChange[]>();
  private readonly wanted = new Map<Resource, Wanted>();

  constructor(place: PatchPlace, order: PatchOrder, builds: TargetBuilds, root: string) {
    this.place = place;
    this.order = order;
    this.builds = builds;
    this.root = root;
  }

  async plan(): Promise<PlannedPlace> {
    const [first, ...others] = this.place.targets;
    const target = first!;
    const stage = stageIn(this.builds, target, this.root, this.place.directory);
    const chosen = this.select(target);
    if (this.order.isEdit)
      for (const each of chosen)
        this.wanted.set(each, await inResource(each, chosen, () => this.order.changeOf(each, target)));
    const expected = await this.expect(target, stage, (each) => this.wanted.get(each)!);
    const checksums = this.order.keepChecksums ? [] : this.checksumsFor(target, stage, expected, this.place);
    this.expectChecksums(target, checksums, expected);
    for (const other of others) await this.expectElsewhere(other, chosen, checksums);
    const replicas =
      this.order.replicas === undefined
        ? []
        : replicaEntries(
            this.order.replicas,
            chosen.map((each) => this.inStage(each, stage)),
            stage.resources,
          );
    return {
      stage,
      planned: planPatches(stage, this.patches(stage, checksums), this.order.select),
      images: this.order.images.map((image) => presentImage(image, stage.context.kustomization.images)),
      replicas,
      expected: this.expected,
      titles: chosen.map(({ kind, name }) => `${kind}/${name}`),
      ownChecksums: this.ownChecksums,
    };
  }

  private buildOf(target: TargetName): StagedBuild {
    return this.builds.builds.get(target)!;
  }

  private select(target: TargetName): readonly Resource[] {
    const { select } = this.order;
    return select === undefined ? [] : selectResources(this.buildOf(target).built.resources, select);
  }

  /** What the resources of a target become, but for checksums. */
  private async expect(
    target: TargetName,
    stage: PatchStage,
    wantedOf: (resource: Resource) => Wanted,
  ): Promise<Expected> {
    const { resources } = this.buildOf(target).built;
    const { isEdit, images, replicas } = this.order;
    const chosen = this.select(target);
    const expected: Expected = new Map();
    for (const each of isEdit ? chosen : [])
      expected.set(each, await inResource(each, chosen, () => wantedOf(each).outcome(each.root)));
    this.checkImages(images, stage, resources);
    const { images: entries } = stage.context.kustomization;
    const listed = images.map((image) => asBuilt(presentImage(image, entries), entries));
    await expectImages(listed, resources, expected, stage.context);
    if (replicas !== undefined) expectReplicas(replicas, chosen, expected);
    this.expected.set(target, expected);
    return expected;
  }

  private checkImages(images: readonly ImageChange[], stage: PatchStage, built: readonly Resource[]): void {
    if (images.length === 0) return;
    const names = new Set([...imageNames(stage.resources), ...imageNames(built)]);
    const entries = stage.context.kustomization.images;
    for (const { name } of images)
      if (!entries.some((entry) => entry.name === name))
        checkImageIsUsed(name, [...names].sort(), () => imageElsewhere(name, built));
  }

  /** The checksums of a target that change with what is expected of it. */
  private checksumsFor(
    target: TargetName,
    stage: PatchStage,
    expected: Expected,
    place?: PatchPlace,
  ): ChecksumChange[] {
    const base = baseOf(this.builds.session, this.root, `${this.root}/${overlayDirectory(target)}`);
    if (base === undefined || expected.size === 0) return [];
    const { lock } = openApp(this.root, target.app);
    const checksums = checksumsOf(lock.get(base)?.checksums);
    if (checksums.length === 0) return [];
    const original = (resource: Resource): Mapping | undefined =>
      counterpart(resource, stage.resources)?.root;
    const { resources } = this.buildOf(target).built;
    const salt = place?.isShared === true ? place.directory : '';
    return checksumChanges(checksums, resources, expected, original, salt);
  }

  /** The same in another target that has the component. */
  private async expectElsewhere(
    target: TargetName,
    chosen: readonly Resource[],
    checksums: readonly ChecksumChange[],
  ): Promise<void> {
    const stage = stageIn(this.builds, target, this.root, this.place.directory);
    const expected = await inTarget(target, this.place.targets, () =>
      this.expect(target, stage, (resource) => this.wantedFor(resource, chosen, target)),
    );
    this.expectChecksums(target, checksums, expected);
  }

  /** Adds checksums to what is expected; those that an overlay sets itself, over the component, are made anew there. */
  private expectChecksums(
    target: TargetName,
    checksums: readonly ChecksumChange[],
    expected: Expected,
  ): void {
    const { resources } = this.buildOf(target).built;
    const own: ChecksumChange[] = [];
    for (const change of checksums) {
      const resource = counterpart(change.resource, resources);
      if (resource === undefined) continue;
      if (!this.setsItself(target, resource, change)) expectChecksum({ ...change, resource }, expected);
      else own.push(...this.ownChecksum(target, resource, change, expected));
    }
    for (const change of own) expectChecksum(change, expected);
    if (own.length > 0) this.ownChecksums.set(target, own);
  }

  private setsItself(target: TargetName, resource: Resource, { path }: ChecksumChange): boolean {
    if (!this.place.isShared) return false;
    const overlay = this.buildOf(target).before.get(`${this.root}/${overlayDirectory(target)}`) ?? [];
    const before = counterpart(resource, overlay)?.root;
    return before !== undefined && !sameValue(nodeAt(before, path), nodeAt(resource.root, path));
  }

  private ownChecksum(
    target: TargetName,
    resource: Resource,
    { path }: ChecksumChange,
    expected: Expected,
  ): ChecksumChange[] {
    const overlay = stageIn(this.builds, target, this.root, overlayDirectory(target));
    const changes = this.checksumsFor(target, overlay, expected);
    return changes.filter(
      (change) => change.resource === resource && change.path.join('/') === path.join('/'),
    );
  }

  private wantedFor(resource: Resource, chosen: readonly Resource[], target: TargetName): Wanted {
    const same = counterpart(resource, chosen);
    const wanted = same && this.wanted.get(same);
    if (wanted !== undefined) return wanted;
    throw new InfraError(
      'PATCH',
      `${resource.kind}/${resource.name} is selected in ${printTarget(target)} only`,
      {
        hint: 'name the resources one by one',
      },
    );
  }

  private patches(stage: PatchStage, checksums: readonly ChecksumChange[]): WantedPatch[] {
    const patches = new Map<Resource, WantedPatch>();
    for (const [resource, { change }] of this.wanted)
      patches.set(resource, { resource: this.inStage(resource, stage), change });
    for (const checksum of checksums) {
      const present = patches.get(checksum.resource);
      if (present?.change.kind === 'delete') continue;
      const wanted = this.wanted.get(checksum.resource);
      const before = (document: Mapping): Mapping => wanted?.outcome(document) ?? document;
      const edit = (document: Mapping): Mapping => withChecksum(before(document), checksum);
      patches.set(checksum.resource, {
        resource: this.inStage(checksum.resource, stage),
        change: { kind: 'edit', edit },
      });
    }
    return [...patches.values()];
  }

  private inStage(resource: Resource, stage: PatchStage): Resource {
    const found = counterpart(resource, stage.resources);
    if (found !== undefined) return found;
    const file = stage.context.file.slice(this.root.length + 1);
    throw new InfraError(
      'PATCH',
      `${resource.kind}/${resource.name} is not there yet where ${file} is applied`,
      {
        hint: this.place.isShared ? 'patch the target itself' : 'patch the kustomization that makes it',
      },
    );
  }
}

/** Does something for a resource; of several, an error says which it was. */
async function inResource<Value>(
  { kind, name }: Resource,
  all: readonly Resource[],
  action: () => Value | Promise<Value>,
): Promise<Value> {
  return await saying(all.length < 2 ? undefined : `${kind}/${name}`, action);
}

function expectChecksum(change: ChecksumChange, expected: Expected): void {
  const { resource } = change;
  const document = expected.has(resource) ? expected.get(resource) : resource.root;
  if (document !== undefined) expected.set(resource, withChecksum(document, change));
}
