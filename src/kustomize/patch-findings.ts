import {
  fieldOf,
  isMapping,
  isNull,
  isSequence,
  nodeAt,
  textOf,
  type Mapping,
  type Node,
} from '../k8s/node.ts';

/** Something about a strategic merge patch that is probably not meant. */
export interface PatchRemark {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** Directives of Kubernetes that Kustomize leaves in its output as fields. */
const UNKNOWN_DIRECTIVE = /^\$(?:setElementOrder\/|deleteFromPrimitiveList\/|retainKeys$)/;
const CONTAINER_LISTS = ['containers', 'initContainers'];

/** The directives in a patch that Kustomize does not know. */
export function* remarksOnPatch(patch: Node): Iterable<PatchRemark> {
  if (isSequence(patch)) {
    for (const item of patch) yield* remarksOnPatch(item);
  } else if (isMapping(patch)) {
    for (const [key, value] of patch) {
      if (!UNKNOWN_DIRECTIVE.test(key)) yield* remarksOnPatch(value);
      else {
        yield {
          code: 'PATCH_DIRECTIVE',
          message: `${key} is no directive of Kustomize: it becomes a field of the resource`,
          hint: 'only `$patch` directs a merge',
        };
      }
    }
  }
}

/**
 * Labels and annotations that a patch set to null, which took them away in Kubernetes; with a target, Kustomize makes the text
 * "null" of it.
 */
export function* remarksOnNulls(document: Mapping, after: Mapping): Iterable<PatchRemark> {
  for (const field of ['labels', 'annotations']) {
    const path = ['metadata', field];
    const patched = nodeAt(document, path);
    if (!isMapping(patched)) continue;
    for (const [key, value] of patched) {
      const made = fieldOf(nodeAt(after, path), key);
      if (!isNull(value) || isNull(made) || textOf(made) !== 'null') continue;
      yield {
        code: 'PATCH_NULL_TEXT',
        message: `the patch sets ${field} ${key} to the text "null" instead of taking it away`,
        hint: 'leave the target out and name the resource, or remove it with a JSON patch',
      };
    }
  }
}

/** What a patch did to the containers and volumes of a resource that the cluster will refuse. */
export function* remarksOnMerge(
  before: Node | undefined,
  patch: Node,
  after: Node | undefined,
): Iterable<PatchRemark> {
  if (!isMapping(patch) || !isMapping(after)) return;
  for (const [key, value] of patch) {
    const old = fieldOf(before, key);
    if (isMapping(value)) yield* remarksOnMerge(old, value, after.get(key));
    else if (isSequence(value) && CONTAINER_LISTS.includes(key))
      yield* newContainers(key, old, value, after.get(key));
    else if (isSequence(value) && key === 'volumes') yield* mixedVolumes(value, after.get(key));
  }
}

function* newContainers(
  list: string,
  before: Node | undefined,
  patch: readonly Node[],
  after: Node | undefined,
): Iterable<PatchRemark> {
  for (const element of patch) {
    const name = textOf(fieldOf(element, 'name'));
    if (name === undefined || named(before, name) !== undefined) continue;
    const added = named(after, name);
    if (added === undefined || added.has('image')) continue;
    const names = isSequence(before) ? before.map((item) => textOf(fieldOf(item, 'name')) ?? '') : [];
    yield {
      code: 'PATCH_ADDS_CONTAINER',
      message: `the patch adds a container ${name} without an image to ${list}`,
      ...(names.length === 0 ? {} : { hint: `the resource has ${names.join(', ')}` }),
    };
  }
}

function* mixedVolumes(patch: readonly Node[], after: Node | undefined): Iterable<PatchRemark> {
  for (const element of patch) {
    const name = textOf(fieldOf(element, 'name'));
    const volume = name === undefined ? undefined : named(after, name);
    const sources = volume === undefined ? [] : [...volume.keys()].filter((key) => key !== 'name');
    if (sources.length < 2) continue;
    yield {
      code: 'PATCH_MIXES_VOLUMES',
      message: `the volume ${name!} has several sources after the patch: ${sources.join(', ')}`,
      hint: 'set the old source to null in the patch',
    };
  }
}

function named(list: Node | undefined, name: string): Mapping | undefined {
  if (!isSequence(list)) return undefined;
  return list.find((item): item is Mapping => isMapping(item) && textOf(item.get('name')) === name);
}
