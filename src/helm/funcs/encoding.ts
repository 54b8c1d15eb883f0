import { sha1 } from '@noble/hashes/legacy.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { define, type FunctionTable } from '../../gotemplate/function.ts';
import { toHex } from '../../lib/hex.ts';
import { sha256 } from '../../lib/sha256.ts';
import { toBytes } from '../../lib/utf8.ts';
import type { FunctionContext } from '../environment.ts';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';

/** Sprig's encodings and checksums. Decoding bad input gives Go's error text as the value. */
export function encodingFunctions({ budget, environment }: FunctionContext): FunctionTable {
  const checksum = (digest: (text: string) => string) =>
    define(['string'], (text) => {
      budget.spend(text.length >> 3);
      return digest(text);
    });
  const hash = (digest: (data: Uint8Array) => Uint8Array) => checksum((text) => toHex(digest(toBytes(text))));
  const coder = (growth: number, code: (text: string) => string) =>
    define(['string'], (text) => {
      budget.spendText(Math.ceil(text.length * growth));
      return code(text);
    });
  return {
    b64enc: coder(4 / 3, encodeBase64),
    b64dec: coder(1, decodeBase64),
    b32enc: coder(8 / 5, encodeBase32),
    b32dec: coder(1, decodeBase32),
    sha1sum: hash(sha1),
    sha256sum: environment.sha256 === undefined ? hash(sha256) : checksum(environment.sha256),
    sha512sum: hash(sha512),
    adler32sum: checksum((text) => adler32(toBytes(text)).toString()),
  };
}

/** RFC 1950. The sums are reduced before they can leave 32 bits. */
function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let start = 0; start < bytes.length; start += 5552) {
    const end = Math.min(start + 5552, bytes.length);
    for (let index = start; index < end; index++) {
      low += bytes[index]!;
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return ((high << 16) | low) >>> 0;
}
