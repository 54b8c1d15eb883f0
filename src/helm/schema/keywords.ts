import type { Format } from './formats.ts';
import type { Json } from './json.ts';
import type { SchemaNode } from './node.ts';
import type { Numeric } from './number.ts';
import type { Pattern } from './pattern.ts';

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
  readonly condition:
    | {
        readonly if: SchemaNode;
        readonly then: SchemaNode | undefined;
        readonly else: SchemaNode | undefined;
      }
    | undefined;
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

export interface ObjectKeywords extends RareObjectKeywords {
  readonly required: readonly string[] | undefined;
  readonly properties: ReadonlyMap<string, Json> | undefined;
  readonly additional: boolean | SchemaNode | undefined;
}

export interface RareObjectKeywords {
  readonly minProperties: number | undefined;
  readonly maxProperties: number | undefined;
  readonly patternProperties: readonly { readonly pattern: Pattern; readonly node: SchemaNode }[];
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

/** Groups that keywords belong to, as bits. */
export const OBJECT = 1;
export const ARRAY = 2;
export const STRING = 4;
export const NUMBER = 8;
export const COMBINING = 16;
export const NEW = 32;
export const TYPE = 64;
export const CONSTANT = 128;
export const ENUMERATION = 256;
export const FORMAT = 512;
/** keywords of objects that few schemas have */
export const RARE = 1024;
export const REFERENCE = 2048;

export const NO_RARE_KEYWORDS: RareObjectKeywords = {
  minProperties: undefined,
  maxProperties: undefined,
  patternProperties: [],
  dependencies: [],
  propertyNames: undefined,
  dependentSchemas: [],
  dependentRequired: [],
};

/** Keywords by what they are about. */
export const KEYWORD_GROUPS: ReadonlyMap<string, number> = new Map([
  ['type', TYPE],
  ['$ref', REFERENCE],
  ['const', CONSTANT],
  ['enum', ENUMERATION],
  ['format', FORMAT],
  ['properties', OBJECT],
  ['additionalProperties', OBJECT],
  ['patternProperties', OBJECT | RARE],
  ['required', OBJECT],
  ['minProperties', OBJECT | RARE],
  ['maxProperties', OBJECT | RARE],
  ['dependencies', OBJECT | RARE],
  ['propertyNames', OBJECT | RARE],
  ['dependentSchemas', OBJECT | RARE],
  ['dependentRequired', OBJECT | RARE],
  ['items', ARRAY],
  ['minItems', ARRAY],
  ['maxItems', ARRAY],
  ['uniqueItems', ARRAY],
  ['prefixItems', ARRAY],
  ['additionalItems', ARRAY],
  ['contains', ARRAY],
  ['minLength', STRING],
  ['maxLength', STRING],
  ['pattern', STRING],
  ['minimum', NUMBER],
  ['maximum', NUMBER],
  ['exclusiveMinimum', NUMBER],
  ['exclusiveMaximum', NUMBER],
  ['multipleOf', NUMBER],
  ['allOf', COMBINING],
  ['anyOf', COMBINING],
  ['oneOf', COMBINING],
  ['not', COMBINING],
  ['if', COMBINING],
  ['$recursiveRef', NEW],
  ['$dynamicRef', NEW],
  ['unevaluatedProperties', NEW],
  ['unevaluatedItems', NEW],
]);

/** A schema that says nothing. */
export const NO_KEYWORDS: Keywords = {
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
