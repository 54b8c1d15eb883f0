const BLOCK = 64;
const ROUNDS = 64;

let start: Uint32Array | undefined;
let constants: Uint32Array | undefined;
let schedule: Uint32Array | undefined;

/** The SHA-256 of bytes, in lower-case hexadecimal. */
export function sha256Hex(bytes: Uint8Array): string {
  start ??= new Uint32Array(fractionsOfRoots(2, 8));
  const state = start.slice();
  constants ??= new Uint32Array(fractionsOfRoots(3, ROUNDS));
  schedule ??= new Uint32Array(ROUNDS);
  const whole = bytes.length - (bytes.length % BLOCK);
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += BLOCK) mix(state, schedule, constants, input, at);
  const end = lastBlocks(bytes, whole);
  for (let at = 0; at < end.byteLength; at += BLOCK) mix(state, schedule, constants, end, at);
  let digits = '';
  for (const word of state) digits += word.toString(16).padStart(8, '0');
  return digits;
}

/** What is left behind the whole blocks, ended by a bit and the length of all in bits. */
function lastBlocks(bytes: Uint8Array, whole: number): DataView {
  const rest = bytes.length - whole;
  const blocks = new Uint8Array(rest + 9 > BLOCK ? 2 * BLOCK : BLOCK);
  blocks.set(bytes.subarray(whole));
  blocks[rest] = 0x80;
  const view = new DataView(blocks.buffer);
  view.setUint32(blocks.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(blocks.length - 4, bytes.length << 3);
  return view;
}

function mix(
  state: Uint32Array,
  schedule: Uint32Array,
  constants: Uint32Array,
  input: DataView,
  at: number,
): void {
  expand(schedule, input, at);
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let round = 0; round < ROUNDS; round++) {
    const first =
      h +
      (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
      ((e & f) ^ (~e & g)) +
      constants[round]! +
      schedule[round]!;
    const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

function expand(schedule: Uint32Array, input: DataView, at: number): void {
  for (let index = 0; index < 16; index++) schedule[index] = input.getUint32(at + 4 * index);
  for (let index = 16; index < ROUNDS; index++) {
    const early = schedule[index - 15]!;
    const late = schedule[index - 2]!;
    schedule[index] =
      schedule[index - 16]! +
      (turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)) +
      schedule[index - 7]! +
      (turn(late, 17) ^ turn(late, 19) ^ (late >>> 10));
  }
}

/** Rotates 32 bits to the right. */
function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits behind the point of the square (2) or cube (3) roots of the first primes, as the standard sets them. */
function fractionsOfRoots(degree: 2 | 3, count: number): number[] {
  const words: number[] = [];
  for (let candidate = 2; words.length < count; candidate++) {
    if (isPrime(candidate)) words.push(fraction(degree === 2 ? Math.sqrt(candidate) : Math.cbrt(candidate)));
  }
  return words;
}

/** A float64 has 44 bits or more behind the point here, so that the last ones, which may be wrong, do not matter. */
function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor++)
    if (candidate % divisor === 0) return false;
  return true;
}
