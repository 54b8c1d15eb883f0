import { sortBytes } from '../lib/utf8.ts';
import type { TemplateFunction } from './function.ts';

/**
 * Go values as JavaScript values. The Go kind of a value is never lost:
 *
 * | Go                         | here                                                             |
 * | -------------------------- | ---------------------------------------------------------------- |
 * | nil                        | null                                                             |
 * | bool, string               | boolean, string (bytes that are no UTF-8: see lib/utf8.ts)       |
 * | float64                    | number                                                           |
 * | int                        | bigint                                                           |
 * | other integers, durations  | Integer                                                          |
 * | []byte                     | Uint8Array                                                       |
 * | []any (not nil)            | Array                                                            |
 * | other slices, nil slices   | Slice                                                            |
 * | map[string]any (not nil)   | Map                                                              |
 * | other maps, nil maps       | MapView                                                          |
 * | structs, pointers          | GoObject                                                         |
 *
 * Maps and slices are references, as in Go: mutation is seen by every holder.
 */
export type Value =
  | null
  | boolean
  | string
  | number
  | bigint
  | Integer
  | Uint8Array
  | Value[]
  | Slice
  | GoMap
  | MapView
  | GoObject;

/** `map[string]any` */
export type GoMap = Map<string, Value>;

export type IntegerType =
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'time.Duration'
  | 'time.Month'
  | 'time.Weekday';

/** An integer of another type than `int`. `value` is within the type's range (the maker wraps it). */
export class Integer {
  readonly type: IntegerType;
  readonly value: bigint;
  constructor(type: IntegerType, value: bigint) {
    this.type = type;
    this.value = value;
  }
}

/** An `int64` of this value, wrapped to 64 bits as Go's arithmetic does. */
export function int64(value: bigint): Integer {
  return new Integer('int64', BigInt.asIntN(64, value));
}

/** Methods that templates may call on a value, by name. */
export type Methods = ReadonlyMap<string, TemplateFunction>;

const NO_METHODS: Methods = new Map();

/** A slice that is not plain `[]any`: typed (`[]string`), named (`common.VersionSet`), or nil. */
export class Slice {
  /** Go's name of the slice type as `%T` prints it, e.g. `[]string`. */
  readonly type: string;
  /** Go's name of the element type, e.g. `string`. */
  readonly element: string;
  readonly items: Value[];
  readonly isNil: boolean;
  readonly methods: Methods;
  constructor(
    element: string,
    items: Value[],
    options: { type?: string; isNil?: boolean; methods?: Methods } = {},
  ) {
    this.element = element;
    this.items = items;
    this.type = options.type ?? `[]${element}`;
    this.isNil = options.isNil ?? false;
    this.methods = options.methods ?? NO_METHODS;
  }
}

/** A nil slice: prints `[]`, encodes as `null`. */
export function nilSlice(element = ANY): Slice {
  return new Slice(element, [], { isNil: true });
}

/** A `[]string`. */
export function stringSlice(items: string[]): Slice {
  return new Slice('string', items);
}

/**
 * A map that is not plain `map[string]any`: a named type over the same storage (`common.Values`), other elements
 * (`map[string]string`), or nil. `map` is shared, not copied.
 */
export class MapView {
  /** Go's name of the map type as `%T` prints it, e.g. `map[string]string` or `common.Values`. */
  readonly type: string;
  /** Go's name of the element type; `interface {}` makes it assignable to `map[string]any`. */
  readonly element: string;
  readonly map: GoMap;
  readonly isNil: boolean;
  readonly methods: Methods;
  constructor(
    element: string,
    map: GoMap,
    options: { type?: string; isNil?: boolean; methods?: Methods } = {},
  ) {
    this.element = element;
    this.map = map;
    this.type = options.type ?? `map[string]${element}`;
    this.isNil = options.isNil ?? false;
    this.methods = options.methods ?? NO_METHODS;
  }
}

/** A nil `map[string]any`: prints `map[]`, encodes as `null`. */
export function nilMap(): MapView {
  return new MapView(ANY, new Map(), { isNil: true });
}

/** A struct, or a pointer to one. Subclasses give it fields, methods and a printed form. */
export abstract class GoObject {
  /** Go's name of the type as `%T` prints it, e.g. `time.Time` or `*semver.Version`. */
  abstract readonly type: string;
  abstract readonly kind: 'struct' | 'ptr';
  /** The exported fields in declaration order. Empty for opaque structs. */
  readonly fields: ReadonlyMap<string, Value> = new Map();
  readonly methods: Methods = NO_METHODS;
  /** What `fmt` prints for a Stringer or an error; undefined when the type is neither. */
  print(): string | undefined {
    return undefined;
  }
  /** What encoding/json makes of it, as plain values; by default a map of the fields. */
  toJson(): Value {
    return new Map(this.fields);
  }
}

/** Go's name of the empty interface. */
export const ANY = 'interface {}';
export const MAP = 'map[string]interface {}';
export const LIST = '[]interface {}';

/** reflect.Kind by name; `invalid` for nil. */
export function kindOf(value: Value): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'float64';
    case 'bigint':
      return 'int';
    case 'boolean':
      return 'bool';
  }
  if (value === null) return 'invalid';
  if (value instanceof Map || value instanceof MapView) return 'map';
  if (Array.isArray(value) || value instanceof Slice || value instanceof Uint8Array) return 'slice';
  if (value instanceof Integer)
    return value.type.startsWith('time.') ? (value.type === 'time.Duration' ? 'int64' : 'int') : value.type;
  return value.kind;
}

/** What `%T` prints. */
export function typeOf(value: Value): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'float64';
    case 'bigint':
      return 'int';
    case 'boolean':
      return 'bool';
  }
  if (value === null) return '<nil>';
  if (value instanceof Map) return MAP;
  if (Array.isArray(value)) return LIST;
  if (value instanceof Uint8Array) return '[]uint8';
  return value.type;
}

/** The storage of any map value, or undefined if it is not a map. A nil map has empty storage. */
export function asMap(value: Value): GoMap | undefined {
  if (value instanceof Map) return value;
  return value instanceof MapView ? value.map : undefined;
}

/** The items of any slice value (a []byte gives uint8 Integers), or undefined if it is not a slice. */
export function asItems(value: Value): Value[] | undefined {
  if (Array.isArray(value)) return value;
  if (value instanceof Slice) return value.items;
  if (value instanceof Uint8Array) return Array.from(value, (byte) => new Integer('uint8', BigInt(byte)));
  return undefined;
}

/** The integer behind any integer kind, or undefined. */
export function asInteger(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return value instanceof Integer ? value.value : undefined;
}

/** A map's keys in byte order, the order in which Go's templates, printing and encoders visit them. */
export function sortedKeys(map: ReadonlyMap<string, unknown>): string[] {
  return sortBytes([...map.keys()]);
}

/** text/template's IsTrue: false for nil, false, 0, and the empty string, list and map; structs are true. */
export function isTrue(value: Value): boolean {
  switch (typeof value) {
    case 'string':
      return value.length > 0;
    case 'number':
      return value !== 0;
    case 'bigint':
      return value !== 0n;
    case 'boolean':
      return value;
  }
  if (value === null) return false;
  if (value instanceof Map) return value.size > 0;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0;
  if (value instanceof MapView) return value.map.size > 0;
  if (value instanceof Slice) return value.items.length > 0;
  if (value instanceof Integer) return value.value !== 0n;
  return true;
}
