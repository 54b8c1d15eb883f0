import { LimitError } from '../../gotemplate/budget.ts';
import { formatDuration } from '../../gotemplate/duration.ts';
import { GoError } from '../../gotemplate/function.ts';
import { formatFloat, formatG } from '../../gotemplate/number.ts';
import {
  GoObject,
  Integer,
  MapView,
  Slice,
  asItems,
  asMap,
  sortedKeys,
  type GoMap,
  type Value,
} from '../../gotemplate/value.ts';
import { formatTime } from './time-layout.ts';
import { GoTime } from './time.ts';

export interface TomlOptions {
  /** whether big and small floats have exponents (BurntSushi 1.6), or all their digits (1.5) */
  readonly exponents: boolean;
  /** is told of the text as it grows, and may throw */
  readonly spend: (length: number) => void;
}

/** A value holding itself would never end; nothing else is that deep. */
const MAX_DEPTH = 1000;
const SPEND_STEP = 1 << 16;
/** Looking at a list item costs as much as this much text: shared lists may be looked at without end. */
const LIST_ITEM_COST = 64;

const BARE_KEY = /^[A-Za-z0-9_-]+$/;

const ESCAPED = /["\\\x00-\x1f\x7f]/g;
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** Local dates and times are written without a zone; the decoder marks them by these names of their zones. */
const LOCAL_LAYOUTS: Readonly<Record<string, string>> = {
  'datetime-local': '2006-01-02T15:04:05.999999999',
  'date-local': '2006-01-02',
  'time-local': '15:04:05.999999999',
};
const RFC3339_NANO = '2006-01-02T15:04:05.999999999Z07:00';

/**
 * A value as BurntSushi's encoder writes it: sorted keys, plain values before tables, tables indented by their depth. A value
 * that is no map stands alone without a line end. Throws GoError for what the encoder refuses: lists with null, top-level
 * lists of maps, null itself.
 */
export function writeToml(value: Value, options: TomlOptions): string {
  if (value === null) throw new GoError('reflect: call of reflect.Value.Type on zero Value');
  const writer = new TomlWriter(options);
  writer.write([], value);
  return writer.finish();
}

type TomlKind = 'nil' | 'table' | 'tables' | 'value';

class TomlWriter {
  readonly #options: TomlOptions;
  #text = '';
  #spent = 0;
  #depth = 0;

  constructor(options: TomlOptions) {
    this.#options = options;
  }

  finish(): string {
    this.#options.spend(this.#text.length - this.#spent);
    return this.#text;
  }

  /** What stands under a key; the key is a path from the top. */
  write(path: readonly string[], value: Value): void {
    switch (this.#kindOf(value)) {
      case 'table':
        this.#writeTable(path, tableOf(value));
        break;
      case 'tables':
        this.#writeTables(path, asItems(value)!);
        break;
      default:
        if (!(value instanceof MapView)) this.#writeKeyValue(path, value);
    }
  }

  #writeKeyValue(path: readonly string[], value: Value): void {
    if (path.length > 0) this.#text += `${indent(path)}${quoteKey(path.at(-1)!)} = `;
    this.#writeElement(value);
    if (path.length > 0) this.#text += '\n';
  }

  #writeTable(path: readonly string[], table: Table): void {
    if (path.length === 1) this.#blankLine();
    if (path.length > 0) this.#text += `${indent(path)}[${path.map(quoteKey).join('.')}]\n`;
    this.#writeEntries(path, table);
  }

  #writeTables(path: readonly string[], items: readonly Value[]): void {
    if (path.length === 0) throw new GoError('toml: top-level values must be Go maps or structs');
    for (const item of items) {
      this.#blankLine();
      this.#text += `${indent(path)}[[${path.map(quoteKey).join('.')}]]\n`;
      this.#writeEntries(path, tableOf(item));
    }
  }

  #writeEntries(path: readonly string[], table: Table): void {
    this.#enter();
    const { direct, nested } = this.#splitEntries(table);
    for (const [key, value] of [...direct, ...nested]) if (!isNil(value)) this.write([...path, key], value);
    this.#depth--;
  }

  /** A value on its line, without a key. */
  #writeElement(value: Value): void {
    const items = asItems(value);
    if (items !== undefined) this.#writeArray(items);
    else if (isTable(value)) this.#writeInlineTable(tableOf(value));
    else this.#text += scalarText(value, this.#options.exponents);
  }

  #writeArray(items: readonly Value[]): void {
    this.#enter();
    this.#text += '[';
    for (let index = 0; index < items.length; index++) {
      if (index > 0) this.#text += ', ';
      this.#writeElement(items[index]!);
    }
    this.#text += ']';
    this.#depth--;
  }

  #writeInlineTable(table: Table): void {
    this.#enter();
    const { direct, nested } = this.#splitEntries(table);
    const entries = [...direct, ...nested];
    this.#text += '{';
    for (const [index, [key, value]] of entries.entries()) {
      if (isNil(value)) continue;
      this.#text += `${quoteKey(key)} = `;
      this.#writeElement(value);
      // An entry without a value that comes last leaves the comma behind.
      if (index < entries.length - 1) this.#text += ', ';
    }
    this.#text += '}';
    this.#depth--;
  }

  /** The entries on lines of their own, then those that are tables. */
  #splitEntries({ map, keys }: Table): { direct: Entry[]; nested: Entry[] } {
    const direct: Entry[] = [];
    const nested: Entry[] = [];
    for (const key of keys) {
      const value = map.get(key)!;
      const kind = this.#kindOf(value);
      (kind === 'table' || kind === 'tables' ? nested : direct).push([key, value]);
    }
    return { direct, nested };
  }

  /** The kind of a value; throws GoError for a list with nothing for an item. */
  #kindOf(value: Value, depth = 0): TomlKind {
    if (depth > MAX_DEPTH) throw tooDeep();
    if (isNil(value)) return 'nil';
    const items = value instanceof Uint8Array ? undefined : asItems(value);
    if (items === undefined) return isTable(value) ? 'table' : 'value';
    this.#options.spend(items.length * LIST_ITEM_COST);
    let tables = items.length > 0;
    for (const item of items) {
      const kind = this.#kindOf(item, depth + 1);
      if (kind === 'nil') throw new GoError('toml: cannot encode array with nil element');
      if (kind !== 'table') tables = false;
    }
    return tables ? 'tables' : 'value';
  }

  #blankLine(): void {
    if (this.#text !== '') this.#text += '\n';
  }

  #enter(): void {
    if (++this.#depth > MAX_DEPTH) throw tooDeep();
    const grown = this.#text.length - this.#spent;
    if (grown < SPEND_STEP) return;
    this.#options.spend(grown);
    this.#spent += grown;
  }
}

