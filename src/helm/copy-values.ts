import type { GoMap, Value } from '../gotemplate/value.ts';

/** A copy of values down to the last map and list, so that changing one does not change the other. */
export function deepCopy(values: GoMap): GoMap {
  const copy = new Map<string, Value>();
  // Maps have thousands of entries in all, and each pair of a loop is an object of its own.
  values.forEach((value, key) => {
    copy.set(key, typeof value === 'object' ? copyValue(value) : value);
  });
  return copy;
}

function copyValue(value: Value): Value {
  if (value instanceof Map) return deepCopy(value);
  if (Array.isArray(value)) return value.map(copyValue);
  return value;
}

/** A copy of values in which lists are the same: enough wherever only maps change. */
export function copyTables(values: GoMap): GoMap {
  const copy = new Map<string, Value>();
  for (const [key, value] of values) copy.set(key, value instanceof Map ? copyTables(value) : value);
  return copy;
}
