import { LimitError } from './budget.ts';
import type { GoMap, Value } from './value.ts';
import { GoObject, Integer, MapView, Slice, asItems, asMap, typeOf } from './value.ts';

/** From this depth on, pairs that are already being compared are remembered: values may contain themselves. */
const REMEMBER_DEPTH = 12;
const MAX_DEPTH = 2000;

/**
 * Go's reflect.DeepEqual: equal types (an int is no float64, a nil slice no empty one) and equal contents. Throws LimitError
 * for values nested too deeply.
 */
export function deepEqual(a: Value, b: Value): boolean {
  return equal(a, b, new Map(), 0);
}

type Visited = Map<object, Set<object>>;

function equal(a: Value, b: Value, visited: Visited, depth: number): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (a === b) return true;
  if (typeOf(a) !== typeOf(b)) return false;
  if (a instanceof Integer) return a.value === (b as Integer).value;
  if (a instanceof Uint8Array) return equalBytes(a, b as Uint8Array);
  if (depth > MAX_DEPTH) throw new LimitError(`a value is nested more than ${MAX_DEPTH} levels deep`);
  if (depth > REMEMBER_DEPTH && isRemembered(a, b, visited)) return true;
  if (a instanceof GoObject) return b instanceof GoObject && equalObjects(a, b, visited, depth);
  if (isNil(a) !== isNil(b)) return false;
  const map = asMap(a);
  if (map !== undefined) return equalMaps(map, asMap(b) ?? new Map<string, Value>(), visited, depth);
  return equalItems(asItems(a) ?? [], asItems(b) ?? [], visited, depth);
}

function isNil(value: Value): boolean {
  return (value instanceof Slice || value instanceof MapView) && value.isNil;
}

function isRemembered(a: object, b: object, visited: Visited): boolean {
  const partners = visited.get(a);
  if (partners === undefined) visited.set(a, new Set([b]));
  else if (partners.has(b)) return true;
  else partners.add(b);
  return false;
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function equalItems(a: readonly Value[], b: readonly Value[], visited: Visited, depth: number): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (!equal(a[index]!, b[index]!, visited, depth + 1)) return false;
  }
  return true;
}

function equalMaps(a: GoMap, b: GoMap, visited: Visited, depth: number): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !equal(value, other, visited, depth + 1)) return false;
  }
  return true;
}

/** Fields that are not exported show in the printed form only. */
function equalObjects(a: GoObject, b: GoObject, visited: Visited, depth: number): boolean {
  return a.print() === b.print() && equalMaps(new Map(a.fields), new Map(b.fields), visited, depth);
}
