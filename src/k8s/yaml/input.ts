import { byteLength, fromBytes, toBytes } from '../../lib/utf8.ts';

/** Text made ready for the scanners: every line break that YAML 1.1 equates with a line feed is one. */
export interface YamlInput {
  /** The text, cut where the reader would stop. */
  readonly text: string;
  /** What is wrong with the character the text was cut at. */
  readonly failure: string | undefined;
  /** The line (from 1) of that character, where it is known. */
  readonly failureLine?: number;
  /** Whether lines end in line feeds only, so that the line-wise reader can be used. */
  readonly simple: boolean;
}

// Everything the reader of libyaml must look at: controls, other line breaks, byte order marks, surrogates.

const UNUSUAL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/;
// With the u flag, the surrogates of this class are those that stand alone.

const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]/u;
const OTHER_BREAK = /\r\n?|\x85/g;
const NOT_LINE_WISE = /[\u2028\u2029\ufeff]/;
/** How many bytes libyaml reads and checks at a time; a bad byte is an error as soon as its block is needed. */
const BLOCK_SIZE = 512;

/** Checks and normalises a text the way libyaml's reader does; never throws, the failure comes when the scanner gets there. */
export function prepareInput(text: string): YamlInput {
  if (!UNUSUAL.test(text)) return { text, failure: undefined, simple: true };
  if (text.startsWith('\udcff\udcfe')) return fromUtf16(toBytes(text), 0);
  if (text.startsWith('\udcfe\udcff')) return fromUtf16(toBytes(text), 1);
  const bad = FORBIDDEN.exec(text);
  const failure = bad === null ? undefined : failureAt(text, bad.index);
  const sound = bad === null ? text : text.slice(0, startOfBlock(text, bad.index));
  const body = sound.startsWith('\ufeff') ? sound.slice(1) : sound;
  const lines = body.replace(OTHER_BREAK, '\n');
  if (bad === null) return { text: lines, failure, simple: !NOT_LINE_WISE.test(lines) };
  const failureLine = text.slice(0, bad.index).replace(OTHER_BREAK, '\n').split('\n').length;
  return { text: lines, failure, failureLine, simple: false };
}

/** Where, in characters, the block begins that has the character at `target` in it: characters are not cut in two. */
function startOfBlock(text: string, target: number): number {
  let start = 0;
  let room = BLOCK_SIZE;
  for (let index = 0; index <= target;) {
    const width = index === target ? badWidth(text, index) : widthOf(text.codePointAt(index)!);
    if (width > room) {
      start = index;
      room = BLOCK_SIZE;
    }
    room -= width;
    index += width === 4 ? 2 : 1;
  }
  return start;
}

function widthOf(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** How many bytes the reader wants to see before it judges a bad character. */
function badWidth(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code < 0xdc80 || code > 0xdcff) return widthOf(code);
  const width = leadWidth(code - 0xdc00) || 1;
  // A character cut off by the end of the text is waited for, as if it came with the next block.
  return width > byteLength(text.slice(index, index + 4)) ? BLOCK_SIZE + 1 : width;
}

function leadWidth(byte: number): number {
  return (byte & 0xe0) === 0xc0 ? 2 : (byte & 0xf0) === 0xe0 ? 3 : (byte & 0xf8) === 0xf0 ? 4 : 0;
}

function failureAt(text: string, index: number): string {
  const code = text.charCodeAt(index);
  if (code < 0xdc80 || code > 0xdcff) return 'control characters are not allowed';
  const bytes = toBytes(text.slice(index, index + 4));
  const width = leadWidth(bytes[0]!);
  if (width === 0) return 'invalid leading UTF-8 octet';
  if (width > bytes.length) return 'incomplete UTF-8 octet sequence';
  let value = bytes[0]! & (0xff >> (width + 1));
  for (let offset = 1; offset < width; offset++) {
    if ((bytes[offset]! & 0xc0) !== 0x80) return 'invalid trailing UTF-8 octet';
    value = value * 64 + (bytes[offset]! & 0x3f);
  }
  return widthOf(value) === width ? 'invalid Unicode character' : 'invalid length of a UTF-8 sequence';
}

/** Reads UTF-16 behind its byte order mark, big-endian (order 1) or little-endian (0). */
function fromUtf16(bytes: Uint8Array, order: 0 | 1): YamlInput {
  const high = order === 0 ? 1 : 0;
  const units: string[] = [];
  let failure = bytes.length % 2 === 1 ? 'incomplete UTF-16 character' : undefined;
  let expectLow = false;
  for (let index = 2; index + 1 < bytes.length; index += 2) {
    const unit = bytes[index + high]! * 256 + bytes[index + 1 - high]!;
    const isLow = (unit & 0xfc00) === 0xdc00;
    if (isLow !== expectLow) {
      failure = isLow ? 'unexpected low surrogate area' : 'expected low surrogate area';
      if (expectLow) units.pop();
      break;
    }
    expectLow = (unit & 0xfc00) === 0xd800;
    units.push(String.fromCharCode(unit));
  }
  if (expectLow && failure === undefined) failure = 'incomplete UTF-16 surrogate pair';
  const decoded = prepareInput(fromBytes(toBytes(units.join(''))));
  return decoded.failure === undefined
    ? { ...decoded, failure, simple: decoded.simple && failure === undefined }
    : decoded;
}
