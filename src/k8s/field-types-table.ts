import { ANY, TEXT, listOf, mapOf, objectOf, plainType, type FieldType } from './field-type.ts';
import { KINDS, SHAPES } from './tables/field-types.ts';

const INTEGER = plainType('integer');
/** What the small letters of the table stand for. */
const PLAIN: Readonly<Record<string, FieldType>> = {
  '': TEXT,
  s: TEXT,
  i: INTEGER,
  n: plainType('number'),
  b: plainType('boolean'),
  x: plainType('int-or-string'),
  q: plainType('string', 'quantity'),
  t: plainType('string', 'date-time'),
  o: mapOf(() => ANY),
  y: plainType('string', 'byte'),
  a: ANY,
};

/** The types of the built-in kinds, from the table; of its text only the lines that are asked for are taken apart. */
export class TableTypes {
  private readonly shapes = new Map<string, FieldType>();

  /** The type of a kind, undefined if it is not built in. */
  ofResource(apiVersion: string, kind: string): FieldType | undefined {
    for (const entry of wordsOf(KINDS, apiVersion) ?? []) {
      const [name = '', shape = name] = entry.split('=');
      if (name === kind) return this.shape(shape);
    }
    return undefined;
  }

  /** The type of the metadata of every resource. */
  metadata(): FieldType {
    return this.shape('ObjectMeta');
  }

  private shape(name: string): FieldType {
    const known = this.shapes.get(name);
    if (known !== undefined) return known;
    const shape = this.read(wordsOf(SHAPES, name) ?? []);
    this.shapes.set(name, shape);
    return shape;
  }

  private read(words: readonly string[]): FieldType {
    const texts = new Map<string, string>();
    for (const word of words) {
      const colon = word.indexOf(':');
      if (colon === -1) texts.set(word, '');
      else texts.set(word.slice(0, colon), word.slice(colon + 1));
    }
    const types = new Map<string, FieldType>();
    return objectOf([...texts.keys()], (name) => {
      const known = types.get(name);
      const text = texts.get(name);
      if (known !== undefined || text === undefined) return known;
      const type = this.type(text);
      types.set(name, type);
      return type;
    });
  }

  /** `[` begins a list, `{` a map; behind `|` stand the merge keys. */
  private type(text: string): FieldType {
    if (text.startsWith('{')) return mapOf(() => this.type(text.slice(1)));
    if (!text.startsWith('[')) return PLAIN[text] ?? this.shape(text);
    const [element = '', keys] = text.slice(1).split('|');
    return listOf(() => this.type(element), keys === undefined ? [] : keys.split(','));
  }
}

/** The words behind the first one of the line that begins with it. */
function wordsOf(table: string, first: string): readonly string[] | undefined {
  const start = table.indexOf(`\n${first} `);
  if (start === -1) return undefined;
  const end = table.indexOf('\n', start + 1);
  return table.slice(start + first.length + 2, end).split(' ');
}
