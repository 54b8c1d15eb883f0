import { fromBytes, toBytes } from '../lib/utf8.ts';
import { LimitError } from './budget.ts';
import { integerName } from './duration.ts';
import type { Directive, Meter } from './format-directive.ts';
import { pad } from './format-directive.ts';
import { formatFloatVerb, formatInteger } from './format-number.ts';
import { canBackquote, quote, quoteToAscii } from './quote.ts';
import type { GoMap, Value } from './value.ts';
import { GoObject, Integer, MapView, Slice, sortedKeys, typeOf } from './value.ts';

/** Values nested deeper (or in themselves) exhaust the stack, in Go too. */
const MAX_DEPTH = 1000;
/** What stands for an address, which no two runs of Go agree on. */
const ADDRESS = 0xc000012000n;

/** What one value needs to be printed. */
interface Printer {
  readonly verb: string;
  readonly directive: Readonly<Directive>;
  readonly meter: Meter;
  /** inside `%!d(…)`: String methods are not asked */
  readonly erroring: boolean;
}

/** One operand of a print function under a verb: Go's `fmt` rules, wrong verbs give `%!d(string=x)`. */
export function formatOperand(
  value: Value,
  verb: string,
  directive: Readonly<Directive>,
  meter: Meter,
): string {
  if (value === null) {
    return verb === 'T' || verb === 'v' ? pad('<nil>', directive, meter) : `%!${verb}(<nil>)`;
  }
  const printer: Printer = { verb, directive, meter, erroring: false };
  if (verb === 'T') return formatText(typeOf(value), printer, 's')!;
  if (verb === 'p') return formatAddress(value, printer);
  return format(value, printer, 0);
}

function format(value: Value, printer: Printer, depth: number): string {
  switch (typeof value) {
    case 'string':
      return formatText(value, printer, printer.verb) ?? badVerb(value, printer, depth);
    case 'number':
      return (
        formatFloatVerb(value, printer.verb, printer.directive, printer.meter) ??
        badVerb(value, printer, depth)
      );
    case 'bigint':
      return (
        formatInteger(value, false, printer.verb, printer.directive, printer.meter) ??
        badVerb(value, printer, depth)
      );
    case 'boolean':
      if (printer.verb === 'v' || printer.verb === 't')
        return pad(String(value), printer.directive, printer.meter);
      return badVerb(value, printer, depth);
  }
  if (depth > MAX_DEPTH) throw new LimitError(`a value is nested more than ${MAX_DEPTH} levels deep`);
  printer.meter.spend(1);
  // an empty interface inside of a list or map
  if (value === null) return printer.directive.sharpV ? 'interface {}(nil)' : '<nil>';
  if (printer.verb === 'w' && !(depth === 0 && value instanceof Uint8Array))
    return badVerb(value, printer, depth);
  if (value instanceof Integer) return formatTypedInteger(value, printer, depth);
  if (value instanceof Uint8Array) return formatBytes(value, printer, depth);
  if (Array.isArray(value)) return formatItems(typeOf(value), value, printer, depth);
  if (value instanceof Map) return formatMap(typeOf(value), value, printer, depth);
  if (value instanceof Slice) {
    return value.isNil && printer.directive.sharpV
      ? `${value.type}(nil)`
      : formatItems(value.type, value.items, printer, depth);
  }
  if (value instanceof MapView) {
    return value.isNil && printer.directive.sharpV
      ? `${value.type}(nil)`
      : formatMap(value.type, value.map, printer, depth);
  }
  return formatObject(value, printer, depth);
}

/** `%!d(string=x)`, with the flags of the directive still in force. */
function badVerb(value: Exclude<Value, null>, printer: Printer, depth: number): string {
  return `%!${printer.verb}(${typeOf(value)}=${format(value, { ...printer, verb: 'v', erroring: true }, depth + 1)})`;
}

/** Text under `%v %s %x %X %q`; undefined for other verbs. */
function formatText(text: string, { directive, meter }: Printer, verb: string): string | undefined {
  switch (verb) {
    case 'v':
      return directive.sharpV
        ? formatQuoted(text, directive, meter)
        : pad(truncate(text, directive), directive, meter);
    case 's':
      return pad(truncate(text, directive), directive, meter);
    case 'q':
      return formatQuoted(text, directive, meter);
    case 'x':
    case 'X':
      return formatHex(toBytes(text), verb, directive, meter);
    default:
      return undefined;
  }
}

function formatQuoted(text: string, directive: Readonly<Directive>, meter: Meter): string {
  const shown = truncate(text, directive);
  meter.spend(shown.length);
  if (directive.sharp && canBackquote(shown)) return pad(`\`${shown}\``, directive, meter);
  return pad(directive.plus ? quoteToAscii(shown) : quote(shown), directive, meter);
}

