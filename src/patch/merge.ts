import { copyMapping, EMPTY_MAPPING, isMapping, isNull, type Node } from '../k8s/node.ts';

/**
 * Applies a JSON merge patch (RFC 7386) to a node: mappings are merged, null takes a key away, everything else is replaced.
 * Gives the same node where nothing changed.
 */
export function applyMergePatch(root: Node | undefined, patch: Node): Node {
  if (!isMapping(patch)) return patch;
  const before = isMapping(root) ? root : EMPTY_MAPPING;
  let merged: Map<string, Node> | undefined;
  for (const [key, value] of patch) {
    const old = before.get(key);
    const fresh = isNull(value) ? undefined : applyMergePatch(old, value);
    if (fresh === old) continue;
    merged ??= copyMapping(before);
    if (fresh === undefined) merged.delete(key);
    else merged.set(key, fresh);
  }
  return merged ?? before;
}
