import { sortBytes } from '../lib/utf8.ts';
import { JsonReader } from './json-reader.ts';
import { encodeJsonString } from './json-string.ts';
import { OrderedFields } from './ordered-fields.ts';
import type { Plain } from './plain.ts';

/** From this depth on Go looks for cycles; nothing but a value that holds itself is that deep. */
const MAX_DEPTH = 1000;
/** How much text is written between two calls of `spend`. */
const SPEND_STEP = 1 << 16;

export interface EncodeOptions {
  /** whether `<`, `>` and `&` are escaped; true if not given */
  readonly escapeHtml?: boolean;
  /** what a level is indented by; all on one line if not given */
  readonly indent?: string;
  /** makes a list, map or scalar of any other object; only OrderedFields keep the order of their keys */
  readonly toPlain?: (value: object) => Plain | OrderedFields;
  /** is told of the text as it grows, and may throw */
  readonly spend?: (length: number) => void;
}

/**
 * A value as Go's json.Marshal (or MarshalIndent) writes it: numbers are float64, bigints integers, keys are sorted by their
 * bytes. Throws an Error with Go's message for NaN, infinities and cycles.
 */
export function encodeJson(value: unknown, options: EncodeOptions = {}): string {
  const writer = new JsonWriter(options);
  writer.write(value);
  return writer.finish();
}

/**
 * A JSON text as Go's json.Unmarshal reads it into `any`: all numbers are float64, what is no UTF-8 becomes U+FFFD. Throws
 * an Error with Go's message.
 */
export function decodeJson(text: string): Plain {
  return new JsonReader(text).read();
}

/** A float64 in JSON: as JavaScript prints it, but `-0` keeps its sign. Throws for NaN and infinities. */
export function encodeJsonNumber(value: number): string {
  if (Number.isFinite(value)) return value === 0 && Object.is(value, -0) ? '-0' : String(value);
  throw new Error(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`);
}

class JsonWriter {
  readonly #escapeHtml: boolean;
  readonly #indent: string | undefined;
  readonly #toPlain: ((value: object) => unknown) | undefined;
  readonly #spend: ((length: number) => void) | undefined;
  readonly #colon: string;
  #lineEnd = '\n';
  #text = '';
  #depth = 0;
  #spent = 0;

  constructor(options: EncodeOptions) {
    this.#escapeHtml = options.escapeHtml ?? true;
    this.#indent = options.indent;
    this.#colon = options.indent === undefined ? ':' : ': ';
    this.#toPlain = options.toPlain;
    this.#spend = options.spend;
  }

  finish(): string {
    this.#spend?.(this.#text.length - this.#spent);
    return this.#text;
  }

  write(value: unknown): void {
    switch (typeof value) {
      case 'string':
        this.#text += encodeJsonString(value, this.#escapeHtml);
        break;
      case 'number':
        this.#text += encodeJsonNumber(value);
        break;
      case 'bigint':
      case 'boolean':
        this.#text += String(value);
        break;
      default:
        this.#writeObject(value as object | null | undefined);
    }
  }

  #writeObject(value: object | null | undefined): void {
    if (value === null || value === undefined) this.#text += 'null';
    else if (Array.isArray(value)) this.#writeList(value);
    else if (value instanceof Map) this.#writeMap(value);
    else if (this.#toPlain === undefined) throw new Error('json: unsupported type');
    else this.write(this.#toPlain(value));
  }

  #writeList(items: readonly unknown[]): void {
    this.#enter('[]interface {}');
    this.#text += '[';
    for (let index = 0; index < items.length; index++) {
      this.#separate(index);
      this.write(items[index]);
    }
    this.#leave(items.length, ']');
  }

  #writeMap(map: ReadonlyMap<string, unknown>): void {
    const keys = [...map.keys()];
    if (!(map instanceof OrderedFields)) sortBytes(keys);
    this.#enter('map[string]interface {}');
    this.#text += '{';
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]!;
      this.#separate(index);
      this.#text += encodeJsonString(key, this.#escapeHtml) + this.#colon;
      this.write(map.get(key));
    }
    this.#leave(keys.length, '}');
  }

  #separate(index: number): void {
    if (index > 0) this.#text += ',';
    if (this.#indent !== undefined) this.#text += this.#lineEnd;
    const grown = this.#text.length - this.#spent;
    if (grown < SPEND_STEP) return;
    this.#spend?.(grown);
    this.#spent += grown;
  }

  #enter(type: string): void {
    if (++this.#depth > MAX_DEPTH)
      throw new Error(`json: unsupported value: encountered a cycle via ${type}`);
    if (this.#indent !== undefined) this.#lineEnd += this.#indent;
  }

  #leave(count: number, bracket: string): void {
    this.#depth--;
    if (this.#indent !== undefined) {
      this.#lineEnd = this.#lineEnd.slice(0, this.#lineEnd.length - this.#indent.length);
      if (count > 0) this.#text += this.#lineEnd;
    }
    this.#text += bracket;
  }
}
