import type { Plain } from './plain.ts';
import type { Schema, SchemaNode } from './schema-node.ts';

type Fields = ReadonlyMap<string, Plain>;

/** References are followed this far; one that goes on is taken for a circle, and its schema for unknown. */
const MAX_REFERENCES = 100;
const NO_KEYS: readonly string[] = [];

/**
 * The schemas in the definitions of an OpenAPI v2 document, by the kinds that `x-kubernetes-group-version-kind` gives them.
 * What is not as it should be counts as not there.
 */
export class DocumentSchema implements Schema {
  private readonly definitions: Fields;
  private readonly kinds = new Map<string, Fields>();
  private readonly nodes = new Map<Fields, DocumentNode>();

  constructor(document: Plain) {
    this.definitions = fieldsOf(fieldsOf(document)?.get('definitions')) ?? new Map();
    for (const definition of this.definitions.values()) this.addKinds(definition);
  }

  ofResource(apiVersion: string, kind: string): SchemaNode | undefined {
    const definition = this.kinds.get(`${apiVersion} ${kind}`);
    return definition === undefined ? undefined : this.node(definition);
  }

  /** The schema that a value of the document is, references followed. */
  nodeOf(value: Plain | undefined): SchemaNode | undefined {
    let schema = fieldsOf(value);
    for (let count = 0; count < MAX_REFERENCES && schema !== undefined; count++) {
      const reference = schema.get('$ref');
      if (typeof reference !== 'string' || reference === '') return this.node(schema);
      schema = this.resolve(reference);
    }
    return undefined;
  }

  private node(schema: Fields): DocumentNode {
    let node = this.nodes.get(schema);
    if (node === undefined) {
      node = new DocumentNode(schema, this);
      this.nodes.set(schema, node);
    }
    return node;
  }

  /** What a reference such as `#/definitions/Spec` points at; only definitions can be. */
  private resolve(reference: string): Fields | undefined {
    const [first, second, ...rest] = reference.slice(reference.indexOf('#') + 1).split('/');
    if (first !== '' || second !== 'definitions') return undefined;
    let value: Plain | undefined = this.definitions as Map<string, Plain>;
    for (const part of rest) {
      value = fieldsOf(value)?.get(part.replaceAll('~1', '/').replaceAll('~0', '~'));
    }
    return fieldsOf(value);
  }

  private addKinds(definition: Plain): void {
    const schema = fieldsOf(definition);
    const kinds = schema?.get('x-kubernetes-group-version-kind');
    if (schema === undefined || !Array.isArray(kinds)) return;
    for (const entry of kinds) {
      const group = textIn(entry, 'group') ?? '';
      const version = textIn(entry, 'version') ?? '';
      const apiVersion = group === '' ? version : `${group}/${version}`;
      this.kinds.set(`${apiVersion} ${textIn(entry, 'kind') ?? ''}`, schema);
    }
  }
}

class DocumentNode implements SchemaNode {
  readonly patchStrategy: string;
  readonly mergeKeys: readonly string[];
  private readonly schema: Fields;
  private readonly document: DocumentSchema;

  constructor(schema: Fields, document: DocumentSchema) {
    this.schema = schema;
    this.document = document;
    this.patchStrategy = textIn(schema, 'x-kubernetes-patch-strategy') ?? '';
    this.mergeKeys = this.patchStrategy === '' ? NO_KEYS : mergeKeysOf(schema);
  }

  field(name: string): SchemaNode | undefined {
    const property = fieldsOf(this.schema.get('properties'))?.get(name);
    return this.document.nodeOf(property ?? this.schema.get('additionalProperties'));
  }

  element(): SchemaNode | undefined {
    const type = this.schema.get('type');
    const isArray = type === 'array' || (Array.isArray(type) && type.length === 1 && type[0] === 'array');
    return isArray ? this.document.nodeOf(this.schema.get('items')) : undefined;
  }
}

function mergeKeysOf(schema: Fields): readonly string[] {
  const keys = schema.get('x-kubernetes-list-map-keys');
  if (Array.isArray(keys)) return keys.filter((key) => typeof key === 'string');
  const key = textIn(schema, 'x-kubernetes-patch-merge-key');
  return key === undefined ? NO_KEYS : [key];
}

function fieldsOf(value: Plain | undefined): Fields | undefined {
  return value instanceof Map ? value : undefined;
}

function textIn(value: Plain | Fields, key: string): string | undefined {
  const text = value instanceof Map ? (value as Fields).get(key) : undefined;
  return typeof text === 'string' ? text : undefined;
}
