import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 } from '../../src/lib/sha256.ts';

test('agrees with node:crypto on every length around the ends of blocks', () => {
  for (let length = 0; length < 300; length++) {
    const data = Uint8Array.from({ length }, (_, index) => (index * 73 + length * 31) & 255);
    expect(Buffer.from(sha256(data)).toString('hex')).toBe(createHash('sha256').update(data).digest('hex'));
  }
});

test('agrees with node:crypto on a part of a larger array', () => {
  const data = new Uint8Array(100_000).fill(0xa7).subarray(3, 70_001);
  expect(Buffer.from(sha256(data)).toString('hex')).toBe(createHash('sha256').update(data).digest('hex'));
});
