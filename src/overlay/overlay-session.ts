import type { Session } from '../kustomize/session.ts';
import type { StagedChanges } from './staged-tree.ts';

/**
 * Gives a session what another one, for the files before some changes, has read and built, so far as the changes do not touch
 * it: bases are not built again. Both sessions have the same options.
 */
export function keepUnchanged(from: Session, to: Session, root: string, changes: StagedChanges): void {
  const changed = new Set([...changes.keys()].map((path) => `${root}/${path}`));
  for (const [key, value] of from.memory) if (!isTouched(key, value, changed)) to.memory.set(key, value);
}

function isTouched(key: string, value: unknown, changed: ReadonlySet<string>): boolean {
  if (key.startsWith('built ')) {
    return (value as { readonly lookups: readonly string[] }).lookups.some((path) => changed.has(path));
  }
  // Patches are kept by their texts, all else by a path at the end of the key.
  return changed.has(key.slice(key.indexOf('/')));
}
