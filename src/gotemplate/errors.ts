import { byteLength } from '../lib/utf8.ts';
import { printNode } from './print-node.ts';
import { quote } from './quote.ts';
import type { AnyNode, Source, Template } from './ast.ts';

/** A place in a source: line from 1, column in bytes from 0 (as Go's messages count), and the line's text. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** Line, column and text at an offset of a source. */
export function positionIn(source: Source, offset: number): SourcePosition {
  let line = 1;
  let start = 0;
  for (let at = source.text.indexOf('\n'); at >= 0 && at < offset; at = source.text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  const end = source.text.indexOf('\n', offset);
  const text = source.text.slice(start, end < 0 ? undefined : end);
  return { file: source.name, line, column: byteLength(source.text.slice(start, offset)), text };
}

/** A template text that does not parse. `reason` is Go's message without its place. */
export class TemplateParseError extends Error {
  readonly position: SourcePosition;
  readonly reason: string;

  constructor(source: Source, offset: number, reason: string) {
    const position = positionIn(source, offset);
    super(`template: ${position.file}:${position.line}: ${reason}`);
    this.position = position;
    this.reason = reason;
  }
}

/**
 * A template that failed while it ran. `reason` is this level's own message; where a function failed, `cause` is its error,
 * which for include and tpl is an ExecutionError again: the chain is the include stack, outermost first.
 */
export class ExecutionError extends Error {
  readonly position: SourcePosition;
  readonly templateName: string;
  readonly nodeText: string;
  readonly reason: string;
  override readonly cause: Error | undefined;

  constructor(template: Template, node: AnyNode, reason: string, cause?: Error) {
    super(undefined);
    this.position = positionIn(template.source, node.position);
    this.templateName = template.name;
    this.nodeText = printNode(node);
    this.reason = reason;
    this.cause = cause;
  }

  /** `FILE:LINE:COLUMN` */
  get location(): string {
    return `${this.position.file}:${this.position.line}:${this.position.column}`;
  }

  /** Go's one-line text of the whole chain. */
  override get message(): string {
    const at = `template: ${this.location}: executing ${quote(this.templateName)} at <${this.nodeText}>: ${this.reason}`;
    return this.cause === undefined ? at : at + this.cause.message;
  }

  override set message(_: string) {
    // Error's constructor assigns it; the text is always made from the parts.
  }
}

/** A named template that does not exist, asked for by include. */
export class UnknownTemplateError extends Error {
  constructor(name: string) {
    super(`template: no template ${quote(name)} associated with template "gotpl"`);
  }
}
