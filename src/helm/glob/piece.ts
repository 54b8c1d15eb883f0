import { runeWidth } from '../../lib/byte-text.ts';

/** The name a pattern is matched against, as a byte text, and what was found out about it. */
export interface Subject {
  readonly text: string;
  /** what branches answered, by branch and by part of the name */
  readonly known: Map<Piece, Map<number, boolean>>;
  readonly spend: (steps: number) => void;
}

/** Where a piece was found: at `at`, and the lengths in bytes that it can have there, ascending. */
export interface Found {
  readonly at: number;
  readonly lengths: readonly number[];
}

/**
 * A compiled part of a pattern. All positions are byte offsets into the subject; `from` up to `to` is the part in question.
 */
export interface Piece {
  readonly kind:
    | 'text'
    | 'class'
    | 'single'
    | 'any'
    | 'super'
    | 'nothing'
    | 'choice'
    | 'row'
    | 'every'
    | 'branch'
    | 'edge';
  /** how many runes it matches, -1 when that is not fixed */
  readonly runes: number;
  /** whether it matches the whole part */
  matches(subject: Subject, from: number, to: number): boolean;
  /** where it first occurs in the part */
  find(subject: Subject, from: number, to: number): Found | undefined;
  /** the runes (as a byte text) at which it ends, if all it knows of runes is that: `*`, `?`, `[!x]` */
  readonly stops?: string;
  /** of a text: itself */
  readonly text?: string;
  /** of an edge: what it starts and ends with, and what must not be between */
  readonly edge?: Edge;
}

/** A text at one or both ends and anything between, except what `stop` says. */
export interface Edge {
  readonly prefix: string;
  readonly suffix: string;
  readonly stop: string;
}

export const SEPARATOR = '/';

/** Position of `needle` in a part of the subject, -1 if it is not in it. */
export function indexIn(subject: Subject, needle: string, from: number, to: number): number {
  subject.spend(1 + ((to - from) >> 4));
  const at = subject.text.indexOf(needle, from);
  return at < 0 || at + needle.length > to ? -1 : at;
}

/** Whether the part starts with `needle`. */
export function startsIn(subject: Subject, needle: string, from: number, to: number): boolean {
  return to - from >= needle.length && subject.text.startsWith(needle, from);
}

/** Whether the part ends with `needle`. */
export function endsIn(subject: Subject, needle: string, from: number, to: number): boolean {
  return to - from >= needle.length && subject.text.endsWith(needle, to);
}

/** How many runes the part has. */
export function countRunes(subject: Subject, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += runeWidth(subject.text, at, to)) count++;
  return count;
}

/** The lengths from `from` up to every rune of the part, plus `offset`; with the whole length as the last. */
export function everyLength(subject: Subject, from: number, to: number, offset = 0): number[] {
  subject.spend(to - from);
  const lengths: number[] = [];
  for (let at = from; at < to; at += runeWidth(subject.text, at, to)) lengths.push(offset + at - from);
  lengths.push(offset + to - from);
  return lengths;
}
