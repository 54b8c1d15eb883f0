/** Two outputs of the same input by the same program; where they are not the same, neither says what is right. */
export type Pair = readonly [first: string, second: string];

/** A line on which both outputs of a pair agree, or lines on which they do not. */
interface Piece {
  readonly text: string;
  /** number of lines in the first output */
  readonly lines: number;
  readonly varies: boolean;
  /** first line of it in the first output, from 1 */
  readonly line: number;
}

/** Where two programs differ: a line number of each, and the texts there; undefined behind the end. */
export interface Difference {
  readonly line: number;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

/**
 * The first place where what we render differs from what another program renders, undefined where there is none. Lines that
 * come out differently each time (random values, the time) are left out, of whichever program they are.
 */
export function firstDifference(ours: Pair, theirs: Pair): Difference | undefined {
  if (ours[0] === theirs[0]) return undefined;
  const [a, b] = [piecesOf(ours), piecesOf(theirs)];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left?.varies === true || right?.varies === true) {
      const next = behindVariation(a, i, b, j);
      if (next === undefined) return differenceOf(left, right);
      [i, j] = next;
    } else if (left?.text === right?.text) {
      i++;
      j++;
    } else return differenceOf(left, right);
  }
  return undefined;
}

function differenceOf(left: Piece | undefined, right: Piece | undefined): Difference {
  return { line: left?.line ?? right?.line ?? 1, ours: left?.text, theirs: right?.text };
}

/** Where both go on after lines that vary in one of them or in both; undefined where the other one has none left. */
function behindVariation(
  a: readonly Piece[],
  i: number,
  b: readonly Piece[],
  j: number,
): readonly [number, number] | undefined {
  const [mine, yours] = [variedLines(a[i]), variedLines(b[j])];
  const most = Math.max(mine, yours);
  // As many lines of each, since a value of one may be the same twice by chance; else each its own, as for keys.
  const even = [afterLines(a, i, most), afterLines(b, j, most)] as const;
  const own = [i + Math.sign(mine), j + Math.sign(yours)] as const;
  const fits = ([left, right]: readonly [number, number]): boolean =>
    a[left]?.text === b[right]?.text || a[left]?.varies === true || b[right]?.varies === true;
  if (even[0] !== undefined && even[1] !== undefined) {
    const both = [even[0], even[1]] as const;
    if (fits(both) || mine === 0 || yours === 0) return both;
  }
  return mine > 0 && yours > 0 ? own : undefined;
}

function variedLines(piece: Piece | undefined): number {
  return piece?.varies === true ? piece.lines : 0;
}

/** The index behind so many lines; undefined where there are not that many, or not a whole number of pieces. */
function afterLines(pieces: readonly Piece[], start: number, lines: number): number | undefined {
  let index = start;
  for (let left = lines; left > 0; index++) {
    const piece = pieces[index];
    if (piece === undefined || piece.lines > left) return undefined;
    left -= piece.lines;
  }
  return index;
}

/** Lines on which the two outputs agree are a piece each; what stands between them is one that varies. */
function piecesOf([first, second]: Pair): Piece[] {
  const [a, b] = [first.split('\n'), second.split('\n')];
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const text = a[i];
    if (text !== undefined && text === b[j]) {
      pieces.push({ text, lines: 1, varies: false, line: i + 1 });
      i++;
      j++;
      continue;
    }
    const [nextI, nextJ] = a.length === b.length ? nextEven(a, b, i) : nextTogether(a, b, i, j);
    const varied = a.slice(i, nextI).join('\n');
    pieces.push({ text: varied, lines: nextI - i, varies: true, line: i + 1 });
    [i, j] = [nextI, nextJ];
  }
  return pieces;
}

/** In outputs of as many lines a line stands for the line at its place. */
function nextEven(a: readonly string[], b: readonly string[], start: number): readonly [number, number] {
  let index = start + 1;
  while (index < a.length && a[index] !== b[index]) index++;
  return [index, index];
}

/** No generated value has more lines. */
const WINDOW = 200;

/** The nearest lines behind these that are the same. */
function nextTogether(
  a: readonly string[],
  b: readonly string[],
  i: number,
  j: number,
): readonly [number, number] {
  for (let distance = 1; distance <= WINDOW; distance++) {
    for (let left = 0; left <= distance; left++) {
      const right = distance - left;
      const text = a[i + left];
      if (text !== undefined && text === b[j + right]) return [i + left, j + right];
    }
  }
  return [a.length, b.length];
}
