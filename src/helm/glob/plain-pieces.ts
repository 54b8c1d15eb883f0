import { runeOf, runeWidth } from '../../lib/byte-text.ts';
import { everyLength, indexIn, SEPARATOR } from './piece.ts';
import type { Found, Piece, Subject } from './piece.ts';

const EMPTY: Found['lengths'] = [0];

/** Exactly this text. */
export function textPiece(text: string): Piece {
  const lengths = [text.length];
  let runes = 0;
  for (let at = 0; at < text.length; at += runeWidth(text, at)) runes++;
  return {
    kind: 'text',
    text,
    runes,
    matches: (subject, from, to) => to - from === text.length && subject.text.startsWith(text, from),
    find(subject, from, to) {
      const at = indexIn(subject, text, from, to);
      return at < 0 ? undefined : { at, lengths };
    },
  };
}

/** One rune that the test accepts. An empty part counts as U+FFFD. */
function runePiece(kind: 'single' | 'class', accepts: (rune: number) => boolean, stops?: string): Piece {
  return {
    kind,
    runes: 1,
    matches(subject, from, to) {
      if (from >= to) return accepts(0xfffd);
      const width = runeWidth(subject.text, from, to);
      return from + width === to && accepts(runeOf(subject.text, from, width));
    },
    find(subject, from, to) {
      for (let at = from; at < to;) {
        subject.spend(1);
        const width = runeWidth(subject.text, at, to);
        if (accepts(runeOf(subject.text, at, width))) return { at, lengths: [width] };
        at += width;
      }
      return undefined;
    },
    ...(stops === undefined ? {} : { stops }),
  };
}

/** `?` */
export function singlePiece(): Piece {
  return runePiece('single', (rune) => rune !== SEPARATOR.charCodeAt(0), SEPARATOR);
}

/** `[a-c]`, `[!a-c]` */
export function rangePiece(low: number, high: number, negated: boolean): Piece {
  return runePiece('class', (rune) => (low <= rune && rune <= high) !== negated);
}

/** `[abc]`, `[!abc]` */
export function listPiece(members: string, negated: boolean): Piece {
  const runes = new Set<number>();
  for (let at = 0; at < members.length;) {
    const width = runeWidth(members, at);
    runes.add(runeOf(members, at, width));
    at += width;
  }
  return runePiece('class', (rune) => runes.has(rune) !== negated, negated ? members : undefined);
}

/** `*`: anything up to a separator. */
export const ANY_PIECE: Piece = {
  kind: 'any',
  runes: -1,
  stops: SEPARATOR,
  matches: (subject, from, to) => indexIn(subject, SEPARATOR, from, to) < 0,
  find(subject, from, to) {
    const stop = indexIn(subject, SEPARATOR, from, to);
    return { at: from, lengths: everyLength(subject, from, stop < 0 ? to : stop) };
  },
};

/** `**`: anything. */
export const SUPER_PIECE: Piece = {
  kind: 'super',
  runes: -1,
  stops: '',
  matches: () => true,
  find: (subject, from, to) => ({ at: from, lengths: everyLength(subject, from, to) }),
};

/** An empty option. */
export const NOTHING_PIECE: Piece = {
  kind: 'nothing',
  runes: 0,
  matches: (_subject, from, to) => from >= to,
  find: (_subject, from) => ({ at: from, lengths: EMPTY }),
};

/** A text somewhere: `**text**`. */
export function containsPiece(needle: string): Piece {
  return {
    kind: 'edge',
    runes: -1,
    matches: (subject, from, to) => indexIn(subject, needle, from, to) >= 0,
    find(subject, from, to) {
      const at = indexIn(subject, needle, from, to);
      if (at < 0) return undefined;
      const end = at + needle.length;
      return { at: from, lengths: everyLength(subject, end, to, end - from) };
    },
  };
}

/** Anything before the first occurrence of a text. */
export function withoutPiece(needle: string): Piece {
  return {
    kind: 'edge',
    runes: -1,
    matches: (subject, from, to) => indexIn(subject, needle, from, to) < 0,
    find(subject, from, to) {
      const at = indexIn(subject, needle, from, to);
      return { at: from, lengths: everyLength(subject, from, at < 0 ? to : at) };
    },
  };
}

/** At least (`atLeast`) or at most (`atMost`) that many runes. */
export function countPiece(bound: 'atLeast' | 'atMost', limit: number): Piece {
  const lengthsOf = (subject: Subject, from: number, to: number): number[] => {
    const all = everyLength(subject, from, to);
    return bound === 'atMost' ? all.slice(0, limit + 1) : all.slice(Math.max(limit, 1));
  };
  return {
    kind: 'edge',
    runes: -1,
    matches(subject, from, to) {
      const count = everyLength(subject, from, to).length - 1;
      return bound === 'atMost' ? count <= limit : count >= limit;
    },
    find(subject, from, to) {
      const lengths = lengthsOf(subject, from, to);
      return lengths.length === 0 ? undefined : { at: from, lengths };
    },
  };
}
