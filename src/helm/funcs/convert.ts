import type { Budget } from '../../gotemplate/budget.ts';
import { formatValue } from '../../gotemplate/format.ts';
import { parseGoFloat, parseGoInt } from '../../gotemplate/number.ts';
import type { Value } from '../../gotemplate/value.ts';
import { Integer, Slice, asItems } from '../../gotemplate/value.ts';
import { fromBytes } from '../../lib/utf8.ts';

const MIN_INT64 = -(2n ** 63n);
const TRAILING_ZEROS = /\.0+$/;

/**
 * A value as int64, the way spf13/cast converts: numbers truncate, strings are Go integer literals (`0x10`, `010`, `1_000`;
 * a trailing `.00` is dropped), booleans are 1 and 0. Whatever else, durations too, is 0.
 */
export function toInt64(value: Value): bigint {
  switch (typeof value) {
    case 'bigint':
      return value;
    case 'number':
      return truncateFloat(value);
    case 'string':
      return parseGoInt(dropZeroFraction(value), 0) ?? 0n;
    case 'boolean':
      return value ? 1n : 0n;
  }
  if (!(value instanceof Integer) || value.type === 'time.Duration') return 0n;
  return BigInt.asIntN(64, value.value);
}

/** A value as int: the same numbers as toInt64. */
export function toInt(value: Value): bigint {
  return toInt64(value);
}

/** A value as float64, the way spf13/cast converts: strings as Go's ParseFloat reads them; what is no number is 0. */
export function toFloat64(value: Value): number {
  switch (typeof value) {
    case 'number':
      return value;
    case 'bigint':
      return Number(value);
    case 'string':
      return parseGoFloat(value) ?? 0;
    case 'boolean':
      return value ? 1 : 0;
  }
  return value instanceof Integer && value.type !== 'time.Duration' ? Number(value.value) : 0;
}

/** A value as text, as sprig's `toString`: strings and bytes as they are, everything else as `%v`. */
export function strval(value: Value, budget?: Budget): string {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? fromBytes(value) : formatValue(value, budget);
}

/**
 * A value as list of texts, as sprig's `toStrings`: the items of a list without nils, nothing for nil, else one text. A
 * `[]string` gives its own items, so that sorting them is seen by its holders.
 */
export function toStrings(value: Value, budget?: Budget): string[] {
  if (value === null) return [];
  if (value instanceof Slice && value.type === '[]string') return value.items as string[];
  const items = asItems(value);
  if (items === undefined) return [strval(value, budget)];
  const texts: string[] = [];
  for (const item of items) if (item !== null) texts.push(strval(item, budget));
  return texts;
}

/** What the amd64 instruction that Go uses gives: the smallest int64 for everything out of range. */
function truncateFloat(value: number): bigint {
  return value >= -(2 ** 63) && value < 2 ** 63 ? BigInt(Math.trunc(value)) : MIN_INT64;
}

function dropZeroFraction(text: string): string {
  return text.endsWith('0') ? text.replace(TRAILING_ZEROS, '') : text;
}
