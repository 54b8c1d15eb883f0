import { isMapping, isSequence, textOf, type Node } from '../k8s/node.ts';
import type { SchemaNode } from '../k8s/schema-node.ts';
import { sameValue } from '../k8s/same-value.ts';

/** The way to a field; elements of lists that have a key go by it: `containers`, `name=web`, `image`. */
export type ChangedPath = readonly string[];

/** The smallest parts in which two nodes differ. */
export function changedPaths(
  before: Node | undefined,
  after: Node | undefined,
  schema: SchemaNode | undefined,
  path: ChangedPath = [],
): ChangedPath[] {
  if (sameValue(before, after)) return [];
  if (isMapping(before) && isMapping(after)) {
    const keys = new Set([...before.keys(), ...after.keys()]);
    return [...keys].flatMap((key) =>
      changedPaths(before.get(key), after.get(key), schema?.field(key), [...path, key]),
    );
  }
  if (!isSequence(before) || !isSequence(after)) return [path];
  const [old, fresh] = [keyed(before, schema), keyed(after, schema)];
  if (old === undefined || fresh === undefined) return byIndex(before, after, schema, path);
  const keys = new Set([...old.keys(), ...fresh.keys()]);
  const paths = [...keys].flatMap((key) =>
    changedPaths(old.get(key), fresh.get(key), schema?.element(), [...path, key]),
  );
  return paths.length > 0 ? paths : [path];
}

/** Whether one of two paths leads through the other. */
export function overlap(a: ChangedPath, b: ChangedPath): boolean {
  return a.slice(0, b.length).every((part, index) => part === b[index]);
}

/** As a person reads it. */
export function printPath(path: ChangedPath): string {
  return path
    .map((part) => (part.includes('=') ? `[${part}]` : part.includes('.') ? `[${part}]` : part))
    .join('.');
}

function byIndex(
  before: readonly Node[],
  after: readonly Node[],
  schema: SchemaNode | undefined,
  path: ChangedPath,
): ChangedPath[] {
  if (before.length !== after.length) return [path];
  return before.flatMap((item, index) =>
    changedPaths(item, after[index], schema?.element(), [...path, String(index)]),
  );
}

/** Elements by the first key that merges go by; undefined for lists without. */
function keyed(list: readonly Node[], schema: SchemaNode | undefined): Map<string, Node> | undefined {
  const [name] = schema?.mergeKeys ?? [];
  if (name === undefined) return undefined;
  const elements = new Map<string, Node>();
  for (const item of list) {
    const value = isMapping(item) ? textOf(item.get(name)) : undefined;
    if (value === undefined || elements.has(`${name}=${value}`)) return undefined;
    elements.set(`${name}=${value}`, item);
  }
  return elements;
}
