import { encodeJson } from '../k8s/json.ts';
import type { Plain } from '../k8s/plain.ts';
import type { RawJson } from './raw-json.ts';

/**
 * Whether a value is what a `test` expects: keys in any order, nulls only beside nulls of mappings (a list with nulls is equal
 * to none), scalars equal, or written as Go writes this one.
 */
export function isSameJson(actual: Plain, expected: Plain | RawJson): boolean {
  if (Array.isArray(actual)) return Array.isArray(expected) && isSameList(actual, expected);
  if (actual instanceof Map) return expected instanceof Map && isSameMap(actual, expected);
  if (isRawScalar(expected)) return encodeJson(actual) === expected.raw;
  return actual === expected || (typeof actual === 'bigint' && Number(actual) === expected);
}

/** Whether a value that a `test` expects is null, or not given. */
export function isNullJson(expected: Plain | RawJson | undefined): boolean {
  return expected === undefined || expected === null || (isRawScalar(expected) && expected.raw === 'null');
}

function isSameList(actual: readonly Plain[], expected: readonly (Plain | RawJson)[]): boolean {
  if (actual.length !== expected.length) return false;
  return actual.every((item, index) => item !== null && isSameJson(item, expected[index]!));
}

function isSameMap(
  actual: ReadonlyMap<string, Plain>,
  expected: ReadonlyMap<string, Plain | RawJson>,
): boolean {
  if (actual.size !== expected.size) return false;
  return [...actual].every(([key, value]) => {
    const other = expected.get(key);
    if (other === undefined) return false;
    return value === null || isNullJson(other)
      ? value === null && isNullJson(other)
      : isSameJson(value, other);
  });
}

function isRawScalar(value: Plain | RawJson): value is { readonly raw: string } {
  return typeof value === 'object' && value !== null && 'raw' in value;
}
