import type { Plain } from '../k8s/plain.ts';

/** A mapping of a resource. */
export type PlainMap = Map<string, Plain>;

/** One Kubernetes object that a chart rendered. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** as written; empty where it is absent */
  readonly namespace: string;
  /** empty where only a generateName is given */
  readonly name: string;
  /** in the order of the chart's text; integers are bigint, floats number */
  readonly data: PlainMap;
  /** the template or CRD file it came from */
  readonly template: string;
  /** whether it came from a `crds/` folder */
  readonly isCrdFile: boolean;
  /** how long the text is that it was read from, in characters; infinite where the text repeats parts of itself by aliases */
  readonly textLength: number;
  /** the events of a hook of Helm, none for anything else */
  readonly events: readonly string[];
}

/**
 * What names an object in a cluster: `Deployment.apps/ci/jenkins`, `ClusterRole.rbac.authorization.k8s.io/jenkins`. Versions of a
 * group do not count: a cluster serves one object in all of them.
 */
export function identityOf({ group, kind, namespace, name }: Named): string {
  const parts = [group === '' ? kind : `${kind}.${group}`, ...(namespace === '' ? [] : [namespace]), name];
  return parts.map(withoutSlash).join('/');
}

/** The identity of what has another name. */
export function withName(identity: string, name: string): string {
  return identity.slice(0, identity.lastIndexOf('/') + 1) + withoutSlash(name);
}

/** What a message calls a resource: `Deployment/jenkins`. */
export function titleOf({ kind, name }: Pick<Named, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}

export type Named = Pick<Resource, 'group' | 'kind' | 'namespace' | 'name'>;

/** No name of Kubernetes has a slash; one that has must not pass for two. */
function withoutSlash(part: string): string {
  return part.includes('/') || part.includes('%') ? part.replaceAll('%', '%25').replaceAll('/', '%2F') : part;
}

/** The mapping under a key, undefined where there is none. */
export function mapAt(data: Plain | undefined, key: string): PlainMap | undefined {
  const value = data instanceof Map ? data.get(key) : undefined;
  return value instanceof Map ? value : undefined;
}

/** The same resource with other data. */
export function withData(resource: Resource, data: PlainMap): Resource {
  return { ...resource, data };
}

/** The mapping with a value at the end of a path of keys that hold mappings; new keys come last. */
export function withValue(data: PlainMap, path: readonly string[], value: Plain): PlainMap {
  const [key, ...rest] = path;
  if (key === undefined) return data;
  const inner =
    rest.length === 0 ? value : withValue(mapAt(data, key) ?? new Map<string, Plain>(), rest, value);
  return new Map(data).set(key, inner);
}
