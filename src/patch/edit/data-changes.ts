import { isMapping, isSequence, sameNode, type Mapping, type Node, type Sequence } from '../../k8s/node.ts';

/** Keys and indices from the top of the data. */
export type DataPath = readonly (string | number)[];

/** What an edit did to data, place by place. */
export type DataChange =
  | { readonly kind: 'replace'; readonly path: DataPath; readonly value: Node }
  /** a key of a mapping, or an element behind the last one of a list */
  | { readonly kind: 'add'; readonly path: DataPath; readonly value: Node }
  | { readonly kind: 'remove'; readonly path: DataPath };

/** The changes that make one node of another, in the order of the data; what is one and the same node is not looked into. */
export function dataChanges(before: Node, after: Node, path: DataPath = []): DataChange[] {
  if (before === after) return [];
  if (isMapping(before) && isMapping(after) && before.size > 0 && after.size > 0)
    return inMapping(before, after, path);
  if (isSequence(before) && isSequence(after) && before.length > 0 && after.length > 0)
    return inSequence(before, after, path);
  return sameNode(before, after) ? [] : [{ kind: 'replace', path, value: after }];
}

function inMapping(before: Mapping, after: Mapping, path: DataPath): DataChange[] {
  // Where no key stays, nothing is left beside which another could be put.
  if (![...before.keys()].some((key) => after.has(key))) return [{ kind: 'replace', path, value: after }];
  const changes: DataChange[] = [];
  for (const [key, value] of before) {
    const next = after.get(key);
    if (next === undefined) changes.push({ kind: 'remove', path: [...path, key] });
    else changes.push(...dataChanges(value, next, [...path, key]));
  }
  for (const [key, value] of after) {
    if (!before.has(key)) changes.push({ kind: 'add', path: [...path, key], value });
  }
  return changes;
}

function inSequence(before: Sequence, after: Sequence, path: DataPath): DataChange[] {
  if (after.length < before.length) return shortened(before, after, path);
  const changes = before.flatMap((item, index) => dataChanges(item, after[index]!, [...path, index]));
  for (let index = before.length; index < after.length; index++) {
    changes.push({ kind: 'add', path: [...path, index], value: after[index]! });
  }
  return changes;
}

/** Elements that went are those that are not the next one that stayed. */
function shortened(before: Sequence, after: Sequence, path: DataPath): DataChange[] {
  const changes: DataChange[] = [];
  let next = 0;
  for (const [index, item] of before.entries()) {
    if (next < after.length && item === after[next]) next++;
    else changes.push({ kind: 'remove', path: [...path, index] });
  }
  return next === after.length ? changes : [{ kind: 'replace', path, value: after }];
}