/** As many runes as the precision allows. */
function truncate(text: string, { precision }: Readonly<Directive>): string {
  if (precision < 0 || text.length <= precision) return text;
  let index = 0;
  for (let runes = 0; runes < precision && index < text.length; runes++)
    index += text.codePointAt(index)! > 0xffff ? 2 : 1;
  return text.slice(0, index);
}

const HEX_DIGITS = '0123456789abcdef';

function formatHex(bytes: Uint8Array, verb: 'x' | 'X', directive: Readonly<Directive>, meter: Meter): string {
  const { precision, sharp, space } = directive;
  const length = precision >= 0 && precision < bytes.length ? precision : bytes.length;
  meter.spend(length * 5);
  if (length === 0) return pad('', directive, meter);
  const prefix = sharp ? '0x' : '';
  const between = space ? ` ${prefix}` : '';
  let text = prefix;
  for (let index = 0; index < length; index++) {
    if (index > 0) text += between;
    text += HEX_DIGITS[bytes[index]! >> 4]! + HEX_DIGITS[bytes[index]! & 15]!;
  }
  return pad(verb === 'X' ? text.toUpperCase() : text, directive, meter);
}

function formatTypedInteger(integer: Integer, printer: Printer, depth: number): string {
  if (!printer.erroring && !printer.directive.sharpV) {
    const name = integerName(integer);
    const text = name === undefined ? undefined : formatText(name, printer, printer.verb);
    if (text !== undefined) return text;
  }
  const { verb, directive, meter } = printer;
  return (
    formatInteger(integer.value, integer.type.startsWith('u'), verb, directive, meter) ??
    badVerb(integer, printer, depth)
  );
}

function formatBytes(bytes: Uint8Array, printer: Printer, depth: number): string {
  const { verb, directive, meter } = printer;
  switch (verb) {
    case 's':
      return pad(truncate(fromBytes(bytes), directive), directive, meter);
    case 'q':
      return formatQuoted(fromBytes(bytes), directive, meter);
    case 'x':
    case 'X':
      return formatHex(bytes, verb, directive, meter);
  }
  // fmt knows bytes by their other name, unless they stand inside of something
  const name = depth === 0 && (verb === 'v' || verb === 'd') ? '[]byte' : '[]uint8';
  const items = Array.from(bytes, (byte) => new Integer('uint8', BigInt(byte)));
  return formatItems(name, items, printer, depth);
}

function formatItems(type: string, items: readonly Value[], printer: Printer, depth: number): string {
  const { sharpV } = printer.directive;
  const between = sharpV ? ', ' : ' ';
  let text = sharpV ? `${type}{` : '[';
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += between;
    text += format(items[index]!, printer, depth + 1);
  }
  return text + (sharpV ? '}' : ']');
}

function formatMap(type: string, map: GoMap, printer: Printer, depth: number): string {
  const { sharpV } = printer.directive;
  const between = sharpV ? ', ' : ' ';
  let text = sharpV ? `${type}{` : 'map[';
  let first = true;
  for (const key of sortedKeys(map)) {
    if (!first) text += between;
    first = false;
    text += `${format(key, printer, depth + 1)}:${format(map.get(key)!, printer, depth + 1)}`;
  }
  return text + (sharpV ? '}' : ']');
}

function formatObject(object: GoObject, printer: Printer, depth: number): string {
  const { directive, verb, erroring } = printer;
  if (!erroring && !directive.sharpV) {
    const printed = object.print();
    const text = printed === undefined ? undefined : formatText(printed, printer, verb);
    if (text !== undefined) return text;
  }
  if (object.kind === 'struct') return formatFields(object.type, object, printer, depth);
  // a pointer shows what it points to only where it cannot be part of a loop
  return depth === 0
    ? `&${formatFields(object.type.replace(/^\*/, ''), object, printer, depth)}`
    : formatAddress(object, printer);
}

function formatFields(type: string, object: GoObject, printer: Printer, depth: number): string {
  const { sharpV, plusV } = printer.directive;
  const between = sharpV ? ', ' : ' ';
  let text = sharpV ? `${type}{` : '{';
  let first = true;
  for (const [name, value] of object.fields) {
    if (!first) text += between;
    first = false;
    if (sharpV || plusV) text += `${name}:`;
    text += format(value, printer, depth + 1);
  }
  return `${text}}`;
}

/** `%p`, and pointers inside of other values. */
function formatAddress(value: Exclude<Value, null>, printer: Printer): string {
  const { directive, meter, verb } = printer;
  const isReference =
    typeof value === 'object' &&
    !(value instanceof Integer) &&
    !(value instanceof GoObject && value.kind === 'struct');
  if (!isReference) return badVerb(value, printer, 0);
  if (verb !== 'v' && verb !== 'p')
    return formatInteger(ADDRESS, true, verb, directive, meter) ?? badVerb(value, printer, 1);
  const isNil = (value instanceof Slice || value instanceof MapView) && value.isNil;
  return formatInteger(isNil ? 0n : ADDRESS, true, 'x', { ...directive, sharp: !directive.sharp }, meter)!;
}
