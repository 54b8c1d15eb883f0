import { GoError } from '../gotemplate/function.ts';
import { quote, quoteRune } from '../gotemplate/quote.ts';
import { LIST, MAP, typeOf, type GoMap, type Value } from '../gotemplate/value.ts';
import { HELM_4, type Profile } from './profile.ts';
import { JSON_VALUES, listSyntax, LITERAL, Source, typedValue, type Syntax } from './strvals-syntax.ts';

const MAX_INDEX = 65536;
const MAX_LEVELS = 30;

const TYPED = listSyntax(typedValue);
const TEXT = listSyntax((text) => text);

/**
 * Sets what a --set flag says in values: `a.b[0]=x,c={d,e}`, where `\` escapes a character. Throws GoError with Helm's
 * message.
 */
export function parseInto(text: string, target: GoMap, profile: Profile = HELM_4): void {
  new Assignments(text, TYPED, profile).applyTo(target);
}

/** As parseInto, for --set-string: all values are text. */
export function parseStringInto(text: string, target: GoMap, profile: Profile = HELM_4): void {
  new Assignments(text, TEXT, profile).applyTo(target);
}

/** As parseInto, for --set-file: values are paths, in whose place `readFile` gives what is set. */
export function parseFileInto(
  text: string,
  target: GoMap,
  readFile: (path: string) => string,
  profile: Profile = HELM_4,
): void {
  new Assignments(text, listSyntax(readFile), profile).applyTo(target);
}

/** As parseInto, for --set-json: values are JSON. Throws an Error for what is not. */
export function parseJsonInto(text: string, target: GoMap, profile: Profile = HELM_4): void {
  new Assignments(text, JSON_VALUES, profile).applyTo(target);
}

/** As parseInto, for --set-literal: one key, and all behind its `=` is the value. */
export function parseLiteralInto(text: string, target: GoMap, profile: Profile = HELM_4): void {
  new Assignments(text, LITERAL, profile).applyTo(target);
}

class Assignments {
  readonly #source: Source;
  readonly #syntax: Syntax;
  readonly #profile: Profile;
  /** the end was reached where it ends the parse without an error */
  #hasEnded = false;

  constructor(text: string, syntax: Syntax, profile: Profile) {
    this.#source = new Source(text);
    this.#syntax = syntax;
    this.#profile = profile;
  }

  applyTo(target: GoMap): void {
    while (!this.#hasEnded) this.#assign(target, 0);
  }

  /** Reads a key and sets its value. */
  #assign(table: GoMap, level: number): void {
    const { text: key, stop } = this.#source.readUntil(this.#syntax.keyStops, this.#syntax.escapes);
    switch (stop) {
      case undefined:
        if (key !== '') throw new GoError(`key ${quote(key)} has no value`);
        this.#hasEnded = true;
        return;
      case '=':
        if (this.#source.isAtEnd && this.#syntax.endsWithoutValue) this.#hasEnded = true;
        {
          set(table, key, this.#syntax.readValue(this.#source));
          return;
        }
      case '[': {
        this.#assignItem(table, key, level);
        return;
      }
      case '.': {
        this.#assignInTable(table, key, level + 1);
        return;
      }
      default:
        throw new GoError(`key ${quote(key)} has no value (cannot end with ,)`);
    }
  }

  #assignInTable(table: GoMap, key: string, level: number): void {
    if (level > MAX_LEVELS) {
      throw new GoError(
        `value name nested level is greater than maximum supported nested level of ${MAX_LEVELS}`,
      );
    }
    const inner = table.get(key) ?? (table.has(key) ? null : new Map<string, Value>());
    if (!(inner instanceof Map)) throw wrongType(inner, MAP);
    this.#assign(inner, level);
    if (inner.size > 0) set(table, key, inner);
    else if (!this.#hasEnded) throw new GoError(`key map ${quote(key)} has no value`);
  }

  #assignItem(table: GoMap, key: string, level: number): void {
    const index = this.#readIndex();
    if (index === undefined) return;
    const list = table.get(key) ?? (table.has(key) ? null : []);
    if (!Array.isArray(list)) throw wrongType(list, LIST);
    this.#assignAt(list, index, level);
    set(table, key, list);
  }

  /** The number before a `]`. Helm 4 takes it for the end of the flag where that is missing. */
  #readIndex(): number | undefined {
    const { text, stop } = this.#source.readUntil(']', this.#syntax.escapes);
    if (stop === undefined) {
      if (this.#profile.major === 3) throw new GoError('error parsing index: EOF');
      this.#hasEnded = true;
      return undefined;
    }
    const problem = /^[+-]?[0-9]+$/.test(text)
      ? isInt64(text)
        ? undefined
        : 'value out of range'
      : 'invalid syntax';
    if (problem !== undefined)
      throw new GoError(`error parsing index: strconv.Atoi: parsing ${quote(text)}: ${problem}`);
    return Number(text);
  }

  /** Sets what follows the `]` of an index in a list. */
  #assignAt(list: Value[], index: number, level: number): void {
    if (index < 0) throw new GoError(`negative ${index} index not allowed`);
    const { text, stop } = this.#source.readUntil('[.=', this.#syntax.escapes);
    if (text !== '') throw new GoError(`unexpected data at end of array index: ${quoteRunes(text)}`);
    switch (stop) {
      case undefined:
        this.#hasEnded = true;
        return;
      case '=': {
        setAt(list, index, this.#syntax.readValue(this.#source));
        return;
      }
      case '[': {
        this.#assignInList(list, index, level);
        return;
      }
      default: {
        this.#assignInItem(list, index, level);
        return;
      }
    }
  }

  #assignInList(list: Value[], index: number, level: number): void {
    const next = this.#readIndex();
    if (next === undefined) return;
    const inner = list[index] ?? [];
    if (!Array.isArray(inner)) throw wrongType(inner, LIST);
    this.#assignAt(inner, next, level);
    if (!this.#hasEnded) setAt(list, index, inner);
  }

  #assignInItem(list: Value[], index: number, level: number): void {
    const old = list[index];
    const inner: GoMap = old instanceof Map ? old : new Map<string, Value>();
    if (index < list.length) list[index] = inner;
    this.#assign(inner, level);
    if (!this.#hasEnded) setAt(list, index, inner);
  }
}

function set(table: GoMap, key: string, value: Value): void {
  if (key !== '') table.set(key, value);
}

/** Sets an item; those skipped become null. */
function setAt(list: Value[], index: number, value: Value): void {
  if (index > MAX_INDEX) {
    throw new GoError(`index of ${index} is greater than maximum supported index of ${MAX_INDEX}`);
  }
  while (list.length < index) list.push(null);
  list[index] = value;
}

function isInt64(text: string): boolean {
  const digits = text.replace(/^[+-]?0*/, '');
  if (digits.length > 19) return false;
  const value = BigInt(digits || '0') * (text.startsWith('-') ? -1n : 1n);
  return BigInt.asIntN(64, value) === value;
}

function quoteRunes(text: string): string {
  return `[${Array.from(text, (character) => quoteRune(character.codePointAt(0)!, false)).join(' ')}]`;
}

function wrongType(value: Value, wanted: string): GoError {
  const actual = value === null ? 'nil' : typeOf(value);
  return new GoError(`unable to parse key: interface conversion: interface {} is ${actual}, not ${wanted}`);
}
