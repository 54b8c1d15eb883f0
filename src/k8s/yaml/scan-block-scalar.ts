import { END, isBlank, isBreak, isBreakOrEnd, isDigit } from './cursor.ts';
import type { Cursor } from './cursor.ts';

type Chomping = 'strip' | 'clip' | 'keep';

interface Header {
  readonly chomping: Chomping;
  /** The indentation indicator, 0 without. */
  readonly increment: number;
}

interface Breaks {
  readonly text: string;
  readonly indent: number;
}

/**
 * Reads a literal (`|`) or folded (`>`) scalar of a collection at column `parentIndent` (-1 at the root). The cursor stands
 * on the indicator and is left on the first line that is no part of the scalar, behind its indentation.
 */
export function scanBlockScalar(cursor: Cursor, literal: boolean, parentIndent: number): string {
  cursor.skip();
  const { chomping, increment } = scanHeader(cursor);
  const known = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment;
  const lead = scanBreaks(cursor, known, parentIndent);
  const { indent } = lead;
  let blankLines = lead.text;
  const parts: string[] = [];
  let lineBreak = '';
  let leadingBlank = false;
  while (cursor.column === indent && cursor.at(0) !== END) {
    const blank = isBlank(cursor.at(0));
    if (!literal && !leadingBlank && !blank && lineBreak === '\n') {
      if (blankLines === '') parts.push(' ');
    } else parts.push(lineBreak);
    parts.push(blankLines);
    leadingBlank = blank;
    const start = cursor.position;
    cursor.skipToBreak();
    parts.push(cursor.text.slice(start, cursor.position));
    cursor.at(1);
    lineBreak = isBreak(cursor.at(0)) ? cursor.skipBreak() : '';
    blankLines = scanBreaks(cursor, indent, parentIndent).text;
  }
  if (chomping !== 'strip') parts.push(lineBreak);
  if (chomping === 'keep') parts.push(blankLines);
  return parts.join('');
}

function scanHeader(cursor: Cursor): Header {
  let chomping = scanChomping(cursor);
  let increment = 0;
  if (isDigit(cursor.at(0))) {
    if (cursor.at(0) === 48) throw cursor.error('found an indentation indicator equal to 0');
    increment = cursor.at(0) - 48;
    cursor.skip();
    chomping ??= scanChomping(cursor);
  }
  cursor.skipBlanks();
  if (cursor.at(0) === 35) cursor.skipToBreak();
  if (!isBreakOrEnd(cursor.at(0))) throw cursor.error('did not find expected comment or line break');
  if (cursor.at(0) !== END) {
    cursor.at(1);
    cursor.skipBreak();
  }
  return { chomping: chomping ?? 'clip', increment };
}

function scanChomping(cursor: Cursor): Chomping | undefined {
  const code = cursor.at(0);
  if (code !== 43 && code !== 45) return undefined;
  cursor.skip();
  return code === 43 ? 'keep' : 'strip';
}

/**
 * Steps over empty lines and the indentation of the next line. Where the indentation is not known yet (0), it is that of the
 * most indented of these lines, but deeper than the parent's.
 */
function scanBreaks(cursor: Cursor, indent: number, parentIndent: number): Breaks {
  let text = '';
  let deepest = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && cursor.at(0) === 32) cursor.position++;
    deepest = Math.max(deepest, cursor.column);
    if ((indent === 0 || cursor.column < indent) && cursor.at(0) === 9) {
      throw cursor.error('found a tab character where an indentation space is expected');
    }
    if (!isBreak(cursor.at(0))) break;
    cursor.at(1);
    text += cursor.skipBreak();
  }
  return { text, indent: indent === 0 ? Math.max(deepest, parentIndent + 1, 1) : indent };
}
