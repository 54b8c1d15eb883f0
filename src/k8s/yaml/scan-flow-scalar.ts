import { END, isBlank, isBlankBreakOrEnd, isBreak } from './cursor.ts';
import type { Cursor } from './cursor.ts';

/** White space between two words of a scalar, as it will stand in its value once a word follows. */
interface Gap {
  readonly text: string;
  readonly broken: boolean;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const HEXADECIMAL = /^[0-9a-fA-F]*$/;

/** Reads a quoted scalar; the cursor stands on the opening quote and is left behind the closing one. */
export function scanQuotedScalar(cursor: Cursor, single: boolean): string {
  const quote = single ? 39 : 34;
  const parts: string[] = [];
  cursor.skip();
  for (;;) {
    cursor.at(3);
    if (cursor.isAtDocumentMarker()) throw cursor.error('found unexpected document indicator');
    if (cursor.at(0) === END) throw cursor.error('found unexpected end of stream');
    const escapedBreak = scanQuotedWord(cursor, quote, parts);
    if (cursor.at(0) === quote) break;
    parts.push(scanGap(cursor, escapedBreak, -1).text);
  }
  cursor.skip();
  return parts.join('');
}

/** Reads up to white space or the closing quote; true if it stopped behind an escaped line break. */
function scanQuotedWord(cursor: Cursor, quote: number, parts: string[]): boolean {
  let start = cursor.position;
  const flush = (): void => {
    if (cursor.position > start) parts.push(cursor.text.slice(start, cursor.position));
  };
  for (let code = cursor.at(0); !isBlankBreakOrEnd(code); code = cursor.at(0)) {
    if (code === quote) {
      if (quote === 34 || cursor.at(1) !== 39) break;
      flush();
      cursor.skip();
      start = cursor.position;
      cursor.skip();
    } else if (code === 92 && quote === 34) {
      flush();
      cursor.skip();
      if (isBreak(cursor.at(0))) {
        cursor.skipBreak();
        return true;
      }
      cursor.position--;
      parts.push(scanEscape(cursor));
      start = cursor.position;
    } else cursor.skip();
    cursor.at(1);
  }
  flush();
  return false;
}

function scanEscape(cursor: Cursor): string {
  const letter = cursor.at(1) === END ? '' : cursor.text.charAt(cursor.position + 1);
  const length = Object.hasOwn(CODE_LENGTHS, letter) ? CODE_LENGTHS[letter]! : 0;
  if (length === 0 && !Object.hasOwn(ESCAPES, letter)) throw cursor.error('found unknown escape character');
  cursor.position += 2;
  if (length === 0) return ESCAPES[letter]!;
  cursor.at(length - 1);
  const digits = cursor.text.slice(cursor.position, cursor.position + length);
  if (digits.length < length || !HEXADECIMAL.test(digits)) {
    throw cursor.error('did not find expected hexdecimal number');
  }
  const code = Number.parseInt(digits, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
    throw cursor.error('found invalid Unicode character escape code');
  }
  cursor.position += length;
  return String.fromCodePoint(code);
}

/** What a plain scalar is read with: the least column of its further lines and whether it stands in a flow collection. */
export interface PlainContext {
  readonly indent: number;
  readonly inFlow: boolean;
}

/** A plain scalar and whether the white space behind it contains a line break. */
export interface PlainScalar {
  readonly value: string;
  readonly endsLine: boolean;
}

/** Reads a plain scalar with the white space behind it. */
export function scanPlainScalar(cursor: Cursor, context: PlainContext): PlainScalar {
  const parts: string[] = [];
  let gap: Gap = { text: '', broken: false };
  for (;;) {
    cursor.at(3);
    if (cursor.isAtDocumentMarker() || cursor.at(0) === 35) break;
    const start = cursor.position;
    skipPlainWord(cursor, context.inFlow);
    if (cursor.position > start) {
      parts.push(gap.text, cursor.text.slice(start, cursor.position));
      gap = { text: '', broken: false };
    }
    const code = cursor.at(0);
    if (!isBlank(code) && !isBreak(code)) break;
    gap = scanGap(cursor, false, context.indent);
    if (!context.inFlow && cursor.column < context.indent) break;
  }
  return { value: parts.join(''), endsLine: gap.broken };
}

function skipPlainWord(cursor: Cursor, inFlow: boolean): void {
  for (let code = cursor.at(0); !isBlankBreakOrEnd(code); code = cursor.at(0)) {
    if (code === 58 && isBlankBreakOrEnd(cursor.at(1))) return;
    if (inFlow && isFlowEnd(code)) return;
    cursor.skip();
    cursor.at(1);
  }
}

/** `,` `?` `[` `]` `{` `}` */
function isFlowEnd(code: number): boolean {
  return code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125;
}

/**
 * Reads white space between words. One line feed folds into a space, further ones stay; blanks around line breaks vanish.
 * With `afterBreak`, an (escaped) line break has gone before. Tabs left of the column `indent` are refused.
 */
function scanGap(cursor: Cursor, afterBreak: boolean, indent: number): Gap {
  const start = cursor.position;
  let broken = afterBreak;
  let first = '';
  let further = '';
  for (let code = cursor.at(0); isBlank(code) || isBreak(code); code = cursor.at(0)) {
    if (isBlank(code)) {
      if (broken && code === 9 && cursor.column < indent) {
        throw cursor.error('found a tab character that violates indentation');
      }
      cursor.position++;
    } else if (!broken) {
      broken = true;
      first = cursor.skipBreak();
    } else further += cursor.skipBreak();
  }
  if (!broken) return { text: cursor.text.slice(start, cursor.position), broken };
  return { text: first !== '\n' ? first + further : further === '' ? ' ' : further, broken };
}
