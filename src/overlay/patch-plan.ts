import { EMPTY_MAPPING, type Mapping } from '../k8s/node.ts';
import { printId } from '../kustomize/resource-id.ts';
import type { Resource } from '../kustomize/resource.ts';
import { InfraError } from '../lib/error.ts';
import { applyPair } from '../patch/apply-pair.ts';
import { joinPair } from '../patch/join-pair.ts';
import type { PatchOperation, PatchPair } from '../patch/patch-pair.ts';
import { readPair, writePair } from './patch-files.ts';
import { PatchListing, type PlannedPatches } from './patch-listing.ts';
import { stemOf, targetOf } from './patch-name.ts';
import {
  asGroup,
  asOwn,
  groupTarget,
  presentGroup,
  type GroupTarget,
  type PresentGroup,
  type Selection,
} from './patch-group.ts';
import { presentPatches, type PresentPatches } from './patch-present.ts';
import { documentsBefore, firstKey, patchEntries, type PatchStage } from './patch-stage.ts';

/** How a resource is to change. */
export type ResourceChange =
  /** what a document becomes: asked of the resource as the patches there have made it */
  | { readonly kind: 'edit'; readonly edit: (document: Mapping) => Mapping }
  /** operations that are written as they are */
  | { readonly kind: 'operations'; readonly operations: readonly PatchOperation[] }
  | { readonly kind: 'delete' };

/** A resource as a stage has it, and its change. */
export interface WantedPatch {
  readonly resource: Resource;
  readonly change: ResourceChange;
}

/**
 * The patches that make these changes in a kustomization, joined with those it has for the same resources: a file for each
 * resource, or one for all of a kind that were selected together and change in the same way. Throws InfraError.
 */
export function planPatches(
  stage: PatchStage,
  wanted: readonly WantedPatch[],
  selection: Selection = {},
): PlannedPatches {
  const plan = new PatchPlan(stage);
  for (const group of byKind(wanted)) {
    if (plan.addGroup(group, selection)) continue;
    for (const each of group) plan.add(each);
  }
  return plan.planned;
}

