/** Reading and writing of DER, the encoding of ASN.1 that keys and certificates use. */

export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const NULL = 0x05;
export const OBJECT_IDENTIFIER = 0x06;
export const UTF8_STRING = 0x0c;
export const PRINTABLE_STRING = 0x13;
export const UTC_TIME = 0x17;
export const GENERALIZED_TIME = 0x18;
export const SEQUENCE = 0x30;
export const SET = 0x31;

/** One encoded value: its tag, where it starts, where its contents start, and where it ends. */
export interface DerValue {
  readonly tag: number;
  readonly source: Uint8Array;
  readonly start: number;
  readonly contents: number;
  readonly end: number;
}

/** Encodes a value: a tag and the parts of its contents. */
export function encodeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = [tag, ...encodeLength(length)];
  const bytes = new Uint8Array(head.length + length);
  bytes.set(head);
  let at = head.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function encodeLength(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

/** Encodes an integer that is not negative, given as bytes with the highest first. */
export function encodeInteger(magnitude: Uint8Array): Uint8Array {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start++;
  const digits = magnitude.length === 0 ? Uint8Array.of(0) : magnitude.subarray(start);
  return digits[0]! >= 0x80 ? encodeDer(INTEGER, Uint8Array.of(0), digits) : encodeDer(INTEGER, digits);
}

/** Encodes an object identifier in dotted form. */
export function encodeIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const group = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      group.unshift(0x80 | (left % 128));
    bytes.push(...group);
  }
  return encodeDer(OBJECT_IDENTIFIER, Uint8Array.from(bytes));
}

/** Encodes whole bytes as a bit string. */
export function encodeBits(bytes: Uint8Array): Uint8Array {
  return encodeDer(BIT_STRING, Uint8Array.of(0), bytes);
}

/** Reads the value that starts at `at`; undefined if there is no whole value before `end`. */
export function readDer(source: Uint8Array, at = 0, end: number = source.length): DerValue | undefined {
  if (at + 2 > end) return undefined;
  const short = source[at + 1]!;
  let contents = at + 2;
  let length = short;
  if (short >= 0x80) {
    const count = short & 0x7f;
    if (count === 0 || count > 4 || contents + count > end) return undefined;
    length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + source[contents++]!;
  }
  return contents + length > end
    ? undefined
    : { tag: source[at]!, source, start: at, contents, end: contents + length };
}

/** The values in a value's contents; undefined if they are not well-formed. */
export function readParts(value: DerValue): DerValue[] | undefined {
  const parts: DerValue[] = [];
  for (let at = value.contents; at < value.end;) {
    const part = readDer(value.source, at, value.end);
    if (part === undefined) return undefined;
    parts.push(part);
    at = part.end;
  }
  return parts;
}

/** A value with its tag and length. */
export function wholeOf(value: DerValue): Uint8Array {
  return value.source.subarray(value.start, value.end);
}

/** A value's contents. */
export function contentsOf(value: DerValue): Uint8Array {
  return value.source.subarray(value.contents, value.end);
}

/** Whether two byte arrays are equal. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
