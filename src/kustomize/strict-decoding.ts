import type { Plain } from '../k8s/plain.ts';
import { compareBytes } from '../lib/utf8.ts';

/**
 * Decoding of data into typed values as Go's JSON decoder does it when unknown fields are refused: null leaves a value as it
 * was, names of fields match whatever their case, and what several spellings of a name give is laid over each other in the
 * byte order of the spellings.
 */
export interface Decoder<Value> {
  /** What a field has that nobody set. Of lists and maps it is an object of its own, by which "not set" is known from "empty". */
  readonly zero: Value;
  /** The value of `data`, laid over what there was before. Throws DecodeProblem. */
  decode(data: Plain, before: Value, path: Path): Value;
}

export type Decoded<D> = D extends Decoder<infer Value> ? Value : never;

/** Where the decoder is, as keys of the file and indices; extended on the way down, cut on the way up. */
export type Path = (string | number)[];

/** Data that does not fit. `path` leads to it; for an unknown field, to its key. */
export class DecodeProblem extends Error {
  readonly path: Path;
  /** What is wanted in the place, or the names that are known there. */
  readonly wanted: string | readonly string[];
  readonly found: Plain;

  constructor(path: Path, wanted: string | readonly string[], found: Plain) {
    super('the data does not fit');
    this.path = [...path];
    this.wanted = wanted;
    this.found = found;
  }
}

export const text: Decoder<string> = {
  zero: '',
  decode(data, before, path) {
    if (typeof data === 'string') return data;
    if (data === null) return before;
    throw new DecodeProblem(path, 'a text', data);
  },
};

export const flag: Decoder<boolean> = {
  zero: false,
  decode(data, before, path) {
    if (typeof data === 'boolean') return data;
    if (data === null) return before;
    throw new DecodeProblem(path, 'true or false', data);
  },
};

const MAX_INTEGER = 2n ** 63n - 1n;

/** A whole number of 64 bits; a float counts if, written in full, it has no fraction and no exponent. */
export const integer: Decoder<bigint> = {
  zero: 0n,
  decode(data, before, path) {
    if (data === null) return before;
    const value = integerOf(data);
    if (value === undefined) throw new DecodeProblem(path, 'a whole number', data);
    if (value > MAX_INTEGER || value < -MAX_INTEGER - 1n) {
      throw new DecodeProblem(path, 'a whole number of 64 bits', data);
    }
    return value;
  },
};

/** A whole number that is used for counting. */
export const count: Decoder<number> = {
  zero: 0,
  decode: (data, before, path) => Number(integer.decode(data, BigInt(before), path)),
};

function integerOf(data: Plain): bigint | undefined {
  if (typeof data === 'bigint') return data;
  if (typeof data !== 'number' || !Number.isInteger(data)) return undefined;
  const digits = String(data);
  return digits.includes('e') ? undefined : BigInt(digits);
}

/** A value that may be missing. */
export function optional<Value>(decoder: Decoder<Value>): Decoder<Value | undefined> {
  return {
    zero: undefined,
    decode: (data, before, path) =>
      data === null ? undefined : decoder.decode(data, before ?? decoder.zero, path),
  };
}

/**
 * A list; null takes away what there was. Elements that a shorter list hid are there again below a longer one, as in the
 * array behind a Go slice.
 */
export function listOf<Value>(element: Decoder<Value>): Decoder<readonly Value[]> {
  const zero: readonly Value[] = Object.freeze([]);
  const withHidden = new WeakMap<readonly Value[], readonly Value[]>();
  return {
    zero,
    decode(data, before, path) {
      if (data === null) return zero;
      if (!Array.isArray(data)) throw new DecodeProblem(path, 'a list', data);
      const below = withHidden.get(before) ?? before;
      const depth = path.length;
      const result = data.map((item, index) => {
        path[depth] = index;
        const value = element.decode(item, below[index] ?? element.zero, path);
        path.length = depth;
        return value;
      });
      if (result.length > 0 && result.length < below.length) {
        withHidden.set(result, [...result, ...below.slice(result.length)]);
      }
      return result;
    },
  };
}

/** A mapping from any texts; null takes away what there was. */
export function mapOf<Value>(element: Decoder<Value>): Decoder<ReadonlyMap<string, Value>> {
  const zero: ReadonlyMap<string, Value> = new Map();
  return {
    zero,
    decode(data, before, path) {
      if (data === null) return zero;
      if (!(data instanceof Map)) throw new DecodeProblem(path, 'a mapping', data);
      const result = new Map(before);
      for (const [key, value] of data) {
        path.push(key);
        result.set(key, element.decode(value, element.zero, path));
        path.pop();
      }
      return result;
    },
  };
}

/** Data of any form; numbers become floats. */
export const anything: Decoder<Plain> = { zero: null, decode: (data) => withFloats(data) };

function withFloats(data: Plain): Plain {
  if (typeof data === 'bigint') return Number(data);
  if (Array.isArray(data)) return data.map(withFloats);
  if (data instanceof Map) return new Map([...data].map(([key, value]) => [key, withFloats(value)]));
  return data;
}

type Fields = Readonly<Record<string, Decoder<unknown>>>;
export type ObjectOf<F extends Fields> = { readonly [Name in keyof F]: Decoded<F[Name]> };

/** An object with these fields; other ones are refused, or passed over. */
export function object<F extends Fields>(
  fields: F,
  others: 'refused' | 'passed over' = 'refused',
): Decoder<ObjectOf<F>> {
  const names = Object.keys(fields);
  const zero = Object.freeze(
    Object.fromEntries(names.map((name) => [name, fields[name]!.zero])),
  ) as ObjectOf<F>;
  let byFoldedName: ReadonlyMap<string, string> | undefined;
  const nameOf = (key: string): string | undefined => {
    if (Object.hasOwn(fields, key)) return key;
    byFoldedName ??= new Map(names.map((name) => [foldedName(name), name]));
    return byFoldedName.get(foldedName(key));
  };
  return {
    zero,
    decode(data, before, path) {
      if (data === null) return before;
      if (!(data instanceof Map)) throw new DecodeProblem(path, 'a mapping', data);
      const result: Record<string, unknown> = { ...before };
      for (const [key, value] of inDecodingOrder(data, fields)) {
        const name = nameOf(key);
        if (name === undefined && others === 'passed over') continue;
        path.push(key);
        if (name === undefined) throw new DecodeProblem(path, names, value);
        result[name] = fields[name]!.decode(value, result[name], path);
        path.pop();
      }
      return result as ObjectOf<F>;
    },
  };
}

/** Go meets keys in byte order, which shows only where a name has several spellings. */
function inDecodingOrder(data: Map<string, Plain>, fields: Fields): Iterable<[string, Plain]> {
  for (const key of data.keys()) {
    if (!Object.hasOwn(fields, key)) return [...data].sort(([a], [b]) => compareBytes(a, b));
  }
  return data;
}

/** What spellings of a name have in common. The long s and the Kelvin sign are the only other letters that fold to ASCII. */
function foldedName(name: string): string {
  return name
    .replace(/[a-z]+/g, (letters) => letters.toUpperCase())
    .replaceAll('\u017f', 'S')
    .replaceAll('\u212a', 'K');
}
