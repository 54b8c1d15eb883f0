import { formatValue } from '../gotemplate/format.ts';
import type { GoMap, Value } from '../gotemplate/value.ts';
import type { Profile } from './profile.ts';

/** How values are merged. */
export interface Merging {
  readonly profile: Profile;
  /** Keep nulls, for values that are coalesced again later; otherwise a null deletes what it overrides. */
  readonly keepsNulls: boolean;
  readonly warn: (message: string) => void;
}

/**
 * Merges a table into another that wins: keys it lacks are added, tables merge, all else of it stays. `path` is that of the
 * tables, for warnings. Both change: Helm marks the nulls of the target in the source.
 *
 * Without `keepsNulls` a null in the target deletes its key; Helm 4 only does that where the source had a value to delete.
 */
export function coalesceTables(target: GoMap, source: GoMap, path: string, merging: Merging): void {
  const spared = merging.keepsNulls ? undefined : nullsToKeep(target, source, merging.profile);
  for (const [key, value] of target) if (value === null) source.set(key, null);
  for (const [key, value] of source) {
    const old = target.get(key);
    if (old === null && spared !== undefined && !spared.has(key)) target.delete(key);
    else if (old === undefined) target.set(key, value);
    else if (value instanceof Map) {
      if (old instanceof Map) coalesceTables(old, value, joinKeys(path, key), merging);
      else warnOf('cannot overwrite table with non table for', path, key, value, merging);
    } else if (old instanceof Map && value !== null) {
      warnOf('destination for', path, key, value, merging);
    }
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Nulls of the target that stay in Helm 4: those that have no value to delete. */
function nullsToKeep(target: GoMap, source: GoMap, { major }: Profile): ReadonlySet<string> {
  if (major === 3) return NONE;
  let kept: Set<string> | undefined;
  for (const [key, value] of target) {
    if (value === null && (source.get(key) ?? null) === null) (kept ??= new Set()).add(key);
  }
  return kept ?? NONE;
}

function warnOf(what: string, path: string, key: string, value: Value, { warn }: Merging): void {
  const middle = what.startsWith('destination') ? ' is a table. Ignoring non-table value' : '';
  warn(`warning: ${what} ${joinKeys(path, key)}${middle} (${formatValue(value)})`);
}

/** The path of a key in a table. */
export function joinKeys(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
