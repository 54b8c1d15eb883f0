import { areDigits } from '../lib/digits.ts';

/** Verbs of Go's strconv.FormatFloat. */
export type FloatVerb = 'g' | 'G' | 'e' | 'E' | 'f' | 'x' | 'X' | 'b';

/** Significant decimal digits without leading zeros ("" for zero), and where the point stands: 0.DIGITS × 10^point. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/**
 * A float64 as Go's strconv.FormatFloat writes it. Precision -1 asks for the fewest digits that read back as the same
 * number; otherwise it counts the digits after the point (significant digits for `g`), rounding half to even.
 */
export function formatFloat(value: number, verb: FloatVerb, precision: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  switch (verb) {
    case 'x':
    case 'X':
      return sign + formatHex(size, verb, precision);
    case 'b': {
      const { mantissa, exponent } = split(size);
      return `${sign}${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
    }
    case 'f':
      return sign + formatFixed(size, precision);
    case 'e':
    case 'E':
      return sign + formatExponent(size, verb, precision);
    default:
      return sign + formatGeneral(size, verb, precision);
  }
}

/** What `%v` prints of a float64: the shortest digits, with an exponent if that is less than -4 or at least 6 (`1e+06`). */
export function formatG(value: number): string {
  const size = Math.abs(value);
  if (size < 1e6 && (size >= 1e-4 || size === 0))
    return value === 0 && Object.is(value, -0) ? '-0' : String(value);
  return formatFloat(value, 'g', -1);
}

function formatGeneral(size: number, verb: 'g' | 'G', precision: number): string {
  const shortest = precision < 0;
  const wanted = precision === 0 ? 1 : precision;
  const decimal = shortest ? shortestDecimal(size) : roundDecimal(exactDecimal(size), wanted);
  const { digits, point } = decimal;
  const exponent = digits === '' ? 0 : point - 1;
  let limit = shortest ? 6 : wanted;
  if (!shortest && wanted > digits.length && digits.length >= point) limit = digits.length;
  if (digits !== '' && (exponent < -4 || exponent >= limit)) {
    return writeExponent(digits, exponent, digits.length - 1, verb === 'g' ? 'e' : 'E');
  }
  return writeFixed(decimal, Math.max(digits.length - point, 0));
}

function formatExponent(size: number, letter: 'e' | 'E', precision: number): string {
  const { digits, point } =
    precision < 0 ? shortestDecimal(size) : roundDecimal(exactDecimal(size), precision + 1);
  return writeExponent(
    digits,
    digits === '' ? 0 : point - 1,
    precision < 0 ? Math.max(digits.length - 1, 0) : precision,
    letter,
  );
}

function formatFixed(size: number, precision: number): string {
  if (precision < 0) {
    const decimal = shortestDecimal(size);
    return writeFixed(decimal, Math.max(decimal.digits.length - decimal.point, 0));
  }
  const exact = exactDecimal(size);
  return writeFixed(roundDecimal(exact, exact.point + precision), precision);
}

function writeExponent(digits: string, exponent: number, fraction: number, letter: 'e' | 'E'): string {
  const first = digits === '' ? '0' : digits[0]!;
  const rest = fraction > 0 ? `.${digits.slice(1, fraction + 1).padEnd(fraction, '0')}` : '';
  const size = Math.abs(exponent);
  return `${first}${rest}${letter}${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`;
}

function writeFixed({ digits, point }: Decimal, fraction: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (fraction <= 0) return whole;
  const zeros = Math.min(Math.max(-point, 0), fraction);
  const tail = point > 0 ? digits.slice(point) : digits;
  return `${whole}.${'0'.repeat(zeros)}${tail.slice(0, fraction - zeros).padEnd(fraction - zeros, '0')}`;
}

function shortestDecimal(size: number): Decimal {
  if (size === 0) return { digits: '', point: 0 };
  const text = size.toExponential();
  const mark = text.indexOf('e');
  return { digits: text[0]! + text.slice(2, mark), point: Number(text.slice(mark + 1)) + 1 };
}

/** size = mantissa × 2^exponent, with the 53-bit mantissa that the format stores. */
function split(size: number): { mantissa: bigint; exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, size);
  const raw = bits.getBigUint64(0);
  const biased = Number(raw >> 52n) & 0x7ff;
  const mantissa = raw & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa, exponent: -1074 }
    : { mantissa: mantissa | 0x10000000000000n, exponent: biased - 1075 };
}

function exactDecimal(size: number): Decimal {
  if (size === 0) return { digits: '', point: 0 };
  const { mantissa, exponent } = split(size);
  if (exponent >= 0) {
    const digits = (mantissa << BigInt(exponent)).toString();
    return { digits, point: digits.length };
  }
  const digits = (mantissa * 5n ** BigInt(-exponent)).toString();
  return { digits, point: digits.length + exponent };
}

/** Keeps `count` digits (none or fewer than none gives zero or a carry), rounding half to even. */
function roundDecimal(decimal: Decimal, count: number): Decimal {
  const { digits, point } = decimal;
  if (count < 0) return { digits: '', point: 0 };
  if (count >= digits.length) return trimZeros(decimal);
  const next = digits.charCodeAt(count) - 48;
  const exactHalf = next === 5 && /^0*$/.test(digits.slice(count + 1));
  const up = exactHalf ? count > 0 && (digits.charCodeAt(count - 1) & 1) === 1 : next >= 5;
  if (!up) return trimZeros({ digits: digits.slice(0, count), point });
  const raised = (BigInt(digits.slice(0, count) || '0') + 1n).toString().padStart(count, '0');
  return trimZeros({ digits: raised, point: point + (raised.length - count) });
}

function trimZeros({ digits, point }: Decimal): Decimal {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return end === 0 ? { digits: '', point: 0 } : { digits: digits.slice(0, end), point };
}

function formatHex(size: number, verb: 'x' | 'X', precision: number): string {
  let { mantissa, exponent } = split(size);
  const width = mantissa.toString(2).length;
  exponent = mantissa === 0n ? 0 : exponent + width - 1;
  // the leading bit goes to position 60
  if (mantissa !== 0n) mantissa <<= BigInt(61 - width);
  if (precision >= 0 && precision < 15) {
    const drop = 60n - BigInt(precision * 4);
    const rest = mantissa & ((1n << drop) - 1n);
    mantissa >>= drop;
    const half = 1n << (drop - 1n);
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa++;
    mantissa <<= drop;
    if (mantissa >> 61n !== 0n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  const fraction = (mantissa & ((1n << 60n) - 1n)).toString(16).padStart(15, '0');
  const shown =
    precision < 0 ? fraction.replace(/0+$/, '') : fraction.slice(0, precision).padEnd(precision, '0');
  const power = Math.abs(exponent);
  const text = `0x${mantissa >> 60n}${shown === '' ? '' : `.${shown}`}p${exponent < 0 ? '-' : '+'}${power < 10 ? '0' : ''}${power}`;
  return verb === 'X' ? text.toUpperCase() : text;
}

const MAX_INT64 = 0x7fffffffffffffffn;
const MAX_UINT64 = 0xffffffffffffffffn;
const BASE_0_INTEGER =
  /^(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;

/**
 * Go's strconv.ParseUint with 64 bits: undefined for wrong syntax or more than 2^64-1. Base 0 takes the base from the prefix
 * (`0x`, `0o`, `0b`, `0`) and allows underscores between digits.
 */
export function parseGoUint(text: string, base: number): bigint | undefined {
  const value = base === 0 ? parseBase0(text) : parseInBase(text, base);
  return value === undefined || value > MAX_UINT64 ? undefined : value;
}

/**
 * Go's strconv.ParseInt with 64 bits: undefined for wrong syntax or what does not fit an int64. An optional sign, then as
 * parseGoUint.
 */
export function parseGoInt(text: string, base: number): bigint | undefined {
  const first = text.charCodeAt(0);
  const signed = first === 43 || first === 45;
  const value = parseGoUint(signed ? text.slice(1) : text, base);
  if (value === undefined) return undefined;
  if (first === 45) return value > MAX_INT64 + 1n ? undefined : -value;
  return value > MAX_INT64 ? undefined : value;
}

function parseBase0(text: string): bigint | undefined {
  if (isPlainDecimal(text)) return BigInt(text);
  if (!BASE_0_INTEGER.test(text)) return undefined;
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  if (plain.charCodeAt(0) !== 48 || plain.length === 1) return toInteger(plain);
  const second = plain.charCodeAt(1) | 0x20;
  if (second === 0x78 || second === 0x62 || second === 0x6f)
    return toInteger(plain.slice(2), plain.slice(0, 2));
  return toInteger(plain.slice(1), '0o');
}

/** As most numbers of charts are. */
function isPlainDecimal(text: string): boolean {
  const isOctal = text.charCodeAt(0) === 48 && text.length > 1;
  return text.length < 16 && !isOctal && areDigits(text);
}

/** Digits without prefix; more of them than 64 bits can hold gives undefined rather than a slow conversion. */
function toInteger(digits: string, prefix = ''): bigint | undefined {
  let start = 0;
  while (start < digits.length - 1 && digits.charCodeAt(start) === 48) start++;
  return digits.length - start > 64 ? undefined : BigInt(prefix + digits.slice(start));
}

function parseInBase(text: string, base: number): bigint | undefined {
  if (base === 10) return areDigits(text) ? toInteger(text) : undefined;
  if (text === '') return undefined;
  let value = 0n;
  const factor = BigInt(base);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const letter = code | 0x20;
    const digit = code >= 48 && code <= 57 ? code - 48 : letter >= 97 && letter <= 122 ? letter - 87 : base;
    if (digit >= base || code > 122) return undefined;
    value = value * factor + BigInt(digit);
    if (value > MAX_UINT64) return undefined;
  }
  return value;
}

const DECIMAL_FLOAT =
  /^[+-]?(?:[0-9](?:_?[0-9])*\.?|(?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/;
const HEX_FLOAT =
  /^([+-]?)0[xX]((?:_?[0-9a-fA-F])*)(?:\.([0-9a-fA-F](?:_?[0-9a-fA-F])*)?)?[pP]([+-]?[0-9](?:_?[0-9])*)$/;
const WORD = /^(?:nan|[+-]?inf(?:inity)?)$/i;

/** Go's strconv.ParseFloat with 64 bits: undefined for wrong syntax or what is too big for a float64. */
export function parseGoFloat(text: string): number | undefined {
  if (DECIMAL_FLOAT.test(text)) {
    const value = Number(text.includes('_') ? text.replaceAll('_', '') : text);
    return Number.isFinite(value) ? value : undefined;
  }
  const hex = HEX_FLOAT.exec(text);
  if (hex !== null) return parseHexFloat(hex[1]!, hex[2]!, hex[3] ?? '', hex[4]!);
  if (!WORD.test(text)) return undefined;
  if (text.charCodeAt(0) === 45) return -Infinity;
  return (text.charCodeAt(0) | 0x20) === 0x6e ? NaN : Infinity;
}

function parseHexFloat(sign: string, whole: string, fraction: string, power: string): number | undefined {
  const digits = (whole + fraction).replaceAll('_', '');
  if (digits === '') return undefined;
  const shift = Number(power.replaceAll('_', '')) - 4 * fraction.replaceAll('_', '').length;
  const mantissa = BigInt(`0x${digits}`);
  const bits = mantissa === 0n ? 0 : mantissa.toString(16).length * 4;
  if (bits + shift > 1100) return undefined;
  const value = mantissa === 0n || bits + shift < -1200 ? 0 : scale(mantissa, shift);
  return Number.isFinite(value) ? (sign === '-' ? -value : value) : undefined;
}

/** mantissa × 2^shift, rounded once to the nearest float64, half to even. */
function scale(mantissa: bigint, shift: number): number {
  if (shift >= 0) return Number(mantissa << BigInt(shift));
  const lowest = Math.max(-shift - 1074, 0);
  const kept = mantissa >> BigInt(lowest);
  const rest = mantissa - (kept << BigInt(lowest));
  const half = lowest === 0 ? 0n : 1n << BigInt(lowest - 1);
  const rounded =
    lowest > 0 && kept < 1n << 53n && (rest > half || (rest === half && (kept & 1n) === 1n))
      ? kept + 1n
      : kept;
  const power = shift + lowest;
  const number = Number(rounded);
  return power < -1000 ? number * 2 ** -537 * 2 ** (power + 537) : number * 2 ** power;
}
