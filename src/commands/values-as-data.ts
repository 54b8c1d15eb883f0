import { Integer, type GoMap, type Value } from '../gotemplate/value.ts';
import type { Data } from '../project/edit-yaml.ts';

/** Values as a YAML file can say them. */
export function valuesAsData(values: GoMap): Map<string, Data> {
  return new Map([...values].map(([key, value]) => [key, dataOf(value)]));
}

function dataOf(value: Value): Data {
  if (value instanceof Map) return valuesAsData(value);
  if (Array.isArray(value)) return value.map(dataOf);
  if (value instanceof Integer) return value.value;
  if (value === null || typeof value !== 'object') return value;
  throw new TypeError('no value of a file or a flag is of another type');
}
