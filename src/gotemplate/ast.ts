import type { Value } from './value.ts';

/**
 * The syntax tree of text/template. A node's `position` is an offset (UTF-16 units) into the text of its source; `kind` is a
 * small number so that the evaluator can switch on it.
 */
export const LIST = 0;
export const TEXT = 1;
export const ACTION = 2;
export const IF = 3;
export const RANGE = 4;
export const WITH = 5;
export const TEMPLATE = 6;
export const BREAK = 7;
export const CONTINUE = 8;
export const PIPE = 9;
export const COMMAND = 10;
export const IDENTIFIER = 11;
export const FIELD = 12;
export const VARIABLE = 13;
export const CHAIN = 14;
export const DOT = 15;
export const NIL = 16;
export const BOOLEAN = 17;
export const STRING = 18;
export const NUMBER = 19;

/** A text that was parsed: one file, or one argument of `tpl`. */
export interface Source {
  /** the name in error messages: the file's path, or `gotpl` */
  readonly name: string;
  readonly text: string;
}

/** A named template: a file, a `define`, or the text of a `tpl`. */
export interface Template {
  readonly name: string;
  readonly source: Source;
  readonly root: ListNode;
}

export interface ListNode {
  readonly kind: typeof LIST;
  readonly position: number;
  /** undefined as long as nobody needed them: ask nodesOf */
  nodes: readonly Node[] | undefined;
  /** makes the nodes that are not there yet */
  readonly read: (() => readonly Node[]) | undefined;
}

/** The nodes of a list, read now if they have not been before. */
export function nodesOf(list: ListNode): readonly Node[] {
  return (list.nodes ??= list.read?.() ?? []);
}

export interface TextNode {
  readonly kind: typeof TEXT;
  readonly position: number;
  readonly text: string;
}

export interface ActionNode {
  readonly kind: typeof ACTION;
  readonly position: number;
  readonly pipe: PipeNode;
}

/** `if`, `range` and `with` share one shape. */
export interface BranchNode {
  readonly kind: typeof IF | typeof RANGE | typeof WITH;
  readonly position: number;
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList: ListNode | undefined;
}

export interface TemplateNode {
  readonly kind: typeof TEMPLATE;
  readonly position: number;
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

export interface JumpNode {
  readonly kind: typeof BREAK | typeof CONTINUE;
  readonly position: number;
}

export interface PipeNode {
  readonly kind: typeof PIPE;
  readonly position: number;
  /** the variables that `:=` declares or `=` assigns, with their `$` */
  readonly variables: readonly string[];
  readonly isAssignment: boolean;
  /** undefined as long as nobody needed them: ask commandsOf (flat-action.ts) */
  commands: readonly CommandNode[] | undefined;
  /** for commands that are made when they are needed: where their words are, from `position` to `end` */
  readonly source: Source | undefined;
  readonly end: number;
}

export interface CommandNode {
  readonly kind: typeof COMMAND;
  readonly position: number;
  readonly operands: Operand[];
}

export interface IdentifierNode {
  readonly kind: typeof IDENTIFIER;
  readonly position: number;
  readonly name: string;
}

export interface FieldNode {
  readonly kind: typeof FIELD;
  readonly position: number;
  readonly path: readonly string[];
}

export interface VariableNode {
  readonly kind: typeof VARIABLE;
  readonly position: number;
  /** with its `$` */
  readonly name: string;
  readonly path: readonly string[];
}

export interface ChainNode {
  readonly kind: typeof CHAIN;
  readonly position: number;
  readonly operand: Operand;
  readonly path: readonly string[];
}

export interface DotNode {
  readonly kind: typeof DOT | typeof NIL;
  readonly position: number;
}

export interface BooleanNode {
  readonly kind: typeof BOOLEAN;
  readonly position: number;
  readonly value: boolean;
}

export interface StringNode {
  readonly kind: typeof STRING;
  readonly position: number;
  readonly text: string;
  /** as written, with its quotes */
  readonly quoted: string;
}

/** A number literal and what it can stand for; `ideal` is its value where no type is asked for. */
export interface NumberNode {
  readonly kind: typeof NUMBER;
  readonly position: number;
  readonly text: string;
  readonly integer: bigint | undefined;
  readonly float: number | undefined;
  /** undefined when it overflows an int */
  readonly ideal: Value | undefined;
}

export type Operand =
  | IdentifierNode
  | FieldNode
  | VariableNode
  | ChainNode
  | DotNode
  | BooleanNode
  | StringNode
  | NumberNode
  | PipeNode;

export type Node = ListNode | TextNode | ActionNode | BranchNode | TemplateNode | JumpNode;
export type AnyNode = Node | Operand | CommandNode;
