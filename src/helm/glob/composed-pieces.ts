import { GoError } from '../../gotemplate/function.ts';
import { runeWidth } from '../../lib/byte-text.ts';
import { countRunes, endsIn, everyLength, indexIn, SEPARATOR, startsIn } from './piece.ts';
import type { Edge, Found, Piece, Subject } from './piece.ts';

/** Any of the options: `{a,b}`. */
export function choicePiece(options: readonly Piece[]): Piece {
  return {
    kind: 'choice',
    runes: choiceRunes(options),
    matches: (subject, from, to) => options.some((option) => option.matches(subject, from, to)),
    find(subject, from, to) {
      let best: Found | undefined;
      for (const option of options) {
        const found = option.find(subject, from, to);
        if (found === undefined || (best !== undefined && found.at > best.at)) continue;
        best =
          best === undefined || found.at < best.at
            ? found
            : { at: best.at, lengths: mergeLengths(best.lengths, found.lengths) };
      }
      return best;
    },
  };
}

/** Options before the first one of fixed size do not count, so that `{*,abc}` passes for three runes. */
function choiceRunes(options: readonly Piece[]): number {
  const first = options.findIndex((option) => option.runes >= 0);
  if (first < 0) return -1;
  const runes = options[first]!.runes;
  return options.every((option, index) => index < first || option.runes === runes) ? runes : -1;
}

function mergeLengths(left: readonly number[], right: readonly number[]): number[] {
  return [...new Set([...left, ...right])].sort((a, b) => a - b);
}

/** Pieces of fixed size in a row. */
export function rowPiece(pieces: readonly Piece[]): Piece {
  const runes = pieces.reduce((sum, piece) => sum + piece.runes, 0);
  const matchesAt = (subject: Subject, from: number, to: number): boolean => {
    let at = from;
    for (const piece of pieces) {
      subject.spend(1);
      const end = endOfRow(subject, piece.runes, at, from, to);
      if (end < 0 || !piece.matches(subject, at, end)) return false;
      at = end;
    }
    return true;
  };
  return {
    kind: 'row',
    runes,
    matches: (subject, from, to) => countRunes(subject, from, to) === runes && matchesAt(subject, from, to),
    find(subject, from, to) {
      for (let at = from; at < to && to - at >= runes; at += runeWidth(subject.text, at, to)) {
        if (matchesAt(subject, at, to)) return { at, lengths: [runes] };
      }
      return undefined;
    },
  };
}

/**
 * Where that many runes end in a row, -1 if there are fewer: one byte after the start of the last rune, even of a longer
 * rune. No runes at all reach to the end, which is an index out of range when the row is used up.
 */
function endOfRow(subject: Subject, runes: number, at: number, from: number, to: number): number {
  let count = 0;
  let last = at;
  for (let next = at; next < to; next += runeWidth(subject.text, next, to)) {
    last = next;
    if (++count === runes) break;
  }
  if (count < runes) return -1;
  if (last + 1 > to)
    throw new GoError(
      `runtime error: slice bounds out of range [:${last + 1 - from}] with length ${to - from}`,
    );
  return last + 1;
}

/** All of the pieces at once, for the same part. */
export function everyPiece(pieces: readonly Piece[]): Piece {
  return {
    kind: 'every',
    runes: -1,
    matches: (subject, from, to) => pieces.every((piece) => piece.matches(subject, from, to)),
    find(subject, from, to) {
      let common: readonly number[] | undefined;
      for (const piece of pieces) {
        const found = piece.find(subject, from, to);
        if (found === undefined) return undefined;
        const lengths: Set<number> = new Set(found.lengths);
        common = common === undefined ? found.lengths : common.filter((length) => lengths.has(length));
        if (common.length === 0) return undefined;
      }
      return { at: from, lengths: common ?? [] };
    },
  };
}

