import type { Match, Pattern } from './regex-pattern.ts';

/**
 * Translates simple patterns for JavaScript's own engine: literals, classes, groups, alternatives and quantifiers that both
 * engines understand alike, and whose backtracking is bounded by a polynomial that is known here. Most patterns in charts
 * are that simple, and an engine that need not be loaded and warmed up is by far the fastest.
 */

/** A pattern for short enough texts. */
export interface NativePattern extends Pattern {
  /** Whether searching a text of this length surely takes few steps. */
  suits(length: number): boolean;
}

const MAX_STEPS = 1_000_000;
/** Above are surrogates, which stand for bytes that are no UTF-8, and U+FFFD, which Go takes those for. */
const LAST_PLAIN = 0xd7ff;
const MAX_REPEAT = 100;

/** A translated piece. A text of n characters has at most `factor * n ** power` ways to match it. */
interface Piece {
  readonly source: string;
  /** one character of some kind */
  readonly isCharacter: boolean;
  /** a sequence of such characters, so that all its matches have the same length */
  readonly isFixed: boolean;
  readonly isNullable: boolean;
  readonly power: number;
  readonly factor: number;
}

interface Reader {
  readonly pattern: string;
  at: number;
  groupCount: number;
  depth: number;
}

/** What only the full engine handles, errors included. */
class Unsupported extends Error {}

