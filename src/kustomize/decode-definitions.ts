import type { Plain } from '../k8s/plain.ts';

/** Properties of types by the name of the type. */
export type Definitions = ReadonlyMap<string, ReadonlyMap<string, Property>>;

/** What is of interest of the property of a type. */
export interface Property {
  /** Extensions that are texts, by their names. */
  readonly extensions: ReadonlyMap<string, string>;
  /** The type it refers to. */
  readonly reference: string | undefined;
}

type Check = (value: Plain, at: string) => void;

/**
 * The types in the data of an OpenAPI definitions file: `Schema` (in any case) of each entry, with its `properties`. Throws an Error where
 * a keyword of a schema has the wrong type.
 */
export function decodeDefinitions(data: Plain): Definitions {
  const definitions = new Map<string, ReadonlyMap<string, Property>>();
  for (const [name, definition] of mappingOf(data, 'the file')) {
    const fields = mappingOf(definition, name);
    for (const [key, value] of fields) {
      if (key.toLowerCase() === 'dependencies') checkList(checkText)(value, `${name}.${key}`);
      else if (key.toLowerCase() === 'schema') {
        checkSchema(value, `${name}.${key}`);
        definitions.set(name, propertiesOf(value));
      }
    }
  }
  return definitions;
}

function propertiesOf(schema: Plain): ReadonlyMap<string, Property> {
  const properties = schema instanceof Map ? schema.get('properties') : undefined;
  if (!(properties instanceof Map)) return new Map();
  return new Map([...properties].map(([name, property]) => [name, propertyOf(property)]));
}

function propertyOf(property: Plain): Property {
  const extensions = new Map<string, string>();
  if (!(property instanceof Map)) return { extensions, reference: undefined };
  for (const [key, value] of property) {
    if (key.startsWith('x-') && typeof value === 'string') extensions.set(key, value);
  }
  const reference = property.get('$ref');
  return { extensions, reference: typeof reference === 'string' ? reference : undefined };
}

const SCHEMA_CHECKS: ReadonlyMap<string, Check> = new Map([
  ...names('id $ref $schema description format title pattern discriminator', checkText),
  ...names(
    'maximum minimum multipleOf maxLength minLength maxItems minItems maxProperties minProperties',
    checkNumber,
  ),
  ...names('nullable exclusiveMaximum exclusiveMinimum uniqueItems readOnly', checkBoolean),
  ...names('allOf oneOf anyOf', checkList(checkSchema)),
  ...names('properties patternProperties definitions', checkSchemas),
  ...names('additionalProperties additionalItems', checkSchemaOrBoolean),
  ...names('type', checkTextOrTexts),
  ...names('items', checkSchemaOrSchemas),
  ...names('not', checkSchema),
  ...names('required', checkList(checkText)),
  ...names(
    'enum',
    checkList(() => undefined),
  ),
]);

function names(words: string, check: Check): [string, Check][] {
  return words.split(' ').map((word) => [word, check]);
}

function checkSchema(value: Plain, at: string): void {
  for (const [key, item] of mappingOf(value, at)) {
    if (item !== null) SCHEMA_CHECKS.get(key)?.(item, `${at}.${key}`);
  }
}

function checkSchemas(value: Plain, at: string): void {
  for (const [name, schema] of mappingOf(value, at)) checkSchema(schema, `${at}.${name}`);
}

function checkSchemaOrBoolean(value: Plain, at: string): void {
  if (typeof value !== 'boolean') checkSchema(value, at);
}

function checkSchemaOrSchemas(value: Plain, at: string): void {
  if (Array.isArray(value)) checkList(checkSchema)(value, at);
  else checkSchema(value, at);
}

function checkTextOrTexts(value: Plain, at: string): void {
  if (Array.isArray(value)) checkList(checkText)(value, at);
  else checkText(value, at);
}

function checkText(value: Plain, at: string): void {
  if (value !== null && typeof value !== 'string') throw new Error(`${at} must be a text`);
}

function checkNumber(value: Plain, at: string): void {
  if (value !== null && typeof value !== 'number') throw new Error(`${at} must be a number`);
}

function checkBoolean(value: Plain, at: string): void {
  if (value !== null && typeof value !== 'boolean') throw new Error(`${at} must be true or false`);
}

function checkList(check: Check): Check {
  return (value, at) => {
    if (value === null) return;
    if (!Array.isArray(value)) throw new Error(`${at} must be a list`);
    value.forEach((item, index) => check(item, `${at}[${index}]`));
  };
}

/** A null is an empty mapping. */
function mappingOf(value: Plain, at: string): ReadonlyMap<string, Plain> {
  if (value === null) return new Map();
  if (!(value instanceof Map)) throw new Error(`${at} must be a mapping`);
  return value;
}
