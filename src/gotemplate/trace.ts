import type { AnyNode, Template } from './ast.ts';

/** What to keep of how an output came about: the pieces for which templates were executed, or every piece. */
export type Trace = 'calls' | 'pieces';

/** One execution of a template, and what it wrote. */
export interface Frame {
  readonly template: Template;
  readonly spans: Span[];
}

/**
 * A piece of a frame's output: it starts at `start` (an offset into what the frame wrote) and ends where the next one starts,
 * if every piece is kept. `node` wrote it; `frames` are the templates that ran while the node was evaluated (include, tpl, template), whose text it
 * therefore may hold, often indented by the functions after them.
 */
export interface Span {
  readonly start: number;
  readonly node: AnyNode;
  readonly frames: readonly Frame[];
}

interface OpenFrame extends Frame {
  /** offset of the frame's first character in the output it writes to */
  readonly base: number;
  readonly isInline: boolean;
  /** executions since the last piece, if there were any */
  called: Frame[] | undefined;
}

/** Of the many pieces before which nothing was executed. */
const NONE: readonly Frame[] = [];

/** Keeps the frames of a render: only a stack and one small object for each piece of output. */
export class Tracer {
  private readonly open: OpenFrame[] = [];
  private last: Frame | undefined;
  private readonly everyPiece: boolean;

  constructor(trace: Trace) {
    this.everyPiece = trace === 'pieces';
  }

  /** An execution with an output of its own begins. */
  enter(template: Template): void {
    this.open.push({ template, spans: [], base: 0, isInline: false, called: undefined });
  }

  /** A `template` action begins: it writes into the output of its caller, from this offset on. */
  enterInline(template: Template, offset: number, node: AnyNode): void {
    const frame: OpenFrame = { template, spans: [], base: offset, isInline: true, called: undefined };
    const caller = this.open.at(-1)!;
    caller.spans.push({ start: offset - caller.base, node, frames: [...(caller.called ?? NONE), frame] });
    caller.called = undefined;
    this.open.push(frame);
  }

  leave(): void {
    const frame = this.open.pop()!;
    this.last = frame;
    if (frame.isInline) return;
    const caller = this.open.at(-1);
    if (caller !== undefined) (caller.called ??= []).push(frame);
  }

  /** A node writes at this offset of the current output. */
  write(offset: number, node: AnyNode): void {
    const frame = this.open[this.open.length - 1]!;
    const { called } = frame;
    if (called !== undefined) frame.called = undefined;
    else if (!this.everyPiece) return;
    frame.spans.push({ start: offset - frame.base, node, frames: called ?? NONE });
  }

  /** The outermost frame that ended last. */
  take(): Frame | undefined {
    const frame = this.last;
    this.last = undefined;
    return frame;
  }
}
