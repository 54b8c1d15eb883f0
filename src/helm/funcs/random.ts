import { define, GoError, type FunctionTable } from '../../gotemplate/function.ts';
import type { Environment, FunctionContext } from '../environment.ts';
import { encodeBase64Bytes } from './base64.ts';

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');

/** Sprig's random functions, from the environment's random bytes, every outcome equally likely. */
export function randomFunctions({ environment, budget }: FunctionContext): FunctionTable {
  const text = (alphabet: string) =>
    define(
      ['int'],
      (count) => {
        budget.spendText(Math.max(count, 0) * 64);
        return randomText(environment, alphabet, count);
      },
      'random',
    );
  return {
    randAlpha: text(LETTERS),
    randAlphaNum: text(DIGITS + LETTERS),
    randAscii: text(PRINTABLE),
    randNumeric: text(DIGITS),
    randBytes: define(
      ['int'],
      (count) => {
        if (count < 0) throw new GoError('runtime error: makeslice: len out of range');
        budget.spendText(count * 64);
        return encodeBase64Bytes(environment.randomBytes(count));
      },
      'random',
    ),
    randInt: define(['int', 'int'], (least, end) => randomInteger(environment, least, end), 'random'),
    shuffle: define(
      ['string'],
      (value) => {
        budget.spendText(value.length * 64);
        return shuffled(environment, value);
      },
      'random',
    ),
    uuidv4: define([], () => randomUuid(environment), 'random'),
  };
}

function randomText(environment: Environment, alphabet: string, length: number): string {
  const draw = drawer(environment, length);
  let text = '';
  while (text.length < length) text += alphabet[draw(alphabet.length)]!;
  return text;
}

/** A function that draws integers from 0 up to a bound of at most 2^32, expecting to be called about `count` times. */
function drawer(environment: Environment, count: number): (bound: number) => number {
  let bytes = new Uint8Array(0);
  let at = 0;
  const byte = (): number => {
    if (at === bytes.length) {
      bytes = environment.randomBytes(Math.min(Math.max(count, 8) * 4, 4096)) as Uint8Array<ArrayBuffer>;
      at = 0;
    }
    return bytes[at++]!;
  };
  return (bound) => {
    const width = bound <= 0x100 ? 1 : 4;
    const range = 256 ** width;
    // Draws beyond the last multiple of the bound would favour small numbers.
    const limit = range - (range % bound);
    for (;;) {
      let value = 0;
      for (let index = 0; index < width; index++) value = value * 256 + byte();
      if (value < limit) return value % bound;
    }
  };
}

/** From `least` up to but without `end`. */
function randomInteger(environment: Environment, least: number, end: number): bigint {
  const size = BigInt(end) - BigInt(least);
  if (size <= 0n) throw new GoError('invalid argument to Intn');
  const range = 1n << 64n;
  const limit = range - (range % size);
  for (;;) {
    let value = 0n;
    for (const byte of environment.randomBytes(8)) value = (value << 8n) | BigInt(byte);
    if (value < limit) return BigInt(least) + (value % size);
  }
}

function shuffled(environment: Environment, text: string): string {
  const runes = Array.from(text);
  const draw = drawer(environment, runes.length);
  for (let index = runes.length - 1; index > 0; index--) {
    const other = draw(index + 1);
    [runes[index], runes[other]] = [runes[other]!, runes[index]!];
  }
  return runes.join('');
}

function randomUuid(environment: Environment): string {
  const bytes = environment.randomBytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
