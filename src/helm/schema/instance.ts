import { Integer, MapView, Slice } from '../../gotemplate/value.ts';
import type { GoMap, Value } from '../../gotemplate/value.ts';
import { isJsonObject, JsonNumber } from './json.ts';
import type { Json } from './json.ts';
import { compareNumbers, isNumeric } from './number.ts';
import type { Numeric } from './number.ts';

/** JSON's name for the type of a value; undefined for what no JSON holds. */
export function typeOfValue(
  value: Value,
): 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' | undefined {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'number':
    case 'bigint':
      return 'number';
    default:
  }
  if (value === null) return 'null';
  if (value instanceof Map || value instanceof MapView) return 'object';
  if (Array.isArray(value) || value instanceof Slice) return 'array';
  return value instanceof Integer ? 'number' : undefined;
}

/** The members of a value that is an object. */
export function membersOf(value: Value): GoMap {
  return value instanceof MapView ? value.map : (value as GoMap);
}

/** The items of a value that is an array. */
export function itemsOf(value: Value): readonly Value[] {
  return value instanceof Slice ? value.items : (value as Value[]);
}

/** The number that a value is. */
export function numberOf(value: Value): Numeric {
  return value instanceof Integer ? value.value : (value as number | bigint);
}

/** Whether a value is the same as one in a schema. */
export function equalsJson(value: Value, json: Json): boolean {
  switch (typeOfValue(value)) {
    case 'object':
      return isJsonObject(json) && equalMembers(membersOf(value), json);
    case 'array':
      return Array.isArray(json) && equalItems(itemsOf(value), json as readonly Json[]);
    case 'number':
      return isNumeric(json) && compareNumbers(numberOf(value), json) === 0;
    default:
      return value === json;
  }
}

function equalMembers(members: GoMap, json: { readonly [key: string]: Json }): boolean {
  if (members.size !== Object.keys(json).length) return false;
  for (const [key, value] of members)
    if (!Object.hasOwn(json, key) || !equalsJson(value, json[key]!)) return false;
  return true;
}

function equalItems(items: readonly Value[], json: readonly Json[]): boolean {
  return items.length === json.length && items.every((item, index) => equalsJson(item, json[index]!));
}

/** Positions of the first two equal items, undefined if there are none. */
export function findDuplicates(items: readonly Value[]): readonly [number, number] | undefined {
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    const first = seen.get(key);
    if (first !== undefined) return [first, index];
    seen.set(key, index);
  }
  return undefined;
}

/** A text that equal values share. */
function keyOf(value: Value): string {
  switch (typeOfValue(value)) {
    case 'object': {
      const members = [...membersOf(value)].map(([key, member]) => `${JSON.stringify(key)}:${keyOf(member)}`);
      return `{${members.sort().join(',')}}`;
    }
    case 'array':
      return `[${itemsOf(value).map(keyOf).join(',')}]`;
    case 'number':
      return writtenKey(numberOf(value));
    default:
      return JSON.stringify(value);
  }
}

function writtenKey(value: Numeric): string {
  return value instanceof JsonNumber ? value.text : String(value);
}
