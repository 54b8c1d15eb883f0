import { fieldOf, isSequence, type Mapping, type Node } from '../k8s/node.ts';
import { indexIn } from './json-pointer.ts';
import { pointerBelow, pointerParts } from './patch-operations.ts';
import type { PatchOperation } from './patch-pair.ts';
import { sameValue } from '../k8s/same-value.ts';
import { patchValue } from './patch-value.ts';

/** A resource without patches, as the present patches make it, as it is to be. */
export interface Resources {
  readonly before: Mapping;
  readonly current: Mapping;
  readonly after: Mapping;
}

/**
 * The part of a resource that an operation is about as a whole: the first list on the way, whose elements may move, or else the
 * place itself.
 */
export function regionOf(pointer: string, resources: Resources): string {
  let nodes: readonly (Node | undefined)[] = [resources.before, resources.current, resources.after];
  let region = '';
  for (const part of pointerParts(pointer)) {
    if (nodes.some(isSequence)) return region;
    nodes = nodes.map((node) => fieldOf(node, part));
    region = pointerBelow(region, part);
  }
  return region;
}

/** Whether a region is to be another one than now. */
export function isTouched(region: string, { current, after }: Resources): boolean {
  return !sameValue(nodeAt(current, region), nodeAt(after, region));
}

/** The present operations where nothing is to change, the fresh ones where something is, in the place of those before. */
export function joinOperations(
  present: readonly PatchOperation[],
  fresh: readonly PatchOperation[],
  resources: Resources,
): PatchOperation[] {
  const touched = new Map<string, PatchOperation[]>();
  for (const operation of fresh) {
    const region = regionOf(operation.path, resources);
    if (!isTouched(region, resources)) continue;
    const operations = touched.get(region);
    if (operations === undefined) touched.set(region, [operation]);
    else operations.push(operation);
  }
  const joined: PatchOperation[] = [];
  for (const operation of present) {
    const region = regionOf(operation.path, resources);
    if (!isTouched(region, resources)) joined.push(operation);
    else joined.push(...(touched.get(region) ?? []));
    touched.delete(region);
  }
  return [...joined, ...[...touched.values()].flat()];
}

/** The present operations with the values that are to be at their places; undefined where none is another one. */
export function withNewValues(
  present: readonly PatchOperation[],
  { before, after }: Resources,
): { readonly operations: PatchOperation[]; readonly changed: ReadonlySet<string> } {
  const changed = new Set<string>();
  const last = new Map(present.map(({ path }, index) => [path, index]));
  const operations = present.map((operation, index) => {
    const { op, path, value } = operation;
    if ((op !== 'add' && op !== 'replace') || last.get(path) !== index || path.endsWith('/-'))
      return operation;
    const wanted = nodeAt(after, path);
    if (wanted === undefined || sameValue(wanted, value) || sameValue(wanted, nodeAt(before, path)))
      return operation;
    changed.add(path);
    return { op, path, value: patchValue(wanted) };
  });
  return { operations, changed };
}

/** The node at a pointer. */
export function nodeAt(root: Node, pointer: string): Node | undefined {
  return pointerParts(pointer).reduce<Node | undefined>((node, part) => {
    if (!isSequence(node)) return fieldOf(node, part);
    const index = indexIn(node as never, part);
    return index === undefined ? undefined : node[index];
  }, root);
}
