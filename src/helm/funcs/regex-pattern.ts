import type { Budget } from '../../gotemplate/budget.ts';

/** A match: UTF-16 offsets, and the text of each group (undefined if it took no part; group 0 is the whole). */
export interface Match {
  readonly start: number;
  readonly end: number;
  group(index: number): string | undefined;
}

/** A compiled regular expression with Go's semantics, whichever engine runs it. */
export interface Pattern {
  readonly groupCount: number;
  /** by group name; the first group of that name */
  readonly groupNames: ReadonlyMap<string, number>;
  /** The leftmost match that begins at `from` or later. Spends what the search may have cost. */
  find(text: string, from: number, budget: Budget): Match | undefined;
}
