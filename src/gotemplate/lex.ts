import { quote } from './quote.ts';
import {
  T_ERROR,
  T_EOF,
  T_TEXT,
  T_LEFT,
  T_RIGHT,
  T_ASSIGN,
  T_DECLARE,
  T_CHAR,
  T_CHARACTER_CONSTANT,
  T_COMPLEX,
  T_NUMBER,
  T_BOOLEAN,
  T_FIELD,
  T_IDENTIFIER,
  T_LEFT_PAREN,
  T_RIGHT_PAREN,
  T_PIPE,
  T_RAW_STRING,
  T_STRING,
  T_VARIABLE,
  T_DOT,
  T_NIL,
  T_BLOCK,
  T_BREAK,
  T_CONTINUE,
  T_DEFINE,
  T_ELSE,
  T_END,
  T_IF,
  T_RANGE,
  T_TEMPLATE,
  T_WITH,
  T_END_ACTION,
  T_ELSE_ACTION,
} from './token.ts';

const WORDS = new Map<string, number>([
  ['true', T_BOOLEAN],
  ['false', T_BOOLEAN],
  ['nil', T_NIL],
  ['block', T_BLOCK],
  ['break', T_BREAK],
  ['continue', T_CONTINUE],
  ['define', T_DEFINE],
  ['else', T_ELSE],
  ['end', T_END],
  ['if', T_IF],
  ['range', T_RANGE],
  ['template', T_TEMPLATE],
  ['with', T_WITH],
]);

/** How a token is named in error messages (the lexer's item.String of text/template). */
export function describeToken(type: number, text: string): string {
  if (type === T_EOF) return 'EOF';
  if (type === T_ERROR) return text;
  if (type === T_DOT) return '<.>';
  if (type >= T_NIL) return `<${text}>`;
  const characters = [...text];
  return characters.length > 10 ? `${quote(characters.slice(0, 10).join(''))}...` : quote(text);
}

const MINUS = 45;

/** 1 for the ASCII letters, digits and the underscore, 2 for space */
const CLASS = new Uint8Array(128);
for (let code = 48; code <= 57; code++) CLASS[code] = 1;
for (let code = 65; code <= 90; code++) CLASS[code] = CLASS[code + 32] = 1;
CLASS[95] = 1;
for (const code of [32, 9, 10, 13]) CLASS[code] = 2;

