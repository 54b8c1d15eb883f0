import type { ChangedPath } from '../overlay/patch-paths.ts';

/** The way to a field, and what else tells which one it is. */
export interface FieldWords {
  readonly path: ChangedPath;
  /** of the resource: its kind, and the parts of its name */
  readonly about: readonly string[];
}

/** As names are compared: `LOG_LEVEL` is `logLevel`. */
export function normal(name: string): string {
  return name
    .replace(/^[^=]*=/, '')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toLowerCase();
}

/** Whether a part of a path names an element of a list. */
export function isElement(part: string): boolean {
  return part.includes('=') || /^\d+$/.test(part);
}

/** How many keys at the end of a value's path are the keys at the end of the way to a field. */
export function suffixMatch(keys: readonly string[], { path }: FieldWords): number {
  const fields = path.filter((part) => !isElement(part));
  let count = 0;
  while (
    count < keys.length &&
    count < fields.length &&
    normal(keys.at(-1 - count)!) === normal(fields.at(-1 - count)!)
  )
    count++;
  return count;
}

/** How much the key of a value sounds like a field. */
export function similarity(keys: readonly string[], field: FieldWords): number {
  const elements = field.path.filter(isElement).map(normal);
  const words = new Set([...elements, ...field.about.map(normal)].filter((word) => word.length > 2));
  const named = keys.filter((key) => words.has(normal(key))).length;
  const matched = suffixMatch(keys, field);
  return 2 * matched + (matched === 0 && isAlike(keys, field) ? 1 : 0) + Math.min(named, 2);
}

/** `replicaCount` is about `replicas`. */
function isAlike(keys: readonly string[], { path }: FieldWords): boolean {
  const key = normal(keys.at(-1)!);
  const field = normal(path.findLast((part) => !isElement(part)) ?? '').replace(/s$/, '');
  return field.length > 2 && key.length > 2 && (key.includes(field) || field.includes(key));
}
