import { Cursor, END, isBlank, isBlankBreakOrEnd, isBreak } from './cursor.ts';
import type { YamlInput } from './input.ts';
import type { YamlVersion } from './resolves.ts';
import { scanBlockScalar } from './scan-block-scalar.ts';
import { scanPlainScalar, scanQuotedScalar } from './scan-flow-scalar.ts';
import { scanAnchor, scanDirective, scanTag } from './scan-tag.ts';
import type { KeyCandidate, Token, TokenStyle, TokenType } from './token.ts';

/** How deep go-yaml lets flow collections or indentations nest. */
const MAX_DEPTH = 10_000;
/** A key without `?` must end within so many characters. */
const MAX_KEY_LENGTH = 1024;
/** What go-yaml v3 does differently: it reads ahead of the token that is asked for, to find the comments that belong to it. */
const LOOK_AHEAD = { 2: 0, 3: 2 } as const;
/** Characters no plain scalar starts with: `, [ ] { } # & * ! | > ' " % @` and the backtick. */
const INDICATORS = ',[]{}#&*!|>\'"%@`';

/** A place in the text; both count from 0. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** A comment that was come to, and what is known there. */
export interface CommentPlace {
  /** Where its `#` stands in the text. */
  readonly position: number;
  /** The tokens before it, undefined at the start of the text. */
  readonly last: Token | undefined;
  readonly previous: Token | undefined;
  /** The column of the block it is in, -1 outside of any. */
  readonly indent: number;
  readonly inFlow: boolean;
}

/**
 * Turns text into tokens the way libyaml does: a token is read only when asked for, except that a possible key is read on
 * until it is clear whether it is one. So what is wrong behind the part asked for does no harm; in v3, two tokens behind it.
 */
export class Scanner {
  private readonly cursor: Cursor;
  private readonly version: YamlVersion;
  /** How many tokens behind the next one must be known. */
  private readonly lookAhead: number;
  private readonly queue: Token[] = [];
  private head = 0;
  private taken = 0;
  private ready = false;
  private indent = -1;
  private readonly indents: number[] = [];
  /** For the block context and each open flow collection, where a key may have begun last. */
  private readonly candidates: (KeyCandidate | undefined)[] = [undefined];
  /** For each open flow collection, the possible key it may be as a whole. */
  private readonly flowStarts: (KeyCandidate | undefined)[] = [];
  private keyAllowed = true;
  private readonly onComment: ((place: CommentPlace) => void) | undefined;

  /** @param onComment is told, in v3, of each comment that follows a token; not of further ones before the next token */
  constructor(input: YamlInput, version: YamlVersion = 2, onComment?: (place: CommentPlace) => void) {
    this.cursor = new Cursor(input);
    this.version = version;
    this.onComment = onComment;
    this.lookAhead = LOOK_AHEAD[version];
  }

  /** The next token. Throws YamlError where the text is no YAML. */
  peek(): Token {
    if (!this.ready) this.fillQueue();
    return this.queue[this.head]!;
  }

  /** Takes the token that was peeked at. */
  take(): void {
    this.ready = false;
    this.taken++;
    this.head++;
    if (this.head === this.queue.length) {
      this.queue.length = 0;
      this.head = 0;
    }
  }

  private get inFlow(): boolean {
    return this.flowStarts.length > 0;
  }

  private fillQueue(): void {
    for (;;) {
      const { head, lookAhead, queue } = this;
      if (queue.length - head > lookAhead && !this.mayBecomeKey(queue[head]!)) break;
      this.fetchToken();
    }
    this.ready = true;
  }

  private fetchToken(): void {
    const cursor = this.cursor;
    this.skipToToken();
    this.unrollIndent(cursor.column);
    cursor.at(3);
    const code = cursor.at(0);
    if (code === END) this.fetchStreamEnd();
    else if (code === 37 && cursor.column === 0) this.fetchDirective();
    else if (cursor.isAtDocumentMarker()) this.fetchDocumentMarker(code);
    else this.fetchContent(code);
  }

  private fetchContent(code: number): void {
    const alone = isBlankBreakOrEnd(this.cursor.at(1));
    if (code === 91) this.fetchFlowStart('flow-sequence-start');
    else if (code === 123) this.fetchFlowStart('flow-mapping-start');
    else if (code === 93) this.fetchFlowEnd('flow-sequence-end');
    else if (code === 125) this.fetchFlowEnd('flow-mapping-end');
    else if (code === 44) this.fetchFlowEntry();
    else if (code === 45 && alone) this.fetchBlockEntry();
    else if (code === 63 && (alone || this.inFlow)) this.fetchKey();
    else if (code === 58 && (alone || this.inFlow)) this.fetchValue();
    else if (code === 42) this.fetchAnchor('alias');
    else if (code === 38) this.fetchAnchor('anchor');
    else if (code === 33) this.fetchTag();
    else if ((code === 124 || code === 62) && !this.inFlow) this.fetchBlockScalar(code === 124);
    else if (code === 39 || code === 34) this.fetchQuotedScalar(code === 39);
    else if (!isBlank(code) && !INDICATORS.includes(String.fromCharCode(code))) this.fetchPlainScalar();
    else throw this.cursor.error('found character that cannot start any token');
  }