function isSpace(code: number): boolean {
  return code < 128 && CLASS[code] === 2;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/**
 * Splits a template's text into tokens, one at a time: after `next()` the fields describe the current one. Space inside
 * actions is no token, only noted; comments are skipped.
 */
export class Lexer {
  readonly text: string;
  type = T_EOF;
  /** the token is text.slice(start, end) */
  start = 0;
  end = 0;
  /** where the token before it started */
  previous = 0;
  /** whether space stood before the token (inside an action) */
  isSpaced = false;
  /** the message of an error token */
  error = '';
  private insideAction = false;
  private parenDepth = 0;
  /** where the next token is looked for */
  private offset = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The text of the current token; of an error its message. */
  get value(): string {
    return this.type === T_ERROR ? this.error : this.text.slice(this.start, this.end);
  }

  /** Goes on to the next token and returns its type. */
  next(): number {
    this.previous = this.start;
    return (this.type = this.insideAction ? this.nextInside() : this.nextOutside());
  }

  /** The offset of the first character after the current token that is no space. */
  peekOffset(): number {
    let at = this.offset;
    while (isSpace(this.text.charCodeAt(at))) at++;
    return at;
  }

  /** The offset right behind the current token. */
  get behind(): number {
    return this.offset;
  }

  /** Takes the action whose opening braces are the current token as read, up to `end`, and goes on to the next token. */
  skipAction(end: number): void {
    this.token(T_RIGHT, end - 2, end);
    this.insideAction = false;
    if (this.text.charCodeAt(end - 3) === MINUS) this.offset = this.peekOffset();
    this.next();
  }

  /** Goes on with the token that starts at `offset`, outside of actions. */
  resume(offset: number): void {
    this.offset = offset;
    this.insideAction = false;
    this.next();
  }

  private fail(start: number, message: string): number {
    this.error = message;
    return this.token(T_ERROR, start, start);
  }

  private token(type: number, start: number, end: number): number {
    this.start = start;
    this.end = this.offset = end;
    return type;
  }

  /** Text up to the next `{{`, comments skipped; then the delimiter itself. */
  private nextOutside(): number {
    const { text } = this;
    for (;;) {
      const start = this.offset;
      const open = text.indexOf('{{', start);
      if (open < 0) return this.token(start < text.length ? T_TEXT : T_EOF, start, text.length);
      const trims = text.charCodeAt(open + 2) === MINUS && isSpace(text.charCodeAt(open + 3));
      let textEnd = open;
      if (trims) while (textEnd > start && isSpace(text.charCodeAt(textEnd - 1))) textEnd--;
      if (textEnd > start) {
        this.token(T_TEXT, start, textEnd);
        this.offset = open;
        return T_TEXT;
      }
      const inner = open + (trims ? 4 : 2);
      const closing = this.closingAction(open, inner);
      if (closing !== 0) return closing;
      if (text.charCodeAt(inner) !== 47 || text.charCodeAt(inner + 1) !== 42) {
        this.insideAction = true;
        this.parenDepth = 0;
        this.token(T_LEFT, open, open + 2);
        this.offset = inner;
        return T_LEFT;
      }
      if (!this.skipComment(inner)) return T_ERROR;
    }
  }

  /** The token of `{{end}}` or `{{else}}`, 0 where there is neither. */
  private closingAction(open: number, inner: number): number {
    const { text } = this;
    let at = inner;
    while (text.charCodeAt(at) === 32) at++;
    if (text.charCodeAt(at) !== 101) return 0;
    const isEnd = text.charCodeAt(at + 1) === 110;
    const pattern = isEnd ? END : ELSE;
    pattern.lastIndex = at;
    if (!pattern.test(text)) return 0;
    this.token(isEnd ? T_END_ACTION : T_ELSE_ACTION, open, pattern.lastIndex);
    if (text.charCodeAt(this.end - 3) === MINUS) this.offset = this.peekOffset();
    return isEnd ? T_END_ACTION : T_ELSE_ACTION;
  }

  private skipComment(start: number): boolean {
    const { text } = this;
    const close = text.indexOf('*/', start + 2);
    if (close < 0) return this.fail(start, 'unclosed comment') > T_ERROR;
    const after = close + 2;
    const width = this.rightDelimiterWidth(after);
    if (width === 0) return this.fail(start, 'comment ends before closing delimiter') > T_ERROR;
    this.offset = after + width;
    if (width > 2) this.offset = this.peekOffset();
    return true;
  }

  /** 2 at `}}`, 4 at ` -}}`, otherwise 0. */
  private rightDelimiterWidth(at: number): number {
    const { text } = this;
    const code = text.charCodeAt(at);
    if (code === 125) return text.charCodeAt(at + 1) === 125 ? 2 : 0;
    if (text.charCodeAt(at + 1) !== MINUS || !isSpace(code)) return 0;
    return text.charCodeAt(at + 2) === 125 && text.charCodeAt(at + 3) === 125 ? 4 : 0;
  }

  private rightDelimiter(start: number, width: number): number {
    if (this.parenDepth !== 0) return this.fail(start, 'unclosed left paren');
    const end = start + width;
    this.token(T_RIGHT, end - 2, end);
    if (width > 2) this.offset = this.peekOffset();
    this.insideAction = false;
    return T_RIGHT;
  }

  /** Charts have most of their tokens here, in programs that run once: few calls, and native scans of words and strings. */
  private nextInside(): number {
    const { text } = this;
    let start = this.offset;
    let code = text.charCodeAt(start);
    this.isSpaced = false;
    while (code === 32 || code === 10 || code === 13 || code === 9) {
      if (text.charCodeAt(start + 1) === MINUS && this.rightDelimiterWidth(start) === 4)
        return this.rightDelimiter(start, 4);
      this.isSpaced = true;
      code = text.charCodeAt(++start);
    }
    this.start = start;
    const type = code < 128 ? STARTS[code]! : 0;
    switch (type) {
      case T_FIELD:
      case T_VARIABLE:
        return this.chain(start, type);
      case T_IDENTIFIER:
        WORD.lastIndex = start;
        if (!WORD.test(text)) return this.unusualWord(start, type);
        this.end = this.offset = WORD.lastIndex;
        return WORDS.get(text.slice(start, this.end)) ?? T_IDENTIFIER;
      case T_STRING:
        STRING.lastIndex = start;
        if (!STRING.test(text)) return this.fail(start, 'unterminated quoted string');
        this.end = this.offset = STRING.lastIndex;
        return T_STRING;
      case T_PIPE:
        this.end = this.offset = start + 1;
        return T_PIPE;
    }
    return this.otherToken(start, code, type);
  }

  private chain(start: number, type: number): number {
    const code = this.text.charCodeAt(start + 1);
    if (type === T_FIELD && (code === 32 || code === 41)) return this.token(T_DOT, start, start + 1);
    CHAIN.lastIndex = start;
    if (!CHAIN.test(this.text)) return this.unusualWord(start, type);
    this.end = this.offset = CHAIN.lastIndex;
    return type;
  }

  private otherToken(start: number, code: number, type: number): number {
    switch (type) {
      case T_RIGHT:
        if (this.text.charCodeAt(start + 1) === 125) return this.rightDelimiter(start, 2);
        break;
      case T_LEFT_PAREN:
        this.parenDepth++;
        return this.token(T_LEFT_PAREN, start, start + 1);
      case T_RIGHT_PAREN:
        if (--this.parenDepth < 0) return this.fail(start, 'unexpected right paren');
        return this.token(T_RIGHT_PAREN, start, start + 1);
      case T_DECLARE:
        if (this.text.charCodeAt(start + 1) !== 61) return this.fail(start, 'expected :=');
        return this.token(T_DECLARE, start, start + 2);
      case T_ASSIGN:
        return this.token(T_ASSIGN, start, start + 1);
      case T_RAW_STRING:
        return this.rawString(start);
      case T_CHARACTER_CONSTANT:
        return this.characterConstant(start);
      case T_NUMBER:
        return this.number(start);
    }
    if (code > 127 && this.wordEnd(start) > start) return this.unusualWord(start, T_IDENTIFIER);
    if (code > 32 && code < 127) return this.token(T_CHAR, start, start + 1);
    if (start >= this.text.length) return this.fail(start, 'unclosed action');
    return this.fail(start, `unrecognized character in action: ${this.unicode(start)}`);
  }

  /** The dot, a word with letters beyond ASCII, a number that starts with a dot, or what is no word at all. */
  private unusualWord(start: number, type: number): number {
    const isNumber = type === T_FIELD && isDigit(this.text.charCodeAt(start + 1));
    if (isNumber) return this.number(start);
    const end = this.wordEnd(type === T_IDENTIFIER ? start : start + 1);
    if (!this.atTerminator(end)) return this.fail(start, `bad character ${this.unicode(end)}`);
    return this.token(type === T_FIELD && end === start + 1 ? T_DOT : type, start, end);
  }

  /** Where the run of letters, digits and underscores from `at` ends. */
  private wordEnd(at: number): number {
    const { text } = this;
    let end = at;
    for (;;) {
      const code = text.charCodeAt(end);
      if (code < 128) {
        if (CLASS[code] !== 1) return end;
        end++;
      } else {
        if (end >= text.length) return end;
        const character = String.fromCodePoint(text.codePointAt(end)!);
        // A pattern with `\p` takes long to make: only programs that come here do.
        if (!/[\p{L}\p{Nd}]/u.test(character)) return end;
        end += character.length;
      }
    }
  }

  /** Whether what may follow a word follows: a space, one of `.,|:)(`, `}}` or the end. */
  private atTerminator(at: number): boolean {
    const code = this.text.charCodeAt(at);
    if (code === 32 || code === 46 || isSpace(code)) return true;
    if (code === 41 || code === 124 || code === 44 || code === 58 || code === 40) return true;
    if (code === 125) return this.text.charCodeAt(at + 1) === 125;
    return at >= this.text.length;
  }

  private characterConstant(start: number): number {
    CHARACTER.lastIndex = start;
    if (!CHARACTER.test(this.text)) return this.fail(start, 'unterminated character constant');
    return this.token(T_CHARACTER_CONSTANT, start, CHARACTER.lastIndex);
  }

  private rawString(start: number): number {
    const close = this.text.indexOf('`', start + 1);
    if (close < 0) return this.fail(start, 'unterminated raw quoted string');
    return this.token(T_RAW_STRING, start, close + 1);
  }

  private number(start: number): number {
    let end = this.scanNumber(start);
    if (end < 0) return this.fail(start, `bad number syntax: ${quote(this.text.slice(start, -end))}`);
    const sign = this.text.charCodeAt(end);
    if (sign !== 43 && sign !== MINUS) return this.token(T_NUMBER, start, end);
    end = this.scanNumber(end);
    if (end < 0 || this.text.charCodeAt(end - 1) !== 105) {
      return this.fail(start, `bad number syntax: ${quote(this.text.slice(start, Math.abs(end)))}`);
    }
    return this.token(T_COMPLEX, start, end);
  }

  /** The end of a loosely formed number, negated (and one further) when a letter or digit follows it. */
  private scanNumber(start: number): number {
    const plain = this.digitsEnd(start);
    if (plain > start) return plain;
    NUMBER.lastIndex = start;
    NUMBER.test(this.text);
    const end = NUMBER.lastIndex;
    if (this.wordEnd(end) === end) return end;
    return -(end + String.fromCodePoint(this.text.codePointAt(end)!).length);
  }

  /** Where the digits from `at` end, if the number is nothing else; else `at`. */
  private digitsEnd(at: number): number {
    let end = at;
    while (isDigit(this.text.charCodeAt(end))) end++;
    const isWhole = this.text.charCodeAt(end) !== 46 && this.wordEnd(end) === end;
    return isWhole && (this.text.charCodeAt(at) !== 48 || end === at + 1) ? end : at;
  }

  /** Go's %#U of the character at `at`. */
  private unicode(at: number): string {
    if (at >= this.text.length) return 'U+FFFFFFFFFFFFFFFF';
    const code = this.text.codePointAt(at)!;
    const hex = code.toString(16).toUpperCase().padStart(4, '0');
    const character = String.fromCodePoint(code);
    const isPrintable = quote(character) === `"${character}"` || character === '"' || character === '\\';
    return isPrintable ? `U+${hex} '${character}'` : `U+${hex}`;
  }
}

/** What a token that starts with this ASCII character is, 0 where that is nothing in particular. */
const STARTS = new Uint8Array(128);
for (let code = 65; code <= 90; code++) STARTS[code] = STARTS[code + 32] = T_IDENTIFIER;
for (let code = 48; code <= 57; code++) STARTS[code] = T_NUMBER;
for (const [character, type] of [
  ['_', T_IDENTIFIER],
  ['.', T_FIELD],
  ['$', T_VARIABLE],
  ['"', T_STRING],
  ['|', T_PIPE],
  ['}', T_RIGHT],
  ['(', T_LEFT_PAREN],
  [')', T_RIGHT_PAREN],
  [':', T_DECLARE],
  ['=', T_ASSIGN],
  ['`', T_RAW_STRING],
  ["'", T_CHARACTER_CONSTANT],
  ['+', T_NUMBER],
  ['-', T_NUMBER],
] as const) {
  STARTS[character.charCodeAt(0)] = type;
}

const END = /end(?:[ \t\r\n]+-|[ \t\r\n]*)\}\}/y;
const ELSE = /else(?:[ \t\r\n]+-|[ \t\r\n]*)\}\}/y;

/** An identifier of ASCII, with what may follow it: space, one of `.,|:)(`, `}}` or the end. */
const WORD = /[A-Za-z_][A-Za-z0-9_]*(?=[ \t\r\n.,|:()]|\}\}|$)/y;
/** `.a.b.c` or `$x.a.b`: Go's lexer gives a token for each name, which its parser then joins. */
const CHAIN = /(?:\.[A-Za-z_]|\$)[A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*(?=[ \t\r\n,|:()]|\}\}|$)/y;
const STRING = /"(?:[^"\\\n]|\\[^\n])*"/y;
const CHARACTER = /'(?:[^'\\\n]|\\[^\n])*'/y;

/** Deliberately loose, as in Go: what is wrong with a number is found when it is converted. */
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;
