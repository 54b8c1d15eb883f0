import { OddMapping, Scalar, isMapping, isSequence, type Node } from '../k8s/node.ts';
import { plainOf, textNode } from '../k8s/node-to-plain.ts';
import type { Plain } from '../k8s/plain.ts';
import { encodeBase64 } from '../lib/base64.ts';
import { sortBytes, toBytes } from '../lib/utf8.ts';

/** The value of a var: what a reference that stands alone becomes, and what one within a text becomes. */
export type VarValue =
  | { readonly kind: 'scalar'; readonly node: Node; readonly text: string }
  /** Nothing that could be put anywhere; `type` and `text` are how Go prints it. */
  | { readonly kind: 'collection'; readonly type: string; readonly text: string };

const MAX_INT64 = 2n ** 63n - 1n;
const INTEGER = /^[-+]?[0-9]+$/;
const FLOAT = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;
const TRUE = /^(?:1|t|T|true|TRUE|True)$/;
const FALSE = /^(?:0|f|F|false|FALSE|False)$/;
const BASE64_LINE = 70;

/**
 * The value that a node gives to a var: integers are read as decimal ones, fractions and booleans anew, everything else that is a
 * scalar is its text. undefined for numbers and booleans that cannot be read so, and for a mapping with a key twice.
 */
export function varValue(node: Node): VarValue | undefined {
  if (isMapping(node) || isSequence(node)) return collectionValue(node);
  if (typeof node === 'string') return { kind: 'scalar', node, text: node };
  const { tag, text } = node;
  if (tag === '!!int') return integerValue(text);
  if (tag === '!!float') return floatValue(text);
  if (tag === '!!bool') return booleanValue(text);
  return { kind: 'scalar', node: textNode(text), text };
}

function integerValue(text: string): VarValue | undefined {
  const value = INTEGER.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
  if (value === undefined || value > MAX_INT64 || value < -MAX_INT64 - 1n) return undefined;
  return { kind: 'scalar', node: new Scalar('!!int', String(value)), text: String(value) };
}

function floatValue(text: string): VarValue | undefined {
  const value = FLOAT.test(text) ? Number(text) : Infinity;
  if (!Number.isFinite(value)) return undefined;
  return { kind: 'scalar', node: new Scalar('!!float', withoutExponent(value)), text: shortFloat(value) };
}

function booleanValue(text: string): VarValue | undefined {
  const value = TRUE.test(text) ? 'true' : FALSE.test(text) ? 'false' : undefined;
  return value && { kind: 'scalar', node: new Scalar('!!bool', value), text: value };
}

function collectionValue(node: Node): VarValue | undefined {
  if (node instanceof OddMapping && node.duplicates.size > 0) return undefined;
  const type = isMapping(node) ? 'map[string]interface {}' : '[]interface {}';
  return { kind: 'collection', type, text: printCollection(node) };
}

function printCollection(node: Node): string {
  try {
    return goText(plainOf(node));
  } catch {
    return '…';
  }
}

/** Data as Go prints it. */
function goText(value: Plain): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value === 'number') return shortFloat(value);
  if (!(value instanceof Map)) return String(value);
  return `map[${sortBytes([...value.keys()])
    .map((key) => `${key}:${goText(value.get(key)!)}`)
    .join(' ')}]`;
}

/** All digits of a float that are needed to tell it from others, without an exponent. */
function withoutExponent(value: number): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e([-+]\d+)$/.exec(String(value));
  if (match === null) return Object.is(value, -0) ? '-0' : String(value);
  const [, sign = '', first = '', rest = '', power = ''] = match;
  const exponent = Number(power);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${first}${rest}`;
  return sign + (first + rest).padEnd(exponent + 1, '0');
}

/** A float with an exponent below 1e-4 and from 1e21 on. */
function shortFloat(value: number): string {
  const size = Math.abs(value);
  if (Object.is(value, -0)) return '-0';
  if (value === 0 || (size >= 1e-4 && size < 1e21)) return String(value);
  return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
}

/**
 * A text with its references `$(NAME)` replaced. `$$` is a dollar that begins none. A reference that is the whole text takes the
 * type of its value; one that `valueOf` knows nothing of stays.
 */
export function replaceReferences(
  text: string,
  valueOf: (name: string) => { readonly node: Node; readonly text: string } | undefined,
): Node {
  if (!text.includes('$')) return textNode(text);
  let result = '';
  let end = 0;
  let isBytes = false;
  const lastClose = text.lastIndexOf(')');
  for (let at = text.indexOf('$'); at !== -1 && at + 1 < text.length; at = text.indexOf('$', end)) {
    result += text.slice(end, at);
    const next = text[at + 1]!;
    const close = next === '(' && at < lastClose ? text.indexOf(')', at + 2) : -1;
    if (close !== -1) {
      const name = text.slice(at + 2, close);
      const value = valueOf(name);
      if (at === 0 && close === text.length - 1) return value === undefined ? textNode(text) : value.node;
      result += value === undefined ? text.slice(at, close + 1) : value.text;
      end = close + 1;
    } else if (next === '$') {
      result += '$';
      end = at + 2;
    } else {
      isBytes ||= next > '\x7f';
      result += next > '\x7f' ? `$${firstByteAsCharacter(text, at + 1)}` : `$${next}`;
      end = at + 1 + (next > '\x7f' ? String.fromCodePoint(text.codePointAt(at + 1)!).length : 1);
    }
  }
  result += text.slice(end);
  return isBytes || !result.isWellFormed() ? base64Text(result) : textNode(result);
}

/**
 * What Kustomize makes of the first character behind a dollar if it is not ASCII: its first byte becomes a character, so that what
 * follows is no UTF-8.
 */
function firstByteAsCharacter(text: string, at: number): string {
  const [first = 0, ...rest] = toBytes(String.fromCodePoint(text.codePointAt(at)!));
  return String.fromCharCode(first) + rest.map((byte) => String.fromCharCode(0xdc00 + byte)).join('');
}

/** Bytes that are no text end as base64, in lines if they are many. */
function base64Text(text: string): string {
  const base64 = encodeBase64(toBytes(text));
  return base64.length < BASE64_LINE ? base64 : base64.replace(/.{1,70}/g, '$&\n');
}
