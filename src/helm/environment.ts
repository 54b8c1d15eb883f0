import type { Budget } from '../gotemplate/budget.ts';
import type { GoMap, Value } from '../gotemplate/value.ts';
import type { Profile } from './profile.ts';

/** Kinds of private key that genPrivateKey and the certificate functions ask for. */
export type KeyKind = 'rsa2048' | 'rsa4096' | 'ecdsa' | 'ed25519' | 'dsa';

/** A private key made or read outside the engine. */
export interface PrivateKey {
  /** PEM as Go's x509 writes it: PKCS#1 `RSA PRIVATE KEY`, SEC 1 `EC PRIVATE KEY`, PKCS#8 `PRIVATE KEY` (Ed25519), `DSA PRIVATE KEY` */
  readonly pem: string;
  /** SubjectPublicKeyInfo, DER */
  readonly publicKey: Uint8Array;
  readonly algorithm: 'rsa' | 'ecdsa' | 'ed25519' | 'dsa';
  /** signs (RSA PKCS#1 v1.5 with SHA-256, ECDSA with the hash of its curve's size as ASN.1, Ed25519) */
  sign(data: Uint8Array): Uint8Array;
}

/** Everything a render takes from outside: nothing in the engine reads a clock, a random source or the network itself. */
export interface Environment {
  /** nanoseconds since 1970 */
  now(): bigint;
  /** milliseconds since any fixed moment, for the limit of time; without it there is none */
  readonly elapsed?: () => number;
  /** the SHA-256 of a Go string in hexadecimal, where the caller has one that is faster than the engine's own */
  readonly sha256?: (text: string) => string;
  /** IANA name of the zone that Go would call Local */
  readonly timeZone: string;
  randomBytes(length: number): Uint8Array;
  generateKey(kind: KeyKind): PrivateKey;
  /** reads a private key in any of the PEM forms above or PKCS#8; throws an Error with a sentence when it is none */
  readKey(pem: string): PrivateKey;
  /** what `lookup` answers; an empty map where there is no cluster */
  lookup(apiVersion: string, kind: string, namespace: string, name: string): Value;
  /** what getHostByName answers; "" unless the caller allows DNS */
  resolveHost(name: string): string;
}

/** What families of functions are made from. */
export interface FunctionContext {
  readonly environment: Environment;
  readonly budget: Budget;
  readonly profile: Profile;
  /** is told of each map that a function changes in place */
  readonly noteChange?: (map: GoMap) => void;
}
