import type { Directive, Meter } from './format-directive.ts';
import { newDirective } from './format-directive.ts';
import { formatOperand } from './format-value.ts';
import type { Value } from './value.ts';
import { asInteger, typeOf } from './value.ts';

/** Widths and precisions beyond this are not accepted. */
const MAX_NUMBER = 1_000_000;

/** Where the reading of a format stands. */
interface Cursor {
  readonly format: string;
  readonly values: readonly Value[];
  index: number;
  /** the operand that comes next */
  operand: number;
  /** some operand was chosen by `[n]`: unused ones are no mistake */
  reordered: boolean;
  /** the last thing read was `[n]` */
  afterIndex: boolean;
  /** all `[n]` of this directive were right */
  goodIndex: boolean;
}

/** Any format: flags, width, precision, `*`, `[n]`. */
export function formatComplex(format: string, values: readonly Value[], meter: Meter): string {
  const cursor: Cursor = {
    format,
    values,
    index: 0,
    operand: 0,
    reordered: false,
    afterIndex: false,
    goodIndex: true,
  };
  let text = '';
  while (cursor.index < format.length) {
    const start = cursor.index;
    const at = format.indexOf('%', start);
    cursor.index = at < 0 ? format.length : at + 1;
    text += format.slice(start, at < 0 ? format.length : at);
    if (at < 0) break;
    meter.spend(cursor.index - start);
    text += formatNext(cursor, meter);
  }
  return cursor.reordered || cursor.operand >= values.length ? text : text + extraOperands(cursor, meter);
}

/** Reads one directive behind its `%`, and prints its operand. */
function formatNext(cursor: Cursor, meter: Meter): string {
  const { format, values } = cursor;
  const directive = newDirective();
  cursor.goodIndex = true;
  // stays as it was if the directive ends after its flags
  if (readFlags(cursor, directive)) return formatVerb(cursor, format[cursor.index++]!, directive, meter);
  readIndex(cursor);
  let complaints = readWidth(cursor, directive);
  if (cursor.index + 1 < format.length && format[cursor.index] === '.')
    complaints += readPrecision(cursor, directive);
  if (!cursor.afterIndex) readIndex(cursor);
  if (cursor.index >= format.length) return `${complaints}%!(NOVERB)`;
  const code = format.codePointAt(cursor.index)!;
  cursor.index += code > 0xffff ? 2 : 1;
  const verb = code >= 0xd800 && code <= 0xdfff ? '\ufffd' : String.fromCodePoint(code);
  if (verb === '%') return `${complaints}%`;
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- readIndex changes it
  if (!cursor.goodIndex) return `${complaints}%!${verb}(BADINDEX)`;
  if (cursor.operand >= values.length) return `${complaints}%!${verb}(MISSING)`;
  return complaints + formatVerb(cursor, verb, directive, meter);
}

function formatVerb(cursor: Cursor, verb: string, directive: Directive, meter: Meter): string {
  if (verb === 'v' || verb === 'w') {
    directive.sharpV = directive.sharp;
    directive.plusV = directive.plus;
    directive.sharp = false;
    directive.plus = false;
  }
  return formatOperand(cursor.values[cursor.operand++]!, verb, directive, meter);
}

/** Reads flags; true if a lower-case verb with an operand follows at once. */
function readFlags(cursor: Cursor, directive: Directive): boolean {
  const { format } = cursor;
  for (; cursor.index < format.length; cursor.index++) {
    const char = format[cursor.index]!;
    if (char === '#') directive.sharp = true;
    else if (char === '0') directive.zero = true;
    else if (char === '+') directive.plus = true;
    else if (char === '-') directive.minus = true;
    else if (char === ' ') directive.space = true;
    else return char >= 'a' && char <= 'z' && cursor.operand < cursor.values.length;
  }
  return false;
}

/** Reads a width; returns what to print about a bad one. */
function readWidth(cursor: Cursor, directive: Directive): string {
  if (cursor.format[cursor.index] !== '*') {
    const width = readNumber(cursor);
    directive.width = width;
    if (cursor.afterIndex && width >= 0) cursor.goodIndex = false;
    return '';
  }
  cursor.index++;
  cursor.afterIndex = false;
  const width = readOperandNumber(cursor);
  if (width === undefined) return '%!(BADWIDTH)';
  if (width < 0) {
    directive.minus = true;
    directive.zero = false;
  }
  directive.width = Math.abs(width);
  return '';
}

/** Reads a precision from its point on; returns what to print about a bad one. */
function readPrecision(cursor: Cursor, directive: Directive): string {
  cursor.index++;
  if (cursor.afterIndex) cursor.goodIndex = false;
  readIndex(cursor);
  if (cursor.format[cursor.index] !== '*') {
    directive.precision = Math.max(readNumber(cursor), 0);
    return '';
  }
  cursor.index++;
  cursor.afterIndex = false;
  const precision = readOperandNumber(cursor);
  if (precision === undefined || precision < 0) return '%!(BADPREC)';
  directive.precision = precision;
  return '';
}

/** Decimal digits as a number, -1 if there are none; one that is far too large ends the format. */
function readNumber(cursor: Cursor): number {
  const { format } = cursor;
  let value = -1;
  for (; cursor.index < format.length; cursor.index++) {
    const digit = format.charCodeAt(cursor.index) - 48;
    if (digit < 0 || digit > 9) break;
    if (value > MAX_NUMBER) {
      cursor.index = format.length;
      return -1;
    }
    value = Math.max(value, 0) * 10 + digit;
  }
  return value;
}

/** The operand of a `*`. */
function readOperandNumber(cursor: Cursor): number | undefined {
  if (cursor.operand >= cursor.values.length) return undefined;
  const value = asInteger(cursor.values[cursor.operand++]!);
  return value === undefined || value > MAX_NUMBER || value < -MAX_NUMBER ? undefined : Number(value);
}

/** Reads `[n]`, if it is there, and makes operand n the next one. */
function readIndex(cursor: Cursor): void {
  const { format } = cursor;
  cursor.afterIndex = false;
  if (format[cursor.index] !== '[') return;
  cursor.reordered = true;
  const end = format.length - cursor.index < 3 ? -1 : format.indexOf(']', cursor.index);
  if (end < 0) {
    cursor.goodIndex = false;
    cursor.index++;
    return;
  }
  const text = format.slice(cursor.index + 1, end);
  cursor.index = end + 1;
  // at most seven digits, then anything is too large; operand numbers count from 1
  const number = /^[0-9]{1,8}$/.test(text) ? Number(text) : 0;
  cursor.afterIndex = /^[0-9]{1,8}$/.test(text);
  if (number >= 1 && number <= cursor.values.length) cursor.operand = number - 1;
  else cursor.goodIndex = false;
}

function extraOperands(cursor: Cursor, meter: Meter): string {
  const plain = newDirective();
  const texts = cursor.values
    .slice(cursor.operand)
    .map((value) =>
      value === null ? '<nil>' : `${typeOf(value)}=${formatOperand(value, 'v', plain, meter)}`,
    );
  return `%!(EXTRA ${texts.join(', ')})`;
}
