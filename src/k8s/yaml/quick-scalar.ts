import { UnusualYaml } from './line-text.ts';
import type { LineText } from './line-text.ts';

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '0': '\0',
};
const HEXADECIMAL = /^[0-9a-fA-F]{2,4}$/;

/** Whether a plain scalar of a block may begin with `code`, with `next` behind it. */
export function isPlainStart(code: number, nextIsBlank: boolean): boolean {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)) return true;
  switch (code) {
    case 45: // -
    case 63: // ?
    case 58: // :
      return !nextIsBlank;
    case 0:
    case 9:
    case 10:
    case 32:
    case 33: // !
    case 34: // "
    case 35: // #
    case 37: // %
    case 38: // &
    case 39: // '
    case 42: // *
    case 44: // ,
    case 62: // >
    case 64: // @
    case 91: // [
    case 93: // ]
    case 96: // `
    case 123: // {
    case 124: // |
    case 125: // }
      return false;
    default:
      return true;
  }
}

/** Reads a plain scalar of a block, with its further lines from column `indent` on, and goes to the next content. */
export function quickPlain(lines: LineText, indent: number): string {
  let start = lines.position;
  let value = '';
  for (;;) {
    const end = lines.lineEnd(start);
    const comment = lines.comment(start);
    const wordsEnd = comment < end ? comment : end;
    lines.refuseTab(start, wordsEnd);
    if (lines.colon(start) < wordsEnd) throw new UnusualYaml();
    const part = lines.trimmed(start, wordsEnd);
    value = value === '' ? part : value + part;
    let lineStart = end + 1;
    if (comment < end) {
      lines.goToContent(lineStart);
      return value;
    }
    let place = lines.skipSpaces(lineStart);
    let gap = '';
    while (lines.codeAt(place) === 10) {
      gap += '\n';
      lineStart = place + 1;
      place = lines.skipSpaces(lineStart);
    }
    const code = lines.codeAt(place);
    if (
      code === 0 ||
      code === 35 ||
      place - lineStart < indent ||
      (place === lineStart && lines.isDocumentMarker(place))
    ) {
      lines.goToContent(lineStart);
      return value;
    }
    value += gap === '' ? ' ' : gap;
    start = place;
  }
}

/** Reads a quoted scalar and leaves the position behind it. */
export function quickQuoted(lines: LineText): string {
  const start = lines.position + 1;
  return lines.text.charCodeAt(lines.position) === 39 ? quickSingle(lines, start) : quickDouble(lines, start);
}

function quickSingle(lines: LineText, start: number): string {
  const { text } = lines;
  let end = text.indexOf("'", start);
  let escaped = false;
  while (end !== -1 && text.charCodeAt(end + 1) === 39) {
    escaped = true;
    end = text.indexOf("'", end + 2);
  }
  if (end === -1) throw new UnusualYaml();
  lines.position = end + 1;
  const value = foldLines(lines, start, end);
  return escaped ? value.replaceAll("''", "'") : value;
}

function quickDouble(lines: LineText, start: number): string {
  const { text } = lines;
  let end = text.indexOf('"', start);
  while (end !== -1 && isEscaped(text, start, end)) end = text.indexOf('"', end + 1);
  if (end === -1) throw new UnusualYaml();
  lines.position = end + 1;
  const value = foldLines(lines, start, end);
  // A backslash at the end of a line now stands before a space or a line feed, which unescape refuses.
  return value.includes('\\') ? unescape(value) : value;
}

function isEscaped(text: string, start: number, place: number): boolean {
  let backslash = place - 1;
  while (backslash >= start && text.charCodeAt(backslash) === 92) backslash--;
  return (place - backslash) % 2 === 0;
}

function unescape(raw: string): string {
  const parts: string[] = [];
  let start = 0;
  for (let place = raw.indexOf('\\'); place !== -1; place = raw.indexOf('\\', start)) {
    parts.push(raw.slice(start, place));
    const letter = raw.charAt(place + 1);
    const length = letter === 'x' ? 2 : letter === 'u' ? 4 : 0;
    parts.push(
      length === 0 ? simpleEscape(letter) : characterOf(raw.slice(place + 2, place + 2 + length), length),
    );
    start = place + 2 + length;
  }
  parts.push(raw.slice(start));
  return parts.join('');
}

function simpleEscape(letter: string): string {
  if (!Object.hasOwn(SIMPLE_ESCAPES, letter)) throw new UnusualYaml();
  return SIMPLE_ESCAPES[letter]!;
}

function characterOf(digits: string, length: number): string {
  const code = Number.parseInt(digits, 16);
  if (digits.length < length || !HEXADECIMAL.test(digits) || (code >= 0xd800 && code <= 0xdfff))
    throw new UnusualYaml();
  return String.fromCharCode(code);
}

/** The text between two quotes: blanks around line feeds vanish, one line feed is a space, of more one is dropped. */
function foldLines(lines: LineText, start: number, end: number): string {
  const raw = lines.text.slice(start, end);
  if (lines.lineEnd(start) >= end) return raw;
  lines.refuseTab(start, end);
  const parts = raw.split('\n');
  let value = '';
  let gap = '';
  let lineStart = start;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]!;
    if (index > 0 && lines.isDocumentMarker(lineStart)) throw new UnusualYaml();
    lineStart += part.length + 1;
    const last = index === parts.length - 1;
    const text = trimSpaces(part, index > 0, !last);
    if (index === 0) value = text;
    else if (text === '' && !last) gap += '\n';
    else {
      value += (gap === '' ? ' ' : gap) + text;
      gap = '';
    }
  }
  return value;
}

function trimSpaces(text: string, atStart: boolean, atEnd: boolean): string {
  let start = 0;
  let end = text.length;
  if (atStart) while (start < end && text.charCodeAt(start) === 32) start++;
  if (atEnd) while (end > start && text.charCodeAt(end - 1) === 32) end--;
  return text.slice(start, end);
}
