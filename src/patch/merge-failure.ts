import { isMapping, isSequence, type Node } from '../k8s/node.ts';
import { PatchFailure } from './patch-failure.ts';

/** The error for a patch that cannot be merged: at which field, and what is wrong. */
export function mergeFailure(path: readonly string[], reason: string, hint?: string): PatchFailure {
  const place = path.length === 0 ? '' : `${path.join('.')}: `;
  return new PatchFailure(`${place}${reason}`, [...path], hint === undefined ? {} : { hint });
}

/** What kind of node it is, in words. */
export function nameKind(node: Node): string {
  if (isMapping(node)) return 'a mapping';
  return isSequence(node) ? 'a list' : 'a single value';
}
