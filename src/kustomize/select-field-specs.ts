import type { FieldSpec } from './field-spec.ts';
import { parsePath, type PathPart } from './field-path.ts';
import { isSelected, type Gvk } from './gvk.ts';

/** A field spec whose path was taken apart. */
export interface ParsedFieldSpec {
  readonly fieldSpec: FieldSpec;
  readonly parts: readonly PathPart[];
}

interface Selection {
  readonly group: string;
  readonly version: string;
  readonly selected: readonly ParsedFieldSpec[];
}

const selectionsOfLists = new WeakMap<readonly FieldSpec[], Map<string, Selection[]>>();
const parsedSpecs = new WeakMap<FieldSpec, ParsedFieldSpec>();

/**
 * The field specs of a list that select a kind of resource, in the order of the list. The same list gives the same answer for a
 * kind, found once.
 */
export function selectFieldSpecs(fieldSpecs: readonly FieldSpec[], gvk: Gvk): readonly ParsedFieldSpec[] {
  let byKind = selectionsOfLists.get(fieldSpecs);
  if (byKind === undefined) selectionsOfLists.set(fieldSpecs, (byKind = new Map<string, Selection[]>()));
  let selections = byKind.get(gvk.kind);
  if (selections === undefined) byKind.set(gvk.kind, (selections = []));
  for (const { group, version, selected } of selections) {
    if (group === gvk.group && version === gvk.version) return selected;
  }
  const selected = fieldSpecs.filter((fieldSpec) => isSelected(gvk, fieldSpec)).map(parseFieldSpec);
  selections.push({ group: gvk.group, version: gvk.version, selected });
  return selected;
}

/** A field spec with its path taken apart. */
export function parseFieldSpec(fieldSpec: FieldSpec): ParsedFieldSpec {
  const known = parsedSpecs.get(fieldSpec);
  if (known !== undefined) return known;
  const parsed = { fieldSpec, parts: parsePath(fieldSpec.path) };
  parsedSpecs.set(fieldSpec, parsed);
  return parsed;
}
