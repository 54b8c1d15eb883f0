import { isClusterScoped } from '../k8s/resource-scope.ts';
import type { Gvk } from './gvk.ts';

/** What identifies a resource. `namespace` is as written, empty if absent. */
export interface ResourceId extends Gvk {
  readonly name: string;
  readonly namespace: string;
}

/** The namespace of every resource that lives in none, as selectors see it too. No namespace can have this name. */
export const NO_NAMESPACE = '_non_namespaceable_';
export const DEFAULT_NAMESPACE = 'default';

/** The namespace that counts: one of its own for cluster-scoped kinds, `default` where none is written. */
export function effectiveNamespace({ group, version, kind, namespace }: ResourceId): string {
  if (isClusterScoped(group, version, kind)) return NO_NAMESPACE;
  return namespace === '' ? DEFAULT_NAMESPACE : namespace;
}

/** A text that two ids share exactly if they name the same resource. */
export function idKey(id: ResourceId): string {
  return keyOf(id, effectiveNamespace(id));
}

/** The same for an id that a resource had: its namespace is the one that counted then. */
export function previousIdKey(id: ResourceId): string {
  return keyOf(id, id.namespace);
}

function keyOf({ group, version, kind, name }: ResourceId, namespace: string): string {
  return `${group}\n${version}\n${kind}\n${namespace}\n${name}`;
}

/** For messages: `Deployment.v1.apps/web.prod`, with [noVer], [noGrp], [noName] and [noNs] as Kustomize prints them. */
export function printId({ group, version, kind, name, namespace }: ResourceId): string {
  const parts = [kind || '[noKind]', version || '[noVer]', group || '[noGrp]'].join('.');
  return `${parts}/${name || '[noName]'}.${namespace || '[noNs]'}`;
}
