import { InfraError } from '../lib/error.ts';
import type { FieldSpec, NameReference } from './field-spec.ts';
import { isSelected } from './gvk.ts';

/** Lists into which they themselves merge without a change. */
const idempotent = new WeakSet<readonly (FieldSpec | NameReference)[]>();

/**
 * A list with the field specs of another one behind its own. One is left out if the list has a field spec with its path that it
 * selects: the same one, but also one for a single kind before one for all kinds, which then counts for that kind only.
 * The same list comes back where nothing is added. Throws InfraError where the two differ in `create`.
 */
export function mergeFieldSpecs(
  list: readonly FieldSpec[],
  added: readonly FieldSpec[],
): readonly FieldSpec[] {
  if (added.length === 0 || (list === added && idempotent.has(list))) return list;
  const byPath = indexByPath(list);
  const news: FieldSpec[] = [];
  for (const fieldSpec of added) {
    const known = byPath.get(fieldSpec.path);
    const same = known?.find((other) => isSelected(other, fieldSpec));
    if (same !== undefined) {
      checkCreate(same, fieldSpec);
      continue;
    }
    if (known === undefined) byPath.set(fieldSpec.path, [fieldSpec]);
    else known.push(fieldSpec);
    news.push(fieldSpec);
  }
  if (list === added) idempotent.add(list);
  if (news.length === 0) return list;
  return list.length === 0 && news.length === added.length ? added : [...list, ...news];
}

function indexByPath(list: readonly FieldSpec[]): Map<string, FieldSpec[]> {
  const byPath = new Map<string, FieldSpec[]>();
  for (const fieldSpec of list) {
    const known = byPath.get(fieldSpec.path);
    if (known === undefined) byPath.set(fieldSpec.path, [fieldSpec]);
    else known.push(fieldSpec);
  }
  return byPath;
}

function checkCreate(one: FieldSpec, other: FieldSpec): void {
  if (one.create === other.create) return;
  throw new InfraError(
    'KUSTOMIZATION',
    `two field specs for ${printSpec(one)} conflict: one creates the field, the other one does not`,
    {
      hint: `${printBoth(printKinds(one), printKinds(other))}; give both the same create`,
    },
  );
}

function printBoth(one: string, other: string): string {
  return one === other ? `both are for ${one}` : `one is for ${one}, the other one for ${other}`;
}

function printSpec({ path }: FieldSpec): string {
  return path === '' ? 'an empty path' : path;
}

function printKinds({ group, version, kind }: FieldSpec): string {
  const parts = [kind, version, group].filter((part) => part !== '');
  return parts.length === 0 ? 'all kinds' : parts.join('.');
}

/** References joined like field specs: those to the same kind become one. The same list comes back where nothing is added. */
export function mergeNameReferences(
  list: readonly NameReference[],
  added: readonly NameReference[],
): readonly NameReference[] {
  if (added.length === 0 || (list === added && idempotent.has(list))) return list;
  let merged: NameReference[] | undefined;
  for (const reference of added) {
    const present: readonly NameReference[] = merged ?? list;
    const next = mergeNameReference(present, reference);
    if (next !== undefined) merged = next;
  }
  if (list === added) idempotent.add(list);
  if (merged === undefined) return list;
  return list.length === 0 && merged.length === added.length ? added : merged;
}

/** undefined where nothing changes. */
function mergeNameReference(
  list: readonly NameReference[],
  reference: NameReference,
): NameReference[] | undefined {
  const index = list.findIndex((other) => isSameKind(other, reference));
  const known = list[index];
  if (known === undefined) return [...list, reference];
  const fieldSpecs = mergeFieldSpecs(known.fieldSpecs, reference.fieldSpecs);
  return fieldSpecs === known.fieldSpecs ? undefined : list.with(index, { ...known, fieldSpecs });
}

function isSameKind(one: NameReference, other: NameReference): boolean {
  return one.kind === other.kind && one.group === other.group && one.version === other.version;
}
