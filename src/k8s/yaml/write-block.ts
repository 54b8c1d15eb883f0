import { byteLength, sortBytes } from '../../lib/utf8.ts';
import { OrderedFields } from '../ordered-fields.ts';
import { sortNatural } from './natural-order.ts';
import type { YamlVersion } from './resolves.ts';
import { pad, writeLiteral, writeScalar, writeSimpleKey } from './write-scalar.ts';

/** A longer key gets the `? ` form. In bytes. */
const LONGEST_SIMPLE_KEY = 128;
/** Deeper values are refused: nothing but a value that holds itself is that deep. */
const MAX_DEPTH = 1000;
/** How much text is written between two calls of `spend`. */
const SPEND_STEP = 1 << 16;
const LONG_SCALAR = 1 << 12;
const BINARY_TAG = '!!binary ';

/** Keys that nothing but their first characters can make special. */
const COMMON_KEY = /^[-\w./]+$/;
const LONGEST_COMMON = 128;
/** Common keys that were written before, and how. */
const commonKeys = { 2: new Map<string, string>(), 3: new Map<string, string>() } as const;
const MOST_COMMON_KEYS = 10_000;
const BREAK = /[\n\r\x85\u2028\u2029]/;

const NOT_ASCII = /[^\x00-\x7f]/;

/** A scalar written as it is, whatever else it looks like: Go's timestamps. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What the two versions of the emitter do differently, next to their rules for scalars. */
export interface BlockRules {
  readonly version: YamlVersion;
  /** how far a list is indented inside a map */
  readonly listIndent: 0 | 2;
  number(value: number): string;
  /** the text as the emitter gets it */
  text(value: string): string;
  /** whether keys stay in the order they have; they are sorted if not given */
  readonly keepsOrder?: boolean;
  /** the text as a scalar whose further lines are indented by `indent`; undefined to leave it to the emitter */
  readonly string?: (value: string, indent: number) => string | undefined;
  /** base64, in lines, of a text that has to be written as binary data */
  binary(value: string): string | undefined;
  /** whether the emitter gets exactly this key */
  isUnchangedKey(key: string): boolean;
  /** the key as the emitter gets it */
  key(key: string): string;
  /** is shown each map before it is written, and may throw */
  readonly refuse?: (map: ReadonlyMap<string, unknown>) => void;
  /** makes a list, map or scalar of any other object; may return a Verbatim */
  toPlain(value: object): unknown;
  /** is told of text that was written, before more is */
  spend(length: number): void;
}

/** Writes one value as a YAML document in block style; the text ends with its line end. Throws an Error for what Go refuses. */
export function writeBlock(value: unknown, rules: BlockRules): string {
  const writer = new BlockWriter(rules);
  writer.writeRoot(value);
  return writer.finish();
}

/** Every method that writes a node leaves the text at the start of a line. */
class BlockWriter {
  readonly #rules: BlockRules;
  readonly #commonKeys: Map<string, string>;
  #text = '';
  #depth = 0;
  #spent = 0;

  constructor(rules: BlockRules) {
    this.#rules = rules;
    this.#commonKeys = commonKeys[rules.version];
  }

  writeRoot(value: unknown): void {
    const node = this.#plain(value);
    if (Array.isArray(node) && node.length > 0) this.#writeList(node, 0, false);
    else if (node instanceof Map && node.size > 0) this.#writeMap(node, 0, false);
    else this.#writeScalar(node, 0, 2);
  }

  finish(): string {
    this.#rules.spend(this.#text.length - this.#spent);
    return this.#text;
  }

  /** A map at this column; when `inline` its first key stands on the line that was begun. */
  #writeMap(map: ReadonlyMap<string, unknown>, column: number, inline: boolean): void {
    this.#enter();
    this.#rules.refuse?.(map);
    const indent = pad(column);
    const source = this.#keptKeys(map);
    const keys = [...source.keys()];
    if (this.#rules.keepsOrder !== true && !(map instanceof OrderedFields))
      sortNatural(keys, this.#rules.version);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]!;
      if (index > 0 || !inline) this.#text += indent;
      this.#writeEntry(key, source.get(key), column);
    }
    this.#depth--;
  }

