import type { Mapping } from '../k8s/node.ts';
import type { PatchEntry } from '../kustomize/kustomization.ts';
import { openLoader } from '../kustomize/loader.ts';
import { previousIdKey } from '../kustomize/resource-id.ts';
import { ResourceSet } from '../kustomize/resource-set.ts';
import type { Resource } from '../kustomize/resource.ts';
import type { Session } from '../kustomize/session.ts';
import { readKustomization } from '../kustomize/read-kustomization.ts';
import { contextOf, topTarget } from '../kustomize/target.ts';
import { EMPTY_CONFIG } from '../kustomize/transformer-config.ts';
import type { StepContext } from '../kustomize/transform.ts';
import { patchTransformer, strategicMergeTransformer } from '../kustomize/transformers/patches.ts';
import { InfraError } from '../lib/error.ts';

/** A kustomization and the resources as its own patches find them. */
export interface PatchStage {
  /** absolute */
  readonly directory: string;
  readonly context: StepContext;
  readonly resources: readonly Resource[];
}

/** Opens the kustomization in a directory, with what stood in the build before its patches. Throws InfraError. */
export function openStage(session: Session, directory: string, resources: readonly Resource[]): PatchStage {
  const quiet: Session = { ...session, warn: ignore, addFinding: ignore };
  const target = topTarget(openLoader(quiet, directory));
  return { directory, context: contextOf(target, EMPTY_CONFIG), resources };
}

/** The stage of a kustomization that is going to be made: it has nothing of its own yet. */
export function newStage(session: Session, directory: string, resources: readonly Resource[]): PatchStage {
  const quiet: Session = { ...session, warn: ignore, addFinding: ignore };
  const file = `${directory}/kustomization.yaml`;
  const kustomization = readKustomization('kind: Component\nnamePrefix: none-\n', file, ignore);
  const loader = { session: quiet, root: directory, parent: undefined, repository: undefined };
  const context = { session: quiet, loader, kustomization, file, config: EMPTY_CONFIG };
  return { directory, context, resources };
}

/** The entries of `patches`, in order. */
export function patchEntries({ context }: PatchStage): readonly PatchEntry[] {
  return context.kustomization.patches;
}

/** The text of the file that an entry of `patches` names. */
export function textOfFile({ context }: PatchStage, path: string): string {
  const { loader } = context;
  return new TextDecoder().decode(loader.session.tree.read(`${loader.root}/${path}`));
}

/** Calls back with the resources before each of the patches of a stage, and at last behind all of them. */
export function walkPatches(stage: PatchStage, visit: (index: number, set: ResourceSet) => void): void {
  const set = startOf(stage);
  for (const [index, entry] of patchEntries(stage).entries()) {
    visit(index, set);
    applyEntry(stage, set, entry, index);
  }
  visit(patchEntries(stage).length, set);
}

/** What the resources of a stage are before the patch at a position, by their first keys; without those deleted by then. */
export function documentsBefore(stage: PatchStage, position: number): Map<string, Mapping> {
  const set = startOf(stage);
  const entries = patchEntries(stage);
  for (let index = 0; index < position; index++) applyEntry(stage, set, entries[index]!, index);
  return new Map(set.resources.map((resource) => [firstKey(resource), resource.root]));
}

function startOf({ context, resources }: PatchStage): ResourceSet {
  const set = new ResourceSet();
  set.appendAll(resources.map((resource) => resource.copy()));
  const { patchesStrategicMerge: paths } = context.kustomization;
  if (paths.length > 0) void strategicMergeTransformer({ paths, patches: '' }, []).transform(set, context);
  set.filter((resource) => !resource.isDeleted);
  return set;
}

function applyEntry({ context }: PatchStage, set: ResourceSet, entry: PatchEntry, index: number): void {
  void patchTransformer(entry, ['patches', index]).transform(set, context);
  set.filter((resource) => !resource.isDeleted);
}

/**
 * Finds, among the resources of another moment of the same build, the one that a resource is or was. Throws InfraError where
 * that cannot be told; undefined where there is none.
 */
export function counterpart(resource: Resource, others: readonly Resource[]): Resource | undefined {
  const found = others.filter((other) => isSame(other, resource));
  if (found.length < 2) return found[0];
  const keys = new Set([resource.key, ...resource.previousIds.map(previousIdKey)]);
  const closer = found.filter(({ key }) => keys.has(key));
  if (closer.length === 1) return closer[0];
  throw new InfraError('PATCH', `several resources began as ${resource.originalId.name}`, {
    hint: 'give the resources of the base names of their own',
  });
}

/** Whether two states began as one and the same resource. */
function isSame(a: Resource, b: Resource): boolean {
  return firstKey(a) === firstKey(b);
}

/** What names a resource all through a build: the id it was read with. */
export function firstKey(resource: Resource): string {
  const [first] = resource.previousIds;
  return first === undefined ? resource.key : previousIdKey(first);
}

function ignore(): void {
  // Whoever builds has told it.
}
