import { areDigits, isHexLetter } from '../../lib/digits.ts';
import { isTimestamp } from './timestamp.ts';

export type ScalarTag = 'null' | 'bool' | 'int' | 'float' | 'timestamp' | 'merge' | 'str';

/** What a plain scalar means: integers as bigint, floats as number (also infinite and NaN), the rest as its text. */
export interface ResolvedScalar {
  readonly tag: ScalarTag;
  readonly value: null | boolean | number | bigint | string;
}

const YAML_FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const DOT_FLOAT = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;
const SIGNED_BINARY = /^0b([-+])([01]+)$/;
const SPECIAL_FLOAT = /^[-+]?\.(?:inf|Inf|INF)$/;
/** Underscores are left out of the text of a number before it is read. */
const UNDERSCORE = /_/g;
const LEADING_ZEROS = /^0+(?=.)/;
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;

/** The meaning of a plain scalar by the YAML 1.1 rules of go-yaml v2, including what it takes for a timestamp. */
export function resolveScalar(text: string): ResolvedScalar {
  const first = text.charCodeAt(0);
  if (isDigitOrSign(first) && isTimestamp(text)) return { tag: 'timestamp', value: text };
  const integer = isDigitOrSign(first) ? parseInteger(text) : undefined;
  if (integer !== undefined) return { tag: 'int', value: integer };
  if (text === '<<') return { tag: 'merge', value: text };
  const value = plainValue(text);
  if (value === null) return { tag: 'null', value };
  if (typeof value === 'boolean') return { tag: 'bool', value };
  if (typeof value === 'number') return { tag: 'float', value };
  return { tag: 'str', value: text };
}

/** Whether the plain text would be read back as a string (a merge key counts: it is written plain). */
export function resolvesToString(text: string): boolean {
  const { tag } = resolveScalar(text);
  return tag === 'str' || tag === 'merge';
}

/**
 * The value of a plain scalar as data: integers and floats are numbers, timestamps and everything else stay strings. The
 * first character decides for nearly all strings.
 */
export function plainValue(text: string): null | boolean | number | string {
  if (text === '') return null;
  const first = text.charCodeAt(0);
  if (isDigitOrSign(first)) return numericValue(text);
  if (first === 46) return dottedValue(text);
  return text.length <= 5 && isWordStart(first) ? wordValue(text) : text;
}

/** Whether a plain scalar that starts with this character may be something else than a string. */
export function mayBeTyped(first: number): boolean {
  return isDigitOrSign(first) || first === 46 || isWordStart(first);
}

/** The integer a plain scalar stands for, undefined if none: Go's base prefixes, within int64 or unsigned uint64. */
export function parseInteger(text: string): bigint | undefined {
  const small = smallInteger(text);
  if (small !== -1) return BigInt(small);
  const digits = text.includes('_') ? text.replace(UNDERSCORE, '') : text;
  const sign = digits.charCodeAt(0);
  const signed = sign === 45 || sign === 43;
  const magnitude = parseMagnitude(signed ? digits.slice(1) : digits);
  if (magnitude === undefined) return parseSignedBinary(digits);
  if (sign === 45) return magnitude <= MAX_INT64 + 1n ? -magnitude : undefined;
  return magnitude <= (signed ? MAX_INT64 : MAX_UINT64) ? magnitude : undefined;
}

function isDigitOrSign(code: number): boolean {
  return isDigit(code) || code === 45 || code === 43;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The first letters of the words below: y Y n N t T f F o O and `~`. */
function isWordStart(code: number): boolean {
  const lower = code | 32;
  return lower === 121 || lower === 110 || lower === 116 || lower === 102 || lower === 111 || code === 126;
}

function wordValue(text: string): null | boolean | string {
  switch (text) {
    case 'true':
    case 'True':
    case 'TRUE':
    case 'y':
    case 'Y':
    case 'yes':
    case 'Yes':
    case 'YES':
    case 'on':
    case 'On':
    case 'ON':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
    case 'n':
    case 'N':
    case 'no':
    case 'No':
    case 'NO':
    case 'off':
    case 'Off':
    case 'OFF':
      return false;
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    default:
      return text;
  }
}

function dottedValue(text: string): number | string {
  if (text === '.nan' || text === '.NaN' || text === '.NAN') return NaN;
  if ((text.charCodeAt(1) | 32) === 105) return SPECIAL_FLOAT.test(text) ? Infinity : text;
  return isDigit(text.charCodeAt(1)) && DOT_FLOAT.test(text)
    ? finiteOr(text, text.replace(UNDERSCORE, ''))
    : text;
}

function numericValue(text: string): number | string {
  const small = smallInteger(text);
  if (small !== -1) return small;
  const last = text.charCodeAt(text.length - 1);
  // Words and quantities such as `10Gi` or `-foo` are no numbers: those end in a (hexadecimal) digit, `.` or `_`.
  if (!(isDigit(last) || last === 46 || last === 95 || isHexLetter(last))) return text;
  const integer = parseInteger(text);
  if (integer !== undefined) return Number(integer);
  if ((last | 32) === 102 && SPECIAL_FLOAT.test(text))
    return text.charCodeAt(0) === 45 ? -Infinity : Infinity;
  const digits = text.replace(UNDERSCORE, '');
  return mayBeFloat(digits) && YAML_FLOAT.test(digits) ? finiteOr(text, digits) : text;
}

/** Of the texts that begin and end like a float most are addresses, dates and versions with two dots. */
function mayBeFloat(text: string): boolean {
  return text.indexOf('.') === text.lastIndexOf('.');
}

function finiteOr(text: string, digits: string): number | string {
  const value = Number(digits);
  return Number.isFinite(value) ? value : text;
}

/** A decimal integer of at most 15 digits, -1 if the text is anything else. */
function smallInteger(text: string): number {
  const length = text.length;
  if (length > 15 || length === 0) return -1;
  const first = text.charCodeAt(0);
  if (first === 48) return length === 1 ? 0 : -1;
  let value = 0;
  for (let index = 0; index < length; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** An integer without sign by Go's rules for base 0: 0x, 0o, 0b, and a leading 0 for octal. */
function parseMagnitude(text: string): bigint | undefined {
  let base = 10;
  let digits = text;
  if (text.charCodeAt(0) === 48 && text.length > 1) {
    const letter = text.charCodeAt(1) | 32;
    base = letter === 120 ? 16 : letter === 98 ? 2 : 8;
    digits = text.slice(letter === 120 || letter === 98 || letter === 111 ? 2 : 1);
  }
  if (!areDigits(digits, base)) return undefined;
  return bigIntOf(digits, base);
}

function bigIntOf(digits: string, base: number): bigint {
  const significant = digits.replace(LEADING_ZEROS, '');
  // Out of every range, and not worth building.
  if (significant.length > 64) return MAX_UINT64 + 1n;
  return BigInt(
    base === 16
      ? '0x' + significant
      : base === 8
        ? '0o' + significant
        : base === 2
          ? '0b' + significant
          : significant,
  );
}

/** `0b-101` is -5: after the prefix go-yaml reads the rest as a number of its own, sign included. */
function parseSignedBinary(text: string): bigint | undefined {
  const match = text.startsWith('0b') ? SIGNED_BINARY.exec(text) : null;
  if (match === null) return undefined;
  const magnitude = bigIntOf(match[2]!, 2);
  if (match[1] === '-') return magnitude <= MAX_INT64 + 1n ? -magnitude : undefined;
  return magnitude <= MAX_INT64 ? magnitude : undefined;
}
