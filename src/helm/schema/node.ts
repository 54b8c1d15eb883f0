import type { DraftVersion } from './draft.ts';
import type { Resource, SchemaDocument } from './document.ts';
import { formatOf } from './formats.ts';
import type { Format } from './formats.ts';
import { isJsonObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { isNumeric, isWhole, toFloat } from './number.ts';
import type { Numeric } from './number.ts';
import { compilePattern } from './pattern.ts';
import type { Pattern } from './pattern.ts';
import { resolveReference } from './reference.ts';
import type { SchemaSet } from './schema-set.ts';
import { sortBytes } from '../../lib/utf8.ts';

/** A node under a name: of a property, or of what matches a pattern. */
export interface Named<T> {
  readonly name: string;
  readonly value: T;
}

/** The keywords of a schema, ready for use; undefined where a schema does not have them. */
export interface Keywords {
  readonly types: readonly string[] | undefined;
  readonly constant: { readonly value: Json } | undefined;
  readonly enumeration: readonly Json[] | undefined;
  readonly format: Format | undefined;
  readonly reference: SchemaNode | undefined;
  readonly recursiveReference: SchemaNode | undefined;
  readonly dynamicReference: { readonly node: SchemaNode; readonly anchor: string } | undefined;
  readonly allOf: readonly SchemaNode[] | undefined;
  readonly anyOf: readonly SchemaNode[] | undefined;
  readonly oneOf: readonly SchemaNode[] | undefined;
  readonly not: SchemaNode | undefined;
  readonly condition: { readonly if: SchemaNode; readonly then: SchemaNode | undefined; readonly else: SchemaNode | undefined } | undefined;
  readonly object: ObjectKeywords | undefined;
  readonly array: ArrayKeywords | undefined;
  readonly string: StringKeywords | undefined;
  readonly number: NumberKeywords | undefined;
  readonly unevaluatedProperties: SchemaNode | undefined;
  readonly unevaluatedItems: SchemaNode | undefined;
  /** whether it looks at all properties, at all items, at that many items */
  readonly evaluatesProperties: boolean;
  readonly evaluatesItems: boolean;
  readonly evaluatedItems: number;
}

export interface ObjectKeywords {
  readonly minProperties: number | undefined;
  readonly maxProperties: number | undefined;
  readonly required: readonly string[] | undefined;
  readonly properties: JsonObject | undefined;
  readonly patternProperties: readonly { readonly pattern: Pattern; readonly node: SchemaNode }[];
  readonly additional: boolean | SchemaNode | undefined;
  readonly dependencies: readonly Named<SchemaNode | readonly string[]>[];
  readonly propertyNames: SchemaNode | undefined;
  readonly dependentSchemas: readonly Named<SchemaNode>[];
  readonly dependentRequired: readonly Named<readonly string[]>[];
}

export interface ArrayKeywords {
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
  readonly uniqueItems: boolean;
  readonly prefix: readonly SchemaNode[];
  readonly rest: boolean | SchemaNode | undefined;
  readonly contains: SchemaNode | undefined;
  readonly minContains: number | undefined;
  readonly maxContains: number | undefined;
}

export interface StringKeywords {
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly pattern: Pattern | undefined;
}

export interface NumberKeywords {
  readonly minimum: Numeric | undefined;
  readonly maximum: Numeric | undefined;
  readonly exclusiveMinimum: Numeric | undefined;
  readonly exclusiveMaximum: Numeric | undefined;
  readonly multipleOf: Numeric | undefined;
}

const TYPE_ORDER = ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object'];

/** A schema in a document. What it says is worked out when it is first asked for. */
export class SchemaNode {
  readonly set: SchemaSet;
  readonly document: SchemaDocument;
  readonly part: Json;
  readonly resource: Resource;
  #keywords: Keywords | undefined;

  constructor(set: SchemaSet, document: SchemaDocument, part: Json, resource: Resource) {
    this.set = set;
    this.document = document;
    this.part = part;
    this.resource = resource;
  }

  get draft(): DraftVersion {
    return this.resource.draft;
  }

  /** What a schema without keywords says to any value: undefined if it has keywords. */
  get verdict(): boolean | undefined {
    if (typeof this.part === 'boolean') return this.part;
    return isJsonObject(this.part) && hasKeys(this.part) ? undefined : true;
  }

  /** Throws an Error when a reference leads nowhere. */
  get keywords(): Keywords {
    return (this.#keywords ??= new KeywordReader(this, this.part as JsonObject).read());
  }

  /** The node of the resource that this one belongs to. */
  get resourceNode(): SchemaNode {
    return this.set.nodeOf(this.document, this.resource.root, this.resource);
  }

  child(part: Json): SchemaNode {
    return this.set.nodeOf(this.document, part, this.resource);
  }

  /** The node that an anchor for dynamic references names in this node's resource. */
  dynamicAnchor(name: string): SchemaNode | undefined {
    if (this.draft < 2020 || !this.resource.dynamicAnchors.has(name)) return undefined;
    const part = this.resource.anchors.get(name);
    return part === undefined ? undefined : this.child(part);
  }

  text(keyword: string): string | undefined {
    const value = isJsonObject(this.part) ? this.part[keyword] : undefined;
    return typeof value === 'string' ? value : undefined;
  }
}

function hasKeys(object: JsonObject): boolean {
  for (const _ in object) return true;
  return false;
}

/** Reads the keywords of one schema. */
class KeywordReader {
  readonly #node: SchemaNode;
  readonly #schema: JsonObject;

  constructor(node: SchemaNode, schema: JsonObject) {
    this.#node = node;
    this.#schema = schema;
  }

  read(): Keywords {
    const { draft } = this.#node;
    const reference = this.#reference('$ref');
    // Until draft 7 nothing else counts next to a reference.
    if (draft < 2019 && reference !== undefined) return { ...NONE, reference };
    const array = this.#array();
    const object = this.#object();
    return {
      types: this.#types(),
      constant: draft >= 6 && Object.hasOwn(this.#schema, 'const') ? { value: this.#schema['const']! } : undefined,
      enumeration: this.#list('enum'),
      format: this.#format(),
      reference,
      recursiveReference: draft >= 2019 ? this.#reference('$recursiveRef') : undefined,
      dynamicReference: draft >= 2020 ? this.#dynamicReference() : undefined,
      allOf: this.#schemas('allOf'),
      anyOf: this.#schemas('anyOf'),
      oneOf: this.#schemas('oneOf'),
      not: this.#schemaOf('not'),
      condition: draft >= 7 ? this.#condition() : undefined,
      object,
      array,
      string: this.#string(),
      number: this.#number(),
      unevaluatedProperties: draft >= 2019 ? this.#schemaOf('unevaluatedProperties') : undefined,
      unevaluatedItems: draft >= 2019 ? this.#schemaOf('unevaluatedItems') : undefined,
      evaluatesProperties: object?.additional !== undefined,
      evaluatesItems: array?.rest !== undefined,
      evaluatedItems: array?.prefix.length ?? 0,
    };
  }

  #has(...keywords: readonly string[]): boolean {
    return keywords.some((keyword) => Object.hasOwn(this.#schema, keyword));
  }

  #schemaOf(keyword: string): SchemaNode | undefined {
    return this.#has(keyword) ? this.#node.child(this.#schema[keyword]!) : undefined;
  }

  #list(keyword: string): readonly Json[] | undefined {
    const value = this.#schema[keyword];
    return Array.isArray(value) ? (value as readonly Json[]) : undefined;
  }

  #schemas(keyword: string): readonly SchemaNode[] | undefined {
    return this.#list(keyword)?.map((part) => this.#node.child(part));
  }

  #texts(keyword: string): readonly string[] | undefined {
    return this.#list(keyword)?.filter((item) => typeof item === 'string');
  }

  #members<T>(keyword: string, read: (value: Json) => T | undefined): Named<T>[] {
    const value = this.#schema[keyword];
    if (!isJsonObject(value)) return [];
    const result: Named<T>[] = [];
    for (const name of sortBytes(Object.keys(value))) {
      const item = read(value[name]!);
      if (item !== undefined) result.push({ name, value: item });
    }
    return result;
  }

  #flag(keyword: string): boolean | undefined {
    const value = this.#schema[keyword];
    return typeof value === 'boolean' ? value : undefined;
  }

  #numeric(keyword: string): Numeric | undefined {
    const value = this.#schema[keyword];
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
    const text = this.#node.text(keyword);
    if (text === undefined) return undefined;
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

  #types(): readonly string[] | undefined {
    const value = this.#schema['type'];
    const names = typeof value === 'string' ? [value] : (this.#texts('type') ?? []);
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

  #object(): ObjectKeywords | undefined {
    const { draft } = this.#node;
    if (!this.#has(...OBJECT_KEYWORDS)) return undefined;
    const properties = this.#schema['properties'];
    const schema = (part: Json): SchemaNode => this.#node.child(part);
    return {
      minProperties: this.#count('minProperties'),
      maxProperties: this.#count('maxProperties'),
      required: this.#texts('required'),
      properties: isJsonObject(properties) ? properties : undefined,
      patternProperties: this.#members('patternProperties', schema).map(({ name, value }) => ({ pattern: compilePattern(name), node: value })),
      additional: this.#additional('additionalProperties'),
      dependencies: this.#members('dependencies', (part) => (Array.isArray(part) ? textsIn(part) : schema(part))),
      propertyNames: draft >= 6 ? this.#schemaOf('propertyNames') : undefined,
      dependentSchemas: draft >= 2019 ? this.#members('dependentSchemas', schema) : [],
      dependentRequired: draft >= 2019 ? this.#members('dependentRequired', (part) => (Array.isArray(part) ? textsIn(part) : undefined)) : [],
    };
  }

  #array(): ArrayKeywords | undefined {
    if (!this.#has(...ARRAY_KEYWORDS)) return undefined;
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

  #string(): StringKeywords | undefined {
    if (!this.#has('minLength', 'maxLength', 'pattern')) return undefined;
    const pattern = this.#node.text('pattern');
    return {
      minLength: this.#count('minLength'),
      maxLength: this.#count('maxLength'),
      pattern: pattern === undefined ? undefined : compilePattern(pattern),
    };
  }

  #number(): NumberKeywords | undefined {
    if (!this.#has(...NUMBER_KEYWORDS)) return undefined;
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

const OBJECT_KEYWORDS = [
  'properties',
  'additionalProperties',
  'patternProperties',
  'required',
  'minProperties',
  'maxProperties',
  'dependencies',
  'propertyNames',
  'dependentSchemas',
  'dependentRequired',
];
const ARRAY_KEYWORDS = ['items', 'minItems', 'maxItems', 'uniqueItems', 'prefixItems', 'additionalItems', 'contains'];
const NUMBER_KEYWORDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

const NONE: Keywords = {
  types: undefined,
  constant: undefined,
  enumeration: undefined,
  format: undefined,
  reference: undefined,
  recursiveReference: undefined,
  dynamicReference: undefined,
  allOf: undefined,
  anyOf: undefined,
  oneOf: undefined,
  not: undefined,
  condition: undefined,
  object: undefined,
  array: undefined,
  string: undefined,
  number: undefined,
  unevaluatedProperties: undefined,
  unevaluatedItems: undefined,
  evaluatesProperties: false,
  evaluatesItems: false,
  evaluatedItems: 0,
};
