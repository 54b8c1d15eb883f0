import { Cursor, END, isBlank, isBlankBreakOrEnd, isBreak } from './cursor.ts';
import type { YamlInput } from './input.ts';
import { scanBlockScalar } from './scan-block-scalar.ts';
import { scanPlainScalar, scanQuotedScalar } from './scan-flow-scalar.ts';
import { scanAnchor, scanDirective, scanTag } from './scan-tag.ts';
import type { KeyCandidate, Token, TokenType } from './token.ts';

/** How deep go-yaml lets flow collections or indentations nest. */
const MAX_DEPTH = 10_000;
/** A key without `?` must end within so many characters. */
const MAX_KEY_LENGTH = 1024;
/** Characters no plain scalar starts with: `, [ ] { } # & * ! | > ' " % @` and the backtick. */
const INDICATORS = ',[]{}#&*!|>\'"%@`';

/**
 * Turns text into tokens the way libyaml does: a token is read only when asked for, except that a possible key is read on
 * until it is clear whether it is one. So what is wrong behind the part asked for does no harm.
 */
export class Scanner {
  private readonly cursor: Cursor;
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

  constructor(input: YamlInput) {
    this.cursor = new Cursor(input);
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
      const next = this.queue[this.head];
      if (next !== undefined && !this.mayBecomeKey(next)) break;
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
      if (code === 35) cursor.skipToBreak();
      if (!isBreak(cursor.at(0))) return;
      cursor.at(1);
      cursor.skipBreak();
      if (!this.inFlow) this.keyAllowed = true;
    }
  }

  private push(type: TokenType, line: number, parts: Partial<Token> = {}): void {
    const { value = '', suffix = '', plain = false, candidate } = parts;
    this.queue.push({ type, line, value, suffix, plain, candidate });
  }

  private pushIndicator(type: TokenType): void {
    this.push(type, this.cursor.line);
    this.cursor.skip();
  }

  private insert(place: number, type: TokenType, line: number): void {
    const token: Token = { type, line, value: '', suffix: '', plain: false, candidate: undefined };
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

  /** Opens a collection where the column is right of the current indentation. */
  private rollIndent(column: number, type: TokenType, line: number, place: number): void {
    if (this.inFlow || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    if (this.indents.length > MAX_DEPTH) throw this.cursor.error(`exceeded max depth of ${MAX_DEPTH}`);
    this.insert(place, type, line);
  }

  /** Closes the collections that are right of the column. */
  private unrollIndent(column: number): void {
    if (this.inFlow) return;
    while (this.indent > column) {
      this.push('block-end', this.cursor.line);
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
    this.push('stream-end', this.cursor.line);
  }

  private fetchDirective(): void {
    this.closeBlocks();
    const { line } = this.cursor;
    const { type, value, suffix } = scanDirective(this.cursor);
    this.push(type, line, { value, suffix });
  }

  private fetchDocumentMarker(code: number): void {
    this.closeBlocks();
    this.push(code === 45 ? 'document-start' : 'document-end', this.cursor.line);
    this.cursor.position += 3;
  }

  private fetchFlowStart(type: TokenType): void {
    const candidate = this.saveCandidate();
    this.candidates.push(undefined);
    this.flowStarts.push(candidate);
    if (this.flowStarts.length > MAX_DEPTH) throw this.cursor.error(`exceeded max depth of ${MAX_DEPTH}`);
    this.keyAllowed = true;
    this.push(type, this.cursor.line, { candidate });
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
    const { column, line } = this.cursor;
    if (!this.inFlow) {
      if (!this.keyAllowed) throw this.cursor.error('block sequence entries are not allowed in this context');
      this.rollIndent(column, 'block-sequence-start', line, this.queue.length - this.head);
    }
    this.dropCandidate();
    this.keyAllowed = true;
    this.pushIndicator('block-entry');
  }

  private fetchKey(): void {
    const { column, line } = this.cursor;
    if (!this.inFlow) {
      if (!this.keyAllowed) throw this.cursor.error('mapping keys are not allowed in this context');
      this.rollIndent(column, 'block-mapping-start', line, this.queue.length - this.head);
    }
    this.dropCandidate();
    this.keyAllowed = !this.inFlow;
    this.pushIndicator('key');
  }

  private fetchValue(): void {
    const candidate = this.candidates[this.candidates.length - 1];
    if (candidate !== undefined && this.isStillPossible(candidate)) {
      const place = candidate.token - this.taken;
      this.insert(place, 'key', candidate.line);
      this.rollIndent(candidate.column, 'block-mapping-start', candidate.line, place);
      candidate.possible = false;
      this.keyAllowed = false;
    } else {
      if (!this.inFlow) this.openComplexValue();
      this.keyAllowed = !this.inFlow;
    }
    this.pushIndicator('value');
  }

  private openComplexValue(): void {
    const { column, line } = this.cursor;
    if (!this.keyAllowed) throw this.cursor.error('mapping values are not allowed in this context');
    this.rollIndent(column, 'block-mapping-start', line, this.queue.length - this.head);
  }

  private fetchAnchor(type: 'alias' | 'anchor'): void {
    const candidate = this.saveCandidate();
    this.keyAllowed = false;
    const { line } = this.cursor;
    this.push(type, line, { value: scanAnchor(this.cursor), candidate });
  }

  private fetchTag(): void {
    const candidate = this.saveCandidate();
    this.keyAllowed = false;
    const { line } = this.cursor;
    const { value, suffix } = scanTag(this.cursor);
    this.push('tag', line, { value, suffix, candidate });
  }

  private fetchBlockScalar(literal: boolean): void {
    this.dropCandidate();
    this.keyAllowed = true;
    const { line } = this.cursor;
    this.push('scalar', line, { value: scanBlockScalar(this.cursor, literal, this.indent) });
  }

  private fetchQuotedScalar(single: boolean): void {
    const candidate = this.saveCandidate();
    this.keyAllowed = false;
    const { line } = this.cursor;
    this.push('scalar', line, { value: scanQuotedScalar(this.cursor, single), candidate });
  }

  private fetchPlainScalar(): void {
    const candidate = this.saveCandidate();
    this.keyAllowed = false;
    const { line } = this.cursor;
    const context = { indent: this.indent + 1, inFlow: this.inFlow };
    const { value, endsLine } = scanPlainScalar(this.cursor, context);
    this.push('scalar', line, { value, plain: true, candidate });
    if (endsLine) this.keyAllowed = true;
  }
}
