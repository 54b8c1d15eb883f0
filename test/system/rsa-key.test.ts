import { createPublicKey, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { generateRsaKey } from '../../src/system/rsa-key.ts';

const big = (text: string | undefined) => BigInt(`0x${Buffer.from(text!, 'base64url').toString('hex')}`);

test.each([1024, 2048])('a key of %d bits keeps the equations of RFC 8017', (bits) => {
  const key = generateRsaKey(bits);
  const jwk = key.export({ format: 'jwk' });
  const [n, e, d, p] = [big(jwk.n), big(jwk.e), big(jwk.d), big(jwk.p)];
  const [q, dp, dq, qi] = [big(jwk.q), big(jwk.dp), big(jwk.dq), big(jwk.qi)];
  expect(key.asymmetricKeyDetails).toEqual({ modulusLength: bits, publicExponent: 65_537n });
  expect(n).toBe(p * q);
  expect((e * d) % (p - 1n)).toBe(1n);
  expect((e * d) % (q - 1n)).toBe(1n);
  expect([dp, dq]).toEqual([d % (p - 1n), d % (q - 1n)]);
  expect((qi * q) % p).toBe(1n);
  expect(
    verify('sha256', Buffer.from('x'), createPublicKey(key), sign('sha256', Buffer.from('x'), key)),
  ).toBe(true);
});

test('two keys differ', () => {
  const [a, b] = [generateRsaKey(1024), generateRsaKey(1024)].map((key) => key.export({ format: 'jwk' }).n);
  expect(a).not.toBe(b);
});
