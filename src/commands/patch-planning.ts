import type { Mapping } from '../k8s/node.ts';
import { InfraError } from '../lib/error.ts';
import type { KustomizationEdit } from '../overlay/edit-kustomization.ts';
import { kustomizationIn } from '../overlay/overlay-targets.ts';
import { withChecksum } from '../overlay/patch-checksums.ts';
import { parseImage } from '../overlay/patch-images.ts';
import { patchChanges } from '../overlay/patch-listing.ts';
import { planPatches } from '../overlay/patch-plan.ts';
import { counterpart } from '../overlay/patch-stage.ts';
import { stagedTree, type StagedChanges } from '../overlay/staged-tree.ts';
import { overlayDirectory, printTarget, type TargetName } from '../project/target.ts';
import { addedResources, type AddedResources } from './patch-added.ts';
import type { TargetBuilds } from './patch-builds.ts';
import { WantedChanges } from './patch-change.ts';
import { editsResources, type PatchOptions } from './patch-options.ts';
import { planPlace, stageIn, type PatchOrder, type PlannedPlace } from './patch-place-plan.ts';
import { listingChanges, type PatchPlace, type PatchRepository, type PatchScope } from './patch-scope.ts';

/** Asks a person to edit a resource; gives what it becomes, undefined where nothing was changed. */
export type EditResource = (
  document: Mapping,
  title: string,
  key: string | undefined,
) => Promise<Mapping | undefined>;

/** A planned place, and what it adds. */
export interface PlaceResult {
  readonly planned: PlannedPlace;
  readonly added: AddedResources;
  readonly targets: readonly TargetName[];
}

/** The changes that make a patch, and what they are to come to. */
export interface PlannedChanges {
  readonly places: readonly PlaceResult[];
  readonly changes: StagedChanges;
}

interface Surroundings {
  readonly read: (path: string) => string;
  readonly editResource: EditResource;
}

/** Plans what a patch writes, place by place. */
export class PatchPlanning {
  private readonly options: PatchOptions;
  private readonly repository: PatchRepository;
  private readonly around: Surroundings;

  constructor(options: PatchOptions, repository: PatchRepository, around: Surroundings) {
    this.options = options;
    this.repository = repository;
    this.around = around;
  }

  /** The changes of all places; undefined where a person edited nothing. Throws InfraError. */
  async plan(
    scope: PatchScope,
    builds: TargetBuilds,
    staged: StagedChanges,
  ): Promise<PlannedChanges | undefined> {
    const { root } = this.repository;
    const places: PlaceResult[] = [];
    const changes = new Map<string, string | undefined>();
    const order = this.order(builds);
    for (const place of scope.places) {
      const planned = await planPlace(place, order, builds, root);
      const added = addedResources(
        { stage: planned.stage, targets: place.targets },
        this.options.add ?? [],
        this.around.read,
      );
      const more: KustomizationEdit = {
        resources: { add: [...added.files.keys()] },
        images: planned.images,
        replicas: planned.replicas,
      };
      const files = new Map([...planned.planned.files, ...added.files]);
      const written = patchChanges(inTree(planned, staged, root), root, { ...planned.planned, files }, more);
      for (const [path, text] of written) changes.set(path, text);
      if (place.isShared) this.list(place, changes, staged);
      for (const [path, text] of this.ownChecksums(planned, builds, changes)) changes.set(path, text);
      places.push({ planned, added, targets: place.targets });
    }
    const isUntouched = order.isUntouched();
    return isUntouched ? undefined : { places, changes };
  }

  /** Lets targets list a new component; one that has nothing to say any more goes, for Kustomize refuses it. */
  private list(
    { directory, targets, unlisted }: PatchPlace,
    changes: Map<string, string | undefined>,
    staged: StagedChanges,
  ): void {
    const { root, disk } = this.repository;
    const tree = stagedTree(disk, root, staged);
    const name = kustomizationIn(disk, `${root}/${directory}`);
    const path = `${directory}/${name ?? 'kustomization.yaml'}`;
    const isEmpty = saysNothing(changes.get(path));
    const listing = isEmpty ? targets.filter((target) => !unlisted.includes(target)) : unlisted;
    if (isEmpty) changes.set(path, undefined);
    else if (name !== undefined) return;
    const change = isEmpty ? 'remove' : 'add';
    for (const [file, text] of listingChanges(listing, directory, root, tree, change))
      changes.set(file, text);
  }

  /** Checksums that targets of a shared patch set themselves. */
  private *ownChecksums(
    planned: PlannedPlace,
    builds: TargetBuilds,
    changes: ReadonlyMap<string, string | undefined>,
  ): Iterable<readonly [string, string | undefined]> {
    const { root } = this.repository;
    for (const [target, checksums] of planned.ownChecksums) {
      const stage = stageIn(builds, target, root, overlayDirectory(target));
      const wanted = checksums.flatMap((checksum) => {
        const resource = counterpart(checksum.resource, stage.resources);
        const edit = (document: Mapping): Mapping => withChecksum(document, checksum);
        return resource === undefined ? [] : [{ resource, change: { kind: 'edit', edit } as const }];
      });
      yield* patchChanges(inTree({ stage }, changes, root), root, planPatches(stage, wanted));
    }
  }

  private order(builds: TargetBuilds): PatchOrder & { readonly isUntouched: () => boolean } {
    const { options } = this;
    const crds = [...builds.builds.values()].flatMap(({ built }) =>
      built.resources.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ root }) => root),
    );
    const wanted = new WantedChanges(options, this.around.read, { schema: builds.session.schema, crds });
    const isEdit = editsResources(options);
    const { replicas, image = [] } = options;
    const select = isEdit || replicas !== undefined ? this.selection(wanted) : undefined;
    let edited = 0;
    let asked = 0;
    return {
      select,
      isEdit,
      images: image.map(parseImage),
      replicas: replicas === undefined ? undefined : Number(replicas),
      keepChecksums: options.keepChecksums === true,
      isUntouched: () => asked > 0 && edited === 0,
      changeOf: async ({ root, kind, name }, target) => {
        if (options.edit !== true) return wanted.of(root);
        asked++;
        if (asked > 1)
          throw new InfraError('USAGE', '--edit edits one resource at a time', { hint: 'name one' });
        const title = `${kind}/${name} of ${printTarget(target)}`;
        const result = await this.around.editResource(root, title, options.key);
        if (result !== undefined) edited++;
        return wanted.to(root, result ?? root);
      },
    };
  }

  private selection(wanted: WantedChanges): NonNullable<PatchOrder['select']> {
    const { words, selector } = this.options;
    const resource = words[1] ?? (selector === undefined ? wanted.headerWord : undefined);
    return {
      ...(resource !== undefined && { resource }),
      ...(selector !== undefined && { labels: selector }),
    };
  }
}

/** Whether the text of a kustomization has nothing but its kind. */
function saysNothing(text: string | undefined): boolean {
  return text !== undefined && !/^(?!apiVersion:|kind:)[A-Za-z]+:/m.test(text);
}

/** The stage with the kustomization file as it is by now, staged changes included. */
function inTree(
  { stage }: Pick<PlannedPlace, 'stage'>,
  staged: StagedChanges,
  root: string,
): Pick<PlannedPlace['stage'], 'directory' | 'context'> {
  const { session } = stage.context;
  const tree = stagedTree(session.tree, root, staged);
  return { directory: stage.directory, context: { ...stage.context, session: { ...session, tree } } };
}
