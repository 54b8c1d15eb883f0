import { fromBytes, isAscii, toBytes } from '../../lib/utf8.ts';

/** The bytes of a text as characters U+0000 to U+00FF, so that string functions count bytes. */
export function toByteText(text: string): string {
  if (isAscii(text)) return text;
  let result = '';
  for (const byte of toBytes(text)) result += String.fromCharCode(byte);
  return result;
}

/** The text of such bytes. */
export function fromByteText(bytes: string): string {
  return isAscii(bytes) ? bytes : fromBytes(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}