  /** Skips white space and comments. Tabs do not count as such where a key might start in a block. */
  private skipToToken(): void {
    const cursor = this.cursor;
    for (;;) {
      let code = cursor.at(0);
      while (code === 32 || (code === 9 && (this.inFlow || !this.keyAllowed))) {
        cursor.skip();
        code = cursor.at(0);
      }
      if (code === 35) this.skipComment();
      if (!isBreak(cursor.at(0))) return;
      cursor.at(1);
      cursor.skipBreak();
      if (!this.inFlow) this.keyAllowed = true;
    }
  }

  /** Skips a comment and, in v3, the comments in the lines below: those may be indented by tabs. */
  private skipComment(): void {
    const { cursor } = this;
    if (this.onComment !== undefined) this.tellOfComment(this.onComment);
    cursor.skipToBreak();
    while (this.version === 3 && cursor.isBeforeComment()) {
      while (cursor.at(0) !== 35) {
        if (isBreak(cursor.at(0))) cursor.skipBreak();
        else cursor.skip();
      }
      cursor.skipToBreak();
    }
  }

  private tellOfComment(tell: (place: CommentPlace) => void): void {
    const { queue, indent, inFlow } = this;
    tell({ position: this.cursor.position, last: queue.at(-1), previous: queue.at(-2), indent, inFlow });
  }

  /** Where the cursor is now. */
  private place(): Place {
    const { line, column } = this.cursor;
    return { line, column };
  }

  private push(type: TokenType, { line, column }: Place, parts: Partial<Token> = {}): void {
    const { value = '', suffix = '', style = 'plain', candidate } = parts;
    this.queue.push({ type, line, column, value, suffix, style, candidate });
  }

  private pushIndicator(type: TokenType): void {
    this.push(type, this.cursor);
    this.cursor.skip();
  }

  private insert(place: number, type: TokenType, { line, column }: Place): void {
    const token: Token = {
      type,
      line,
      column,
      value: '',
      suffix: '',
      style: 'plain',
      candidate: undefined,
    };
    // A place before the head belongs to a token that was taken already; what comes too late goes to the end.
    if (place < 0) this.queue.push(token);
    else this.queue.splice(this.head + place, 0, token);
  }

  private mayBecomeKey({ candidate }: Token): boolean {
    return candidate !== undefined && candidate.awaited && this.isStillPossible(candidate);
  }

  private isStillPossible(candidate: KeyCandidate): boolean {
    if (!candidate.possible) return false;
    if (candidate.line === this.cursor.line && candidate.index + MAX_KEY_LENGTH >= this.cursor.index)
      return true;
    if (candidate.required) throw this.cursor.error("could not find expected ':'");
    candidate.possible = false;
    return false;
  }

  /** Notes that the token read next may be a key. */
  private saveCandidate(): KeyCandidate | undefined {
    if (!this.keyAllowed) return undefined;
    const { line, column, index } = this.cursor;
    this.dropCandidate();
    const candidate: KeyCandidate = {
      possible: true,
      awaited: true,
      required: !this.inFlow && this.indent === column,
      token: this.taken + this.queue.length - this.head,
      line,
      column,
      index,
    };
    this.candidates[this.candidates.length - 1] = candidate;
    return candidate;
  }

  private dropCandidate(): void {
    const candidate = this.candidates[this.candidates.length - 1];
    if (candidate === undefined || !candidate.possible) return;
    if (candidate.required) throw this.cursor.error("could not find expected ':'");
    candidate.possible = false;
  }

  /** Opens a collection at `start` where that is right of the current indentation; its token goes to `place`. */
  private rollIndent(start: Place, type: TokenType, place: number): void {
    if (this.inFlow || this.indent >= start.column) return;
    this.indents.push(this.indent);
    this.indent = start.column;
    if (this.indents.length > MAX_DEPTH) throw this.cursor.error(`exceeded max depth of ${MAX_DEPTH}`);
    this.insert(place, type, start);
  }

  /** Closes the collections that are right of the column. */
  private unrollIndent(column: number): void {
    if (this.inFlow) return;
    while (this.indent > column) {
      this.push('block-end', this.cursor);
      this.indent = this.indents.pop()!;
    }
  }

