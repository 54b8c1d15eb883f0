import { GoError } from '../../gotemplate/function.ts';
import { formatG } from '../../gotemplate/number.ts';

/** value × 10^exponent, exactly. */
export interface Decimal {
  readonly value: bigint;
  readonly exponent: number;
}

/** Digits after the point that a quotient keeps. */
const DIVISION_DIGITS = 16;

/** The shortest decimal that reads back as this float64. Throws GoError for what is no finite number. */
export function decimalOf(number: number): Decimal {
  if (!Number.isFinite(number)) throw new GoError(`Cannot create a Decimal from ${formatG(number)}`);
  const text = number.toExponential();
  const mark = text.indexOf('e');
  const digits = text.slice(0, mark);
  const point = digits.indexOf('.');
  const fraction = point < 0 ? 0 : digits.length - point - 1;
  return { value: BigInt(digits.replace('.', '')), exponent: Number(text.slice(mark + 1)) - fraction };
}

/** The float64 nearest to a decimal. */
export function decimalToNumber({ value, exponent }: Decimal): number {
  return Number(`${value}e${exponent}`);
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { value: scaled(a, exponent) + scaled(b, exponent), exponent };
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { value: -b.value, exponent: b.exponent });
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { value: a.value * b.value, exponent: a.exponent + b.exponent };
}

/** The quotient, rounded at 16 digits after the point, half away from zero. Throws GoError for a zero divisor. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  if (b.value === 0n) throw new GoError('decimal division by 0');
  const shift = a.exponent - b.exponent + DIVISION_DIGITS;
  const dividend = shift > 0 ? a.value * 10n ** BigInt(shift) : a.value;
  const divisor = shift < 0 ? b.value * 10n ** BigInt(-shift) : b.value;
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  const roundsUp = 2n * size(rest) >= size(divisor);
  const step = dividend < 0n === divisor < 0n ? 1n : -1n;
  return { value: roundsUp ? quotient + step : quotient, exponent: -DIVISION_DIGITS };
}

function scaled({ value, exponent }: Decimal, to: number): bigint {
  return exponent === to ? value : value * 10n ** BigInt(exponent - to);
}

function size(value: bigint): bigint {
  return value < 0n ? -value : value;
}
