import { formatDuration } from '../../gotemplate/duration.ts';
import { GoObject, Integer, MapView, Slice, type Value } from '../../gotemplate/value.ts';
import { OrderedFields } from '../../k8s/ordered-fields.ts';
import type { Plain } from '../../k8s/plain.ts';
import { Verbatim } from '../../k8s/yaml/write-block.ts';
import { encodeBase64 } from '../../lib/base64.ts';

/**
 * A template value as encoding/json sees it, one level deep: nil lists and maps are null, bytes base64, other objects what
 * they say of themselves. What lies inside may need the same again.
 */
export function toPlain(value: unknown): Plain {
  if (value instanceof Integer) return value.value;
  if (value instanceof Slice) return value.isNil ? null : (value.items as Plain[]);
  if (value instanceof MapView) return value.isNil ? null : (value.map as Map<string, Plain>);
  if (value instanceof Uint8Array) return encodeBase64(value);
  if (value instanceof GoObject) return toPlain(value.toJson());
  return value as Plain;
}

/** As toPlain, but a struct keeps the order of its fields. */
export function toJsonPlain(value: object): Plain | OrderedFields {
  const plain = toPlain(value);
  return value instanceof GoObject && plain instanceof Map ? new OrderedFields(plain) : plain;
}

/**
 * A template value as go-yaml v3 sees it, one level deep: nil lists and maps are empty, bytes numbers, durations their text;
 * structs keep the order of their
 * fields, whose names are in lower case, and times stand without quotes.
 */
export function toPrettyPlain(value: object): Plain | OrderedFields | Verbatim {
  if (value instanceof Integer)
    return value.type === 'time.Duration' ? formatDuration(value.value) : value.value;
  if (value instanceof Slice) return value.items as Plain[];
  if (value instanceof MapView) return value.map as Map<string, Plain>;
  if (value instanceof Uint8Array) return Array.from(value, BigInt);
  if (!(value instanceof GoObject)) return value as Plain;
  if (value.fields.size > 0) return lowerCaseFields(value.fields);
  const plain = toPlain(value);
  return value.type === 'time.Time' && typeof plain === 'string' ? new Verbatim(plain) : plain;
}

function lowerCaseFields(fields: ReadonlyMap<string, Value>): OrderedFields {
  return new OrderedFields(Array.from(fields, ([name, field]) => [name.toLowerCase(), field]));
}
