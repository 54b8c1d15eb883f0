import { isPrintable } from '../lib/printable.ts';

const PLAIN = /^[ !#-[\]-~]*$/;

const NOT_RAW = /[\x00-\x08\x0a-\x1f`\x7f\ufeff\udc80-\udcff]/u;
const SHORT_ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  92: '\\\\',
};

/** Go's strconv.Quote, the text of `%q`: double quotes, escapes for what is not printable and for bytes that are no UTF-8. */
export function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : quoteWith(text, '"', false);
}

/** Go's strconv.QuoteToASCII, the text of `%+q`. */
export function quoteToAscii(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : quoteWith(text, '"', true);
}

/** Go's strconv.QuoteRune (QuoteRuneToASCII with `ascii`), the text of `%q` of an integer. */
export function quoteRune(code: number, ascii: boolean): string {
  const valid = code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return quoteWith(String.fromCodePoint(valid ? code : 0xfffd), "'", ascii);
}

/** Go's strconv.CanBackquote: no control character but tab, no backquote, no byte order mark, only UTF-8. */
export function canBackquote(text: string): boolean {
  return !NOT_RAW.test(text);
}

function quoteWith(text: string, mark: string, ascii: boolean): string {
  let result = mark;
  // the start of what needs no escape and is not yet in the result
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index)!;
    const width = code > 0xffff ? 2 : 1;
    const escape = escapeOf(code, mark, ascii);
    if (escape !== undefined) {
      result += text.slice(start, index) + escape;
      start = index + width;
    }
    index += width - 1;
  }
  return result + text.slice(start) + mark;
}

/** How a character is escaped, undefined if it stands for itself. */
function escapeOf(code: number, mark: string, ascii: boolean): string | undefined {
  const short = SHORT_ESCAPES[code];
  if (short !== undefined) return short;
  if (code < 0x80) {
    if (code === mark.charCodeAt(0)) return `\\${mark}`;
    return code < 0x20 || code === 0x7f ? `\\x${hex(code, 2)}` : undefined;
  }
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`;
  if (!ascii && (isPrintable(code) || isSurrogate(code))) return undefined;
  if (isSurrogate(code)) return '\\ufffd';
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