/** A value with something before and something after it; undefined stands for nothing. */
export interface Branch extends Piece {
  readonly value: Piece;
  readonly left: Piece | undefined;
  readonly right: Piece | undefined;
}

export function branchPiece(value: Piece, left: Piece | undefined, right: Piece | undefined): Branch {
  const branch: Branch = {
    kind: 'branch',
    runes: -1,
    value,
    left,
    right,
    matches(subject, from, to) {
      const key = from * (subject.text.length + 1) + to;
      let known = subject.known.get(branch);
      if (known === undefined) subject.known.set(branch, (known = new Map<number, boolean>()));
      let result = known.get(key);
      if (result === undefined) known.set(key, (result = searchBranch(branch, subject, from, to)));
      return result;
    },
    // A branch inside of a branch is never looked for.
    find: () => undefined,
  };
  return branch;
}

/** Tries every place of the value. Sides of fixed size narrow where it can be; in the end there must be room for one byte. */
function searchBranch(branch: Branch, subject: Subject, from: number, to: number): boolean {
  const { value, left, right } = branch;
  const limit = to - Math.max(right === undefined ? 0 : right.runes, 0);
  let start = from + Math.max(left === undefined ? 0 : left.runes, 0);
  while (start < limit) {
    const found = value.find(subject, start, limit);
    if (found === undefined) return false;
    if (left === undefined ? found.at === from : left.matches(subject, from, found.at)) {
      for (let index = found.lengths.length - 1; index >= 0; index--) {
        const end = Math.min(found.at + found.lengths[index]!, to);
        if (right === undefined ? end === to : right.matches(subject, end, to)) return true;
      }
    }
    start = found.at + (found.at < to ? runeWidth(subject.text, found.at, to) : 1);
  }
  return false;
}

/** `a*`, `**b`, `a**b` and the like: ends that may overlap. */
export function edgePiece(edge: Edge): Piece {
  const { prefix, suffix, stop } = edge;
  return {
    kind: 'edge',
    edge,
    runes: -1,
    matches(subject, from, to) {
      if (!startsIn(subject, prefix, from, to) || !endsIn(subject, suffix, from, to)) return false;
      return stop === '' || indexIn(subject, stop, from + prefix.length, to - suffix.length) < 0;
    },
    find: (subject, from, to) =>
      suffix === ''
        ? findPrefix(edge, subject, from, to)
        : prefix === ''
          ? findSuffix(edge, subject, from, to)
          : findBoth(edge, subject, from, to),
  };
}

function findPrefix({ prefix, stop }: Edge, subject: Subject, from: number, to: number): Found | undefined {
  const at = indexIn(subject, prefix, from, to);
  if (at < 0) return undefined;
  const start = at + prefix.length;
  const end = stop === '' ? -1 : indexIn(subject, stop, start, to);
  return { at, lengths: everyLength(subject, start, end < 0 ? to : end, prefix.length) };
}

function findSuffix({ suffix, stop }: Edge, subject: Subject, from: number, to: number): Found | undefined {
  const end = indexIn(subject, suffix, from, to);
  if (end < 0) return undefined;
  const before = stop === '' || end === from ? -1 : subject.text.lastIndexOf(stop, end - 1);
  const at = before < from ? from : before + SEPARATOR.length;
  return { at, lengths: [end + suffix.length - at] };
}

/** The suffix is looked for from the end on, each time before the one found. */
function findBoth({ prefix, suffix }: Edge, subject: Subject, from: number, to: number): Found | undefined {
  const at = indexIn(subject, prefix, from, to);
  if (at < 0) return undefined;
  const lengths: number[] = [];
  for (let end = to; end - suffix.length >= at;) {
    const found = subject.text.lastIndexOf(suffix, end - suffix.length);
    if (found < at) break;
    lengths.push(found + suffix.length - at);
    end = found;
  }
  lengths.reverse();
  return lengths.length === 0 ? undefined : { at, lengths };
}
