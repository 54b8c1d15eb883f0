import { decodeBase64 } from '../../lib/base64.ts';
import { fromBytes } from '../../lib/utf8.ts';
import { YamlError } from './error.ts';
import type { ScalarNode } from './node.ts';
import type { Raw } from './raw.ts';
import { resolveScalar } from './scalar.ts';
import type { ResolvedScalar } from './scalar.ts';
import {
  BINARY_TAG,
  BOOL_TAG,
  CORE_PREFIX,
  FLOAT_TAG,
  INT_TAG,
  NULL_TAG,
  STRING_TAG,
  TIMESTAMP_TAG,
  shortTag,
} from './tag.ts';

const RESOLVABLE: readonly string[] = ['', STRING_TAG, BOOL_TAG, INT_TAG, FLOAT_TAG, NULL_TAG, TIMESTAMP_TAG];
const MAX_INT64 = 2n ** 63n - 1n;

/** The value of a scalar by its tag, or by its text where it may be resolved. Throws YamlError where the two do not agree. */
export function resolveNode(node: ScalarNode): Raw {
  const { tag, value } = node;
  if (tag === '') return node.implicit ? dataOf(resolveScalar(value)) : value;
  if (tag === BINARY_TAG) return decodeBinary(value);
  if (tag === STRING_TAG || !RESOLVABLE.includes(tag)) return value;
  const resolved = resolveFor(tag, value);
  if (CORE_PREFIX + resolved.tag === tag) return dataOf(resolved);
  if (tag === FLOAT_TAG && typeof resolved.value === 'bigint' && resolved.value <= MAX_INT64)
    return Number(resolved.value);
  throw new YamlError(`yaml: cannot decode !!${resolved.tag} \`${value}\` as a ${shortTag(tag)}`);
}

function resolveFor(tag: string, value: string): ResolvedScalar {
  const resolved = resolveScalar(value);
  const isText = resolved.tag === 'merge' || (resolved.tag === 'timestamp' && tag !== TIMESTAMP_TAG);
  return isText ? { tag: 'str', value } : resolved;
}

/** Timestamps stay text. */
function dataOf({ value }: ResolvedScalar): Raw {
  return value;
}

function decodeBinary(text: string): string {
  try {
    return fromBytes(decodeBase64(text));
  } catch {
    throw new YamlError('yaml: !!binary value contains invalid base64 data');
  }
}
