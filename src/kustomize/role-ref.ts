import { isMapping, textOf, type Mapping } from '../k8s/node.ts';
import type { Gvk } from './gvk.ts';

/** The group and kind that the `roleRef` of a binding names; undefined where it lacks one of them. */
export function roleOf(root: Mapping): Gvk | undefined {
  const roleRef = root.get('roleRef');
  if (!isMapping(roleRef)) return undefined;
  const group = roleRef.get('apiGroup');
  const kind = roleRef.get('kind');
  if (group === undefined || kind === undefined) return undefined;
  return { group: textOf(group) ?? '', version: '', kind: textOf(kind) ?? '' };
}
