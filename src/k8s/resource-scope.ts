import { CLUSTER_SCOPED } from './tables/cluster-scoped.ts';

/**
 * Whether a kind is certain to live in no namespace. Only built-in kinds are, in the versions that Kustomize knows: a custom
 * resource counts as one that lives in a namespace.
 */
export function isClusterScoped(group: string, version: string, kind: string): boolean {
  const versions = Object.hasOwn(CLUSTER_SCOPED, kind) ? CLUSTER_SCOPED[kind] : undefined;
  if (versions === undefined) return false;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return versions.split(' ').includes(apiVersion);
}
