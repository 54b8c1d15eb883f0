import type { Plain } from './plain.ts';

const MAX_DEPTH = 10000;
const IN_TOKEN = true;

const BACKSPACE_TO_RETURN: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

const PLAIN_CHARACTERS = /[^"\\\x00-\x1f]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const HEX = /^[0-9a-fA-F]{4}$/;

/** A number that is too big for a float64. Go notes the error, reads on, and leaves null in its place. */
export class JsonNumberError extends Error {
  /** what was read apart from that */
  readonly value: Plain;
  constructor(message: string, value: Plain) {
    super(message);
    this.value = value;
  }
}

type Container = Plain[] | Map<string, Plain>;

/** Reads one JSON text by the grammar, limits and messages of encoding/json. */
export class JsonReader {
  /** the text as written, for messages */
  readonly #source: string;
  /** the same positions, with U+FFFD for what is no UTF-8 */
  readonly #text: string;
  #at = 0;
  readonly #open: Container[] = [];
  /** the key each open map waits to set; unused for lists */
  readonly #keys: string[] = [];
  #numberError: string | undefined;

  constructor(text: string) {
    this.#source = text;
    this.#text = text.toWellFormed();
  }

  /** The value; throws an Error with Go's message. Does not recurse, so that depth is no danger. */
  read(): Plain {
    for (;;) {
      let value = this.#readOrOpen();
      while (value !== undefined) {
        if (this.#open.length === 0) return this.#finish(value);
        value = this.#closeAfter(value);
      }
    }
  }

  #finish(value: Plain): Plain {
    if (this.#skipSpace() < this.#text.length) throw this.#unexpected('after top-level value');
    if (this.#numberError !== undefined) throw new JsonNumberError(this.#numberError, value);
    return value;
  }

  /** A whole value, or undefined after the start of a list or map that has something in it. */
  #readOrOpen(): Plain | undefined {
    this.#skipSpace();
    switch (this.#text.charCodeAt(this.#at)) {
      case 0x7b:
        this.#openContainer(new Map());
        if (this.#text.charCodeAt(this.#skipSpace()) === 0x7d) return this.#close();
        this.#readKey();
        return undefined;
      case 0x5b:
        this.#openContainer([]);
        return this.#text.charCodeAt(this.#skipSpace()) === 0x5d ? this.#close() : undefined;
      case 0x22:
        return this.#readString();
      case 0x74:
        return this.#readWord('true', true);
      case 0x66:
        return this.#readWord('false', false);
      case 0x6e:
        return this.#readWord('null', null);
      default:
        return this.#readNumber();
    }
  }

  /** Puts a value into the open list or map; gives that container when it ends here, else undefined. */
  #closeAfter(value: Plain): Plain | undefined {
    const container = this.#open.at(-1)!;
    const code = this.#text.charCodeAt(this.#skipSpace());
    if (Array.isArray(container)) {
      container.push(value);
      if (code === 0x5d) return this.#close();
      if (code !== 0x2c) throw this.#unexpected('after array element');
      this.#at++;
      return undefined;
    }
    container.set(this.#keys.at(-1)!, value);
    if (code === 0x7d) return this.#close();
    if (code !== 0x2c) throw this.#unexpected('after object key:value pair');
    this.#at++;
    this.#readKey();
    return undefined;
  }

  #openContainer(container: Container): void {
    this.#at++;
    this.#open.push(container);
    this.#keys.push('');
    if (this.#open.length > MAX_DEPTH) throw new Error('exceeded max depth');
  }

  #close(): Plain {
    this.#at++;
    this.#keys.pop();
    return this.#open.pop()!;
  }

  #readKey(): void {
    if (this.#text.charCodeAt(this.#skipSpace()) !== 0x22)
      throw this.#unexpected('looking for beginning of object key string');
    this.#keys[this.#keys.length - 1] = this.#readString();
    if (this.#text.charCodeAt(this.#skipSpace()) !== 0x3a) throw this.#unexpected('after object key');
    this.#at++;
  }

  #readWord(word: string, value: boolean | null): boolean | null {
    for (let index = 1; index < word.length; index++) {
      this.#at++;
      if (this.#text[this.#at] !== word[index])
        throw this.#unexpected(`in literal ${word} (expecting '${word[index]!}')`, IN_TOKEN);
    }
    this.#at++;
    return value;
  }

  #readNumber(): number | null {
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0];
    if (text === undefined) {
      if (this.#text[this.#at] !== '-') throw this.#unexpected('looking for beginning of value');
      this.#at++;
      throw this.#unexpected('in numeric literal', IN_TOKEN);
    }
    this.#at += text.length;
    this.#checkNumberEnd(text);
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    this.#numberError ??= `json: cannot unmarshal number ${text} into Go value of type float64`;
    return null;
  }

  /** A point or exponent that nothing valid follows is still part of the number. */
  #checkNumberEnd(text: string): void {
    const next = this.#text[this.#at];
    if (next === '.' && !/[.eE]/.test(text)) {
      this.#at++;
      throw this.#unexpected('after decimal point in numeric literal', IN_TOKEN);
    }
    if ((next === 'e' || next === 'E') && !/[eE]/.test(text)) {
      const sign = this.#text[++this.#at];
      if (sign === '+' || sign === '-') this.#at++;
      throw this.#unexpected('in exponent of numeric literal', IN_TOKEN);
    }
  }

  /** The string whose quote is at the position. */
  #readString(): string {
    let value = '';
    this.#at++;
    for (;;) {
      PLAIN_CHARACTERS.lastIndex = this.#at;
      const plain = PLAIN_CHARACTERS.exec(this.#text)![0];
      value = value === '' ? plain : value + plain;
      this.#at += plain.length;
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x22) break;
      if (code !== 0x5c) throw this.#unexpected('in string literal');
      value += this.#readEscape();
    }
    this.#at++;
    return value;
  }

  /** What an escape at the position stands for; halves of surrogate pairs without the other one are U+FFFD. */
  #readEscape(): string {
    const letter = this.#text[++this.#at];
    if (letter === 'u') {
      this.#at++;
      return this.#readUnicode();
    }
    if (letter === undefined || !'"\\/bfnrt'.includes(letter))
      throw this.#unexpected('in string escape code', IN_TOKEN);
    this.#at++;
    return BACKSPACE_TO_RETURN[letter] ?? letter;
  }

  #readUnicode(): string {
    const unit = this.#readHex();
    if (unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit);
    if (unit > 0xdbff) return '\ufffd';
    const low = this.#text.slice(this.#at + 2, this.#at + 6);
    if (!this.#text.startsWith('\\u', this.#at) || !HEX.test(low) || !/^[dD][c-fC-F]/.test(low))
      return '\ufffd';
    this.#at += 6;
    return String.fromCharCode(unit, Number.parseInt(low, 16));
  }

  #readHex(): number {
    const digits = this.#text.slice(this.#at, this.#at + 4);
    if (!HEX.test(digits)) {
      while (/^[0-9a-fA-F]/.test(this.#text.slice(this.#at, this.#at + 1))) this.#at++;
      throw this.#unexpected('in \\u hexadecimal character escape', IN_TOKEN);
    }
    this.#at += 4;
    return Number.parseInt(digits, 16);
  }

  #skipSpace(): number {
    let code = this.#text.charCodeAt(this.#at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09)
      code = this.#text.charCodeAt(++this.#at);
    return this.#at;
  }

  /** The error for the character at the position. Go takes the end of the text for a space, which only tokens refuse. */
  #unexpected(where: string, inToken = false): Error {
    const ended = this.#at >= this.#source.length;
    if (ended && !inToken) return new Error('unexpected end of JSON input');
    const byte = ended ? 0x20 : firstByte(this.#source.codePointAt(this.#at)!);
    return new Error(`invalid character ${quoteByte(byte)} ${where}`);
  }
}

/** The first byte of a character in a Go string. */
function firstByte(code: number): number {
  if (code < 0x80) return code;
  if (code >= 0xdc80 && code <= 0xdcff) return code - 0xdc00;
  if (code < 0x800) return 0xc0 | (code >> 6);
  return code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18);
}

/** A byte as Go quotes the rune of that number. */
function quoteByte(byte: number): string {
  if (byte === 0x27) return "'\\''";
  if (byte === 0x5c) return "'\\\\'";
  const control = '\x07\b\t\n\v\f\r'.indexOf(String.fromCharCode(byte));
  if (control >= 0) return `'\\${'abtnvfr'[control]!}'`;
  if (byte < 0x20 || byte === 0x7f) return `'\\x${byte.toString(16).padStart(2, '0')}'`;
  if ((byte >= 0x80 && byte <= 0xa0) || byte === 0xad) return `'\\u00${byte.toString(16)}'`;
  return `'${String.fromCharCode(byte)}'`;
}