  /** The map with its keys as the emitter gets them; of keys that become equal the last one counts. */
  #keptKeys(map: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
    let unchanged = true;
    for (const key of map.keys()) {
      if (this.#commonKeys.has(key) || isCommonKey(key) || this.#rules.isUnchangedKey(key)) continue;
      unchanged = false;
      break;
    }
    if (unchanged) return map;
    const kept = new Map<string, unknown>();
    for (const key of sortBytes([...map.keys()])) kept.set(this.#rules.key(key), map.get(key));
    return kept;
  }

  #writeEntry(key: string, value: unknown, column: number): void {
    const node = this.#plain(value);
    const simple = this.#simpleKey(key);
    if (simple === undefined) {
      this.#text += '? ';
      this.#writeScalar(key, column + 2, column + 2);
      this.#text += `${pad(column)}: `;
      this.#writeItem(node, column);
      return;
    }
    this.#text += `${simple}:`;
    if (Array.isArray(node) && node.length > 0) {
      this.#text += '\n';
      this.#writeList(node, column + this.#rules.listIndent, false);
    } else if (node instanceof Map && node.size > 0) {
      this.#text += '\n';
      this.#writeMap(node, column + 2, false);
    } else {
      this.#text += ' ';
      this.#writeScalar(node, column + simple.length + 2, column + 2);
    }
  }

  /** A list whose dashes are at this column; when `inline` the first one stands on the line that was begun. */
  #writeList(items: readonly unknown[], column: number, inline: boolean): void {
    this.#enter();
    const dash = `${pad(column)}- `;
    for (let index = 0; index < items.length; index++) {
      this.#text += index > 0 || !inline ? dash : '- ';
      this.#writeItem(this.#plain(items[index]), column);
    }
    this.#depth--;
  }

  /** What follows a `- ` or `: ` at this column. */
  #writeItem(node: unknown, column: number): void {
    if (Array.isArray(node) && node.length > 0) this.#writeList(node, column + 2, true);
    else if (node instanceof Map && node.size > 0) this.#writeMap(node, column + 2, true);
    else this.#writeScalar(node, column + 2, column + 2);
  }

  #writeScalar(node: unknown, column: number, indent: number): void {
    const text = this.#scalarText(node, column, indent);
    this.#text += text;
    if (text.length > LONG_SCALAR) this.#spendGrowth();
    // A literal block has ended its last line already.
    if (!isLineEnd(text.charCodeAt(text.length - 1))) this.#text += '\n';
  }

  #scalarText(node: unknown, column: number, indent: number): string {
    if (typeof node === 'string') return this.#stringText(node, column, indent);
    if (typeof node === 'number') return this.#rules.number(node);
    if (typeof node === 'bigint' || typeof node === 'boolean') return String(node);
    if (Array.isArray(node)) return '[]';
    if (node instanceof Map) return '{}';
    return node instanceof Verbatim ? node.text : 'null';
  }

  #stringText(value: string, column: number, indent: number): string {
    const own = this.#rules.string?.(value, indent);
    if (own !== undefined) return own;
    const binary = this.#rules.binary(value);
    if (binary === undefined)
      return writeScalar(this.#rules.text(value), this.#rules.version, column, indent);
    return BINARY_TAG + (binary.includes('\n') ? writeLiteral(binary, indent) : binary);
  }

  /** What stands before the `:` on one line; undefined if the key needs the `? ` form. */
  #simpleKey(key: string): string | undefined {
    const known = this.#commonKeys.get(key);
    if (known !== undefined) return known;
    if (isCommonKey(key)) return this.#commonKey(key);
    const binary = this.#rules.binary(key);
    if (binary !== undefined)
      return binary.length + BINARY_TAG.length - 1 <= LONGEST_SIMPLE_KEY && !binary.includes('\n')
        ? BINARY_TAG + binary
        : undefined;
    return isSimpleKey(key) ? writeSimpleKey(key, this.#rules.version) : undefined;
  }

  #commonKey(key: string): string {
    const text = writeSimpleKey(key, this.#rules.version);
    if (this.#commonKeys.size < MOST_COMMON_KEYS) this.#commonKeys.set(key, text);
    return text;
  }

  #plain(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Map)
      return value;
    return this.#rules.toPlain(value);
  }

  #enter(): void {
    if (++this.#depth > MAX_DEPTH)
      throw new Error('json: unsupported value: encountered a cycle via map[string]interface {}');
    this.#spendGrowth();
  }

  #spendGrowth(): void {
    const grown = this.#text.length - this.#spent;
    if (grown < SPEND_STEP) return;
    this.#rules.spend(grown);
    this.#spent += grown;
  }
}

/** Whether a key stands before its `:` on one line. */
function isSimpleKey(key: string): boolean {
  return (
    key.length <= LONGEST_SIMPLE_KEY &&
    !BREAK.test(key) &&
    (!NOT_ASCII.test(key) || byteLength(key) <= LONGEST_SIMPLE_KEY)
  );
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x2028 || code === 0x2029;
}

function isCommonKey(key: string): boolean {
  return key.length <= LONGEST_COMMON && COMMON_KEY.test(key);
}
