import { YamlError, yamlErrorAt } from './error.ts';
import type { YamlInput } from './input.ts';

/** What `Cursor.at` gives past the end of the text; no valid YAML text contains it. */
export const END = 0;

export function isBreak(code: number): boolean {
  return code === 10 || code === 0x2028 || code === 0x2029;
}

export function isBreakOrEnd(code: number): boolean {
  return code === 10 || code === END || code === 0x2028 || code === 0x2029;
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

export function isBlankBreakOrEnd(code: number): boolean {
  return code === 32 || code === 9 || isBreakOrEnd(code);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Letters, digits, `_` and `-`: what anchors, tag handles and directive names are made of. */
export function isNameCharacter(code: number): boolean {
  return (
    isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 45
  );
}

/** A place in the text; columns and the index count code points. */
export class Cursor {
  readonly text: string;
  readonly failure: string | undefined;
  private readonly failureLine: number | undefined;
  position = 0;
  /** From 0. */
  line = 0;
  private lineStart = 0;
  private pairs = 0;

  constructor(input: YamlInput) {
    this.text = input.text;
    this.failure = input.failure;
    this.failureLine = input.failureLine;
  }

  get column(): number {
    return this.position - this.lineStart;
  }

  get index(): number {
    return this.position - this.pairs;
  }

  /** The UTF-16 unit `offset` places ahead, END past the end; throws where the text turned out unreadable. */
  at(offset: number): number {
    const index = this.position + offset;
    if (index < this.text.length) return this.text.charCodeAt(index);
    if (this.failure !== undefined) {
      throw new YamlError(`yaml: ${this.failure}`, undefined, this.failureLine);
    }
    return END;
  }

  /** Steps over one character, which is no line break. */
  skip(): void {
    if ((this.text.charCodeAt(this.position) & 0xfc00) === 0xd800) {
      this.position++;
      this.lineStart++;
      this.pairs++;
    }
    this.position++;
  }

  /** Steps over the line break here and returns it. */
  skipBreak(): string {
    const text = this.text.charAt(this.position);
    this.position++;
    this.line++;
    this.lineStart = this.position;
    return text;
  }

  skipBlanks(): void {
    while (isBlank(this.at(0))) this.position++;
  }

  skipToBreak(): void {
    while (!isBreakOrEnd(this.at(0))) this.skip();
  }

  /** Whether nothing but white space lies between here and a comment. */
  isBeforeComment(): boolean {
    let offset = 0;
    for (let code = this.at(0); isBlank(code) || isBreak(code); code = this.at(offset)) offset++;
    return this.at(offset) === 35;
  }

  /** At the end of the text: goes to a new line unless at the start of one. */
  finishLine(): void {
    if (this.column === 0) return;
    this.line++;
    this.lineStart = this.position;
  }

  /** Whether `---` or `...` stands here at the start of a line. */
  isAtDocumentMarker(): boolean {
    if (this.column !== 0) return false;
    const code = this.at(0);
    if (code !== 45 && code !== 46) return false;
    return this.at(1) === code && this.at(2) === code && isBlankBreakOrEnd(this.at(3));
  }

  /** The error of a scanner at this place: Go counts its lines from 1, but leaves the first out. */
  error(problem: string): YamlError {
    return yamlErrorAt(this.line === 0 ? 0 : this.line + 1, problem, this.line + 1);
  }
}
