import { openSync, readSync } from 'node:fs';

/** Taken from the system at once; charts ask for a few bytes, many times. */
const POOL_SIZE = 256;

let pool = new Uint8Array(0);
let used = 0;
let device: number | undefined;

/**
 * Bytes from the system's random source: read from /dev/urandom where there is one, since loading `node:crypto` takes longer
 * than rendering a small chart.
 */
export function randomBytes(length: number): Uint8Array {
  if (length > POOL_SIZE) return fill(length);
  if (used + length > pool.length) {
    pool = fill(POOL_SIZE);
    used = 0;
  }
  used += length;
  return pool.slice(used - length, used);
}

function fill(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  try {
    device ??= openSync('/dev/urandom', 'r');
    let filled = 0;
    while (filled < length) {
      const count = readSync(device, bytes, filled, length - filled, null);
      if (count === 0) throw new Error('the random source is at its end');
      filled += count;
    }
    return bytes;
  } catch {
    return process.getBuiltinModule('node:crypto').randomFillSync(bytes);
  }
}
