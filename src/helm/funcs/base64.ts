import { fromBytes, isAscii, toBytes } from '../../lib/utf8.ts';

const WELL_FORMED = /^[A-Za-z0-9+/]*={0,2}$/;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const PADDING = 61;

/** The standard base64 form of a Go string's bytes. */
export function encodeBase64(text: string): string {
  return isAscii(text) ? btoa(text) : encodeBase64Bytes(toBytes(text));
}

/** The standard base64 form of bytes. */
export function encodeBase64Bytes(bytes: Uint8Array): string {
  return btoa(toBinaryString(bytes));
}

/** The Go string behind standard base64 (line breaks are skipped, padding is needed); Go's error text for anything else. */
export function decodeBase64(text: string): string {
  if ((text.length & 3) === 0 && WELL_FORMED.test(text)) return fromBinaryString(atob(text));
  const bytes = toBytes(text);
  const corrupt = findCorruption(bytes);
  if (corrupt >= 0) return `illegal base64 data at input byte ${corrupt}`;
  return fromBinaryString(atob(text.replaceAll(/[\r\n]+/g, '')));
}

/** A string of one character per byte. */
function toBinaryString(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode.apply(null, bytes.subarray(start, start + 8192) as unknown as number[]);
  }
  return text;
}

function fromBinaryString(text: string): string {
  return isAscii(text) ? text : fromBytes(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}

/** The offset Go's decoder complains about, or -1 when there is nothing to complain about. */
function findCorruption(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (isLineBreak(byte)) continue;
    if (byte === PADDING) return findBadPadding(bytes, at, count);
    if (!isDigit(byte)) return at;
    count = (count + 1) & 3;
  }
  return count === 0 ? -1 : bytes.length - count;
}

/** Checks the padding that begins at `at`, after `count` digits of the last group; nothing may follow it. */
function findBadPadding(bytes: Uint8Array, at: number, count: number): number {
  if (count < 2) return at;
  let next = skipLineBreaks(bytes, at + 1);
  if (count === 2) {
    if (next === bytes.length) return next;
    if (bytes[next] !== PADDING) return next - 1;
    next = skipLineBreaks(bytes, next + 1);
  }
  return next < bytes.length ? next : -1;
}

function skipLineBreaks(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && isLineBreak(bytes[at]!)) at++;
  return at;
}

function isLineBreak(byte: number): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

function isDigit(byte: number): boolean {
  return (
    (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || (byte >= 47 && byte <= 57) || byte === 43
  );
}
