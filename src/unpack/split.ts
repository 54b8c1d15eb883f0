import type { Rendered } from '../helm/render.ts';
import type { Plain } from '../k8s/plain.ts';
import { YamlError } from '../k8s/yaml/error.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import { InfraError, type Location } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import type { PlainMap, Resource } from './resource.ts';

/** Deeper data is no object of Kubernetes; everything behind this point may recurse. */
const MAX_DEPTH = 400;
/** What may be one, in a text that may also be a scalar. */
const ALIAS = /\*[^\s,[\]{}]/;
const COUNTED = 'the line is counted in the document that the template rendered, not in the template';

/** What `makeBase` and others take from a render. */
export type RenderedDocuments = Pick<Rendered, 'crds' | 'manifests' | 'hooks'>;

/**
 * Every object of a render, one by one, in Helm's order: CRDs, manifests, hooks. Lists are taken apart; documents without content
 * are left out. Scalars are what Helm's reader takes them for. `findings` gets a line for each key that is given twice. Throws
 * InfraError MANIFEST for a document that is no object.
 */
export function splitResources(rendered: RenderedDocuments, findings: Finding[]): Resource[] {
  const { crds, manifests, hooks } = rendered;
  const resources: Resource[] = [];
  for (const crd of crds.flatMap(crdDocuments)) addDocument(crd, resources, findings);
  for (const manifest of manifests) addDocument(manifest, resources, findings);
  for (const hook of hooks) addDocument(hook, resources, findings);
  return resources;
}

interface Document {
  readonly path: string;
  readonly content: string;
  readonly exact?: Plain | undefined;
  readonly isCrdFile?: boolean;
  readonly events?: readonly string[];
}

/** The documents of a CRD file, which Helm prints as it is. */
function crdDocuments({ filename, text }: Rendered['crds'][number]): Document[] {
  return text.split(/^---(?:[ \t\r].*)?$/m).map((content) => ({ path: filename, content, isCrdFile: true }));
}

function addDocument(document: Document, resources: Resource[], findings: Finding[]): void {
  const data = readDocument(document, findings);
  if (isTooDeep(data, 0)) throw notAnObject(document.path, `it nests deeper than ${MAX_DEPTH} levels`);
  const { content } = document;
  addObjects(data, { ...document, length: mayHaveAlias(content) ? Infinity : content.length }, resources);
}

/** Whether an alias may be in a text. */
function mayHaveAlias(text: string): boolean {
  return text.includes('*') && ALIAS.test(text);
}

/** A document whose text was looked at once, however many objects are in it. */
interface ReadDocument extends Document {
  readonly length: number;
}

/** Helm prints a line feed behind each document, which counts where a text ends in a block scalar. */
function readDocument({ path, content, exact }: Document, findings: Finding[]): Plain {
  if (exact !== undefined) return exact;
  const text = `${content}\n`;
  try {
    // A merged mapping counts as keys given twice, which they are not.
    return readYaml(text, { integers: true, uniqueKeys: !content.includes('<<') });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const data = readAnyway(path, text);
    findings.push({
      code: 'DUPLICATE_KEY',
      severity: 'warning',
      message: `${repeatedKeys(error.message)} given twice: the last value counts, as in Helm`,
      location: placeOf(path, text, error),
      hint: COUNTED,
    });
    return data;
  }
}

function repeatedKeys(message: string): string {
  const keys = [...message.matchAll(/key (".*?") already set/g)].map(([, key]) => key);
  return `${keys.join(', ')} ${keys.length === 1 ? 'is' : 'are'}`;
}

function readAnyway(path: string, text: string): Plain {
  try {
    return readYaml(text, { integers: true });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new InfraError('MANIFEST', `YAML parse error on ${path}: ${error.message}`, {
      location: placeOf(path, text, error),
      hint: COUNTED,
      cause: error,
    });
  }
}

/** Where an error is; several of them are told in one message, of which the first line counts. */
function placeOf(file: string, text: string, error: YamlError): Location {
  const told = error.place ?? Number(/line (\d+):/.exec(error.message)?.[1]);
  if (!Number.isInteger(told)) return { file };
  const source = text.split('\n')[told - 1];
  return source === undefined ? { file } : { file, line: told, source };
}

function isTooDeep(data: Plain, depth: number): boolean {
  if (typeof data !== 'object' || data === null) return false;
  if (depth > MAX_DEPTH) return true;
  for (const value of data.values()) if (isTooDeep(value, depth + 1)) return true;
  return false;
}

function addObjects(data: Plain, document: ReadDocument, resources: Resource[]): void {
  const { path } = document;
  if (data === null || (data instanceof Map && data.size === 0)) return;
  if (!(data instanceof Map)) throw notAnObject(path, 'it is not a map of fields');
  const kind = textField(data, 'kind', path);
  const items = itemsOf(data, kind);
  if (items === undefined) resources.push(describe(data, kind, document));
  else for (const item of items) addObjects(item, document, resources);
}

/** The items of a list kind; a `List` may have none. */
function itemsOf(data: PlainMap, kind: string): readonly Plain[] | undefined {
  if (!kind.endsWith('List')) return undefined;
  const items = data.get('items');
  if (Array.isArray(items)) return items;
  return kind === 'List' && (items === undefined || items === null) ? [] : undefined;
}

function describe(data: PlainMap, kind: string, document: ReadDocument): Resource {
  const { path: template, isCrdFile = false, events = [] } = document;
  const metadata = data.get('metadata');
  if (!(metadata instanceof Map)) throw notAnObject(template, `its ${kind} has no metadata`);
  const apiVersion = textField(data, 'apiVersion', template);
  const slash = apiVersion.indexOf('/');
  const hasName = metadata.has('name') || !metadata.has('generateName');
  return {
    group: slash === -1 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    namespace: scalarText(metadata.get('namespace')) ?? '',
    name: hasName ? textField(metadata, 'name', template) : '',
    data,
    template,
    isCrdFile,
    textLength: document.length,
    events,
  };
}

function textField(data: PlainMap, field: string, path: string): string {
  const text = scalarText(data.get(field));
  if (text !== undefined && text !== '') return text;
  throw notAnObject(path, field === 'name' ? 'an object has no metadata.name' : `an object has no ${field}`);
}

/** The text of a scalar, undefined for anything else and null. */
function scalarText(value: Plain | undefined): string | undefined {
  if (typeof value === 'string') return value;
  const isText = typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
  return isText ? String(value) : undefined;
}

function notAnObject(file: string, reason: string): InfraError {
  return new InfraError('MANIFEST', `${file} rendered something that is no Kubernetes object: ${reason}`, {
    location: { file },
    hint: 'see what it renders with infra template --show-only, and set the values that it needs',
  });
}
