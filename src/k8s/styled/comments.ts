import type { CommentPlace } from '../yaml/scanner.ts';
import type { Token } from '../yaml/token.ts';
import type { Mark, TextLines } from './text-lines.ts';

/** A comment, and the token that it belongs to: the first one that begins at `token` or behind it. */
export interface Comment {
  readonly kind: 'head' | 'line' | 'foot';
  readonly text: string;
  readonly token: number;
  /** Where the space begins that it was found in. */
  readonly scan: number;
  readonly start: Mark;
  readonly end: number;
}

/** Comments in successive lines. */
interface Group {
  text: string;
  start: Mark;
  scan: number;
  token: number;
}

/**
 * Finds the comments of a text and what they belong to, by the rules of go-yaml v3: one behind content belongs to that; others are
 * heads of what follows, but feet of what precedes if they stand right below it with an empty line behind them, or further left
 * than the block that they are in.
 */
export class Comments {
  readonly found: Comment[] = [];
  private readonly lines: TextLines;
  private readonly text: string;

  constructor(lines: TextLines) {
    this.lines = lines;
    this.text = lines.text;
  }

  /** To be told of each comment behind a token, but not of those that follow it. */
  readonly collect = (place: CommentPlace): void => {
    const { last, position } = place;
    const from = this.endOfContent(position);
    const isOnLine =
      last !== undefined && last.type !== 'block-entry' && this.countBreaks(from, position) === 0;
    const next = isOnLine ? this.addLineComment(place, last) : position;
    if (this.text[next] === '#') this.addOwnLines(place, next, isOnLine);
  };

  /** Adds the comment that ends the line of a token; gives where the next one, or content, begins. */
  private addLineComment({ position, previous, inFlow }: CommentPlace, last: Token): number {
    const end = this.lines.endOfLine(position);
    const isSign = last.type === 'value' ? !inFlow : last.type === 'flow-entry' && inFlow;
    const token = this.lines.indexOf(isSign && previous !== undefined ? previous : last);
    const start = this.lines.markAt(position);
    this.found.push({
      kind: 'line',
      text: this.text.slice(position, end),
      token,
      scan: position,
      start,
      end,
    });
    return this.skipSpace(end);
  }

  /** Adds comments that have lines of their own, up to the next content. */
  private addOwnLines(place: CommentPlace, from: number, isBehindComment: boolean): void {
    const { last, previous, inFlow } = place;
    const owner = last?.type === 'flow-entry' && previous !== undefined ? previous : last;
    const indent = Math.max(0, place.indent);
    const scan = this.endOfContent(from);
    const breaks = this.countBreaks(scan, from);
    const isBehindPlain = !isBehindComment && last?.type === 'scalar' && last.style === 'plain';
    const footLine = isBehindPlain || this.lines.markAt(scan).line > 0 ? this.footLine(from, breaks) : -1;
    let mayBeFoot = breaks <= 1;
    const token = owner === undefined ? 0 : this.lines.indexOf(owner);
    const group: Group = { text: '', start: this.lines.markAt(from), scan, token };
    for (let at = from; this.text[at] === '#';) {
      const mark = this.lines.markAt(at);
      if (isElsewhere(group, mark, indent)) this.flushFoot(group, at);
      if (group.text === '') group.start = mark;
      const end = this.lines.endOfLine(at);
      group.text += (group.text === '' ? '' : '\n') + this.text.slice(at, end);
      at = this.skipSpace(end);
      const isAtEnd = at >= this.text.length;
      if (isAtEnd || this.countBreaks(end, at) > 1) {
        const isLeft = group.start.column < indent;
        const isBelow = group.start.line === footLine && owner?.type !== 'value';
        if (mayBeFoot && (isLeft || isBelow)) this.flushFoot(group, end + 1, isLeft);
        else if (!isAtEnd) group.text += '\n';
        mayBeFoot = false;
      }
      if (inFlow && (this.text[at] === ']' || this.text[at] === '}')) this.flushFoot(group, at);
      else if (!isAtEnd && this.text[at] !== '#' && isElsewhere(group, this.lines.markAt(at), indent))
        this.flushFoot(group, at);
      from = at;
    }
    if (group.text === '') return;
    const { text, start } = group;
    this.found.push({ kind: 'head', text, token: start.index, scan: group.scan, start, end: from - 1 });
  }

  /** The line on which a comment must begin that may be a foot of what precedes it. */
  private footLine(from: number, breaks: number): number {
    return this.lines.markAt(from).line - breaks + (breaks === 0 ? 2 : 1);
  }

  private flushFoot(group: Group, at: number, isUnrelated = false): void {
    if (group.text === '') return;
    const { text, start, scan } = group;
    this.found.push({
      kind: 'foot',
      text,
      token: isUnrelated ? start.index : group.token,
      scan,
      start,
      end: at,
    });
    Object.assign(group, { text: '', scan: at, token: at });
  }

  private countBreaks(from: number, to: number): number {
    let count = 0;
    for (let at = this.text.indexOf('\n', from); at !== -1 && at < to; at = this.text.indexOf('\n', at + 1))
      count++;
    return count;
  }

  private skipSpace(from: number): number {
    let at = from;
    while (isSpace(this.text.charCodeAt(at))) at++;
    return at;
  }

  private endOfContent(before: number): number {
    let at = before;
    while (at > 0 && isSpace(this.text.charCodeAt(at - 1))) at--;
    return at;
  }
}

/** Whether what stands at the mark shows that the comments before it belong to what precedes them. */
function isElsewhere({ text, start }: Group, { column }: Mark, indent: number): boolean {
  return text !== '' && column < indent && column !== start.column;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10;
}
