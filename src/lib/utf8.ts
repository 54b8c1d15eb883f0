/**
 * Go strings are byte sequences, JavaScript strings are UTF-16. Inside this program a Go string is a JavaScript string in
 * which a byte that is not part of valid UTF-8 stands as the lone low surrogate U+DC00 + byte (U+DC80…U+DCFF), so cutting a
 * rune in half, or decoding base64 of binary data, loses nothing.
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const NOT_ASCII = /[^\x00-\x7f]/;
const LONE_BYTE = /[\udc80-\udcff]/;

/** Whether every character is ASCII, so that characters and bytes are the same. */
export function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text);
}

/** The bytes of a Go string: UTF-8, with escaped bytes (see above) written back as themselves. */
export function toBytes(text: string): Uint8Array {
  if (text.isWellFormed() || !LONE_BYTE.test(text)) return encoder.encode(text);
  const parts: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index)!;
    if (code >= 0xdc80 && code <= 0xdcff) parts.push(code - 0xdc00);
    else {
      for (const byte of encoder.encode(String.fromCodePoint(code))) parts.push(byte);
      if (code > 0xffff) index++;
    }
  }
  return Uint8Array.from(parts);
}

/** The Go string of these bytes; invalid bytes are kept, escaped as lone surrogates. */
export function fromBytes(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return decodeLossless(bytes);
  }
}

/** Length in bytes of a Go string. */
export function byteLength(text: string): number {
  return isAscii(text) ? text.length : toBytes(text).length;
}

/** The bytes from `start` up to `end` (byte offsets within range) of a Go string, which may cut a rune in half. */
export function sliceBytes(text: string, start: number, end?: number): string {
  return isAscii(text) ? text.slice(start, end) : fromBytes(toBytes(text).subarray(start, end));
}

/** Byte-wise order of two Go strings: that of Go's `<` and sort.Strings. Negative, 0 or positive. */
export function compareBytes(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  let index = 0;
  while (index < length && left.charCodeAt(index) === right.charCodeAt(index)) index++;
  if (index === length) return left.length - right.length;
  const a = left.charCodeAt(index);
  const b = right.charCodeAt(index);
  if (a < 0xd800 && b < 0xd800) return a - b;
  return compareHigh(left, right);
}

/** Sorts strings in place, byte-wise; returns the array. */
export function sortBytes(texts: string[]): string[] {
  return texts.length < 2 ? texts : texts.sort(compareBytes);
}

function compareHigh(left: string, right: string): number {
  const a = toBytes(left);
  const b = toBytes(right);
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) if (a[index] !== b[index]) return a[index]! - b[index]!;
  return a.length - b.length;
}

/** How many bytes the valid rune at `at` has, 0 if it is not valid UTF-8 (RFC 3629: no surrogates, nothing overlong). */
function runeWidth(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const width =
    first >= 0xc2 && first <= 0xdf ? 2 : (first & 0xf0) === 0xe0 ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (width === 0 || at + width > bytes.length) return 0;
  const second = bytes[at + 1]!;
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  for (let index = 1; index < width; index++) if ((bytes[at + index]! & 0xc0) !== 0x80) return 0;
  return width;
}

function decodeLossless(bytes: Uint8Array): string {
  let text = '';
  let index = 0;
  while (index < bytes.length) {
    const start = index;
    let width = runeWidth(bytes, index);
    while (width > 0 && index < bytes.length) {
      index += width;
      width = index < bytes.length ? runeWidth(bytes, index) : 0;
    }
    if (index > start) text += decoder.decode(bytes.subarray(start, index));
    if (index < bytes.length) text += String.fromCharCode(0xdc00 + bytes[index++]!);
  }
  return text;
}
