import type { FieldTypes } from '../k8s/field-types.ts';
import { EMPTY_MAPPING, fieldOf, isMapping, isNull, isSequence, textOf } from '../k8s/node.ts';
import type { Mapping, Node } from '../k8s/node.ts';
import type { ChangedPath } from '../overlay/patch-paths.ts';
import { fieldValues } from '../patch/edit/field-values.ts';
import { parseAssignment } from '../patch/edit/parse-field-path.ts';
import { sameOrAbsent } from './find-value-judge.ts';

/** The place in which all is that differs between two nodes. */
export interface SmallestChange {
  readonly path: ChangedPath;
  readonly before: Node | undefined;
  readonly after: Node | undefined;
}

/** Finds it. Elements of lists go by their names where they have some. */
export function smallestChange(
  before: Node | undefined,
  after: Node | undefined,
  path: ChangedPath = [],
): SmallestChange {
  const [only, ...others] = differingParts(before, after);
  if (only === undefined || others.length > 0) return { path, before, after };
  return smallestChange(only.before, only.after, [...path, only.part]);
}

interface Part {
  readonly part: string;
  readonly before: Node | undefined;
  readonly after: Node | undefined;
}

function differingParts(before: Node | undefined, after: Node | undefined): Part[] {
  let parts: Part[] = [];
  const old = before === undefined || isNull(before) ? EMPTY_MAPPING : before;
  if (isMapping(old) && isMapping(after)) {
    const keys = [...new Set([...old.keys(), ...after.keys()])];
    parts = keys.map((part) => ({ part, before: old.get(part), after: after.get(part) }));
  } else if (isSequence(before) && isSequence(after) && before.length === after.length) {
    parts = before.map((item, index) => ({
      part: elementName(item, index),
      before: item,
      after: after[index],
    }));
  }
  return parts.filter((part) => !sameOrAbsent(part.before, part.after));
}

function elementName(element: Node, index: number): string {
  const name = textOf(fieldOf(element, 'name'));
  return name === undefined ? String(index) : `name=${name}`;
}

/** A field of the data that a text of a resource holds; undefined for any other field. */
export function fieldInText(
  assignment: string,
  start: Mapping,
  wanted: Mapping,
  types: FieldTypes,
): SmallestChange | undefined {
  const { path } = parseAssignment(assignment);
  if (!path.steps.some(({ kind }) => kind === 'text')) return undefined;
  const names = path.steps.flatMap((step) => {
    if (step.kind === 'text') return [];
    return [step.kind === 'key' ? step.name : step.pairs.map((pair) => pair.join('=')).join(',')];
  });
  const [[before], [after]] = [fieldValues(start, path, types), fieldValues(wanted, path, types)];
  return { path: names, before, after };
}
