import { fromBytes, toBytes } from '../../lib/utf8.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const PADDING = 61;
const GROUP = 8;

/** The standard base32 form of a Go string's bytes. */
export function encodeBase32(text: string): string {
  let encoded = '';
  let bits = 0;
  let pending = 0;
  for (const byte of toBytes(text)) {
    pending = ((pending & 31) << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      encoded += ALPHABET[(pending >> bits) & 31]!;
    }
  }
  if (bits > 0) encoded += ALPHABET[(pending << (5 - bits)) & 31]!;
  return encoded.padEnd(Math.ceil(encoded.length / GROUP) * GROUP, '=');
}

/** The Go string behind standard base32 (line breaks are skipped, padding is needed); Go's error text for anything else. */
export function decodeBase32(text: string): string {
  const source = toBytes(text).filter((byte) => byte !== 10 && byte !== 13);
  const decoded = new Uint8Array(Math.ceil((source.length * 5) / 8));
  const used = { bits: 0, pending: 0, length: 0 };
  for (let at = 0; at < source.length; at++) {
    const count = at % GROUP;
    const isEnd = source[at] === PADDING && count >= 2 && source.length - at <= GROUP;
    const corrupt = isEnd ? findBadPadding(source, at, count) : digitOf(source[at]!) < 0 ? at : -1;
    if (corrupt >= 0) return corruption(corrupt);
    if (isEnd) return fromBytes(decoded.subarray(0, used.length));
    used.pending = ((used.pending & 127) << 5) | digitOf(source[at]!);
    used.bits += 5;
    if (used.bits >= 8) {
      used.bits -= 8;
      decoded[used.length++] = used.pending >> used.bits;
    }
  }
  const missing = source.length % GROUP;
  return missing === 0 ? fromBytes(decoded.subarray(0, used.length)) : corruption(source.length - missing);
}

function corruption(offset: number): string {
  return `illegal base32 data at input byte ${offset}`;
}

/** Checks the padding that begins at `at` after `count` digits of the last group, and gives the offset Go names, or -1. */
function findBadPadding(source: Uint8Array, at: number, count: number): number {
  const needed = GROUP - count;
  if (source.length - at < needed) return source.length;
  for (let index = 1; index < needed; index++) if (source[at + index] !== PADDING) return at + index - 1;
  return count === 3 || count === 6 ? at : -1;
}

function digitOf(byte: number): number {
  if (byte >= 65 && byte <= 90) return byte - 65;
  return byte >= 50 && byte <= 55 ? byte - 24 : -1;
}
