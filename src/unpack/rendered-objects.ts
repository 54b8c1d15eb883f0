import type { Manifest } from '../helm/manifests.ts';
import type { Rendered } from '../helm/render.ts';
import type { Plain } from '../k8s/plain.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import { identityOf, mapAt, type PlainMap } from './resource.ts';

/** Deeper data is no object of Kubernetes. */
export const MAX_DEPTH = 400;

/** An object that a template rendered, with its place among all that this template rendered. */
export interface RenderedObject {
  readonly identity: string;
  readonly kind: string;
  readonly group: string;
  readonly name: string;
  readonly data: PlainMap;
}

/** The manifests and hooks of a render, in one list for each template. */
export function manifestsByTemplate(
  rendered: Pick<Rendered, 'manifests' | 'hooks'>,
): Map<string, Manifest[]> {
  const byTemplate = new Map<string, Manifest[]>();
  for (const manifest of [...rendered.manifests, ...rendered.hooks]) {
    const list = byTemplate.get(manifest.path);
    if (list === undefined) byTemplate.set(manifest.path, [manifest]);
    else list.push(manifest);
  }
  return byTemplate;
}

/** The data of a manifest, integers exactly; Helm prints a line feed behind each document, which a block scalar may end with. */
export function dataOf({ content, exact }: Pick<Manifest, 'content' | 'exact'>): Plain {
  return exact ?? readYaml(`${content}\n`, { integers: true });
}

/** The objects in a document: itself, or the items of a List; what is nested too deep is none. */
export function objectsIn(data: Plain, depth = 0): PlainMap[] {
  if (!(data instanceof Map) || depth > MAX_DEPTH) return [];
  const items = itemsOf(data);
  return items === undefined ? [data] : items.flatMap((item) => objectsIn(item, depth + 1));
}

/** The items of a List kind. */
export function itemsOf(data: PlainMap): Plain[] | undefined {
  const kind = data.get('kind');
  const items = data.get('items');
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items : undefined;
}

/** What an object is; `name` stands for one that is generated. */
export function describeObject(data: PlainMap, name?: string): RenderedObject {
  const apiVersion = textAt(data, 'apiVersion');
  const metadata = mapAt(data, 'metadata');
  const named = {
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind: textAt(data, 'kind'),
    namespace: metadata === undefined ? '' : textAt(metadata, 'namespace'),
    name: name ?? (metadata === undefined ? '' : textAt(metadata, 'name')),
  };
  return { ...named, identity: identityOf(named), data };
}

function textAt(data: PlainMap, key: string): string {
  const value = data.get(key);
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : scalarText(value);
}

function scalarText(value: Plain): string {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? String(value)
    : '';
}
