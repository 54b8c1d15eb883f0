import { fieldOf, isMapping, textOf, withField, type Mapping } from '../../k8s/node.ts';
import { idKey, type ResourceId } from '../../kustomize/resource-id.ts';
import { idOf } from '../../kustomize/resource.ts';

/** From the namespace of a base to that of a target. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** A resource of a base and what it is to become. */
export interface Match {
  readonly before: Mapping;
  readonly wanted: Mapping;
  /** by which a build has the wanted one */
  readonly key: string;
  readonly isMoved: boolean;
}

/** What has to become of the resources of a base. */
export interface Matches {
  readonly matched: readonly Match[];
  readonly added: readonly Mapping[];
  readonly removed: readonly Mapping[];
}

/**
 * Finds for each resource of a base the one that it is to become: of the same apiVersion, kind and name, in the same namespace,
 * else in that to which the base's own moves. All others go or come.
 */
export function matchResources(
  base: readonly Mapping[],
  wanted: readonly Mapping[],
  { from, to }: Move,
): Matches {
  const open = byKey(wanted);
  const matched: Match[] = [];
  const take = (before: Mapping, id: ResourceId, isMoved: boolean): boolean => {
    const key = idKey(id);
    const found = open.get(key);
    if (found === undefined) return false;
    open.delete(key);
    matched.push({ before, wanted: found, key, isMoved });
    return true;
  };
  const rest = base.filter((before) => !take(before, idOf(before), false));
  const removed = rest.filter((before) => {
    const id = idOf(before);
    return id.namespace !== from || !take(before, { ...id, namespace: to }, true);
  });
  return { matched, added: [...open.values()], removed };
}

/** Resources by a text that names them among all of a build. */
export function byKey(resources: readonly Mapping[]): Map<string, Mapping> {
  return new Map(resources.map((root) => [idKey(idOf(root)), root]));
}

/** What is to become of a resource before its namespace changes. */
export function wantedInPlace({ before, wanted, isMoved }: Match): Mapping {
  const namespace = fieldOf(before.get('metadata'), 'namespace');
  return isMoved && namespace !== undefined ? withNamespace(wanted, textOf(namespace) ?? '') : wanted;
}

/** A resource in another namespace. */
export function withNamespace(root: Mapping, namespace: string): Mapping {
  const metadata = root.get('metadata');
  return isMapping(metadata)
    ? withField(root, 'metadata', withField(metadata, 'namespace', namespace))
    : root;
}
