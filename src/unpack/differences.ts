import type { Plain } from '../k8s/plain.ts';
import { MAX_DEPTH } from './rendered-objects.ts';

/** Keys and indexes from the root of an object to one of its fields. */
export type FieldPath = readonly (string | number)[];

/** A field that two renders wrote differently. */
export interface Difference {
  readonly path: FieldPath;
  readonly first: Plain;
  readonly second: Plain;
}

/**
 * The smallest fields in which two objects differ, down to the depth that objects may have: scalars, and mappings or lists that have not the same keys or length. Fields
 * are in the order of the first.
 */
export function differences(first: Plain, second: Plain): Difference[] {
  const found: Difference[] = [];
  compare(first, second, [], found);
  return found;
}

function compare(first: Plain, second: Plain, path: FieldPath, found: Difference[]): void {
  if (first === second || path.length > MAX_DEPTH) return;
  if (first instanceof Map && second instanceof Map && haveSameKeys(first, second)) {
    for (const [key, value] of first) compare(value, second.get(key)!, [...path, key], found);
  } else if (Array.isArray(first) && Array.isArray(second) && first.length === second.length) {
    for (const [index, value] of first.entries()) compare(value, second[index]!, [...path, index], found);
  } else if (!isSameNumber(first, second)) found.push({ path, first, second });
}

function haveSameKeys(first: ReadonlyMap<string, Plain>, second: ReadonlyMap<string, Plain>): boolean {
  if (first.size !== second.size) return false;
  for (const key of first.keys()) if (!second.has(key)) return false;
  return true;
}

/** Not a number is what it is in both. */
function isSameNumber(first: Plain, second: Plain): boolean {
  return typeof first === 'number' && typeof second === 'number' && Object.is(first, second);
}

/** The path as a JSON pointer. */
export function pointerOf(path: FieldPath): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** What becomes of the field at the end of a path; undefined takes a key of a mapping away. */
export interface FieldChange {
  readonly path: FieldPath;
  readonly change: (field: Plain) => Plain | undefined;
}

/** The value with some of its fields changed. Paths that lead nowhere are passed over. */
export function withChanges(value: Plain, changes: readonly FieldChange[], depth = 0): Plain | undefined {
  const here = changes.find(({ path }) => path.length === depth);
  if (here !== undefined) return here.change(value);
  const byKey = new Map<string | number, FieldChange[]>();
  for (const change of changes) {
    const key = change.path[depth]!;
    const inside = byKey.get(key);
    if (inside === undefined) byKey.set(key, [change]);
    else inside.push(change);
  }
  if (Array.isArray(value))
    return value.map((item, index) => {
      const inside = byKey.get(index);
      return inside === undefined ? item : (withChanges(item, inside, depth + 1) ?? null);
    });
  if (!(value instanceof Map)) return value;
  const copy = new Map<string, Plain>();
  for (const [key, field] of value) {
    const inside = byKey.get(key);
    const changed = inside === undefined ? field : withChanges(field, inside, depth + 1);
    if (changed !== undefined) copy.set(key, changed);
  }
  return copy;
}
