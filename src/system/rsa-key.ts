import type { KeyObject } from 'node:crypto';
import { nodeCrypto } from './node-crypto.ts';

const EXPONENT = 65_537n;

/**
 * A new RSA private key of this many bits, from two primes of OpenSSL's generator. Its own key generation takes almost three
 * times as long, since it tests the primes again and again; the rest of RFC 8017 (section 3) is arithmetic.
 */
export function generateRsaKey(bits: number): KeyObject {
  const p = generatePrime(bits / 2);
  let q = generatePrime(bits / 2);
  while (areClose(p, q, bits)) q = generatePrime(bits / 2);
  const d = inverse(EXPONENT, lcm(p - 1n, q - 1n));
  const numbers = { n: p * q, e: EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const fields = Object.entries(numbers).map(([name, value]) => [name, base64Url(value)] as const);
  const key = { kty: 'RSA', ...(Object.fromEntries(fields) as Record<string, string>) };
  return nodeCrypto().createPrivateKey({ format: 'jwk', key });
}

/** A prime with its two top bits set, so that two of them make a modulus of full length, fit for the exponent. */
function generatePrime(bits: number): bigint {
  for (;;) {
    const prime = nodeCrypto().generatePrimeSync(bits, { bigint: true });
    if (prime >> BigInt(bits - 2) === 3n && (prime - 1n) % EXPONENT !== 0n) return prime;
  }
}

/** FIPS 186-5, A.1.3: the primes differ in their upper 100 bits. */
function areClose(p: bigint, q: bigint, bits: number): boolean {
  const difference = p > q ? p - q : q - p;
  return difference <= 1n << BigInt(bits / 2 - 100);
}

function lcm(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}

/** The inverse of `value` modulo `modulus`, to which it is coprime. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [oldRest, rest] = [value % modulus, modulus];
  let [oldFactor, factor] = [1n, 0n];
  while (rest !== 0n) {
    const quotient = oldRest / rest;
    [oldRest, rest] = [rest, oldRest - quotient * rest];
    [oldFactor, factor] = [factor, oldFactor - quotient * factor];
  }
  return oldFactor < 0n ? oldFactor + modulus : oldFactor;
}

function base64Url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
}
