/**
 * Reads a tar archive held in memory: ustar, PAX records and GNU long names, which is what `helm package` and any `tar` write.
 *
 * Our own, because the libraries we looked at are streams (tar-stream, tar, modern-tar: asynchronous, several milliseconds to
 * load) or do not check what they read (nanotar knows neither checksums nor PAX).
 */
import { fromBytes } from '../lib/utf8.ts';

const BLOCK = 512;

/** What an entry is; anything but files and directories is for the caller to refuse. */
export type TarEntryType = 'file' | 'directory' | 'link' | 'symlink' | 'device' | 'global-header' | 'unknown';

export interface TarEntry {
  readonly name: string;
  readonly type: TarEntryType;
  /** what the header says; the data has this length, or reading throws */
  readonly size: number;
  readonly data: Uint8Array;
}

/** The archive breaks the format: bad checksum, a lying size, an end in the middle of an entry. */
export class TarError extends Error {}

/** The entries in their order. A view into `archive`, nothing is copied. Throws TarError. */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  if (archive.length % BLOCK !== 0) throw new TarError('unexpected EOF');
  const words = wordsOf(archive);
  let offset = 0;
  let pending: Overrides = {};
  while (offset < archive.length) {
    const header = archive.subarray(offset, offset + BLOCK);
    const sum = sumOfBytes(words, offset >> 2);
    if (sum === 0) return;
    checkSum(header, sum);
    const flag = String.fromCharCode(header[156]!);
    const size = isMetadata(flag)
      ? readNumber(header, 124, 12)
      : (pending.size ?? readNumber(header, 124, 12));
    const length = hasData(flag) ? size : 0;
    const start = offset + BLOCK;
    if (length > archive.length - start) throw new TarError('unexpected EOF');
    const data = archive.subarray(start, start + length);
    offset = start + Math.ceil(length / BLOCK) * BLOCK;
    if (isMetadata(flag)) {
      pending = { ...pending, ...readOverrides(flag, data) };
      continue;
    }
    yield describe(header, flag, pending, size, data);
    pending = {};
  }
}

/** What a preceding PAX or GNU header says of the next entry. */
interface Overrides {
  readonly name?: string;
  readonly size?: number;
}

function isMetadata(flag: string): boolean {
  return flag === 'x' || flag === 'L' || flag === 'K';
}

function hasData(flag: string): boolean {
  return flag < '1' || flag > '6';
}

function readOverrides(flag: string, data: Uint8Array): Overrides {
  if (flag === 'L') return { name: readText(data, 0, data.length) };
  return flag === 'x' ? readPax(data) : {};
}

function describe(
  header: Uint8Array,
  flag: string,
  { name = readName(header) }: Overrides,
  size: number,
  data: Uint8Array,
): TarEntry {
  const type = TYPES[flag] ?? 'unknown';
  return { name, size, data, type: type === 'file' && name.endsWith('/') ? 'directory' : type };
}

const TYPES: Readonly<Record<string, TarEntryType>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'device',
  g: 'global-header',
};

/** The archive in words of four bytes: most of a header is zeros, which are then passed over by four. */
function wordsOf(archive: Uint8Array): Uint32Array {
  const { buffer, byteOffset, byteLength } = archive.byteOffset % 4 === 0 ? archive : new Uint8Array(archive);
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/** The sum of the bytes of the block that starts at this word. */
function sumOfBytes(words: Uint32Array, start: number): number {
  let sum = 0;
  for (let index = start; index < start + BLOCK / 4; index++) {
    const word = words[index]!;
    if (word !== 0) sum += (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
  }
  return sum;
}

/** The checksum is the sum of the header's bytes, its own field taken as spaces; some writers summed signed bytes. */
function checkSum(header: Uint8Array, sum: number): void {
  let expected = sum + 8 * 0x20;
  for (let index = 148; index < 156; index++) expected -= header[index]!;
  const stated = readNumber(header, 148, 8);
  if (stated !== expected && stated !== expected - 256 * bytesAbove127(header))
    throw new TarError('archive/tar: invalid tar header');
}

/** How many bytes of a header, without its checksum, are negative when they are taken as signed. */
function bytesAbove127(header: Uint8Array): number {
  let count = 0;
  for (let index = 0; index < BLOCK; index++)
    if (header[index]! > 127 && (index < 148 || index >= 156)) count++;
  return count;
}

/** Octal text, or (first bit set) a big-endian binary number. */
function readNumber(header: Uint8Array, start: number, length: number): number {
  if ((header[start]! & 0x80) !== 0) return readBinary(header, start, length);
  let value = 0;
  let at = start;
  for (; at < start + length; at++) {
    const digit = header[at]! - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  // Nothing but digits and the zero byte behind them, as nearly all writers have it.
  return header[at] === 0 && at > start && at < start + length
    ? value
    : readSpacedNumber(header, start, length);
}

/** The same, with space around the digits, or nothing at all. */
function readSpacedNumber(header: Uint8Array, start: number, length: number): number {
  const text = readText(header, start, length).trim();
  if (text !== '' && !/^[0-7]+$/.test(text)) throw new TarError('archive/tar: invalid tar header');
  return text === '' ? 0 : parseInt(text, 8);
}

function readBinary(header: Uint8Array, start: number, length: number): number {
  let value = header[start]! & 0x7f;
  if ((value & 0x40) !== 0) throw new TarError('archive/tar: invalid tar header');
  for (let index = start + 1; index < start + length; index++) value = value * 256 + header[index]!;
  if (!Number.isSafeInteger(value)) throw new TarError('archive/tar: invalid tar header');
  return value;
}

function readName(header: Uint8Array): string {
  const name = readText(header, 0, 100);
  const prefix = header[345] !== 0 && isPosix(header) ? readText(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function isPosix(header: Uint8Array): boolean {
  return readText(header, 257, 6) === 'ustar' && header[263] === 0x30;
}

/** Text up to the first zero byte. */
function readText(bytes: Uint8Array, start: number, length: number): string {
  const end = bytes.indexOf(0, start);
  const limit = start + length;
  return fromBytes(bytes.subarray(start, end < 0 || end > limit ? limit : end));
}

/** PAX records: `LENGTH key=value\n`, LENGTH counting the whole record. */
function readPax(data: Uint8Array): Overrides {
  const overrides: { name?: string; size?: number } = {};
  let offset = 0;
  while (offset < data.length) {
    const space = data.indexOf(0x20, offset);
    const length = Number(fromBytes(data.subarray(offset, Math.max(offset, space))));
    const end = offset + length;
    if (
      !Number.isInteger(length) ||
      space < 0 ||
      end <= space ||
      end > data.length ||
      data[end - 1] !== 0x0a
    ) {
      throw new TarError('archive/tar: invalid tar header');
    }
    const record = fromBytes(data.subarray(space + 1, end - 1));
    const equals = record.indexOf('=');
    if (equals < 1) throw new TarError('archive/tar: invalid tar header');
    readRecord(record.slice(0, equals), record.slice(equals + 1), overrides);
    offset = end;
  }
  return overrides;
}

function readRecord(key: string, value: string, into: { name?: string; size?: number }): void {
  if (key === 'path') into.name = value;
  if (key !== 'size') return;
  const size = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(size))
    throw new TarError('archive/tar: invalid tar header');
  into.size = size;
}
