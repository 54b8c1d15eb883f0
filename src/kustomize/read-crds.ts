import { decodeJson } from '../k8s/json.ts';
import type { Plain } from '../k8s/plain.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import { InfraError } from '../lib/error.ts';
import { decodeDefinitions, type Definitions, type Property } from './decode-definitions.ts';
import type { FieldSpec, NameReference } from './field-spec.ts';
import type { Gvk } from './gvk.ts';
import { loadText, resolveFile, type Loader } from './loader.ts';
import { EMPTY_CONFIG, makeConfig, mergeConfig, type TransformerConfig } from './transformer-config.ts';

/** How many properties all types of a file may have, references followed; a few types that refer to each other have very many. */
const MAX_PROPERTIES = 100_000;

/**
 * The field specs that files of OpenAPI definitions tell of: for each type with `kind`, `apiVersion` and `metadata`, the properties with
 * extensions (`x-kubernetes-annotation`, `-label-selector`, `-identity`, `-object-ref-api-version` with `-kind`), also those of types
 * that it refers to. Throws InfraError for what is no such file, and for types that refer to themselves.
 */
export function readCrds(loader: Loader, paths: readonly string[]): TransformerConfig {
  return paths.reduce((config, path) => {
    const file = resolveFile(loader, path);
    return mergeConfig(config, configOf(readDefinitions(loadText(loader, path), file), file));
  }, EMPTY_CONFIG);
}

function readDefinitions(text: string, file: string): Definitions {
  const location = { file };
  if (text === '') throw new InfraError('KUSTOMIZATION', 'a file listed in crds is empty', { location });
  try {
    return decodeDefinitions(parse(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InfraError('KUSTOMIZATION', `OpenAPI definitions cannot be read: ${reason}`, {
      location,
      ...(MANIFEST.test(text) && { hint: 'list the manifest of a CustomResourceDefinition under resources' }),
    });
  }
}

const MANIFEST = /^kind: *["']?CustomResourceDefinition/m;

/** What begins with a brace must be JSON. */
function parse(text: string): Plain {
  return text.startsWith('{') ? decodeJson(text) : readYaml(text);
}

interface Found {
  readonly prefixes: FieldSpec[];
  readonly labels: FieldSpec[];
  readonly annotations: FieldSpec[];
  readonly references: NameReference[];
  readonly file: string;
  budget: number;
}

function configOf(definitions: Definitions, file: string): TransformerConfig {
  const found: Found = {
    prefixes: [],
    labels: [],
    annotations: [],
    references: [],
    file,
    budget: MAX_PROPERTIES,
  };
  for (const [name, properties] of definitions) {
    if (!['kind', 'apiVersion', 'metadata'].every((property) => properties.has(property))) continue;
    const kind = name.slice(name.lastIndexOf('.') + 1);
    addType({ definitions, gvk: { group: '', version: '', kind }, found }, name, []);
  }
  const lists: Partial<Record<keyof TransformerConfig, readonly FieldSpec[]>> = {
    namePrefix: found.prefixes,
    commonLabels: found.labels,
    commonAnnotations: found.annotations,
  };
  return mergeConfig(
    EMPTY_CONFIG,
    makeConfig((name) => lists[name] ?? [], found.references),
  );
}

interface Search {
  readonly definitions: Definitions;
  /** The kind whose fields are looked for. */
  readonly gvk: Gvk;
  readonly found: Found;
}

/** Adds what the properties of a type tell of; `path` is where the type stands, as names of properties and types in turn. */
function addType(
  search: Search,
  type: string,
  trail: readonly (readonly [property: string, type: string])[],
): void {
  const properties = search.definitions.get(type);
  if (properties === undefined) return;
  if (trail.some(([, above]) => above === type)) throw refersToItself(type, search.found.file);
  for (const [name, property] of properties) {
    if (search.found.budget-- === 0) throw tooMany(search.found.file);
    const next = [...trail, [name, type] as const];
    addProperty(
      search,
      property,
      next.map(([part]) => part),
    );
    if (property.reference !== undefined) addType(search, property.reference, next);
  }
}

function addProperty({ gvk, found }: Search, property: Property, path: readonly string[]): void {
  const { extensions } = property;
  const fieldSpec = { ...gvk, path: path.join('/'), create: false };
  if (extensions.has('x-kubernetes-annotation')) found.annotations.push(fieldSpec);
  if (extensions.has('x-kubernetes-label-selector')) found.labels.push(fieldSpec);
  if (extensions.has('x-kubernetes-identity')) found.prefixes.push(fieldSpec);
  const version = extensions.get('x-kubernetes-object-ref-api-version');
  const kind = extensions.get('x-kubernetes-object-ref-kind');
  if (version === undefined || kind === undefined) return;
  const nameKey = extensions.get('x-kubernetes-object-ref-name-key') ?? 'name';
  const fieldSpecs = [{ ...gvk, path: [...path, nameKey].join('/'), create: false }];
  found.references.push({ group: '', version, kind, fieldSpecs });
}

function refersToItself(type: string, file: string): InfraError {
  return new InfraError('KUSTOMIZATION', `in the OpenAPI definitions, the type ${type} refers to itself`, {
    location: { file },
    hint: 'a field spec cannot reach to any depth; leave out the reference',
  });
}

function tooMany(file: string): InfraError {
  return new InfraError(
    'LIMIT',
    `the OpenAPI definitions have more than ${MAX_PROPERTIES} properties, references followed`,
    {
      location: { file },
    },
  );
}
