/**
 * SHA-256 (FIPS 180-4). Our own, because nearly every chart hashes its configuration, and setting up the library we take for
 * the other hashes takes longer than all the hashing of a chart.
 */

const ROUNDS = 64;
const BLOCK = 64;

let constants: Int32Array | undefined;
let initial: Int32Array | undefined;

/** The digest, 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  constants ??= rootsOfPrimes(ROUNDS, Math.cbrt);
  initial ??= rootsOfPrimes(8, Math.sqrt);
  const state = initial.slice();
  const schedule = new Int32Array(ROUNDS);
  const padded = pad(data);
  for (let start = 0; start < padded.byteLength; start += BLOCK) {
    expand(padded, start, schedule);
    compress(state, schedule, constants);
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (let index = 0; index < 8; index++) digest.setInt32(index * 4, state[index]!);
  return new Uint8Array(digest.buffer);
}

/** The first 32 bits of the fractions of the roots of the first primes. */
function rootsOfPrimes(count: number, root: (value: number) => number): Int32Array {
  const result = new Int32Array(count);
  let found = 0;
  for (let candidate = 2; found < count; candidate++) {
    if (isPrime(candidate)) result[found++] = (root(candidate) % 1) * 2 ** 32;
  }
  return result;
}

function isPrime(value: number): boolean {
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false;
  return true;
}

/** The data, a one bit, zeros and the length in bits, together whole blocks. */
function pad(data: Uint8Array): DataView {
  const length = Math.ceil((data.length + 9) / BLOCK) * BLOCK;
  const bytes = new Uint8Array(length);
  bytes.set(data);
  bytes[data.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(length - 8, data.length / 2 ** 29);
  view.setUint32(length - 4, data.length << 3);
  return view;
}

/** The words that the rounds of one block take. Rotations are written out: a call for each takes twice the time. */
function expand(data: DataView, start: number, words: Int32Array): void {
  for (let index = 0; index < 16; index++) words[index] = data.getInt32(start + index * 4);
  for (let index = 16; index < ROUNDS; index++) {
    const early = words[index - 15]!;
    const late = words[index - 2]!;
    const low = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
    const high = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
    words[index] = words[index - 16]! + low + words[index - 7]! + high;
  }
}

function compress(state: Int32Array, words: Int32Array, keys: Int32Array): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let index = 0; index < ROUNDS; index++) {
    const sumE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const first = h + sumE + (g ^ (e & (f ^ g))) + keys[index]! + words[index]!;
    const sumA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = sumA + ((a & b) ^ (c & (a ^ b)));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  const mixed = [a, b, c, d, e, f, g, h];
  for (let index = 0; index < 8; index++) state[index] = state[index]! + mixed[index]!;
}
