import { formatG } from '../../gotemplate/number.ts';
import { JsonNumber } from './json.ts';

/** A number of the values or of a schema. */
export type Numeric = number | bigint | JsonNumber;

/** digits × 10^exponent, with a sign in the digits */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** Go refuses larger exponents. */
const MAX_EXPONENT = 1_000_000;
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Whether a value is a number. */
export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof JsonNumber;
}

/** Order of two numbers as decimals: negative, 0 or positive. */
export function compareNumbers(left: Numeric, right: Numeric): number {
  if (!(left instanceof JsonNumber) && !(right instanceof JsonNumber))
    return left < right ? -1 : left > right ? 1 : 0;
  return compareDecimals(toDecimal(left), toDecimal(right));
}

/** Whether a number has no fraction. */
export function isWhole(value: Numeric): boolean {
  if (typeof value === 'bigint') return true;
  if (typeof value === 'number') return Number.isInteger(value);
  const { digits, exponent } = toDecimal(value);
  return exponent >= 0 || isDivisible(digits, 0, 1n, -exponent);
}

/** Whether a number is a whole multiple of a divisor that is not 0. */
export function isMultiple(value: Numeric, divisor: Numeric): boolean {
  const left = toDecimal(value);
  const right = toDecimal(divisor);
  if (right.digits === 0n) return true;
  const shift = left.exponent - right.exponent;
  return shift >= 0
    ? isDivisible(left.digits, shift, right.digits, 0)
    : isDivisible(left.digits, 0, right.digits, -shift);
}

/** Whether digits × 10^shift is a multiple of divisor × 10^divisorShift; one of the shifts is 0. */
function isDivisible(digits: bigint, shift: number, divisor: bigint, divisorShift: number): boolean {
  if (digits === 0n) return true;
  const size = divisor < 0n ? -divisor : divisor;
  if (divisorShift > 0)
    return divisorShift <= lengthOf(digits) && digits % (size * 10n ** BigInt(divisorShift)) === 0n;
  let power = 1n;
  let base = 10n % size;
  for (let rest = shift; rest > 0; rest >>= 1) {
    if (rest & 1) power = (power * base) % size;
    base = (base * base) % size;
  }
  return (digits * power) % size === 0n;
}

function toDecimal(value: Numeric): Decimal {
  if (typeof value === 'bigint') return { digits: value, exponent: 0 };
  const [mantissa = '', power = '0'] = (value instanceof JsonNumber ? value.text : String(value))
    .toLowerCase()
    .split('e');
  const point = mantissa.indexOf('.');
  const fraction = point < 0 ? '' : mantissa.slice(point + 1).replace(/0+$/, '');
  const digits = BigInt((point < 0 ? mantissa : mantissa.slice(0, point)) + fraction);
  const exponent = Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, Number(power))) - fraction.length;
  return { digits, exponent };
}

function compareDecimals(left: Decimal, right: Decimal): number {
  const signs = signOf(left.digits) - signOf(right.digits);
  if (signs !== 0 || left.digits === 0n) return signs;
  const magnitude = lengthOf(left.digits) + left.exponent - lengthOf(right.digits) - right.exponent;
  if (magnitude !== 0) return left.digits > 0n ? magnitude : -magnitude;
  const shift = left.exponent - right.exponent;
  const a = shift > 0 ? left.digits * 10n ** BigInt(shift) : left.digits;
  const b = shift < 0 ? right.digits * 10n ** BigInt(-shift) : right.digits;
  return a < b ? -1 : a > b ? 1 : 0;
}

function signOf(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}

function lengthOf(digits: bigint): number {
  return String(digits).length - (digits < 0n ? 1 : 0);
}

/** The float64 nearest to a number. */
export function toFloat(value: Numeric): number {
  return value instanceof JsonNumber ? Number(value.text) : Number(value);
}

/** A number as Go's `%v` prints what the schema's decoder made of it: as it is written. */
export function writtenNumber(value: Numeric): string {
  if (value instanceof JsonNumber) return value.text;
  return typeof value === 'bigint' ? String(value) : formatG(value);
}

/** A count in English: `12,345`. */
export function displayCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A float64 in English: `12,345.5`, `1.5×10⁻⁰⁷`. */
export function displayNumber(value: Numeric): string {
  const [mantissa = '', power] = formatG(toFloat(value)).split('e');
  if (power !== undefined) {
    const digits = power.replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]!);
    return `${mantissa}×10${digits.replace('+', '').replace('-', '⁻')}`;
  }
  const point = mantissa.indexOf('.');
  const whole = point < 0 ? mantissa : mantissa.slice(0, point);
  return whole.replace(/\B(?=(?:\d{3})+$)/g, ',') + (point < 0 ? '' : mantissa.slice(point));
}
