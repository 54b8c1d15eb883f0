import type { Value } from '../gotemplate/value.ts';
import type { Plain } from '../k8s/plain.ts';
import { goFloat } from '../k8s/yaml/go-float.ts';
import { compareBytes } from '../lib/utf8.ts';
import { jsonKind } from './json-kind.ts';

export interface Maintainer {
  name: string;
  email: string;
  url: string;
}

/** A chart that another one depends on, as its Chart.yaml declares it. */
export interface Dependency {
  name: string;
  version: string;
  repository: string;
  condition: string;
  tags?: string[];
  enabled: boolean;
  importValues?: Value[];
  alias: string;
}

/** What Chart.yaml (and requirements.yaml) say. Lists and maps that are absent are undefined, texts that are absent "". */
export interface Metadata {
  name: string;
  home: string;
  sources?: string[];
  version: string;
  description: string;
  keywords?: string[];
  /** null for an empty entry, which validation refuses */
  maintainers?: (Maintainer | null)[];
  icon: string;
  apiVersion: string;
  condition: string;
  tags: string;
  appVersion: string;
  deprecated: boolean;
  annotations?: Map<string, string>;
  kubeVersion: string;
  /** null for an empty entry, which validation refuses */
  dependencies?: (Dependency | null)[];
  type: string;
}

export function emptyMetadata(): Metadata {
  return {
    name: '',
    home: '',
    version: '',
    description: '',
    icon: '',
    apiVersion: '',
    condition: '',
    tags: '',
    appVersion: '',
    deprecated: false,
    kubeVersion: '',
    type: '',
  };
}

/** How a part of a JSON document gets into a field of a struct; `old` is what the field holds. */
type Decode = (data: Plain, old: unknown, at: Place) => unknown;

/** Where in the structs a value goes, for the messages of encoding/json. */
interface Place {
  /** e.g. ` struct field Dependency.dependencies.name` */
  readonly target: string;
  /** names of the fields on the way, with a dot behind */
  readonly path: string;
  /** Go's name of the package the structs are in */
  readonly packageName: string;
  /** the first mismatch: encoding/json goes on after one and reports it in the end */
  readonly errors: string[];
}

const NOWHERE: Place = { target: '', path: '', packageName: '', errors: [] };

interface Field {
  /** name in the document */
  readonly name: string;
  /** name in our objects */
  readonly key: string;
  readonly decode: Decode;
}

interface Struct {
  readonly name: string;
  readonly empty: () => object;
  /** by lower-case name */
  readonly fields: ReadonlyMap<string, Field>;
}

function struct(name: string, empty: () => object, decoders: Readonly<Record<string, Decode>>): Struct {
  const fields = new Map<string, Field>();
  for (const [field, decode] of Object.entries(decoders)) {
    const key = field === 'import-values' ? 'importValues' : field;
    fields.set(field.toLowerCase(), { name: field, key, decode });
  }
  return { name, empty, fields };
}

const text: Decode = (data, old, at) => {
  if (data === null) return old;
  if (typeof data === 'string') return data;
  if (Array.isArray(data) || data instanceof Map) return mismatch(data, 'string', old, at);
  return typeof data === 'number' ? goFloat(data, 32) : String(data);
};

const flag: Decode = (data, old, at) => {
  if (data === null) return old;
  return typeof data === 'boolean' ? data : mismatch(data, 'bool', old, at);
};

/** Numbers become float64, as in any value. */
const anything: Decode = (data) => {
  if (typeof data === 'bigint') return Number(data);
  if (Array.isArray(data)) return data.map((item) => anything(item, undefined, NOWHERE));
  if (!(data instanceof Map)) return data;
  const map = new Map<string, unknown>();
  for (const [key, item] of data) map.set(key, anything(item, undefined, NOWHERE));
  return map;
};

/** A slice keeps the elements it had where the new list has some too: structs among them are filled on. */
function listOf(type: string, element: Decode): Decode {
  return (data, old, at) => {
    if (data === null) return undefined;
    if (!Array.isArray(data)) return mismatch(data, `[]${type.replace('PACKAGE', at.packageName)}`, old, at);
    const before = (old ?? []) as unknown[];
    return data.map((item, index) => element(item, before[index], at));
  };
}