  private closeBlocks(): void {
    this.unrollIndent(-1);
    this.dropCandidate();
    this.keyAllowed = false;
  }

  private fetchStreamEnd(): void {
    this.cursor.finishLine();
    this.closeBlocks();
    this.push('stream-end', this.cursor);
  }

  private fetchDirective(): void {
    this.closeBlocks();
    const start = this.place();
    const { type, value, suffix } = scanDirective(this.cursor);
    this.push(type, start, { value, suffix });
  }

  private fetchDocumentMarker(code: number): void {
    this.closeBlocks();
    this.push(code === 45 ? 'document-start' : 'document-end', this.cursor);
    this.cursor.position += 3;
  }

  private fetchFlowStart(type: TokenType): void {
    const candidate = this.saveCandidate();
    this.candidates.push(undefined);
    this.flowStarts.push(candidate);
    if (this.flowStarts.length > MAX_DEPTH) throw this.cursor.error(`exceeded max depth of ${MAX_DEPTH}`);
    this.keyAllowed = true;
    this.push(type, this.cursor, { candidate });
    this.cursor.skip();
  }

  private fetchFlowEnd(type: TokenType): void {
    this.dropCandidate();
    if (this.inFlow) this.leaveFlow();
    this.keyAllowed = false;
    this.pushIndicator(type);
  }

  /**
   * libyaml forgets to wait for the `:` behind a flow collection in which no key could begin: `[]: a` is an empty sequence,
   * and something behind it.
   */
  private leaveFlow(): void {
    const inner = this.candidates.pop();
    const start = this.flowStarts.pop();
    if (inner === undefined && start !== undefined) start.awaited = false;
  }

  private fetchFlowEntry(): void {
    this.dropCandidate();
    this.keyAllowed = true;
    this.pushIndicator('flow-entry');
  }

  private fetchBlockEntry(): void {
    if (!this.inFlow) {
      if (!this.keyAllowed) throw this.cursor.error('block sequence entries are not allowed in this context');
      this.rollIndent(this.cursor, 'block-sequence-start', this.queue.length - this.head);
    }
    this.dropCandidate();
    this.keyAllowed = true;
    this.pushIndicator('block-entry');
  }

  private fetchKey(): void {
    if (!this.inFlow) {
      if (!this.keyAllowed) throw this.cursor.error('mapping keys are not allowed in this context');
      this.rollIndent(this.cursor, 'block-mapping-start', this.queue.length - this.head);
    }
    this.dropCandidate();
    this.keyAllowed = !this.inFlow;
    this.pushIndicator('key');
  }

  private fetchValue(): void {
    const candidate = this.candidates[this.candidates.length - 1];
    if (candidate !== undefined && this.isStillPossible(candidate)) {
      const place = candidate.token - this.taken;
      this.insert(place, 'key', candidate);
      this.rollIndent(candidate, 'block-mapping-start', place);
      candidate.possible = false;
      this.keyAllowed = false;
    } else {
      if (!this.inFlow) this.openComplexValue();
      this.keyAllowed = !this.inFlow;
    }
    this.pushIndicator('value');
  }

  private openComplexValue(): void {
    if (!this.keyAllowed) throw this.cursor.error('mapping values are not allowed in this context');
    this.rollIndent(this.cursor, 'block-mapping-start', this.queue.length - this.head);
  }

  private fetchAnchor(type: 'alias' | 'anchor'): void {
    const candidate = this.saveCandidate();
    this.keyAllowed = false;
    const start = this.place();
    this.push(type, start, { value: scanAnchor(this.cursor), candidate });
  }

  private fetchTag(): void {
    const candidate = this.saveCandidate();
    this.keyAllowed = false;
    const start = this.place();
    const { value, suffix } = scanTag(this.cursor);
    this.push('tag', start, { value, suffix, candidate });
  }

  private fetchBlockScalar(literal: boolean): void {
    this.dropCandidate();
    this.keyAllowed = true;
    const start = this.place();
    const style: TokenStyle = literal ? 'literal' : 'folded';
    this.push('scalar', start, { value: scanBlockScalar(this.cursor, literal, this.indent), style });
  }

  private fetchQuotedScalar(single: boolean): void {
    const candidate = this.saveCandidate();
    this.keyAllowed = false;
    const start = this.place();
    const value = scanQuotedScalar(this.cursor, single);
    this.push('scalar', start, { value, style: 'quoted', candidate });
  }

  private fetchPlainScalar(): void {
    const candidate = this.saveCandidate();
    this.keyAllowed = false;
    const start = this.place();
    const context = { indent: this.indent + 1, inFlow: this.inFlow };
    const { value, endsLine } = scanPlainScalar(this.cursor, context);
    this.push('scalar', start, { value, candidate });
    if (endsLine) this.keyAllowed = true;
  }
}
