import { LimitError, type Budget } from '../../gotemplate/budget.ts';
import { define, GoError, type FunctionTable } from '../../gotemplate/function.ts';
import {
  ANY,
  MAP,
  MapView,
  nilMap,
  Slice,
  sortedKeys,
  stringSlice,
  typeOf,
  type GoMap,
  type Value,
} from '../../gotemplate/value.ts';
import type { FunctionContext } from '../environment.ts';
import { strval } from './convert.ts';
import { MAX_NESTING, mergeInto } from './merge.ts';

/** Sprig's functions on maps. Where Go's order of keys is random, ours is sorted. */
export function dictFunctions(context: FunctionContext): FunctionTable {
  return { ...accessFunctions(context), ...copyFunctions(context), ...mergeFunctions(context) };
}

function accessFunctions({ budget, noteChange }: FunctionContext): FunctionTable {
  return {
    dict: define(['...interface {}'], (...pairs) => dict(pairs, budget)),
    get: define(['map[string]interface {}', 'string'], (map, key) => {
      const value = map?.get(key);
      return value === undefined ? '' : value;
    }),
    set: define(['map[string]interface {}', 'string', 'interface {}'], (map, key, value) => {
      if (map === null) throw new GoError('assignment to entry in nil map');
      noteChange?.(map);
      return map.set(key, value);
    }),
    unset: define(['map[string]interface {}', 'string'], (map, key) => {
      if (map?.delete(key) === true) noteChange?.(map);
      return map ?? nilMap();
    }),
    hasKey: define(['map[string]interface {}', 'string'], (map, key) => map?.has(key) ?? false),
    keys: define(['...map[string]interface {}'], (...maps) =>
      stringSlice(maps.flatMap((map) => (map === null ? [] : sortedKeys(spendSize(budget, map))))),
    ),
    values: define(['map[string]interface {}'], (map) =>
      map === null ? [] : sortedKeys(spendSize(budget, map)).map((key) => map.get(key)!),
    ),
    pluck: define(['string', '...map[string]interface {}'], (key, ...maps) =>
      maps.filter((map) => map?.has(key)).map((map) => map!.get(key)!),
    ),
    dig: define(['...interface {}'], (...path) => dig(path)),
  };
}

function spendSize(budget: Budget, map: GoMap): GoMap {
  budget.spend(map.size);
  return map;
}

/** Keys are made strings; a last key without a value gets "". */
function dict(pairs: readonly Value[], budget: Budget): GoMap {
  const map: GoMap = new Map();
  for (let index = 0; index < pairs.length; index += 2) {
    map.set(strval(pairs[index]!, budget), index + 1 < pairs.length ? pairs[index + 1]! : '');
  }
  return map;
}

/** `dig "a" "b" DEFAULT map`: a missing key gives the default, anything but a plain map on the way panics. */
function dig(path: readonly Value[]): Value {
  if (path.length < 3) throw new GoError('dig needs at least three arguments');
  let map = assertMap(path.at(-1)!);
  const keys = path.slice(0, -2).map((key) => {
    if (typeof key !== 'string') throw wrongType(key, 'string');
    return key;
  });
  const last = keys.pop()!;
  for (const key of keys) {
    const step = map.get(key);
    if (step === undefined) return path.at(-2)!;
    map = assertMap(step);
  }
  const found = map.get(last);
  return found === undefined ? path.at(-2)! : found;
}

function assertMap(value: Value): GoMap {
  if (value instanceof Map) return value;
  if (value instanceof MapView && value.type === MAP) return value.map;
  throw wrongType(value, MAP);
}

function wrongType(value: Value, wanted: string): GoError {
  const found = value === null ? 'nil' : typeOf(value);
  return new GoError(`interface conversion: interface {} is ${found}, not ${wanted}`);
}

function copyFunctions({ budget }: FunctionContext): FunctionTable {
  const pick = define(['map[string]interface {}', '...string'], (map, ...keys) => {
    const picked: GoMap = new Map();
    for (const key of keys) {
      const value = map?.get(key);
      if (value !== undefined) picked.set(key, value);
    }
    return picked;
  });
  const omit = define(['map[string]interface {}', '...string'], (map, ...keys) => {
    const rest: GoMap = new Map(map === null ? [] : spendSize(budget, map));
    for (const key of keys) rest.delete(key);
    return rest;
  });
  const deepCopy = define(['interface {}'], (value) => {
    if (value === null) throw new GoError('reflect: call of reflect.Value.Type on zero Value');
    return copy(value, budget, 0);
  });
  return { pick, omit, deepCopy, mustDeepCopy: deepCopy };
}

/** A copy that shares no map and no list with the value. Types, also those of nil maps and lists, stay. */
function copy(value: Value, budget: Budget, depth: number): Value {
  if (value === null || typeof value !== 'object') return value;
  if (depth > MAX_NESTING) throw new LimitError(`a value is nested more than ${MAX_NESTING} deep`);
  if (value instanceof Map) return copyMap(value, budget, depth);
  if (Array.isArray(value)) return copyItems(value, budget, depth);
  if (value instanceof Uint8Array) return value.slice();
  const { isNil, methods, type } = value as Slice;
  if (value instanceof MapView)
    return new MapView(value.element, copyMap(value.map, budget, depth), { type, isNil, methods });
  if (value instanceof Slice)
    return new Slice(value.element, copyItems(value.items, budget, depth), { type, isNil, methods });
  return value;
}

/** What a new map costs beside its entries, in steps: they bound memory too. */
const MAP_COST = 20;

function copyMap(map: GoMap, budget: Budget, depth: number): GoMap {
  const copied: GoMap = new Map();
  budget.spend(MAP_COST);
  for (const [key, value] of spendSize(budget, map)) copied.set(key, copy(value, budget, depth + 1));
  return copied;
}

function copyItems(items: readonly Value[], budget: Budget, depth: number): Value[] {
  budget.spend(items.length);
  return items.map((item) => copy(item, budget, depth + 1));
}

function mergeFunctions({ budget, noteChange }: FunctionContext): FunctionTable {
  const merging = (overwrite: boolean, onMismatch: (error: GoError) => Value) =>
    define(['map[string]interface {}', '...map[string]interface {}'], (target, ...sources) => {
      let merged = target;
      for (const source of sources) {
        if (source === null) continue;
        merged ??= new Map();
        const error = mergeInto(
          { map: merged, element: ANY },
          { map: source, element: ANY },
          { overwrite, budget, noteChange },
        );
        if (error !== undefined) return onMismatch(error);
      }
      return merged ?? nilMap();
    });
  const quiet = (): Value => '';
  const loud = (error: GoError): Value => {
    throw error;
  };
  return {
    merge: merging(false, quiet),
    mustMerge: merging(false, loud),
    mergeOverwrite: merging(true, quiet),
    mustMergeOverwrite: merging(true, loud),
  };
}
