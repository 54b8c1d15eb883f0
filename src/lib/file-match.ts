import { byteText, RUNE_ERROR, runeOf, runeWidth } from './byte-text.ts';

/** One step of a pattern: a byte, `?`, or a class of runes. */
type Step =
  | { readonly kind: 'byte'; readonly code: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly number[] };

const SLASH = 0x2f;
const STAR = 0x2a;
const QUESTION = 0x3f;
const OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const CARET = 0x5e;
const DASH = 0x2d;

/**
 * Whether a name matches a shell file pattern as Go's filepath.Match on Unix decides: `*` and `?` stop at `/`, `[a-c]` and
 * `[^x]` are classes, `\` escapes. Throws an Error `syntax error in pattern` for a bad pattern, but only if matching gets to
 * its bad part.
 */
export function matchPath(pattern: string, name: string): boolean {
  const source = byteText(pattern);
  const subject = byteText(name);
  let at = 0;
  let position = 0;
  while (position < source.length) {
    const start = skipStars(source, position);
    const star = start > position;
    position = endOfChunk(source, start);
    if (star && position === start) return !subject.includes('/', at);
    const found = findChunk(
      readSteps(source, start, position),
      subject,
      at,
      star,
      position === source.length,
    );
    if (found < 0) return false;
    at = found;
  }
  return at === subject.length;
}

/** Where the name goes on after the steps matched at `at`, or after a star somewhere behind it; -1 for no match. */
function findChunk(
  steps: readonly Step[],
  subject: string,
  at: number,
  star: boolean,
  last: boolean,
): number {
  for (let start = at; ; start++) {
    const end = matchSteps(steps, subject, start);
    if (end >= 0 && (!last || end === subject.length)) return end;
    if (!star || start >= subject.length || subject.charCodeAt(start) === SLASH) return -1;
  }
}

function matchSteps(steps: readonly Step[], subject: string, start: number): number {
  let at = start;
  for (const step of steps) {
    if (at >= subject.length) return -1;
    if (step.kind === 'byte') {
      if (subject.charCodeAt(at) !== step.code) return -1;
      at++;
      continue;
    }
    const width = runeWidth(subject, at);
    if (
      step.kind === 'any'
        ? subject.charCodeAt(at) === SLASH
        : inRanges(step.ranges, runeOf(subject, at, width)) === step.negated
    )
      return -1;
    at += width;
  }
  return at;
}

function inRanges(ranges: readonly number[], rune: number): boolean {
  for (let index = 0; index < ranges.length; index += 2) {
    if (ranges[index]! <= rune && rune <= ranges[index + 1]!) return true;
  }
  return false;
}

function skipStars(source: string, start: number): number {
  let at = start;
  while (source.charCodeAt(at) === STAR) at++;
  return at;
}

/** A chunk reaches to the next star that no bracket surrounds. Which brackets are well-formed does not matter yet. */
function endOfChunk(source: string, start: number): number {
  let inBrackets = false;
  for (let at = start; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === OPEN) inBrackets = true;
    else if (code === CLOSE) inBrackets = false;
    else if (code === STAR && !inBrackets) return at;
  }
  return source.length;
}

function readSteps(source: string, start: number, end: number): Step[] {
  const steps: Step[] = [];
  let at = start;
  while (at < end) {
    const code = source.charCodeAt(at);
    if (code === OPEN) {
      at = readClass(source, at + 1, end, steps);
      continue;
    }
    if (code === BACKSLASH && ++at >= end) throw badPattern();
    steps.push(code === QUESTION ? { kind: 'any' } : { kind: 'byte', code: source.charCodeAt(at) });
    at++;
  }
  return steps;
}

/** Reads a class after its `[`; returns where the pattern goes on. */
function readClass(source: string, start: number, end: number, steps: Step[]): number {
  const negated = start < end && source.charCodeAt(start) === CARET;
  const ranges: number[] = [];
  let at = negated ? start + 1 : start;
  const readRune = (): number => {
    if (source.charCodeAt(at) === BACKSLASH) at++;
    else if (source.charCodeAt(at) === DASH || source.charCodeAt(at) === CLOSE) throw badPattern();
    if (at >= end) throw badPattern();
    const width = runeWidth(source, at, end);
    const rune = runeOf(source, at, width);
    at += width;
    if (at >= end || (rune === RUNE_ERROR && width === 1)) throw badPattern();
    return rune;
  };
  while (ranges.length === 0 || at >= end || source.charCodeAt(at) !== CLOSE) {
    if (at >= end) throw badPattern();
    const low = readRune();
    let high = low;
    if (source.charCodeAt(at) === DASH) {
      at++;
      if (at >= end) throw badPattern();
      high = readRune();
    }
    ranges.push(low, high);
  }
  steps.push({ kind: 'class', negated, ranges });
  return at + 1;
}

function badPattern(): Error {
  return new Error('syntax error in pattern');
}
