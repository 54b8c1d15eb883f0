const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING = 0x3d;

let digits: Int8Array | undefined;

/** The standard base64 of bytes, padded, in one line. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x6000) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(start, start + 0x6000))));
  }
  return parts.join('');
}

/**
 * The bytes of padded standard base64; line ends in it do not matter. Throws an Error with Go's message, which names the
 * offset of the wrong character (of a text with nothing but ASCII).
 */
export function decodeBase64(text: string): Uint8Array {
  digits ??= digitTable();
  const bytes = new Uint8Array(((text.length + 3) >> 2) * 3);
  let length = 0;
  let bits = 0;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const digit = code < 128 ? digits[code]! : -1;
    if (digit < 0) {
      if (isLineEnd(code)) continue;
      if (code !== PADDING || count < 2) throw corrupt(at);
      checkEnd(text, at, count);
      if (count === 3) bytes[length++] = bits >> 10;
      bytes[length++] = count === 3 ? bits >> 2 : bits >> 4;
      return bytes.subarray(0, length);
    }
    bits = (bits << 6) | digit;
    if (++count < 4) continue;
    bytes[length++] = bits >> 16;
    bytes[length++] = bits >> 8;
    bytes[length++] = bits;
    bits = count = 0;
  }
  if (count > 0) throw corrupt(text.length - count);
  return bytes.subarray(0, length);
}

/** Checks what comes after the first `=` at `at`, when `count` digits of the last group were read. */
function checkEnd(text: string, at: number, count: number): void {
  let next = skipLineEnds(text, at + 1);
  if (count === 2) {
    if (next === text.length) throw corrupt(text.length);
    if (text.charCodeAt(next) !== PADDING) throw corrupt(next - 1);
    next = skipLineEnds(text, next + 1);
  }
  if (next < text.length) throw corrupt(next);
}

function skipLineEnds(text: string, start: number): number {
  let at = start;
  while (at < text.length && isLineEnd(text.charCodeAt(at))) at++;
  return at;
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

function digitTable(): Int8Array {
  const table = new Int8Array(128).fill(-1);
  for (let index = 0; index < ALPHABET.length; index++) table[ALPHABET.charCodeAt(index)] = index;
  return table;
}

function corrupt(offset: number): Error {
  return new Error(`illegal base64 data at input byte ${offset}`);
}
