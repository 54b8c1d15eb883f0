import { GoError } from '../gotemplate/function.ts';
import { int64, type Value } from '../gotemplate/value.ts';
import { decodeJson } from '../k8s/json.ts';
import { isSpace } from '../lib/unicode.ts';

/** The text of a flag, and how far it is read. */
export class Source {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Reads up to one of the characters and over it; `stop` is undefined at the end. A backslash takes the next character as it is. */
  readUntil(stops: string, escapes: boolean): { readonly text: string; readonly stop: string | undefined } {
    let text = '';
    while (this.at < this.text.length) {
      const character = this.text[this.at++]!;
      if (stops.includes(character)) return { text, stop: character };
      if (character === '\\' && escapes) text += this.text[this.at++] ?? '';
      else text += character;
    }
    return { text, stop: undefined };
  }

  readRest(): string {
    const rest = this.text.slice(this.at);
    this.at = this.text.length;
    return rest;
  }
}

/** What the flags of the --set family do differently. */
export interface Syntax {
  /** what ends a part of a key */
  readonly keyStops: string;
  /** whether a backslash escapes */
  readonly escapes: boolean;
  /** whether a key whose value is missing at the very end ends the parse, with the value "" */
  readonly endsWithoutValue: boolean;
  /** reads a value after its `=` */
  readonly readValue: (source: Source) => Value;
}

/** `key=value,key={a,b}`, with `convert` making a value of each text. */
export function listSyntax(convert: (text: string) => Value): Syntax {
  const readValue = (source: Source): Value => {
    if (source.text[source.at] !== '{')
      return source.isAtEnd ? '' : convert(source.readUntil(',', true).text);
    source.at++;
    return readList(source, convert);
  };
  return { keyStops: '=[,.', escapes: true, endsWithoutValue: true, readValue };
}

function readList(source: Source, convert: (text: string) => Value): Value[] {
  const items: Value[] = [];
  for (;;) {
    const { text, stop } = source.readUntil(',}', true);
    if (stop === undefined) throw new GoError("list must terminate with '}'");
    items.push(convert(text));
    if (stop === ',') continue;
    if (source.text[source.at] === ',') source.at++;
    return items;
  }
}

/** `key=value`, where the value is all of the rest as it stands. */
export const LITERAL: Syntax = {
  keyStops: '=[.',
  escapes: false,
  endsWithoutValue: false,
  readValue: (source) => source.readRest(),
};

/** `key=json,key=json`; no value means null. */
export const JSON_VALUES: Syntax = {
  keyStops: '=[,.',
  escapes: true,
  endsWithoutValue: false,
  readValue: (source) => {
    if (skipEmpty(source)) return null;
    const start = source.at;
    source.at = endOfJson(source.text, start);
    const value = decodeJson(source.text.slice(start, source.at)) as Value;
    skipEmpty(source);
    return value;
  },
};

/** Skips space and a comma after it; says whether nothing else stood there. */
function skipEmpty(source: Source): boolean {
  while (!source.isAtEnd) {
    const code = source.text.charCodeAt(source.at);
    if (code !== 0x2c && !isSpace(code)) return false;
    source.at++;
    if (code === 0x2c) return true;
  }
  return true;
}

const STRING = /"(?:[^"\\]|\\[^])*"/y;
const SCALAR = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null/y;
const BRACKET_OR_STRING = /[[\]{}]|"(?:[^"\\]|\\[^])*"/g;

/** Where the JSON value that starts here ends, if it is one. */
function endOfJson(text: string, start: number): number {
  const first = text[start];
  if (first === '{' || first === '[') return endOfBrackets(text, start);
  const pattern = first === '"' ? STRING : SCALAR;
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  return match === null ? text.length : start + match[0].length;
}

function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  BRACKET_OR_STRING.lastIndex = start;
  for (let match = BRACKET_OR_STRING.exec(text); match !== null; match = BRACKET_OR_STRING.exec(text)) {
    const [found] = match;
    if (found === '{' || found === '[') depth++;
    else if (found === '}' || found === ']') depth--;
    if (depth === 0) return match.index + found.length;
  }
  return text.length;
}

const INTEGER = /^[+-]?[0-9]+$/;
const MAX_DIGITS = 40;

/** The value that --set makes of a text: booleans, null and integers are what they look like, all else is text. */
export function typedValue(text: string): Value {
  switch (text.length > 5 ? text : text.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    case '0':
      return int64(0n);
  }
  if (text.startsWith('0') || !INTEGER.test(text)) return text;
  const digits = text.replace(/^[+-]?0*/, '');
  if (digits.length > MAX_DIGITS) return text;
  const value = BigInt(text.startsWith('-') ? `-${digits || '0'}` : digits || '0');
  return BigInt.asIntN(64, value) === value ? int64(value) : text;
}
