import { formatValue } from '../../gotemplate/format.ts';
import type { FunctionTable, TemplateFunction } from '../../gotemplate/function.ts';
import { GoError, define } from '../../gotemplate/function.ts';
import { parseGoInt } from '../../gotemplate/number.ts';
import type { Value } from '../../gotemplate/value.ts';
import { int64 } from '../../gotemplate/value.ts';
import type { FunctionContext } from '../environment.ts';
import { toFloat64, toInt, toInt64 } from './convert.ts';
import type { Decimal } from './decimal.ts';
import {
  addDecimals,
  decimalOf,
  decimalToNumber,
  divideDecimals,
  multiplyDecimals,
  subtractDecimals,
} from './decimal.ts';
import { intSlice, sequence, until, untilStep } from './ranges.ts';

const MAX_INT64 = 2n ** 63n - 1n;
const INTEGER = /^[+-]?[0-9]+$/;

/** sprig's arithmetic: whole numbers are int64 and wrap, the `…f` functions calculate in decimals. */
export function mathFunctions({ budget }: FunctionContext): FunctionTable {
  return {
    ...integerFunctions(),
    ...decimalFunctions(),
    ...floatFunctions(),
    atoi: define(['string'], parseDecimal),
    float64: define(['interface {}'], toFloat64),
    int: define(['interface {}'], toInt),
    int64: define(['interface {}'], (value) => int64(toInt64(value))),
    seq: define(['...int'], (...parameters) => sequence(budget, parameters)),
    toDecimal: define(['interface {}'], (value) => int64(parseGoInt(formatValue(value, budget), 8) ?? 0n)),
    until: define(['int'], (count) => until(budget, count)),
    untilStep: define(['int', 'int', 'int'], (start, stop, step) =>
      intSlice(untilStep(budget, start, stop, step)),
    ),
  };
}

function integerFunctions(): FunctionTable {
  const max = fold((a, b) => (b > a ? b : a));
  return {
    add: define(['...interface {}'], (...values) =>
      int64(values.reduce<bigint>((sum, value) => sum + toInt64(value), 0n)),
    ),
    add1: define(['interface {}'], (value) => int64(toInt64(value) + 1n)),
    sub: define(['interface {}', 'interface {}'], (a, b) => int64(toInt64(a) - toInt64(b))),
    mul: fold((a, b) => BigInt.asIntN(64, a * b)),
    div: define(['interface {}', 'interface {}'], (a, b) => int64(toInt64(a) / divisor(b))),
    mod: define(['interface {}', 'interface {}'], (a, b) => int64(toInt64(a) % divisor(b))),
    max,
    biggest: max,
    min: fold((a, b) => (b < a ? b : a)),
  };
}

function fold(step: (a: bigint, b: bigint) => bigint): TemplateFunction {
  return define(['interface {}', '...interface {}'], (first, ...rest) =>
    int64(rest.reduce<bigint>((result, value) => step(result, toInt64(value)), toInt64(first))),
  );
}

function divisor(value: Value): bigint {
  const number = toInt64(value);
  if (number === 0n) throw new GoError('runtime error: integer divide by zero');
  return number;
}

function decimalFunctions(): FunctionTable {
  const calculate = (
    first: Value,
    rest: readonly Value[],
    step: (a: Decimal, b: Decimal) => Decimal,
  ): number =>
    decimalToNumber(
      rest.reduce<Decimal>(
        (sum, value) => step(sum, decimalOf(toFloat64(value))),
        decimalOf(toFloat64(first)),
      ),
    );
  const folded = (step: (a: Decimal, b: Decimal) => Decimal): TemplateFunction =>
    define(['interface {}', '...interface {}'], (first, ...rest) => calculate(first, rest, step));
  return {
    add1f: define(['interface {}'], (value) => calculate(value, [1n], addDecimals)),
    addf: define(['...interface {}'], (...values) => calculate(0, values, addDecimals)),
    subf: folded(subtractDecimals),
    mulf: folded(multiplyDecimals),
    divf: folded(divideDecimals),
  };
}

function floatFunctions(): FunctionTable {
  return {
    ceil: define(['interface {}'], (value) => Math.ceil(toFloat64(value))),
    floor: define(['interface {}'], (value) => Math.floor(toFloat64(value))),
    maxf: foldFloats(Infinity, Math.max),
    minf: foldFloats(-Infinity, Math.min),
    round: define(['interface {}', 'int', '...float64'], (value, places, limit = 0.5) =>
      round(toFloat64(value), places, limit),
    ),
  };
}

/** Go's math.Max and Min: as JavaScript's, but the extreme infinity wins even over NaN. */
function foldFloats(extreme: number, step: (a: number, b: number) => number): TemplateFunction {
  const choose = (a: number, b: number): number => (a === extreme || b === extreme ? extreme : step(a, b));
  return define(['interface {}', '...interface {}'], (first, ...rest) =>
    rest.reduce<number>((result, value) => choose(result, toFloat64(value)), toFloat64(first)),
  );
}

/** Rounded at `places` digits; the fraction rounds up from `limit` on. Negative fractions never reach it, so they round down. */
function round(value: number, places: number, limit: number): number {
  const power = powerOfTen(places);
  const shifted = power * value;
  const fraction = Number.isFinite(shifted) ? shifted - Math.trunc(shifted) : NaN;
  return (fraction >= limit ? Math.ceil(shifted) : Math.floor(shifted)) / power;
}

/** Go's math.Pow(10, exponent): exact up to 22, then with the rounding errors of repeated squaring. */
function powerOfTen(exponent: number): number {
  if (Math.abs(exponent) <= 22 || Math.abs(exponent) > 400) return Number(`1e${exponent}`);
  let power = 1;
  let powerExponent = 0;
  let square = 0.625;
  let squareExponent = 4;
  for (let rest = Math.abs(exponent); rest > 0; rest >>= 1) {
    if ((rest & 1) === 1) {
      power *= square;
      powerExponent += squareExponent;
    }
    square *= square;
    squareExponent *= 2;
    if (square < 0.5) {
      square *= 2;
      squareExponent--;
    }
  }
  const fraction = exponent < 0 ? 1 / power : power;
  const binary = exponent < 0 ? -powerExponent : powerExponent;
  const half = binary >> 1;
  return fraction * 2 ** half * 2 ** (binary - half);
}

/** Go's strconv.Atoi with its error ignored: 0 for wrong syntax, the nearest int for what is too big. */
function parseDecimal(text: string): bigint {
  if (!INTEGER.test(text)) return 0n;
  return parseGoInt(text, 10) ?? (text.startsWith('-') ? -MAX_INT64 - 1n : MAX_INT64);
}
