import type { ResourceChange } from './diff-resources.ts';
import type { FieldChange } from './field-change.ts';
import { printPath } from './field-path.ts';
import { noiseOf, noiseContext, type Noise, type NoiseContext } from './noise.ts';
import { nodeKey } from './node-key.ts';

/** Changes that say one thing together. */
export interface NoiseGroup extends Noise {
  readonly resources: readonly ResourceChange[];
}

/** Changes that are the same in several resources. */
export interface SameChanges {
  readonly fields: readonly FieldChange[];
  readonly resources: readonly ResourceChange[];
}

/** Changes with what occurs many times told once. */
export interface FoldedDiff {
  readonly noise: readonly NoiseGroup[];
  readonly same: readonly SameChanges[];
  /** What is left of each resource. */
  readonly own: ReadonlyMap<ResourceChange, readonly FieldChange[]>;
}

/** From so many resources on, an equal change is told once. */
const MANY = 3;
/** The same for a new image. */
const MANY_IMAGES = 2;

/** Tells once what occurs many times. */
export function fold(changes: readonly ResourceChange[]): FoldedDiff {
  const noise = groupsOfNoise(changes, noiseContext(changes));
  const isNoise = new Set(noise.flatMap(({ fields }) => fields));
  const isLeft = (field: FieldChange): boolean => !isNoise.has(field);
  const same = groupsOfSame(changes, isLeft);
  const isSame = new Set(same.flatMap(({ all }) => all));
  const left = (change: ResourceChange): FieldChange[] =>
    change.fields.filter((field) => isLeft(field) && !isSame.has(field));
  return { noise, same, own: new Map(changes.map((change) => [change, left(change)])) };
}

function groupsOfNoise(
  changes: readonly ResourceChange[],
  context: NoiseContext,
): (NoiseGroup & { readonly fields: readonly FieldChange[] })[] {
  const groups = new Map<string, Noise & { resources: Set<ResourceChange>; fields: FieldChange[] }>();
  for (const change of changes) {
    for (const field of change.fields) {
      const noise = noiseOf(field, context);
      if (noise === undefined) continue;
      const key = JSON.stringify([noise.what, noise.before, noise.after]);
      const group = groups.get(key) ?? { ...noise, resources: new Set<ResourceChange>(), fields: [] };
      groups.set(key, group);
      group.resources.add(change);
      group.fields.push(field);
    }
  }
  return [...groups.values()]
    .filter(({ what, resources }) => what !== 'image' || resources.size >= MANY_IMAGES)
    .map((group) => ({ ...group, resources: [...group.resources] }));
}

function groupsOfSame(
  changes: readonly ResourceChange[],
  isLeft: (field: FieldChange) => boolean,
): (SameChanges & { readonly all: readonly FieldChange[] })[] {
  const occurrences = new Map<string, { change: ResourceChange; field: FieldChange }[]>();
  for (const change of changes) {
    for (const field of change.fields.filter(isLeft)) {
      const key = keyOf(field);
      const list = occurrences.get(key);
      if (list === undefined) occurrences.set(key, [{ change, field }]);
      else list.push({ change, field });
    }
  }
  return mergedGroups(
    [...occurrences.values()].filter(({ length }) => length >= MANY),
    changes,
  );
}

/** Fields that changed in the same resources come into one group. */
function mergedGroups(
  groups: readonly (readonly { change: ResourceChange; field: FieldChange }[])[],
  changes: readonly ResourceChange[],
): (SameChanges & { readonly all: readonly FieldChange[] })[] {
  const numbers = new Map(changes.map((change, index) => [change, index]));
  const merged = new Map<
    string,
    { fields: FieldChange[]; resources: ResourceChange[]; all: FieldChange[] }
  >();
  for (const group of groups) {
    const key = group.map(({ change }) => numbers.get(change)).join();
    const present = merged.get(key) ?? { fields: [], resources: group.map(({ change }) => change), all: [] };
    merged.set(key, present);
    present.fields.push(group[0]!.field);
    for (const { field } of group) present.all.push(field);
  }
  return [...merged.values()];
}

function keyOf({ path, change, before, after }: FieldChange): string {
  const key = (node: FieldChange['before']): string => (node === undefined ? '' : nodeKey(node));
  return `${change}\n${printPath(path)}\n${key(before)}\n${key(after)}`;
}
