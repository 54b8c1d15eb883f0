import { decodeBase64 } from '../lib/base64.ts';
import { fromBytes } from '../lib/utf8.ts';
import { ChangedScalar } from './changed-scalar.ts';
import type { Scalar } from './node.ts';
import { coreInteger, coreTag, type CoreTag } from './yaml/core-tag.ts';
import { plainValue } from './yaml/scalar.ts';
import { timestampText } from './yaml/timestamp.ts';

/** Thrown for what Kustomize writes so that it cannot read it. */
export class UnreadableBlock extends Error {}

/** Data that a scalar stands for; integers that a float64 can hold are numbers. */
export type ScalarValue = null | boolean | number | bigint | string;

const MAX_INT64 = 2n ** 63n - 1n;

/**
 * What a scalar that is no string is, when go-yaml v3 has written it with its tag and read it again, and JSON holds it: dates
 * are texts, binary data is decoded. Throws an Error where tag and text do not agree, and for what JSON cannot hold.
 */
export function scalarValue(scalar: Scalar): ScalarValue {
  if (!(scalar instanceof ChangedScalar)) return directValue(scalar);
  if (scalar.written !== undefined) return scalar.written;
  throw new UnreadableBlock('a block of text begins with a tab');
}

/** As scalarValue, but without writing and reading in between. */
export function directValue({ tag, text }: Scalar): ScalarValue {
  switch (tag) {
    case '!!int':
    case '!!float':
    case '!!bool':
    case '!!timestamp':
    case '!!null':
      return checkedValue(tag, text);
    case '':
      return valueOf(coreTag(text), text);
    case '!!binary':
      return decodeBinary(text);
    default:
      return text;
  }
}

function checkedValue(tag: CoreTag, text: string): ScalarValue {
  const resolved = coreTag(text);
  const actual = resolved === '!!timestamp' && tag !== '!!timestamp' ? '!!str' : resolved;
  if (actual === tag) return valueOf(tag, text);
  const integer = actual === '!!int' && tag === '!!float' ? coreInteger(text) : undefined;
  if (integer !== undefined && integer <= MAX_INT64) return Number(integer);
  throw new Error(`\`${text}\` is no ${tag}`);
}

/** The value of a text that resolves to the tag. */
function valueOf(tag: CoreTag, text: string): ScalarValue {
  switch (tag) {
    case '!!null':
      return null;
    case '!!bool':
      return text.charCodeAt(0) === 116 || text.charCodeAt(0) === 84;
    case '!!int':
      return integerValue(text);
    case '!!float':
      return finite(plainValue(text) as number, text);
    case '!!timestamp':
      return timestampText(text)!;
    default:
      return text;
  }
}

function integerValue(text: string): number | bigint {
  const quick = plainValue(text);
  if (typeof quick === 'number' && Number.isSafeInteger(quick)) return quick;
  return coreInteger(text)!;
}

function finite(value: number, text: string): number {
  if (Number.isFinite(value)) return value;
  throw new Error(`JSON has no ${text}`);
}

function decodeBinary(text: string): string {
  try {
    return fromBytes(decodeBase64(text));
  } catch {
    throw new Error('what is tagged !!binary is no base64');
  }
}