function byKind(wanted: readonly WantedPatch[]): WantedPatch[][] {
  const groups = new Map<string, WantedPatch[]>();
  for (const each of wanted) {
    const { group, version, kind } = each.resource.id;
    const key = `${group} ${version} ${kind}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

class PatchPlan {
  private readonly stage: PatchStage;
  private readonly listing: PatchListing;
  private readonly documents = new Map<number, ReadonlyMap<string, Mapping>>();
  constructor(stage: PatchStage) {
    this.stage = stage;
    this.listing = new PatchListing(stage);
  }

  get planned(): PlannedPatches {
    return this.listing.planned;
  }

  add({ resource, change }: WantedPatch): void {
    const present = presentPatches(this.stage, resource);
    const own = change.kind === 'delete' ? this.ownFile(resource) : undefined;
    if (own === undefined) {
      this.write(resource, present, this.pairFor(resource, present, change));
      return;
    }
    this.listing.removeResource(own);
    this.write(resource, present, NO_PATCHES);
  }

  /** One patch for several resources; false where each needs its own. */
  addGroup(wanted: readonly WantedPatch[], selection: Selection): boolean {
    const { stage } = this;
    const resources = wanted.map(({ resource }) => resource);
    if (wanted.length < 2 || wanted.some(({ change }) => change.kind !== 'edit')) return false;
    const target = groupTarget(resources, stage, selection);
    if (target === undefined) return false;
    const hasOwn = resources.some((each) => Object.keys(presentPatches(stage, each)).length > 0);
    const present = presentGroup(stage, resources);
    if (hasOwn) return false;
    const pairs = wanted.map((each) => this.pairInGroup(each, present));
    const pair = pairs.every((each) => each !== undefined) ? asGroup(pairs) : undefined;
    if (pair === undefined || !fits(pair, present)) return false;
    this.writeGroup(pair, present, target, resources[0]!);
    return true;
  }

  private pairInGroup(
    { resource, change }: WantedPatch,
    present: PresentGroup | undefined,
  ): PatchPair | undefined {
    const before = this.before(resource, present?.index ?? patchEntries(this.stage).length);
    if (before === undefined || change.kind !== 'edit') return undefined;
    const { schema } = this.stage.context.session;
    const own = present === undefined ? NO_PATCHES : asOwn(readGroup(present), resource);
    return joinPair(before, own, change.edit(applyPair(before, own, schema)), schema);
  }

  private writeGroup(
    pair: PatchPair,
    present: PresentGroup | undefined,
    { target, name }: GroupTarget,
    { kind }: Resource,
  ): void {
    const form = pair.strategic === undefined ? 'operations' : 'strategic';
    const text = writePair(pair, present === undefined ? {} : { [form]: present.text })[form];
    const stem = `${kind.toLowerCase()}-${name}`;
    const path =
      present?.path ?? this.listing.freePath(stem, form === 'strategic' ? '.yaml' : '.json6902.yaml');
    this.listing.put(path, text, present?.text, { target });
  }

  /** What a resource is before the patch at a position. */
  private before(resource: Resource, position: number): Mapping | undefined {
    let documents = this.documents.get(position);
    if (documents === undefined)
      this.documents.set(position, (documents = documentsBefore(this.stage, position)));
    return documents.get(firstKey(resource));
  }

  /** The file of a resource that the kustomization itself brings, alone in it. */
  private ownFile({ place }: Resource): string | undefined {
    const { context, directory, resources } = this.stage;
    const path = place.file.startsWith(`${directory}/`) ? place.file.slice(directory.length + 1) : '';
    if (!context.kustomization.resources.includes(path)) return undefined;
    return resources.filter((other) => other.place.file === place.file).length === 1 ? path : undefined;
  }

  private pairFor(resource: Resource, present: PresentPatches, change: ResourceChange): PatchPair {
    const { strategic, operations } = present;
    const position = strategic?.index ?? operations?.index ?? patchEntries(this.stage).length;
    const before = this.before(resource, position);
    if (before === undefined) {
      throw new InfraError('PATCH', `a patch of ${this.stage.context.file} deletes ${printId(resource.id)}`, {
        hint: 'take that patch away first',
      });
    }
    if (change.kind === 'delete') return { strategic: deletionOf(resource), operations: [] };
    const { schema } = this.stage.context.session;
    const pair = readPair(strategic?.text, operations?.text, {
      strategic: strategic?.path ?? '',
      operations: operations?.path ?? '',
    });
    if (change.kind === 'operations')
      return { ...pair, operations: [...pair.operations, ...change.operations] };
    return joinPair(before, pair, change.edit(applyPair(before, pair, schema)), schema);
  }

  private write(resource: Resource, present: PresentPatches, pair: PatchPair): void {
    const texts = writePair(pair, {
      ...(present.strategic && { strategic: present.strategic.text }),
      ...(present.operations && { operations: present.operations.text }),
    });
    const stem = stemOf(resource, this.stage.resources);
    const strategic = present.strategic?.path ?? this.listing.freePath(stem, '.yaml');
    const operations = present.operations?.path ?? this.listing.freePath(stem, '.json6902.yaml');
    const isBefore = present.operations !== undefined && { place: { before: operations } };
    this.listing.put(strategic, texts.strategic, present.strategic?.text, isBefore || {});
    this.listing.put(operations, texts.operations, present.operations?.text, {
      target: targetOf(resource, this.stage),
      ...(present.strategic && { place: { after: strategic } }),
    });
  }
}

const NO_PATCHES: PatchPair = { strategic: undefined, operations: [] };

/** The pair that the file of a group holds, whichever form it has. */
function readGroup({ path, text }: PresentGroup): PatchPair {
  return isOperations(text)
    ? readPair(undefined, text, { operations: path })
    : readPair(text, undefined, { strategic: path });
}

/** Whether a pair can be kept in the file that is there: it has the same form, or nothing to say. */
function fits({ strategic, operations }: PatchPair, present: PresentGroup | undefined): boolean {
  if (present === undefined) return true;
  return isOperations(present.text) ? strategic === undefined : operations.length === 0;
}

function isOperations(text: string): boolean {
  return /^(?:\s*#.*\n|---.*\n|\s*\n)*\s*[-[]/.test(text);
}

/** The patch that takes a resource out of the build. */
function deletionOf({ root, id }: Resource): Mapping {
  const metadata = new Map([['name', id.name]]);
  if (id.namespace !== '') metadata.set('namespace', id.namespace);
  return new Map([
    ['apiVersion', root.get('apiVersion') ?? EMPTY_MAPPING],
    ['kind', id.kind],
    ['metadata', metadata],
    ['$patch', 'delete'],
  ]);
}
