import type { Finding } from '../lib/finding.ts';
import type { Policies } from './policies.ts';

/** A resource that a render has and the base has not. */
export interface Dropped {
  /** its identity */
  readonly what: string;
  readonly why: string;
}

/** What a policy did to a resource. */
export interface Changed {
  /** its identity */
  readonly what: string;
  readonly policy: keyof Policies;
  readonly detail: string;
}

/** What became of a render: `read` is always `written` and what was dropped. */
export interface BaseReport {
  readonly read: number;
  readonly written: number;
  /** how many of each kind were written, sorted by kind */
  readonly kinds: ReadonlyMap<string, number>;
  readonly dropped: readonly Dropped[];
  readonly changed: readonly Changed[];
  /** labels of Helm that stay, and what selects by them */
  readonly kept: readonly { readonly label: string; readonly why: string }[];
  readonly findings: readonly Finding[];
}

/** A report in the making, which each step adds to. */
export interface Notes {
  readonly dropped: Dropped[];
  readonly changed: Changed[];
  readonly kept: { label: string; why: string }[];
  readonly findings: Finding[];
}

export function emptyNotes(): Notes {
  return { dropped: [], changed: [], kept: [], findings: [] };
}
