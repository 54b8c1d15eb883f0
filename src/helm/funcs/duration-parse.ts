import { GoError } from '../../gotemplate/function.ts';
import { quoteTime } from './time-quote.ts';

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const LIMIT = 1n << 63n;
const TERM = /([0-9]*)(?:(\.)([0-9]*))?([^0-9.]*)/y;

/** Nanoseconds of a Go duration like `1h30m` or `-1.5s`. Throws GoError with Go's sentence. */
export function parseDuration(text: string): bigint {
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  if (text.slice(sign.length) === '0') return 0n;
  if (text.length === sign.length) throw invalid(text);
  let total = 0n;
  let at = sign.length;
  while (at < text.length) {
    TERM.lastIndex = at;
    const match = TERM.exec(text)!;
    total += readTerm(text, match);
    if (total > LIMIT) throw invalid(text);
    at += match[0].length;
  }
  if (sign === '-') return -total;
  if (total === LIMIT) throw invalid(text);
  return total;
}

function invalid(text: string, problem = 'invalid duration'): GoError {
  return new GoError(`time: ${problem} ${quoteTime(text)}`);
}

function readTerm(text: string, [, whole = '', , fraction = '', unitName = '']: RegExpExecArray): bigint {
  const count = wholeNumber(whole);
  if ((whole === '' && fraction === '') || count > LIMIT) throw invalid(text);
  if (unitName === '') throw invalid(text, 'missing unit in duration');
  const unit = Object.hasOwn(UNITS, unitName) ? UNITS[unitName]! : undefined;
  if (unit === undefined) throw invalid(text, `unknown unit ${quoteTime(unitName)} in duration`);
  if (count > LIMIT / unit) throw invalid(text);
  const value = count * unit + fractionOf(fraction, unit);
  if (value > LIMIT) throw invalid(text);
  return value;
}

function wholeNumber(digits: string): bigint {
  const significant = digits.replace(/^0+/, '');
  return significant.length > 19 ? LIMIT + 1n : BigInt(significant);
}

/** A part of a unit in float64, as Go computes it; digits that no int64 can hold are ignored. */
function fractionOf(digits: string, unit: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (value > (LIMIT - 1n) / 10n || next > LIMIT) break;
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (Number(unit) / scale)));
}
