import { toHex } from '../lib/hex.ts';
import { sha256 } from '../lib/sha256.ts';
import { toBytes } from '../lib/utf8.ts';
import { nodeCrypto } from './node-crypto.ts';

/** Up to so many bytes in all, loading `node:crypto` takes longer than hashing without it. */
const SMALL = 2 ** 14;

let hashed = 0;

/** Says that much will be hashed: `node:crypto` does it all. */
export function expectMuchHashing(): void {
  hashed = SMALL;
}

/** The SHA-256 of a content (a Go string or bytes) in hexadecimal. */
export function sha256Of(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  hashed += bytes.length;
  return hashed <= SMALL ? toHex(sha256(bytes)) : nodeCrypto().hash('sha256', bytes, 'hex');
}

/** The SHA-1 of a content in hexadecimal, for keys of caches: it is the fastest there is. */
export function sha1Of(content: string | Uint8Array): string {
  return nodeCrypto().hash('sha1', content, 'hex');
}

function bytesOf(text: string): Uint8Array {
  return text.isWellFormed() ? Buffer.from(text) : toBytes(text);
}
