import type { ResourceChange, ResourcesDiff } from './diff-resources.ts';
import type { Meaning, Severity } from './meaning.ts';

/** A meaning, and all resources that it is true of. */
export interface ToldMeaning {
  readonly meaning: Meaning;
  readonly resources: readonly ResourceChange[];
}

const ORDER: readonly Severity[] = ['danger', 'notice', 'routine'];

/** The meanings of all changes, each sentence once: danger first. Routine ones only if asked for. */
export function toldMeanings({ changes }: ResourcesDiff, withRoutine: boolean): ToldMeaning[] {
  const told = new Map<string, { meaning: Meaning; resources: ResourceChange[] }>();
  for (const change of changes) {
    for (const meaning of change.meanings) {
      const key = `${meaning.severity}\n${meaning.code}\n${meaning.sentence}`;
      const present = told.get(key);
      if (present === undefined) told.set(key, { meaning, resources: [change] });
      else present.resources.push(change);
    }
  }
  const all = [...told.values()];
  return ORDER.filter((severity) => withRoutine || severity !== 'routine').flatMap((severity) =>
    all.filter(({ meaning }) => meaning.severity === severity),
  );
}

/** How many resources came, went and changed, and how many meanings of each severity there are. */
export function countChanges(diff: ResourcesDiff): {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly danger: number;
  readonly notice: number;
} {
  const those = (change: ResourceChange['change']): number =>
    diff.changes.filter((each) => each.change === change).length;
  const meanings = diff.changes.flatMap((each) => each.meanings);
  const severe = (severity: Severity): number =>
    meanings.filter((meaning) => meaning.severity === severity).length;
  return {
    ...{ added: those('added'), removed: those('removed'), changed: those('changed') },
    ...{ danger: severe('danger'), notice: severe('notice') },
  };
}
