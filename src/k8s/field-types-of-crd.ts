import {
  ANY,
  TEXT,
  listOf,
  mapOf,
  objectOf,
  plainType,
  type FieldKind,
  type FieldType,
} from './field-type.ts';
import { fieldOf, isMapping, isSequence, nodeAt, textOf, type Mapping, type Node } from './node.ts';

const SCALARS: ReadonlySet<string> = new Set(['string', 'integer', 'number', 'boolean']);

/** The kinds that a CustomResourceDefinition defines, by `apiVersion kind`, each with its type as far as a schema gives one. */
export function crdTypes(crd: Mapping, metadata: FieldType): ReadonlyMap<string, FieldType> {
  const spec = crd.get('spec');
  const group = textOf(fieldOf(spec, 'group')) ?? '';
  const kind = textOf(nodeAt(spec, ['names', 'kind'])) ?? '';
  const types = new Map<string, FieldType>();
  for (const [version, schema] of schemas(spec)) {
    types.set(`${group}/${version} ${kind}`, resourceType(schema, metadata));
  }
  return types;
}

/** The schemas of the versions; a definition of v1beta1 may have one for all. */
function schemas(spec: Node | undefined): [string, Node | undefined][] {
  const shared = nodeAt(spec, ['validation', 'openAPIV3Schema']);
  const versions = fieldOf(spec, 'versions');
  if (!isSequence(versions)) return [[textOf(fieldOf(spec, 'version')) ?? '', shared]];
  return versions.map((version) => [
    textOf(fieldOf(version, 'name')) ?? '',
    nodeAt(version, ['schema', 'openAPIV3Schema']) ?? shared,
  ]);
}

/** A whole resource, of which every schema knows what kind, name and labels are. */
function resourceType(schema: Node | undefined, metadata: FieldType): FieldType {
  const described = isMapping(schema) ? typeOf(schema) : ANY;
  const common = (name: string): FieldType | undefined =>
    name === 'metadata' ? metadata : name === 'apiVersion' || name === 'kind' ? TEXT : undefined;
  const names = new Set(['apiVersion', 'kind', 'metadata', ...described.fieldNames]);
  return objectOf([...names], (name) => common(name) ?? described.field(name), described.isOpen);
}

/** The type that an OpenAPI v3 schema gives. */
function typeOf(schema: Node | undefined): FieldType {
  if (isTrue(schema, 'x-kubernetes-int-or-string')) return plainType('int-or-string');
  const kind = textOf(fieldOf(schema, 'type')) ?? '';
  if (SCALARS.has(kind)) return scalarType(schema, kind as FieldKind);
  if (kind === 'array') return listOf(() => typeOf(fieldOf(schema, 'items')), listKeys(schema));
  return kind === 'object' || isMapping(fieldOf(schema, 'properties')) ? mappingType(schema) : ANY;
}

function scalarType(schema: Node | undefined, kind: FieldKind): FieldType {
  const choices = fieldOf(schema, 'enum');
  const texts = isSequence(choices) ? choices.map((choice) => textOf(choice) ?? '') : [];
  return plainType(kind, textOf(fieldOf(schema, 'format')) === 'byte' ? 'byte' : '', texts);
}

function listKeys(schema: Node | undefined): readonly string[] {
  const keys = fieldOf(schema, 'x-kubernetes-list-map-keys');
  return isSequence(keys) ? keys.map((key) => textOf(key) ?? '') : [];
}

function mappingType(schema: Node | undefined): FieldType {
  const properties = fieldOf(schema, 'properties');
  const others = fieldOf(schema, 'additionalProperties');
  const isEmbedded = isTrue(schema, 'x-kubernetes-embedded-resource');
  const isOpen = isTrue(schema, 'x-kubernetes-preserve-unknown-fields') || isEmbedded;
  if (!isMapping(properties) || properties.size === 0) {
    return mapOf(() => (isMapping(others) ? typeOf(others) : ANY));
  }
  const field = (name: string): FieldType | undefined => {
    const property = properties.get(name);
    return property === undefined ? undefined : typeOf(property);
  };
  return objectOf([...properties.keys()], field, isOpen || isMapping(others));
}

function isTrue(schema: Node | undefined, field: string): boolean {
  return textOf(fieldOf(schema, field)) === 'true';
}
