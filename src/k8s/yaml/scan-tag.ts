import { fromBytes } from '../../lib/utf8.ts';
import { isBlank, isBlankBreakOrEnd, isBreakOrEnd, isDigit, isNameCharacter } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { TokenType } from './token.ts';

/** The two parts of a tag (handle and suffix), of a tag directive (handle and prefix) or of a version (major and minor). */
export interface Pair {
  readonly value: string;
  readonly suffix: string;
}

export interface Directive extends Pair {
  readonly type: TokenType;
}

/** Besides letters, digits, `_` and `-`, what may stand in the URI of a tag. */
const URI_PUNCTUATION = ";/?:@&=+$,.!~*'()[]%";
/** What may follow the name of an anchor or alias directly, besides white space. */
const AFTER_ANCHOR = '?:,]}%@`';
const ESCAPED_OCTET = /^%[0-9a-fA-F]{2}/;

/** Reads `&name` or `*name` and returns the name. */
export function scanAnchor(cursor: Cursor): string {
  cursor.skip();
  const name = scanName(cursor);
  const code = cursor.at(0);
  if (name === '' || !(isBlankBreakOrEnd(code) || AFTER_ANCHOR.includes(String.fromCharCode(code)))) {
    throw cursor.error('did not find expected alphabetic or numeric character');
  }
  return name;
}

/** Reads `!<uri>`, `!suffix`, `!handle!suffix` or `!`. */
export function scanTag(cursor: Cursor): Pair {
  const tag = cursor.at(1) === 60 ? scanVerbatimTag(cursor) : scanShorthandTag(cursor);
  if (!isBlankBreakOrEnd(cursor.at(0))) throw cursor.error('did not find expected whitespace or line break');
  return tag;
}

function scanVerbatimTag(cursor: Cursor): Pair {
  cursor.skip();
  cursor.skip();
  const suffix = scanUri(cursor, '');
  if (cursor.at(0) !== 62) throw cursor.error("did not find the expected '>'");
  cursor.skip();
  return { value: '', suffix };
}

function scanShorthandTag(cursor: Cursor): Pair {
  const handle = scanHandle(cursor, false);
  if (handle.length > 1 && handle.endsWith('!')) return { value: handle, suffix: scanUri(cursor, '') };
  const suffix = scanUri(cursor, handle);
  return suffix === '' ? { value: '', suffix: '!' } : { value: '!', suffix };
}

/** Reads a directive line, from its `%` on. */
export function scanDirective(cursor: Cursor): Directive {
  cursor.skip();
  const name = scanName(cursor);
  if (name === '') throw cursor.error('could not find expected directive name');
  if (!isBlankBreakOrEnd(cursor.at(0))) throw cursor.error('found unexpected non-alphabetical character');
  let directive: Directive;
  if (name === 'YAML') directive = { type: 'version-directive', ...scanVersion(cursor) };
  else if (name === 'TAG') directive = { type: 'tag-directive', ...scanTagDirective(cursor) };
  else throw cursor.error('found unknown directive name');
  cursor.skipBlanks();
  if (cursor.at(0) === 35) cursor.skipToBreak();
  if (!isBreakOrEnd(cursor.at(0))) throw cursor.error('did not find expected comment or line break');
  if (cursor.at(0) !== 0) cursor.skipBreak();
  return directive;
}

function scanVersion(cursor: Cursor): Pair {
  cursor.skipBlanks();
  const value = scanVersionNumber(cursor);
  if (cursor.at(0) !== 46) throw cursor.error("did not find expected digit or '.' character");
  cursor.skip();
  return { value, suffix: scanVersionNumber(cursor) };
}

function scanVersionNumber(cursor: Cursor): string {
  const start = cursor.position;
  while (isDigit(cursor.at(0))) {
    if (cursor.position - start === 2) throw cursor.error('found extremely long version number');
    cursor.skip();
  }
  if (cursor.position === start) throw cursor.error('did not find expected version number');
  return String(Number(cursor.text.slice(start, cursor.position)));
}

function scanTagDirective(cursor: Cursor): Pair {
  cursor.skipBlanks();
  const value = scanHandle(cursor, true);
  if (!isBlank(cursor.at(0))) throw cursor.error('did not find expected whitespace');
  cursor.skipBlanks();
  const suffix = scanUri(cursor, '');
  if (!isBlankBreakOrEnd(cursor.at(0))) throw cursor.error('did not find expected whitespace or line break');
  return { value, suffix };
}

function scanName(cursor: Cursor): string {
  const start = cursor.position;
  while (isNameCharacter(cursor.at(0))) cursor.skip();
  return cursor.text.slice(start, cursor.position);
}

/** Reads `!`, `!name!` or, where it need not be a complete handle, `!name`. */
function scanHandle(cursor: Cursor, complete: boolean): string {
  if (cursor.at(0) !== 33) throw cursor.error("did not find expected '!'");
  cursor.skip();
  const name = scanName(cursor);
  if (cursor.at(0) === 33) {
    cursor.skip();
    return `!${name}!`;
  }
  if (complete && name !== '') throw cursor.error("did not find expected '!'");
  return '!' + name;
}

/** Reads the URI that goes on what `head` began; the `!` at the start of that is no part of it. */
function scanUri(cursor: Cursor, head: string): string {
  const parts = [head.slice(1)];
  let found = head !== '';
  for (let code = cursor.at(0); isUriCharacter(code); code = cursor.at(0)) {
    found = true;
    if (code === 37) parts.push(scanUriEscapes(cursor));
    else {
      parts.push(String.fromCharCode(code));
      cursor.skip();
    }
  }
  if (!found) throw cursor.error('did not find expected tag URI');
  return parts.join('');
}

function isUriCharacter(code: number): boolean {
  return (
    isNameCharacter(code) || (code > 32 && code < 127 && URI_PUNCTUATION.includes(String.fromCharCode(code)))
  );
}

/** Reads the escaped bytes of one character. */
function scanUriEscapes(cursor: Cursor): string {
  const bytes: number[] = [];
  for (let missing = 1; missing > 0; missing--) {
    cursor.at(2);
    if (!ESCAPED_OCTET.test(cursor.text.slice(cursor.position, cursor.position + 3))) {
      throw cursor.error('did not find URI escaped octet');
    }
    const octet = Number.parseInt(cursor.text.slice(cursor.position + 1, cursor.position + 3), 16);
    if (bytes.length === 0) {
      missing = octetWidth(octet);
      if (missing === 0) throw cursor.error('found an incorrect leading UTF-8 octet');
    } else if ((octet & 0xc0) !== 0x80) throw cursor.error('found an incorrect trailing UTF-8 octet');
    bytes.push(octet);
    cursor.position += 3;
  }
  return fromBytes(Uint8Array.from(bytes));
}

function octetWidth(octet: number): number {
  if (octet < 0x80) return 1;
  return (octet & 0xe0) === 0xc0 ? 2 : (octet & 0xf0) === 0xe0 ? 3 : (octet & 0xf8) === 0xf0 ? 4 : 0;
}
