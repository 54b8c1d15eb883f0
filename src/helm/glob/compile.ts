import { branchPiece, choicePiece, edgePiece, everyPiece, rowPiece } from './composed-pieces.ts';
import type { Branch } from './composed-pieces.ts';
import { factorChoice } from './factor.ts';
import type { GlobNode } from './parse.ts';
import { SEPARATOR } from './piece.ts';
import type { Piece } from './piece.ts';
import {
  ANY_PIECE,
  containsPiece,
  countPiece,
  listPiece,
  NOTHING_PIECE,
  rangePiece,
  singlePiece,
  SUPER_PIECE,
  textPiece,
  withoutPiece,
} from './plain-pieces.ts';

/** Compiles a parsed pattern. How parts are joined decides what odd patterns match, so it follows Helm's glob library. */
export function compileNode(node: GlobNode): Piece {
  switch (node.kind) {
    case 'text':
      return textPiece(node.text);
    case 'list':
      return compileList(node.members, node.negated);
    case 'range':
      return rangePiece(node.low, node.high, node.negated);
    case 'any':
      return ANY_PIECE;
    case 'super':
      return SUPER_PIECE;
    case 'single':
      return singlePiece();
    case 'nothing':
      return NOTHING_PIECE;
    case 'choice':
      return compileChoice(node.options);
    case 'sequence':
      return node.parts.length === 0
        ? NOTHING_PIECE
        : simplify(joinPieces(gluePieces(node.parts.map(compileNode))));
  }
}

function compileChoice(options: readonly GlobNode[]): Piece {
  const factored = factorChoice(options);
  if (factored !== undefined) return compileNode(factored);
  return options.length === 1 ? compileNode(options[0]!) : choicePiece(options.map(compileNode));
}

function compileList(members: string, negated: boolean): Piece {
  const piece = listPiece(members, negated);
  return !negated && textPiece(members).runes === 1 ? textPiece(members) : piece;
}

/** Splits at the last of the longest pieces of fixed size; where there is none, at the first piece. */
function joinPieces(pieces: readonly Piece[]): Piece {
  if (pieces.length === 1) return pieces[0]!;
  const glued = glue(pieces, 0, pieces.length);
  if (glued !== undefined) return glued;
  let middle = -1;
  let longest = 0;
  for (let index = 0; index < pieces.length; index++) {
    if (pieces[index]!.runes < longest) continue;
    longest = pieces[index]!.runes;
    middle = index;
  }
  if (middle < 0) return branchPiece(pieces[0]!, undefined, joinPieces(pieces.slice(1)));
  const left = middle === 0 ? undefined : joinPieces(pieces.slice(0, middle));
  const right = middle === pieces.length - 1 ? undefined : joinPieces(pieces.slice(middle + 1));
  return branchPiece(pieces[middle]!, left, right);
}

interface Run {
  readonly start: number;
  readonly end: number;
  readonly piece: Piece;
}

/** Glues the longest run of pieces that can be one piece, until there is none. */
function gluePieces(pieces: readonly Piece[]): readonly Piece[] {
  let current = pieces;
  for (;;) {
    const run = longestRun(current);
    if (run === undefined) return current;
    current = [...current.slice(0, run.start), run.piece, ...current.slice(run.end)];
  }
}

/** A later run wins over an earlier one if it has more pieces or, both being of fixed size, more runes. */
function longestRun(pieces: readonly Piece[]): Run | undefined {
  let best: Run | undefined;
  let similarEnd = 0;
  let fixedEnd = 0;
  for (let start = 0; start < pieces.length - 1; start++) {
    const seen = Math.max(similarEnd, fixedEnd);
    if (similarEnd <= start) similarEnd = endOfSimilar(pieces, start);
    if (fixedEnd <= start) fixedEnd = endOfFixed(pieces, start);
    const end = Math.max(similarEnd, fixedEnd);
    if (end <= seen || end - start < 2) continue;
    const piece = glue(pieces, start, end);
    if (piece !== undefined && (best === undefined || isBetter(best, piece, end - start)))
      best = { start, end, piece };
  }
  return best;
}

function isBetter(best: Run, piece: Piece, count: number): boolean {
  return count > best.end - best.start || (best.piece.runes >= 0 && piece.runes > best.piece.runes);
}

/** Where the run of pieces that stop at the same runes as the first one ends. */
function endOfSimilar(pieces: readonly Piece[], start: number): number {
  const { stops } = pieces[start]!;
  let end = start;
  while (stops !== undefined && end < pieces.length && pieces[end]!.stops === stops) end++;
  return end;
}

/** Where the run of pieces of fixed size ends. */
function endOfFixed(pieces: readonly Piece[], start: number): number {
  let end = start;
  while (end < pieces.length && pieces[end]!.runes >= 0) end++;
  return end;
}

/** One piece for all of them, if they are similar or all of fixed size. */
function glue(pieces: readonly Piece[], start: number, end: number): Piece | undefined {
  if (endOfSimilar(pieces, start) >= end) return glueSimilar(pieces.slice(start, end));
  return endOfFixed(pieces, start) >= end ? rowPiece(pieces.slice(start, end)) : undefined;
}

/** Runs like `**?`: count the runes, and look for what they stop at (several runes are looked for as one text). */
function glueSimilar(pieces: readonly Piece[]): Piece {
  const minimum = pieces.filter((piece) => piece.runes === 1).length;
  if (minimum === 0) return pieces[0]!;
  const parts = [countPiece('atLeast', minimum)];
  if (minimum === pieces.length) parts.push(countPiece('atMost', minimum));
  return everyPiece([...parts, withoutPiece(pieces[0]!.stops!)]);
}

/** Replaces branches around a text by what is simpler, which also matches where prefix and suffix overlap. */
function simplify(piece: Piece): Piece {
  if (piece.kind !== 'branch') return piece;
  const { value, left: before, right: after } = piece as Branch;
  const left = before && simplify(before);
  const right = after && simplify(after);
  const text = value.text;
  return (
    (text === undefined ? undefined : simplifyText(text, left, right)) ?? branchPiece(value, left, right)
  );
}

function simplifyText(text: string, left: Piece | undefined, right: Piece | undefined): Piece | undefined {
  if (left?.kind === 'super' && right?.kind === 'super') return containsPiece(text);
  if (right === undefined) {
    if (left?.kind === 'super') return edgePiece({ prefix: '', suffix: text, stop: '' });
    if (left?.kind === 'any') return edgePiece({ prefix: '', suffix: text, stop: SEPARATOR });
    const edge = left?.edge;
    if (edge?.suffix === '' && edge.stop === '')
      return edgePiece({ prefix: edge.prefix, suffix: text, stop: '' });
  }
  if (left === undefined) {
    if (right?.kind === 'super') return edgePiece({ prefix: text, suffix: '', stop: '' });
    if (right?.kind === 'any') return edgePiece({ prefix: text, suffix: '', stop: SEPARATOR });
    const edge = right?.edge;
    if (edge?.prefix === '' && edge.stop === '')
      return edgePiece({ prefix: text, suffix: edge.suffix, stop: '' });
  }
  return undefined;
}
