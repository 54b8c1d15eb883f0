import { isAscii, toBytes } from './utf8.ts';

/** What stands for bytes that are no UTF-8 when Go decodes them to a rune. */
export const RUNE_ERROR = 0xfffd;

/**
 * A Go string with one character (U+0000 to U+00FF) for each of its bytes, so that positions are byte offsets. ASCII texts
 * come back as they are.
 */
export function byteText(text: string): string {
  if (isAscii(text)) return text;
  const bytes = toBytes(text);
  let result = '';
  for (let start = 0; start < bytes.length; start += 4096) {
    result += String.fromCharCode(...bytes.subarray(start, start + 4096));
  }
  return result;
}

/** How many bytes the rune at `at` of a byte text has when text ends at `end`; 1 where the bytes are no UTF-8. */
export function runeWidth(bytes: string, at: number, end: number = bytes.length): number {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) return 1;
  const width =
    first >= 0xc2 && first <= 0xdf
      ? 2
      : first >= 0xe0 && first <= 0xef
        ? 3
        : first >= 0xf0 && first <= 0xf4
          ? 4
          : 1;
  if (at + width > end) return 1;
  const second = bytes.charCodeAt(at + 1);
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return 1;
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return 1;
  for (let index = 1; index < width; index++) if ((bytes.charCodeAt(at + index) & 0xc0) !== 0x80) return 1;
  return width;
}

/** The rune of `width` bytes (from runeWidth) at `at` of a byte text; RUNE_ERROR where the bytes are no UTF-8. */
export function runeOf(bytes: string, at: number, width: number): number {
  const first = bytes.charCodeAt(at);
  if (width === 1) return first < 0x80 ? first : RUNE_ERROR;
  let rune = first & (0xff >> (width + 1));
  for (let index = 1; index < width; index++) rune = (rune << 6) | (bytes.charCodeAt(at + index) & 0x3f);
  return rune;
}
