import { hmac } from '@noble/hashes/hmac.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toBytes } from '../../lib/utf8.ts';

const SCOPE = 'com.lyndir.masterpassword';

/** Per kind of password, the patterns that one is chosen from: a letter per character, naming its alphabet. */
const PATTERNS: ReadonlyMap<string, string> = new Map([
  ['maximum', 'anoxxxxxxxxxxxxxxxxx axxxxxxxxxxxxxxxxxno'],
  [
    'long',
    'CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv ' +
      'CvcvCvccnoCvcv CvcvCvccCvcvno CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv ' +
      'CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno',
  ],
  ['medium', 'CvcnoCvc CvcCvcno'],
  ['short', 'Cvcn'],
  ['basic', 'aaanaaan aannaaan aaannaaa'],
  ['pin', 'nnnn'],
]);

const ALPHABETS: Readonly<Record<string, string>> = {
  V: 'AEIOU',
  C: 'BCDFGHJKLMNPQRSTVWXYZ',
  v: 'aeiou',
  c: 'bcdfghjklmnpqrstvwxyz',
  A: 'AEIOUBCDFGHJKLMNPQRSTVWXYZ',
  a: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz',
  n: '0123456789',
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()',
};

/** Whether derivePassword knows this kind of password. */
export function isPasswordKind(kind: string): boolean {
  return PATTERNS.has(kind);
}

/**
 * The Master Password algorithm: the site's password of a kind (see isPasswordKind) that follows from the master password,
 * the user's name, the site's name and a counter.
 */
export function derivePassword(
  counter: number,
  kind: string,
  master: string,
  user: string,
  site: string,
): string {
  const key = scrypt(toBytes(master), concatenate(toBytes(SCOPE), counted(user)), {
    N: 32768,
    r: 8,
    p: 2,
    dkLen: 64,
  });
  const seed = hmac(sha256, key, concatenate(toBytes(SCOPE), counted(site), bigEndian(counter)));
  const patterns = PATTERNS.get(kind)!.split(' ');
  const pattern = patterns[seed[0]! % patterns.length]!;
  let password = '';
  for (let index = 0; index < pattern.length; index++) {
    const alphabet = ALPHABETS[pattern[index]!]!;
    password += alphabet[seed[index + 1]! % alphabet.length]!;
  }
  return password;
}

function counted(text: string): Uint8Array {
  const bytes = toBytes(text);
  return concatenate(bigEndian(bytes.length), bytes);
}

function bigEndian(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

function concatenate(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