/** Elements that are text start as "". */
const texts = listOf('string', (data, old, at) => text(data, old ?? '', at));

const annotations: Decode = (data, old, at) => {
  if (data === null) return undefined;
  if (!(data instanceof Map)) return mismatch(data, 'map[string]string', old, at);
  const map = new Map(old as Map<string, string> | undefined);
  for (const key of sorted(data)) map.set(key, text(data.get(key)!, '', at) as string);
  return map;
};

function structPointer(type: () => Struct): Decode {
  return (data, old, at) => {
    if (data === null) return null;
    const { name, empty } = type();
    if (!(data instanceof Map)) return mismatch(data, `${at.packageName}.${name}`, old ?? empty(), at);
    const object = (old ?? empty()) as Record<string, unknown>;
    fill(object, data, type(), at);
    return object;
  };
}

const MAINTAINER = lazily(() =>
  struct('Maintainer', () => ({ name: '', email: '', url: '' }), { name: text, email: text, url: text }),
);

const DEPENDENCY = lazily(() =>
  struct('Dependency', emptyDependency, {
    name: text,
    version: text,
    repository: text,
    condition: text,
    tags: texts,
    enabled: flag,
    'import-values': listOf('interface {}', anything),
    alias: text,
  }),
);

const METADATA = lazily(() =>
  struct('Metadata', emptyMetadata, {
    name: text,
    home: text,
    sources: texts,
    version: text,
    description: text,
    keywords: texts,
    maintainers: listOf('*PACKAGE.Maintainer', structPointer(MAINTAINER)),
    icon: text,
    apiVersion: text,
    condition: text,
    tags: text,
    appVersion: text,
    deprecated: flag,
    annotations,
    kubeVersion: text,
    dependencies: listOf('*PACKAGE.Dependency', structPointer(DEPENDENCY)),
    type: text,
  }),
);

function emptyDependency(): Dependency {
  return { name: '', version: '', repository: '', condition: '', enabled: false, alias: '' };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/**
 * Decodes the data of a Chart.yaml or requirements.yaml (read with integers kept) into metadata, on top of what is there:
 * names of fields match in any case, scalars become text where text is wanted (floats with 32 bits: `1.10` is `1.1`).
 *
 * @throws Error with the message of Go's encoding/json for the first part of a wrong type
 */
export function decodeMetadata(metadata: Metadata, data: Plain, major: 3 | 4): void {
  if (data === null) return;
  const packageName = major === 4 ? 'v2' : 'chart';
  const errors: string[] = [];
  const root: Place = { target: ' value', path: '', packageName, errors };
  if (data instanceof Map) fill(metadata as unknown as Record<string, unknown>, data, METADATA(), root);
  else mismatch(data, `${packageName}.Metadata`, undefined, root);
  if (errors.length > 0) throw new Error(`error unmarshaling JSON: while decoding JSON: json: ${errors[0]!}`);
}

function fill(
  object: Record<string, unknown>,
  data: ReadonlyMap<string, Plain>,
  type: Struct,
  at: Place,
): void {
  for (const key of sorted(data)) {
    const field = type.fields.get(key.replaceAll('ſ', 's').toLowerCase());
    if (field === undefined) continue;
    const path = `${at.path}${field.name}`;
    const target = ` struct field ${type.name}.${path}`;
    const value = field.decode(data.get(key)!, object[field.key], { ...at, target, path: `${path}.` });
    if (value === undefined) Reflect.deleteProperty(object, field.key);
    else object[field.key] = value;
  }
}

/** Go goes through JSON text, whose keys are sorted: of keys that mean one field the last wins. */
function sorted(data: ReadonlyMap<string, Plain>): string[] {
  return [...data.keys()].sort(compareBytes);
}

function mismatch(
  data: Exclude<Plain, null>,
  type: string,
  old: unknown,
  { target, errors }: Place,
): unknown {
  errors.push(`cannot unmarshal ${jsonKind(data)} into Go${target} of type ${type}`);
  return old;
}
