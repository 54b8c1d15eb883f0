import type { KeyObject } from 'node:crypto';
import type { Environment, KeyKind, PrivateKey } from '../helm/environment.ts';
import {
  contentsOf,
  encodeDer,
  encodeInteger,
  INTEGER,
  OCTET_STRING,
  readDer,
  readParts,
  SEQUENCE,
  wholeOf,
} from '../lib/der.ts';
import type { DerValue } from '../lib/der.ts';
import { decodePem, encodePem } from '../lib/pem.ts';
import { nodeCrypto } from './node-crypto.ts';
import { generateRsaKey } from './rsa-key.ts';

const KEY_SUFFIX = ' PRIVATE KEY';

/** The curves that certificates can use, by OpenSSL's names, with the hash each signs. */
const CURVE_HASHES: Readonly<Record<string, string>> = {
  secp224r1: 'sha256',
  prime256v1: 'sha256',
  secp384r1: 'sha384',
  secp521r1: 'sha512',
};

/**
 * Private keys of node:crypto. `readKey` throws an Error that says what is wrong with the PEM, in the words that charts'
 * users know from Helm.
 */
export const nodeKeys: Pick<Environment, 'generateKey' | 'readKey'> = { generateKey, readKey };

function generateKey(kind: KeyKind): PrivateKey {
  const { generateKeyPairSync } = nodeCrypto();
  switch (kind) {
    case 'rsa2048':
      return rsaKey(generateRsaKey(2048));
    case 'rsa4096':
      return rsaKey(generateRsaKey(4096));
    case 'ecdsa':
      return curveKey(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey);
    case 'ed25519':
      return edwardsKey(generateKeyPairSync('ed25519').privateKey);
    case 'dsa':
      return generateDsa(generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).privateKey);
  }
}

function rsaKey(key: KeyObject): PrivateKey {
  return {
    pem: String(key.export({ format: 'pem', type: 'pkcs1' })),
    publicKey: publicKeyOf(key),
    algorithm: 'rsa',
    sign: (data) => new Uint8Array(nodeCrypto().sign('sha256', data, key)),
  };
}

function curveKey(key: KeyObject): PrivateKey {
  const hash = CURVE_HASHES[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (hash === undefined) throw new Error('x509: unknown elliptic curve');
  return {
    pem: String(key.export({ format: 'pem', type: 'sec1' })),
    publicKey: publicKeyOf(key),
    algorithm: 'ecdsa',
    sign: (data) => new Uint8Array(nodeCrypto().sign(hash, data, key)),
  };
}

function edwardsKey(key: KeyObject): PrivateKey {
  return {
    pem: String(key.export({ format: 'pem', type: 'pkcs8' })),
    publicKey: publicKeyOf(key),
    algorithm: 'ed25519',
    sign: (data) => new Uint8Array(nodeCrypto().sign(null, data, key)),
  };
}

/** Node writes DSA keys as PKCS#8 only; the older form lists version, p, q, g, y and x. */
function generateDsa(key: KeyObject): PrivateKey {
  const secret = partsOf(readDer(new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }))));
  const shared = partsOf(partsOf(secret[1])[1]);
  const x = readDer(contentsOf(secret[2]!))!;
  const bits = partsOf(readDer(publicKeyOf(key)))[1]!;
  const y = readDer(contentsOf(bits).subarray(1))!;
  return dsaKey([...shared, y, x].map(wholeOf), publicKeyOf(key));
}

/** A DSA key from its encoded p, q, g, y and x. It signs no certificates. */
function dsaKey(integers: readonly Uint8Array[], publicKey: Uint8Array): PrivateKey {
  return {
    pem: encodePem('DSA PRIVATE KEY', encodeDer(SEQUENCE, encodeInteger(Uint8Array.of(0)), ...integers)),
    publicKey,
    algorithm: 'dsa',
    sign() {
      throw new Error('x509: certificate private key does not implement crypto.Signer');
    },
  };
}

function publicKeyOf(key: KeyObject): Uint8Array {
  return new Uint8Array(nodeCrypto().createPublicKey(key).export({ format: 'der', type: 'spki' }));
}

function partsOf(value: DerValue | undefined): DerValue[] {
  const parts = value && readParts(value);
  if (parts === undefined) throw new Error('asn1: syntax error: data truncated');
  return parts;
}

function readKey(pem: string): PrivateKey {
  const block = decodePem(pem);
  if (block === undefined) throw new Error('no PEM data in input');
  const { type, bytes } = block;
  if (type === KEY_SUFFIX.trim()) return explained('decoding PEM as PKCS#8', () => readPkcs8(bytes));
  if (!type.endsWith(KEY_SUFFIX)) throw new Error(`no private key data in PEM block of type ${type}`);
  switch (type.slice(0, -KEY_SUFFIX.length)) {
    case 'RSA':
      return explained('parsing RSA private key from PEM', () => rsaKey(readOnly(bytes, 'pkcs1')));
    case 'EC':
      return explained('parsing EC private key from PEM', () => curveKey(readOnly(bytes, 'sec1')));
    case 'DSA':
      return explained('parsing DSA private key from PEM', () => readDsa(bytes));
    default:
      throw new Error(`invalid private key type ${type}`);
  }
}

function explained(action: string, read: () => PrivateKey): PrivateKey {
  try {
    return read();
  } catch (error) {
    throw new Error(`${action}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function readPkcs8(bytes: Uint8Array): PrivateKey {
  const key = readOnly(bytes, 'pkcs8');
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return rsaKey(key);
    case 'ec':
      return curveKey(key);
    case 'ed25519':
      return edwardsKey(key);
    default:
      throw new Error(
        `x509: PKCS#8 wrapping contained private key with unknown algorithm: ${key.asymmetricKeyType}`,
      );
  }
}

type KeyForm = 'pkcs1' | 'pkcs8' | 'sec1';

const READERS: Readonly<Record<KeyForm, string>> = {
  pkcs1: 'ParsePKCS1PrivateKey',
  pkcs8: 'ParsePKCS8PrivateKey',
  sec1: 'ParseECPrivateKey',
};

/** Reads a key that must be in this form; a key in another form is an error that names its form. */
function readOnly(bytes: Uint8Array, form: KeyForm): KeyObject {
  const actual = formOf(bytes);
  if (actual !== undefined && actual !== form) {
    throw new Error(`x509: failed to parse private key (use ${READERS[actual]} instead for this key format)`);
  }
  try {
    return nodeCrypto().createPrivateKey({ key: nodeBuffer(bytes), format: 'der', type: form });
  } catch (error) {
    throw new Error('asn1: structure error: no private key', { cause: error });
  }
}

/** Which form the bytes have, by the tag after the version. */
function formOf(bytes: Uint8Array): KeyForm | undefined {
  const value = readDer(bytes);
  const second = value && readParts(value)?.[1]?.tag;
  return second === INTEGER
    ? 'pkcs1'
    : second === SEQUENCE
      ? 'pkcs8'
      : second === OCTET_STRING
        ? 'sec1'
        : undefined;
}

function nodeBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readDsa(bytes: Uint8Array): PrivateKey {
  const integers = partsOf(readDer(bytes)).slice(1);
  if (integers.length !== 5 || integers.some((value) => value.tag !== INTEGER))
    throw new Error('asn1: structure error: integers expected');
  return dsaKey(integers.map(wholeOf), new Uint8Array());
}
