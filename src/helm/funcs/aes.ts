import { cbc } from '@noble/ciphers/aes.js';
import { GoError } from '../../gotemplate/function.ts';
import { decodeBase64, encodeBase64 } from '../../lib/base64.ts';
import { fromBytes, toBytes } from '../../lib/utf8.ts';

const BLOCK = 16;

/** Encrypts with AES-256-CBC: base64 of the initialisation vector and the padded text. No text gives no text. */
export function encryptText(password: string, text: string, vector: Uint8Array): string {
  if (text === '') return '';
  const encrypted = cbc(keyOf(password), vector).encrypt(toBytes(text));
  const result = new Uint8Array(BLOCK + encrypted.length);
  result.set(vector);
  result.set(encrypted, BLOCK);
  return encodeBase64(result);
}

/** The inverse of encryptText. A wrong password gives rubbish, or an error where that does not end in a padding. */
export function decryptText(password: string, base64: string): string {
  if (base64 === '') return '';
  const bytes = decodeOrFail(base64);
  const room = Math.floor(base64.length / 4) * 3;
  if (room < BLOCK)
    throw new GoError(`runtime error: slice bounds out of range [:${BLOCK}] with capacity ${room}`);
  if (bytes.length < BLOCK)
    throw new GoError(`runtime error: slice bounds out of range [${BLOCK}:${bytes.length}]`);
  if (bytes.length % BLOCK !== 0) throw new GoError('crypto/cipher: input not full blocks');
  if (bytes.length === BLOCK) throw new GoError('runtime error: index out of range [-1]');
  const vector = bytes.slice(0, BLOCK);
  const decrypted = cbc(keyOf(password), vector, { disablePadding: true }).decrypt(bytes.slice(BLOCK));
  const length = decrypted.length - decrypted.at(-1)!;
  if (length < 0) throw new GoError(`runtime error: slice bounds out of range [:${length}]`);
  return fromBytes(decrypted.subarray(0, length));
}

function decodeOrFail(base64: string): Uint8Array {
  try {
    return decodeBase64(base64);
  } catch (error) {
    throw new GoError((error as Error).message);
  }
}

/** The password itself, cut or filled up with zeros to the length of a key. */
function keyOf(password: string): Uint8Array {
  const key = new Uint8Array(32);
  key.set(toBytes(password).subarray(0, key.length));
  return key;
}
