import { fromBytes, toBytes } from '../lib/utf8.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([abfnrtv\\'"]))/y;

/**
 * strconv.Unquote of a Go string literal with its quotes (`"…"` or a raw one in back quotes).
 * Returns undefined for what is no valid literal. `\x` and octal escapes are bytes, the others characters.
 */
export function unquote(literal: string): string | undefined {
  const inner = literal.slice(1, -1);
  if (literal.charCodeAt(0) === 96) return inner.includes('\r') ? inner.replaceAll('\r', '') : inner;
  if (!inner.includes('\\')) return inner;
  return unescape(inner, "'");
}

/** The character of a Go character constant with its quotes, or undefined if it is malformed. */
export function unquoteCharacter(literal: string): number | undefined {
  const inner = literal.slice(1, -1);
  if (!inner.includes('\\')) return [...inner].length === 1 ? inner.codePointAt(0) : undefined;
  ESCAPE.lastIndex = 0;
  const match = ESCAPE.exec(inner);
  if (match === null || match[0].length !== inner.length || match[5] === '"') return undefined;
  const code = match[1] ?? match[2] ?? match[3];
  if (code !== undefined) return Number.parseInt(code, 16);
  if (match[4] !== undefined) return Number.parseInt(match[4], 8);
  return SIMPLE[match[5]!]!.codePointAt(0);
}

/** Replaces the escapes; `forbidden` is the quote that may not be escaped here. */
function unescape(inner: string, forbidden: string): string | undefined {
  const parts: (string | number)[] = [];
  let hasBytes = false;
  let at = 0;
  while (at < inner.length) {
    const slash = inner.indexOf('\\', at);
    if (slash < 0) break;
    if (slash > at) parts.push(inner.slice(at, slash));
    ESCAPE.lastIndex = slash;
    const match = ESCAPE.exec(inner);
    const part = match === null ? undefined : escaped(match, forbidden);
    if (part === undefined) return undefined;
    if (typeof part === 'number') hasBytes = true;
    parts.push(part);
    at = ESCAPE.lastIndex;
  }
  parts.push(inner.slice(at));
  return hasBytes ? joinBytes(parts) : parts.join('');
}

/** A string, a byte ≥ 0x80, or undefined where Go refuses. */
function escaped(match: RegExpExecArray, forbidden: string): string | number | undefined {
  const [, hex, short, long, octal, letter] = match;
  if (letter !== undefined) return letter === forbidden ? undefined : SIMPLE[letter];
  if (hex !== undefined || octal !== undefined) {
    const byte = hex === undefined ? Number.parseInt(octal!, 8) : Number.parseInt(hex, 16);
    return byte > 255 ? undefined : byte < 0x80 ? String.fromCharCode(byte) : byte;
  }
  const code = Number.parseInt(short ?? long!, 16);
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code);
}

function joinBytes(parts: readonly (string | number)[]): string {
  const bytes: number[] = [];
  for (const part of parts) {
    if (typeof part === 'number') bytes.push(part);
    else for (const byte of toBytes(part)) bytes.push(byte);
  }
  return fromBytes(Uint8Array.from(bytes));
}
