import type { Plain } from '../k8s/plain.ts';

/** A value that has values below it. */
export type Container = Map<string, Plain> | Plain[];

/** Where a pointer ends: in which container, under which key. */
export interface PointedPlace {
  readonly container: Container;
  readonly key: string;
}

const ESCAPED = /~1|~0/g;
const INTEGER = /^[-+]?\d+$/;

/**
 * The place that a JSON pointer means; undefined where a container on the way is missing, or where the pointer has no slash. As
 * evanphx/json-patch has it, what stands before the first slash does not count.
 */
export function findPlace(document: Container, pointer: string): PointedPlace | undefined {
  const parts = pointer.split('/');
  if (parts.length < 2) return undefined;
  let container: Container = document;
  for (const part of parts.slice(1, -1)) {
    const next = valueAt(container, decodePart(part));
    if (!isContainer(next)) return undefined;
    container = next;
  }
  return { container, key: decodePart(parts.at(-1)!) };
}

/** The value under a key, or at an index, which may count from the end; undefined where there is none. */
export function valueAt(container: Container, key: string): Plain | undefined {
  if (container instanceof Map) return container.get(key);
  const index = indexIn(container, key);
  return index === undefined ? undefined : container[index];
}

/** The index of an element there is; a negative one counts from the end. undefined: it is none. */
export function indexIn(list: readonly Plain[], key: string): number | undefined {
  const index = integerOf(key);
  if (index === undefined || index >= list.length || index < -list.length) return undefined;
  return index < 0 ? index + list.length : index;
}

/** The index at which an element can be put in: `-` is the end, and so is -1. undefined: it is none. */
export function insertionIndexIn(list: readonly Plain[], key: string): number | undefined {
  if (key === '-') return list.length;
  const index = integerOf(key);
  if (index === undefined || index > list.length || index < -list.length - 1) return undefined;
  return index < 0 ? index + list.length + 1 : index;
}

export function isContainer(value: Plain | undefined): value is Container {
  return value instanceof Map || Array.isArray(value);
}

function integerOf(key: string): number | undefined {
  return INTEGER.test(key) ? Number(key) : undefined;
}

function decodePart(part: string): string {
  return part.replace(ESCAPED, (escaped) => (escaped === '~1' ? '/' : '~'));
}
