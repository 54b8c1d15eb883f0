import { isPrintable } from '../lib/printable.ts';
import type { Directive, Meter } from './format-directive.ts';
import { pad } from './format-directive.ts';
import type { FloatVerb } from './number.ts';
import { formatFloat } from './number.ts';
import { quoteRune } from './quote.ts';

const MAX_RUNE = 0x10ffffn;

/** An integer under `%v %d %b %o %O %x %X %c %q %U`; undefined for other verbs. `unsigned` matters for `%#v` only. */
export function formatInteger(
  value: bigint,
  unsigned: boolean,
  verb: string,
  directive: Readonly<Directive>,
  meter: Meter,
): string | undefined {
  switch (verb) {
    case 'v':
      return unsigned && directive.sharpV
        ? integerDigits(value, 16, 'v', { ...directive, sharp: true }, meter)
        : integerDigits(value, 10, verb, directive, meter);
    case 'd':
      return integerDigits(value, 10, verb, directive, meter);
    case 'b':
      return integerDigits(value, 2, verb, directive, meter);
    case 'o':
    case 'O':
      return integerDigits(value, 8, verb, directive, meter);
    case 'x':
    case 'X':
      return integerDigits(value, 16, verb, directive, meter);
    case 'c':
      return pad(character(value), directive, meter);
    case 'q':
      return pad(
        quoteRune(value < 0n || value > MAX_RUNE ? 0xfffd : Number(value), directive.plus),
        directive,
        meter,
      );
    case 'U':
      return formatUnicode(value, directive, meter);
    default:
      return undefined;
  }
}

function character(value: bigint): string {
  const valid = value >= 0n && value <= MAX_RUNE && (value < 0xd800n || value > 0xdfffn);
  return valid ? String.fromCodePoint(Number(value)) : '\ufffd';
}

function integerDigits(
  value: bigint,
  base: 2 | 8 | 10 | 16,
  verb: string,
  directive: Readonly<Directive>,
  meter: Meter,
): string {
  const { precision, width } = directive;
  if (precision === 0 && value === 0n) return pad('', directive, meter, false);
  const negative = value < 0n;
  const sign = negative ? '-' : directive.plus ? '+' : directive.space ? ' ' : '';
  let digits = (negative ? -value : value).toString(base);
  const least =
    precision >= 0 ? precision : directive.zero && !directive.minus && width > 0 ? width - sign.length : 0;
  meter.spend(Math.max(least, 0));
  digits = digits.padStart(least, '0');
  if (verb === 'X') digits = digits.toUpperCase();
  return pad(sign + integerPrefix(base, verb, digits, directive.sharp) + digits, directive, meter, false);
}

function integerPrefix(base: number, verb: string, digits: string, sharp: boolean): string {
  if (verb === 'O') return sharp && !digits.startsWith('0') ? '0o0' : '0o';
  if (!sharp) return '';
  if (base === 2) return '0b';
  if (base === 8) return digits.startsWith('0') ? '' : '0';
  return base === 16 ? (verb === 'X' ? '0X' : '0x') : '';
}

function formatUnicode(value: bigint, directive: Readonly<Directive>, meter: Meter): string {
  const unsigned = BigInt.asUintN(64, value);
  const least = Math.max(directive.precision, 4);
  meter.spend(least);
  const digits = unsigned.toString(16).toUpperCase().padStart(least, '0');
  const shown = directive.sharp && unsigned <= MAX_RUNE && isPrintable(Number(unsigned));
  return pad(
    `U+${digits}${shown ? ` '${String.fromCodePoint(Number(unsigned))}'` : ''}`,
    directive,
    meter,
    false,
  );
}

/** A float64 under `%v %b %g %G %x %X %f %F %e %E`; undefined for other verbs. */
export function formatFloatVerb(
  value: number,
  verb: string,
  directive: Readonly<Directive>,
  meter: Meter,
): string | undefined {
  switch (verb) {
    case 'v':
      return floatDigits(value, 'g', -1, verb, directive, meter);
    case 'b':
    case 'g':
    case 'G':
    case 'x':
    case 'X':
      return floatDigits(value, verb, -1, verb, directive, meter);
    case 'f':
    case 'e':
    case 'E':
      return floatDigits(value, verb, 6, verb, directive, meter);
    case 'F':
      return floatDigits(value, 'f', 6, verb, directive, meter);
    default:
      return undefined;
  }
}

function floatDigits(
  value: number,
  format: FloatVerb,
  usual: number,
  verb: string,
  directive: Readonly<Directive>,
  meter: Meter,
): string {
  const precision = directive.precision >= 0 ? directive.precision : usual;
  meter.spend(Math.max(precision, 0));
  const text = formatFloat(value, format, precision);
  const signed = text.startsWith('-') || text.startsWith('+');
  const negative = text.startsWith('-');
  let digits = signed ? text.slice(1) : text;
  const sign = negative ? '-' : directive.plus ? '+' : directive.space ? ' ' : '';
  if (!Number.isFinite(value)) {
    // an infinity always shows its sign, NaN only on demand
    return pad((sign === '' && digits === 'Inf' ? '+' : sign) + digits, directive, meter, false);
  }
  if (directive.sharp && verb !== 'b') digits = restorePoint(digits, format, precision);
  if (sign !== '' && directive.zero && !directive.minus && directive.width > digits.length + 1) {
    meter.spend(directive.width);
    return sign + digits.padStart(directive.width - 1, '0');
  }
  return pad(sign + digits, directive, meter);
}

/** The `#` flag: always a decimal point, and for `%g` the zeros that end the precision. */
function restorePoint(text: string, verb: FloatVerb, precision: number): string {
  const hex = verb === 'x' || verb === 'X';
  const tailAt = text.search(hex ? /[pP]/ : /[eE]/);
  const head = tailAt < 0 ? text : text.slice(0, tailAt);
  let missing = verb === 'g' || verb === 'G' || verb === 'x' ? (precision === -1 ? 6 : precision) : 0;
  // Go counts the x of a hexadecimal prefix as a digit
  const counted = head.replace('.', '').replace(/^0+/, '').length;
  missing -= counted;
  let result = head;
  if (!head.includes('.')) {
    if (head === '0') missing--;
    result += '.';
  }
  return result + '0'.repeat(Math.max(missing, 0)) + (tailAt < 0 ? '' : text.slice(tailAt));
}
