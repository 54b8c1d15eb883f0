import { byteLength, sliceBytes, toBytes } from '../lib/utf8.ts';
import { GoError } from './function.ts';
import type { GoMap, Value } from './value.ts';
import { ANY, GoObject, Integer, MapView, Slice, asInteger, asItems, typeOf } from './value.ts';
import { zeroValue } from './zero-value.ts';

/** The template function `index`: `index x 1 "a"` is x[1]["a"]. A missing key gives the zero value. Throws GoError. */
export function indexValue(item: Value, indexes: readonly Value[]): Value {
  if (item === null) throw new GoError('index of untyped nil');
  let current: Value = item;
  for (const index of indexes) current = indexOnce(current, index);
  return current;
}

function indexOnce(item: Value, index: Value): Value {
  if (item === null) throw new GoError('index of nil pointer');
  if (item instanceof Map) return lookUp(item, ANY, index);
  if (item instanceof MapView) return lookUp(item.map, item.element, index);
  if (typeof item === 'string') {
    const bytes = toBytes(item);
    return new Integer('uint8', BigInt(bytes[position(index, bytes.length, 'string')]!));
  }
  if (item instanceof Uint8Array) {
    return new Integer('uint8', BigInt(item[position(index, item.length, 'slice')]!));
  }
  const items = asItems(item);
  if (items === undefined) throw new GoError(`can't index item of type ${pointedType(item)}`);
  return items[position(index, items.length, 'slice')]!;
}

function lookUp(map: GoMap, element: string, key: Value): Value {
  if (typeof key === 'string') return map.get(key) ?? zeroValue(element);
  if (key === null) throw new GoError('value is nil; should be of type string');
  throw new GoError(`value has type ${typeOf(key)}; should be string`);
}

/** An index below `length`. Go checks it against the length first, and panics for the length itself. */
function position(index: Value, length: number, kind: string): number {
  const at = indexNumber(index, length);
  if (at === length) throw new GoError(`reflect: ${kind} index out of range`);
  return at;
}

function indexNumber(index: Value, limit: number): number {
  if (index === null) throw new GoError('cannot index slice/array with nil');
  const number = asInteger(index);
  if (number === undefined) throw new GoError(`cannot index slice/array with type ${typeOf(index)}`);
  const signed = BigInt.asIntN(64, number);
  if (signed < 0n || signed > BigInt(limit)) throw new GoError(`index out of range: ${signed}`);
  return Number(signed);
}

/** The template function `slice`: `slice x 1 2` is x[1:2]. Throws GoError. */
export function sliceValue(item: Value, indexes: readonly Value[]): Value {
  if (item === null) throw new GoError('slice of untyped nil');
  if (indexes.length > 3) throw new GoError(`too many slice indexes: ${indexes.length}`);
  if (typeof item === 'string') {
    if (indexes.length === 3) throw new GoError('cannot 3-index slice a string');
    const [start, end] = bounds(indexes, byteLength(item));
    return sliceBytes(item, start, end);
  }
  if (item instanceof Uint8Array) return item.subarray(...bounds(indexes, item.length));
  const items = asItems(item);
  if (items === undefined) throw new GoError(`can't slice item of type ${pointedType(item)}`);
  const [start, end] = bounds(indexes, items.length);
  const part = items.slice(start, end);
  return item instanceof Slice
    ? new Slice(item.element, part, { type: item.type, methods: item.methods })
    : part;
}

function bounds(indexes: readonly Value[], length: number): [number, number] {
  const [start = 0, end = length, capacity] = indexes.map((index) => indexNumber(index, length));
  if (start > end) throw new GoError(`invalid slice index: ${start} > ${end}`);
  if (capacity !== undefined && end > capacity)
    throw new GoError(`invalid slice index: ${end} > ${capacity}`);
  return [start, end];
}

/** The template function `len`: bytes of a string, items of a list, keys of a map. Throws GoError. */
export function lengthOf(item: Value): number {
  if (typeof item === 'string') return byteLength(item);
  if (item === null) throw new GoError('len of nil pointer');
  if (item instanceof Map) return item.size;
  if (item instanceof MapView) return item.map.size;
  if (item instanceof Uint8Array || Array.isArray(item)) return item.length;
  if (item instanceof Slice) return item.items.length;
  throw new GoError(`len of type ${pointedType(item)}`);
}

/** Go's messages name what a pointer points to. */
function pointedType(value: Value): string {
  const type = typeOf(value);
  return value instanceof GoObject && value.kind === 'ptr' ? type.replace(/^\*/, '') : type;
}