/** The pattern for the native engine, undefined if it is not simple. */
export function compileNative(pattern: string): NativePattern | undefined {
  const reader: Reader = { pattern, at: 0, groupCount: 0, depth: 0 };
  let piece: Piece;
  try {
    piece = readAlternatives(reader);
    if (reader.at < pattern.length) return undefined;
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
  const regex = new RegExp(piece.source, 'gu');
  const isAnchored = /^\^[^|]*$/.test(piece.source);
  const stepsFrom = (length: number): number => piece.factor * (length + 1) ** piece.power;
  return {
    groupCount: reader.groupCount,
    groupNames: new Map(),
    suits: (length) => stepsFrom(length) * (isAnchored ? 1 : length + 1) <= MAX_STEPS,
    find: (text, from, budget) => {
      const match = find(regex, text, from);
      const starts = isAnchored ? 1 : (match?.start ?? text.length) - from + 1;
      budget.spend(1 + ((starts * stepsFrom(text.length)) >> 6));
      return match;
    },
  };
}

function find(regex: RegExp, text: string, from: number): Match | undefined {
  regex.lastIndex = from;
  const match = regex.exec(text);
  if (match === null) return undefined;
  return { start: match.index, end: match.index + match[0].length, group: (index) => match[index] };
}

function readAlternatives(reader: Reader): Piece {
  if (++reader.depth > 20) throw new Unsupported();
  const alternatives = [readSequence(reader)];
  while (reader.pattern[reader.at] === '|') {
    reader.at++;
    alternatives.push(readSequence(reader));
  }
  reader.depth--;
  if (alternatives.length === 1) return alternatives[0]!;
  return {
    source: alternatives.map(({ source }) => source).join('|'),
    isCharacter: false,
    isFixed: false,
    isNullable: alternatives.some(({ isNullable }) => isNullable),
    power: Math.max(...alternatives.map(({ power }) => power)),
    factor: alternatives.reduce((sum, { factor }) => sum + factor, 0),
  };
}

function readSequence(reader: Reader): Piece {
  let sequence: Piece = {
    source: '',
    isCharacter: false,
    isFixed: true,
    isNullable: true,
    power: 0,
    factor: 1,
  };
  while (reader.at < reader.pattern.length && !'|)'.includes(reader.pattern[reader.at]!)) {
    const piece = readQuantified(reader, readAtom(reader));
    sequence = {
      source: sequence.source + piece.source,
      isCharacter: false,
      isFixed: sequence.isFixed && piece.isFixed,
      isNullable: sequence.isNullable && piece.isNullable,
      power: sequence.power + piece.power,
      factor: sequence.factor * piece.factor,
    };
  }
  return sequence;
}

function character(source: string): Piece {
  return { source, isCharacter: true, isFixed: true, isNullable: false, power: 0, factor: 1 };
}

function position(source: string): Piece {
  return { source, isCharacter: false, isFixed: true, isNullable: true, power: 0, factor: 1 };
}

function readAtom(reader: Reader): Piece {
  switch (reader.pattern[reader.at]) {
    case '^':
    case '$':
      return position(reader.pattern[reader.at++]!);
    case '.':
      reader.at++;
      return character('[^\\n]');
    case '(':
      return readGroup(reader);
    case '[':
      return readClass(reader);
    case '\\':
      return readEscape(reader);
    default:
      // Nothing to repeat: an error.
      if (readCounts(reader) !== undefined) throw new Unsupported();
      return character(escaped(readCharacter(reader)));
  }
}

function readGroup(reader: Reader): Piece {
  const isCapturing = reader.pattern[reader.at + 1] !== '?';
  if (!isCapturing && !reader.pattern.startsWith('(?:', reader.at)) throw new Unsupported();
  reader.at += isCapturing ? 1 : 3;
  if (isCapturing) reader.groupCount++;
  const body = readAlternatives(reader);
  if (reader.pattern[reader.at++] !== ')') throw new Unsupported();
  return { ...body, source: `${isCapturing ? '(' : '(?:'}${body.source})`, isCharacter: false };
}

const SHORTHANDS: Readonly<Record<string, string>> = { d: '0-9', w: '0-9A-Za-z_', s: '\\t\\n\\f\\r ' };
const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

function readEscape(reader: Reader): Piece {
  const letter = reader.pattern[reader.at + 1] ?? '';
  const shorthand = SHORTHANDS[letter.toLowerCase()];
  if (shorthand !== undefined) {
    reader.at += 2;
    return character(letter === letter.toLowerCase() ? `[${shorthand}]` : `[^${shorthand}]`);
  }
  if (letter === 'b' || letter === 'B') {
    reader.at += 2;
    return position(`\\${letter}`);
  }
  return character(escaped(readCharacter(reader)));
}

/** A character as it is or escaped. */
function readCharacter(reader: Reader): number {
  const { pattern } = reader;
  let code = pattern.codePointAt(reader.at) ?? LAST_PLAIN + 1;
  reader.at++;
  if (code === 92) {
    code = pattern.codePointAt(reader.at) ?? LAST_PLAIN + 1;
    const letter = pattern[reader.at++] ?? '';
    if (/[0-9A-Za-z]/.test(letter)) code = CONTROLS[letter] ?? LAST_PLAIN + 1;
    else if (code > 0x7f) throw new Unsupported();
  }
  if (code > LAST_PLAIN) throw new Unsupported();
  return code;
}

function escaped(code: number): string {
  return `\\u{${code.toString(16)}}`;
}

function readClass(reader: Reader): Piece {
  const { pattern } = reader;
  const isNegated = pattern[reader.at + 1] === '^';
  reader.at += isNegated ? 2 : 1;
  let source = '';
  while (source === '' || pattern[reader.at] !== ']') {
    if (pattern.startsWith('[:', reader.at)) throw new Unsupported();
    const shorthand = pattern[reader.at] === '\\' ? SHORTHANDS[pattern[reader.at + 1] ?? ''] : undefined;
    if (shorthand === undefined) source += readRange(reader);
    else {
      source += shorthand;
      reader.at += 2;
    }
  }
  reader.at++;
  return character(`[${isNegated ? '^' : ''}${source}]`);
}

function readRange(reader: Reader): string {
  const low = readCharacter(reader);
  const { pattern, at } = reader;
  if (pattern[at] !== '-' || at + 1 >= pattern.length || pattern[at + 1] === ']') return escaped(low);
  reader.at++;
  const high = readCharacter(reader);
  if (high < low) throw new Unsupported();
  return `${escaped(low)}-${escaped(high)}`;
}

interface Counts {
  readonly source: string;
  readonly least: number;
  readonly most: number;
}

const COUNTS = /[*+?]|\{([0-9]+)(?:(,)([0-9]*))?\}/y;

/** The quantifier that comes next, not its `?`. */
function readCounts(reader: Reader): Counts | undefined {
  COUNTS.lastIndex = reader.at;
  const match = COUNTS.exec(reader.pattern);
  if (match === null) return undefined;
  const [source, least, comma, most] = match;
  if (source === '?') return { source, least: 0, most: 1 };
  if (least === undefined) return { source, least: source === '+' ? 1 : 0, most: Infinity };
  const upper = comma === undefined ? Number(least) : most === '' ? Infinity : Number(most);
  return { source, least: Number(least), most: upper };
}

function readQuantified(reader: Reader, piece: Piece): Piece {
  const counts = readCounts(reader);
  if (counts === undefined) return piece;
  reader.at += counts.source.length;
  const isLazy = reader.pattern[reader.at] === '?';
  if (isLazy) reader.at++;
  if (readCounts(reader) !== undefined || !isRepeatable(piece, counts)) throw new Unsupported();
  // A greedy run of one kind of character at the very end has nothing to come back for.
  const isLast = reader.at === reader.pattern.length && reader.depth === 1;
  const isFree = isLast && piece.isCharacter && !isLazy;
  const isEndless = counts.most === Infinity;
  return {
    source: piece.source + counts.source + (isLazy ? '?' : ''),
    isCharacter: false,
    isFixed: false,
    isNullable: counts.least === 0,
    power: piece.power + (isEndless && !isFree ? 1 : 0),
    factor: isFree ? 1 : piece.factor * (isEndless ? counts.least + 1 : counts.most - counts.least + 1),
  };
}

/**
 * Engines differ in how often they repeat what can be empty, and in what a repeated group holds. Repeating what itself has
 * several ways to match takes exponential time.
 */
function isRepeatable(piece: Piece, { least, most }: Counts): boolean {
  if (
    piece.isNullable ||
    least > MAX_REPEAT ||
    (most !== Infinity && (most > MAX_REPEAT || most < least || most === 0))
  )
    return false;
  return most === 1 || piece.isFixed;
}
