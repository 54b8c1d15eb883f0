import { GoError } from '../../gotemplate/function.ts';
import { byteLength, sliceBytes } from '../../lib/utf8.ts';
import { isSpace } from '../../lib/unicode.ts';
import { fromByteText, toByteText } from './byte-text.ts';

/** The first `count` bytes, or the last for a negative count; all of a shorter text. */
export function truncate(count: number, text: string): string {
  const length = byteLength(text);
  if (count < 0) return length + count > 0 ? sliceBytes(text, length + count) : text;
  return length > count ? sliceBytes(text, 0, count) : text;
}

/** The bytes from `start` up to `end`; a negative start is 0, a negative or too large end is the end. Throws GoError. */
export function substring(start: number, end: number, text: string): string {
  const length = byteLength(text);
  if (start < 0) {
    if (end < 0) throw outOfRange(`[:${end}]`);
    if (end > length) throw outOfRange(`[:${end}] with length ${length}`);
    return sliceBytes(text, 0, end);
  }
  const last = end < 0 || end > length ? length : end;
  if (start > last) throw outOfRange(`[${start}:${last}]`);
  return sliceBytes(text, start, last);
}

function outOfRange(bounds: string): GoError {
  return new GoError(`runtime error: slice bounds out of range ${bounds}`);
}

/** At most `width` bytes, the last three of which are dots if something was cut. A width below 4 changes nothing. */
export function abbreviate(width: number, text: string): string {
  return width < 4 ? text : abbreviateFrom(0, width, text);
}

/** At most `width` bytes from around the offset `left`, with dots where something was cut. */
export function abbreviateBoth(left: number, width: number, text: string): string {
  return width < 4 || (left > 0 && width < 7) ? text : abbreviateFrom(left, width, text);
}

function abbreviateFrom(left: number, width: number, text: string): string {
  const length = byteLength(text);
  if (length <= width) return text;
  const kept = width - 3;
  let offset = Math.min(left, length);
  if (length - offset < kept) offset = length - kept;
  if (offset <= 4) return `${sliceBytes(text, 0, kept)}...`;
  if (offset + kept >= length) return `...${sliceBytes(text, length - kept)}`;
  // of a width below 7 nothing is left for the inner part
  const inner = kept < 4 ? '' : abbreviateFrom(0, kept, sliceBytes(text, offset));
  return `...${inner}`;
}

/** The first byte of each word, as Latin-1: `é` gives `Ã`. */
export function initials(text: string): string {
  const bytes = toByteText(text);
  let result = '';
  let atStart = true;
  for (let index = 0; index < bytes.length; index++) {
    const space = isSpace(bytes.charCodeAt(index));
    if (atStart && !space) result += bytes[index]!;
    atStart = space;
  }
  return result;
}

/** Without white space; if there is any, every byte counts as a Latin-1 character. */
export function deleteSpace(text: string): string {
  const bytes = toByteText(text);
  let result = '';
  let start = 0;
  for (let index = 0; index < bytes.length; index++) {
    if (!isSpace(bytes.charCodeAt(index))) continue;
    result += bytes.slice(start, index);
    start = index + 1;
  }
  return start === 0 ? text : result + bytes.slice(start);
}

/** Without white space (Unicode's) at both ends. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Without the characters of `cutset` at both ends. */
export function trimCharacters(cutset: string, text: string): string {
  const cut = new Set(cutset);
  let start = 0;
  let end = text.length;
  while (start < end) {
    const rune = String.fromCodePoint(text.codePointAt(start)!);
    if (!cut.has(rune)) break;
    start += rune.length;
  }
  while (end > start) {
    const pair = text.slice(Math.max(end - 2, start), end);
    const rune = pair.length === 2 && pair.codePointAt(0)! > 0xffff ? pair : text[end - 1]!;
    if (!cut.has(rune)) break;
    end -= rune.length;
  }
  return text.slice(start, end);
}

/** How `wrapText` breaks lines. */
export interface Wrapping {
  /** longest line, in bytes; less than 1 is 1 */
  readonly width: number;
  /** what stands between lines */
  readonly newLine: string;
  /** whether words longer than a line are cut */
  readonly cutsWords: boolean;
}

/** The lines of a text wrapped at spaces; the space goes, and so do spaces at the start of a line. */
export function wrapText(text: string, { width, newLine, cutsWords }: Wrapping): string {
  const bytes = toByteText(text);
  const least = Math.max(width, 1);
  let result = '';
  let offset = 0;
  while (bytes.length - offset > least) {
    if (bytes.charCodeAt(offset) === 0x20) {
      offset++;
      continue;
    }
    let end = lastSpace(bytes, offset, offset + least);
    let next = end + 1;
    if (end < 0 && cutsWords) {
      end = offset + least;
      next = end;
    } else if (end < 0) {
      end = bytes.indexOf(' ', offset + least);
      if (end < 0) break;
      next = end + 1;
    }
    result += fromByteText(bytes.slice(offset, end)) + newLine;
    offset = next;
  }
  return result + fromByteText(bytes.slice(offset));
}

function lastSpace(bytes: string, start: number, end: number): number {
  for (let index = end; index >= start; index--) if (bytes.charCodeAt(index) === 0x20) return index;
  return -1;
}
