import { isPrintable } from '../../lib/printable.ts';
import { compareBytes } from '../../lib/utf8.ts';
import { goFloat } from './go-float.ts';
import type { Raw } from './raw.ts';

const MAX_INT64 = 2n ** 63n - 1n;
const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};
const KINDS: readonly string[] = ['object', 'string', 'bigint', 'boolean', 'number'];

/** A value as Go's `%#v` prints it, which some messages of go-yaml contain. */
export function goSyntax(value: Raw): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return value > MAX_INT64 ? '0x' + value.toString(16) : String(value);
  if (typeof value === 'number') return goFloat(value, 64);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(element).join(', ')}}`;
  const entries = [...value].sort(compareKeys).map(([key, item]) => `${element(key)}:${element(item)}`);
  return `map[interface {}]interface {}{${entries.join(', ')}}`;
}

/** Inside of lists and maps, null has a type. */
function element(value: Raw): string {
  return value === null ? 'interface {}(nil)' : goSyntax(value);
}

function compareKeys([left]: [Raw, Raw], [right]: [Raw, Raw]): number {
  if (typeof left !== typeof right) return KINDS.indexOf(typeof left) - KINDS.indexOf(typeof right);
  if (typeof left === 'string') return compareBytes(left, right as string);
  return left === right ? 0 : left! < right! ? -1 : 1;
}

function quote(text: string): string {
  let quoted = '"';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (Object.hasOwn(ESCAPES, character)) quoted += ESCAPES[character]!;
    else if (code >= 0xdc80 && code <= 0xdcff) quoted += `\\x${(code - 0xdc00).toString(16)}`;
    else if (isPrintable(code)) quoted += character;
    else if (code < 0x80) quoted += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code < 0x10000) quoted += `\\u${code.toString(16).padStart(4, '0')}`;
    else quoted += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return quoted + '"';
}
