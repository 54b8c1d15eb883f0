import { prepareInput } from '../yaml/input.ts';
import { Scanner } from '../yaml/scanner.ts';
import type { Token, TokenType } from '../yaml/token.ts';
import { Comments, type Comment } from './comments.ts';
import { TextLines } from './text-lines.ts';

/** A token and where it begins, or is taken to. */
export interface PlacedToken {
  readonly token: Token;
  readonly type: TokenType;
  index: number;
}

/** The tokens of the first document of a text, up to what ends it. */
function tokensOf(scanner: Scanner, lines: TextLines): PlacedToken[] {
  const tokens: PlacedToken[] = [];
  for (let isInside = false; ;) {
    const token = scanner.peek();
    const { type } = token;
    tokens.push({ token, type, index: lines.indexOf(token) });
    if (type === 'stream-end' || type === 'document-end' || (type === 'document-start' && isInside))
      return tokens;
    isInside ||= !type.endsWith('-directive');
    scanner.take();
  }
}

/** The end of a block is right behind its content, unless comments follow that are indented as the block is. */
function placeBlockEnds(
  tokens: readonly PlacedToken[],
  comments: readonly Comment[],
  lines: TextLines,
): void {
  const indents: number[] = [];
  const last = lines.markAt(lines.text.length);
  let known = 0;
  let before = 0;
  let mark = -1;
  for (const placed of tokens) {
    const { type, token, index } = placed;
    if (type === 'block-mapping-start' || type === 'block-sequence-start') indents.push(token.column);
    if (type !== 'block-end') {
      before = index;
      mark = -1;
      continue;
    }
    const indent = indents.pop() ?? 0;
    // Where a comment ends the text, without a line end, blocks left of its end are closed behind it.
    const isClosedLast = index === last.index && indent <= last.column;
    if (mark === -1 || isClosedLast) {
      while (known < comments.length && comments[known]!.start.index < before) known++;
      const first = comments[known];
      mark = first !== undefined && first.start.index < index ? first.scan - 1 : index;
      while (known < comments.length && comments[known]!.start.index < index) known++;
    }
    if (isClosedLast) mark = Math.max(mark, last.index - 1);
    mark = blockEnd(mark, indent, comments, known);
    placed.index = mark;
  }
}

function blockEnd(mark: number, indent: number, comments: readonly Comment[], known: number): number {
  let found = mark;
  let stop = mark;
  for (let at = known - 1; at >= 0 && comments[at]!.end >= stop; at--) {
    const { start, scan } = comments[at]!;
    if (start.column === indent) found = start.index;
    stop = scan;
  }
  return found;
}

/** What a text is made of. */
export interface TextParts {
  readonly tokens: readonly PlacedToken[];
  readonly comments: readonly Comment[];
  /** The text itself, with line feeds only. */
  readonly text: string;
}

/** Tokens and comments of the first document of a YAML text, which must be valid. */
export function readTokens(source: string): TextParts {
  const input = prepareInput(source);
  const lines = new TextLines(input.text);
  const comments = new Comments(lines);
  const tokens = tokensOf(new Scanner(input, 3, comments.collect), lines);
  placeBlockEnds(tokens, comments.found, lines);
  return { tokens, comments: comments.found, text: lines.text };
}
