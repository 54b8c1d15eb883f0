import type { Manifest } from '../helm/manifests.ts';
import type { Rendered } from '../helm/render.ts';
import type { Plain } from '../k8s/plain.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import { writeYaml } from '../k8s/yaml/write.ts';
import { InfraError } from '../lib/error.ts';

/** One Kubernetes object that a chart rendered. */
export interface Resource {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** YAML of this object alone, ending with one line feed */
  readonly content: string;
  /** the template or CRD file it came from */
  readonly path: string;
}

/**
 * Every object of a render, one by one, in Helm's order: CRDs, manifests, hooks. Lists are taken apart; documents without
 * content are left out. Throws InfraError MANIFEST for a document that is no object.
 */
export function splitResources({
  crds,
  manifests,
  hooks,
}: Pick<Rendered, 'crds' | 'manifests' | 'hooks'>): Resource[] {
  const documents = [...crds.flatMap(crdDocuments), ...manifests, ...hooks];
  return documents.flatMap((document) => resourcesOf(document.data, document.path, document.content));
}

type Document = Pick<Manifest, 'path' | 'content' | 'data'>;

/** The documents of a CRD file, which Helm prints as it is. */
function crdDocuments({ filename, text }: Rendered['crds'][number]): Document[] {
  return text
    .split(/^---(?:[ \t].*)?$/m)
    .map((content) => ({ path: filename, content, data: parse(content, filename) }));
}

function parse(content: string, file: string): Plain {
  try {
    return readYaml(content);
  } catch (error) {
    throw new InfraError('MANIFEST', `YAML parse error on ${file}: ${(error as Error).message}`, {
      location: { file },
      cause: error,
    });
  }
}

/** `text` is undefined for an item of a list, which has no text of its own. */
function resourcesOf(data: Plain, path: string, text: string | undefined): Resource[] {
  if (data === null || (data instanceof Map && data.size === 0)) return [];
  if (!(data instanceof Map)) throw notAnObject(path, 'it is not a map of fields');
  const kind = textField(data, 'kind', path);
  const items = data.get('items');
  if (kind.endsWith('List') && Array.isArray(items))
    return items.flatMap((item) => resourcesOf(item, path, undefined));
  return [describe(data, kind, path, text)];
}

function describe(data: Map<string, Plain>, kind: string, path: string, text: string | undefined): Resource {
  const metadata = data.get('metadata');
  if (!(metadata instanceof Map)) throw notAnObject(path, `its ${kind} has no metadata`);
  const apiVersion = textField(data, 'apiVersion', path);
  const namespace = metadata.get('namespace');
  return {
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind,
    namespace: typeof namespace === 'string' ? namespace : '',
    name: textField(metadata, 'name', path),
    content: text !== undefined && isPlainText(text) ? tidy(text) : writeResource(data, path, text),
    path,
  };
}

/** Helm prints a line feed behind each document, which counts where a text ends in a block scalar. */
function writeResource(data: Plain, path: string, text: string | undefined): string {
  return `${writeYaml(text === undefined ? data : parse(`${text}\n`, path))}\n`;
}

/**
 * Whether every YAML reader takes this text for the same data. Anchors and tags are written out, and what looks like a key
 * given twice, which Helm allows and Kustomize refuses.
 */
function isPlainText(text: string): boolean {
  return !/(?:^|[\s[{,])[&*!][A-Za-z0-9!]/.test(text) && !text.includes('<<:') && !hasRepeatedKey(text);
}

/** Whether two keys of one block could be the same; too strict rather than too lax is what this must be. */
function hasRepeatedKey(text: string): boolean {
  const open: { readonly indent: number; readonly keys: Set<string> }[] = [];
  for (const line of text.split('\n')) {
    const match = KEY_LINE.exec(line);
    if (match === null) continue;
    const [, spaces = '', dashes = '', key = ''] = match;
    const indent = spaces.length + dashes.length;
    while (open.length > 0 && open.at(-1)!.indent > (dashes === '' ? indent : spaces.length)) open.pop();
    if (dashes !== '' && open.at(-1)?.indent === spaces.length) open.pop();
    const block = open.at(-1);
    if (block?.indent !== indent) open.push({ indent, keys: new Set([key]) });
    else if (block.keys.has(key)) return true;
    else block.keys.add(key);
  }
  return false;
}

const KEY_LINE = /^( *)((?:- +)*)([^\s#&*!|>'"%@`{}[\],-][^:]*?|"[^"]*"|'[^']*'): *(?:\s|$)/;

/** The text without empty lines at its ends, and one line feed. A block scalar that keeps its last lines (`|+`) keeps them. */
function tidy(text: string): string {
  const body = text.replace(/^(?:[ \t\r]*\n)+/, '');
  return /[|>]\d?\+/.test(body) ? `${body}\n` : `${body.replace(/\n+$/, '')}\n`;
}

function textField(data: ReadonlyMap<string, Plain>, field: string, path: string): string {
  const value = data.get(field);
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw notAnObject(path, field === 'name' ? 'an object has no metadata.name' : `an object has no ${field}`);
}

function notAnObject(file: string, reason: string): InfraError {
  return new InfraError('MANIFEST', `${file} rendered something that is no Kubernetes object: ${reason}`, {
    location: { file },
    hint: 'see what it renders with infra template --show-only, and set the values that it needs',
  });
}
