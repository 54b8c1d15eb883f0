import { quote } from '../../gotemplate/quote.ts';
import { sortBytes } from '../../lib/utf8.ts';
import { locationOf } from './document.ts';
import { formatOf } from './formats.ts';
import type { Format } from './formats.ts';
import { isJsonObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import * as group from './keywords.ts';
import type {
  ArrayKeywords,
  Keywords,
  Named,
  NumberKeywords,
  ObjectKeywords,
  RareObjectKeywords,
  StringKeywords,
} from './keywords.ts';
import type { SchemaNode } from './node.ts';
import { isNumeric, isWhole, toFloat } from './number.ts';
import type { Numeric } from './number.ts';
import { compilePattern, isValidPattern, patternError } from './pattern.ts';
import type { Pattern } from './pattern.ts';
import { resolveReference } from './reference.ts';

const TYPE_ORDER = ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object'];
const ONE_TYPE: ReadonlyMap<string, readonly string[]> = new Map(TYPE_ORDER.map((type) => [type, [type]]));

/** Reads the keywords of one schema. */
export class KeywordReader {
  readonly #node: SchemaNode;
  /** a map, because objects of ever new shapes are slow to look things up in */
  readonly #schema: ReadonlyMap<string, Json>;

  constructor(node: SchemaNode, schema: JsonObject) {
    this.#node = node;
    this.#schema = new Map(Object.entries(schema));
  }

  /** Reads the keywords, of which there are those of these groups. */
  read(groups: number): Keywords {
    const { draft } = this.#node;
    const reference = groups & group.REFERENCE ? this.#reference('$ref') : undefined;
    // Until draft 7 nothing counts next to a reference, but for what draft 6 made a constant.
    const constant =
      groups & group.CONSTANT && draft >= 6 ? { value: this.#schema.get('const')! } : undefined;
    if (draft < 2019 && reference !== undefined) return { ...group.NO_KEYWORDS, reference, constant };
    const object = groups & group.OBJECT ? this.#object(groups) : undefined;
    const array = groups & group.ARRAY ? this.#array() : undefined;
    const combines = (groups & group.COMBINING) !== 0;
    const isNew = draft >= 2019 && (groups & group.NEW) !== 0;
    return {
      types: groups & group.TYPE ? this.#types() : undefined,
      constant,
      enumeration: groups & group.ENUMERATION ? this.#list('enum') : undefined,
      format: groups & group.FORMAT ? this.#format() : undefined,
      reference,
      recursiveReference: isNew ? this.#reference('$recursiveRef') : undefined,
      dynamicReference: isNew && draft >= 2020 ? this.#dynamicReference() : undefined,
      allOf: combines ? this.#schemas('allOf') : undefined,
      anyOf: combines ? this.#schemas('anyOf') : undefined,
      oneOf: combines ? this.#schemas('oneOf') : undefined,
      not: combines ? this.#schemaOf('not') : undefined,
      condition: combines && draft >= 7 ? this.#condition() : undefined,
      object,
      array,
      string: groups & group.STRING ? this.#string() : undefined,
      number: groups & group.NUMBER ? this.#number() : undefined,
      unevaluatedProperties: isNew ? this.#schemaOf('unevaluatedProperties') : undefined,
      unevaluatedItems: isNew ? this.#schemaOf('unevaluatedItems') : undefined,
      evaluatesProperties: object?.additional !== undefined,
      evaluatesItems: array?.rest !== undefined,
      evaluatedItems: array?.prefix.length ?? 0,
    };
  }

  #has(keyword: string): boolean {
    return this.#schema.has(keyword);
  }

  #schemaOf(keyword: string): SchemaNode | undefined {
    return this.#has(keyword) ? this.#node.child(this.#schema.get(keyword)!) : undefined;
  }

  #list(keyword: string): readonly Json[] | undefined {
    const value = this.#schema.get(keyword);
    return Array.isArray(value) ? (value as readonly Json[]) : undefined;
  }

  #schemas(keyword: string): readonly SchemaNode[] | undefined {
    return this.#list(keyword)?.map((part) => this.#node.child(part));
  }

  #texts(keyword: string): readonly string[] | undefined {
    return this.#list(keyword)?.filter((item) => typeof item === 'string');
  }

  #members<T>(keyword: string, read: (value: Json) => T | undefined): Named<T>[] {
    const value = this.#schema.get(keyword);
    if (!isJsonObject(value)) return [];
    const result: Named<T>[] = [];
    for (const name of sortBytes(Object.keys(value))) {
      const item = read(value[name]!);
      if (item !== undefined) result.push({ name, value: item });
    }
    return result;
  }

  #flag(keyword: string): boolean | undefined {
    const value = this.#schema.get(keyword);
    return typeof value === 'boolean' ? value : undefined;
  }

  #numeric(keyword: string): Numeric | undefined {
    const value = this.#schema.get(keyword);
    return isNumeric(value) ? value : undefined;
  }

  #count(keyword: string): number | undefined {
    const value = this.#numeric(keyword);
    return value !== undefined && isWhole(value) ? toFloat(value) : undefined;
  }

  #additional(keyword: string): boolean | SchemaNode | undefined {
    return this.#flag(keyword) ?? this.#schemaOf(keyword);
  }

  #reference(keyword: string): SchemaNode | undefined {
    const text = this.#schema.get(keyword);
    if (typeof text !== 'string') return undefined;
    const { set, document, resource } = this.#node;
    const place = set.resolve(document, { resource, text });
    return set.nodeOf(place.document, place.part, place.resource);
  }

  #dynamicReference(): Keywords['dynamicReference'] {
    const node = this.#reference('$dynamicRef');
    if (node === undefined) return undefined;
    const { fragment } = resolveReference('', this.#node.text('$dynamicRef')!);
    return { node, anchor: fragment.startsWith('/') ? '' : fragment };
  }

  #pattern(source: string, keyword: string): Pattern {
    if (isValidPattern(source)) return compilePattern(source);
    const { document, part } = this.#node;
    throw new Error(
      `invalid regex ${quote(source)} at ${quote(`${locationOf(document, part)}/${keyword}`)}: ${patternError(source)}`,
    );
  }

  #types(): readonly string[] | undefined {
    const value = this.#schema.get('type');
    if (typeof value === 'string') return ONE_TYPE.get(value);
    const names = this.#texts('type') ?? [];
    const types = TYPE_ORDER.filter((type) => names.includes(type));
    return types.length === 0 ? undefined : types;
  }

  #format(): Format | undefined {
    if (this.#node.draft >= 2019 && !this.#node.set.assertFormats) return undefined;
    const name = this.#node.text('format');
    return name === undefined ? undefined : formatOf(name);
  }

  #condition(): Keywords['condition'] {
    const test = this.#schemaOf('if');
    if (test === undefined) return undefined;
    const value = this.#flag('if');
    return {
      if: test,
      then: value === false ? undefined : this.#schemaOf('then'),
      else: value === true ? undefined : this.#schemaOf('else'),
    };
  }

  #object(groups: number): ObjectKeywords {
    const properties = this.#schema.get('properties');
    return {
      ...(groups & group.RARE ? this.#rareObject() : group.NO_RARE_KEYWORDS),
      required: this.#texts('required'),
      properties: isJsonObject(properties) ? new Map(Object.entries(properties)) : undefined,
      additional: this.#additional('additionalProperties'),
    };
  }

  #rareObject(): RareObjectKeywords {
    const { draft } = this.#node;
    const schema = (part: Json): SchemaNode => this.#node.child(part);
    return {
      minProperties: this.#count('minProperties'),
      maxProperties: this.#count('maxProperties'),
      patternProperties: this.#members('patternProperties', schema).map(({ name, value }) => ({
        pattern: this.#pattern(name, 'patternProperties'),
        node: value,
      })),
      dependencies: this.#members('dependencies', (part) =>
        Array.isArray(part) ? textsIn(part) : schema(part),
      ),
      propertyNames: draft >= 6 ? this.#schemaOf('propertyNames') : undefined,
      dependentSchemas: draft >= 2019 ? this.#members('dependentSchemas', schema) : [],
      dependentRequired:
        draft >= 2019
          ? this.#members('dependentRequired', (part) => (Array.isArray(part) ? textsIn(part) : undefined))
          : [],
    };
  }

  #array(): ArrayKeywords {
    const { draft } = this.#node;
    const lists = draft < 2020 ? this.#schemas('items') : this.#schemas('prefixItems');
    const afterList = draft < 2020 ? 'additionalItems' : 'items';
    const contains = draft >= 6 ? this.#schemaOf('contains') : undefined;
    const counted = contains !== undefined && draft >= 2019;
    return {
      minItems: this.#count('minItems'),
      maxItems: this.#count('maxItems'),
      uniqueItems: this.#flag('uniqueItems') === true,
      prefix: lists ?? [],
      rest: draft < 2020 && lists !== undefined ? this.#additional(afterList) : this.#schemaOf('items'),
      contains,
      minContains: counted ? this.#count('minContains') : undefined,
      maxContains: counted ? this.#count('maxContains') : undefined,
    };
  }

  #string(): StringKeywords {
    const pattern = this.#node.text('pattern');
    return {
      minLength: this.#count('minLength'),
      maxLength: this.#count('maxLength'),
      pattern: pattern === undefined ? undefined : this.#pattern(pattern, 'pattern'),
    };
  }

  #number(): NumberKeywords {
    const minimum = this.#numeric('minimum');
    const maximum = this.#numeric('maximum');
    // In draft 4 the exclusive ones are flags of the others.
    const isAbove = this.#flag('exclusiveMinimum') === true;
    const isBelow = this.#flag('exclusiveMaximum') === true;
    return {
      minimum: isAbove ? undefined : minimum,
      maximum: isBelow ? undefined : maximum,
      exclusiveMinimum: isAbove ? minimum : this.#numeric('exclusiveMinimum'),
      exclusiveMaximum: isBelow ? maximum : this.#numeric('exclusiveMaximum'),
      multipleOf: this.#numeric('multipleOf'),
    };
  }
}

function textsIn(list: Json): readonly string[] {
  return (list as readonly Json[]).filter((item) => typeof item === 'string');
}