interface Table {
  readonly map: GoMap;
  readonly keys: readonly string[];
}

type Entry = readonly [key: string, value: Value];

function isTable(value: Value): boolean {
  if (asMap(value) !== undefined) return true;
  return value instanceof GoObject && value.type !== 'time.Time' && !isText(value);
}

/** Whether an object stands for a text, as versions do. */
function isText(object: GoObject): boolean {
  return object.fields.size === 0 && typeof object.toJson() === 'string';
}

function isNil(value: Value): boolean {
  return value === null || ((value instanceof Slice || value instanceof MapView) && value.isNil);
}

/** Maps with their keys sorted, structs with their fields as declared. */
function tableOf(value: Value): Table {
  const map = asMap(value);
  if (map !== undefined) return { map, keys: sortedKeys(map) };
  const { fields } = value as GoObject;
  return { map: new Map(fields), keys: [...fields.keys()] };
}

function scalarText(value: Value, exponents: boolean): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return floatText(value, exponents);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Integer) {
    return value.type === 'time.Duration' ? quote(formatDuration(value.value)) : String(value.value);
  }
  if (value instanceof GoTime) return formatTime(LOCAL_LAYOUTS[value.zone.name] ?? RFC3339_NANO, value);
  const text = value instanceof GoObject ? value.toJson() : '';
  return quote(typeof text === 'string' ? text : '');
}

/** A float has a point or an exponent. */
function floatText(value: number, exponents: boolean): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const text = exponents ? formatG(value) : formatFloat(value, 'f', -1);
  return text.includes('.') || text.includes('e') ? text : `${text}.0`;
}

function quoteKey(key: string): string {
  return BARE_KEY.test(key) ? key : quote(key);
}

function quote(text: string): string {
  return `"${text.replace(ESCAPED, (character) => SHORT_ESCAPES[character] ?? `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;
}

function indent(path: readonly string[]): string {
  return '  '.repeat(path.length - 1);
}

function tooDeep(): LimitError {
  return new LimitError('a value is nested too deeply to be written as TOML');
}
