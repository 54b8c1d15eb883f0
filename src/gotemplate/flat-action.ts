import * as ast from './ast.ts';
import { numberNode } from './literal.ts';

/**
 * Four of five actions of real charts are flat: words with one space between them, no parentheses, no declaration. One native
 * match and one split take such an action apart in a fraction of the time that tokens need, which counts in a program that
 * is over before its parser is optimized. What is not flat, or not plainly right, goes to the parser, which also knows what
 * to say about it.
 */

const NAMES = '[A-Za-z_][A-Za-z0-9_]*';
const WORD = `(?:(?:\\.${NAMES}|\\$[A-Za-z0-9_]*)(?:\\.${NAMES})*|"[^"\\\\ \\n]*"|[0-9]+|${NAMES}|[.|])`;
const FLAT = new RegExp(` *${WORD}(?: ${WORD})*(?: -| *)\\}\\}`, 'y');

const RESERVED = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'template',
  'with',
]);

/** What the words of an action may name. */
export interface Scope {
  readonly variables: readonly string[];
  readonly isFunction: (name: string) => boolean;
}

/** The words of a flat action, and where they stand. */
export interface FlatAction {
  readonly words: readonly string[];
  /** offset of the first word */
  readonly start: number;
  /** offset behind the closing braces */
  readonly end: number;
}

/** The flat action whose inside starts at `offset`, right behind the opening braces and their trim marker; else undefined. */
export function readFlatAction(text: string, offset: number): FlatAction | undefined {
  FLAT.lastIndex = offset;
  if (!FLAT.test(text)) return undefined;
  const end = FLAT.lastIndex;
  let start = offset;
  while (text.charCodeAt(start) === 32) start++;
  let stop = end - 2;
  if (text.charCodeAt(stop - 1) === 45) stop--;
  while (text.charCodeAt(stop - 1) === 32) stop--;
  return { words: text.slice(start, stop).split(' '), start, end };
}

/** The pipeline of the words from `first` on, the first of which stands at `position`; undefined if the parser must see it. */
export function flatPipeline(
  words: readonly string[],
  first: number,
  position: number,
  scope: Scope,
): ast.PipeNode | undefined {
  const commands: ast.CommandNode[] = [];
  let at = position;
  let next = first;
  while (next < words.length) {
    const operands: ast.Operand[] = [];
    const start = at;
    let word = '';
    while (next < words.length) {
      word = words[next++]!;
      if (word === '|') break;
      const operand = flatOperand(word, at, scope);
      if (operand === undefined) return undefined;
      operands.push(operand);
      at += word.length + 1;
    }
    if (operands.length === 0 || (commands.length > 0 && operands[0]!.kind >= ast.DOT)) return undefined;
    commands.push({ kind: ast.COMMAND, position: start, operands: operands.slice() });
    if (word === '|') {
      at += 2;
      if (next === words.length) return undefined;
    }
  }
  if (commands.length === 0) return undefined;
  return { kind: ast.PIPE, position, variables: NO_NAMES, isAssignment: false, commands: commands.slice() };
}

const NO_NAMES: readonly string[] = [];

function flatOperand(word: string, position: number, scope: Scope): ast.Operand | undefined {
  const code = word.charCodeAt(0);
  if (code === 46) return word.length === 1 ? { kind: ast.DOT, position } : fieldNode(word, position);
  if (code === 34) return { kind: ast.STRING, position, text: word.slice(1, -1), quoted: word };
  if (code === 36) return variableNode(word, position, scope);
  if (code < 58) return flatNumber(word, position);
  if (word === 'true' || word === 'false') return { kind: ast.BOOLEAN, position, value: word === 'true' };
  if (word === 'nil') return { kind: ast.NIL, position };
  if (RESERVED.has(word) || !scope.isFunction(word)) return undefined;
  return { kind: ast.IDENTIFIER, position, name: word };
}

/** `.a.b.c`: the node stands at its second name, as in Go */
export function fieldNode(text: string, position: number): ast.FieldNode {
  const second = text.indexOf('.', 1);
  if (second < 0) return { kind: ast.FIELD, position, path: [text.slice(1)] };
  return { kind: ast.FIELD, position: position + second, path: text.slice(1).split('.') };
}

/** `$x`, or `$x.a.b`, which stands at its first field; undefined if there is no such variable */
export function variableNode(text: string, position: number, scope: Scope): ast.VariableNode | undefined {
  const first = text.indexOf('.');
  const name = first < 0 ? text : text.slice(0, first);
  if (!scope.variables.includes(name)) return undefined;
  if (first < 0) return { kind: ast.VARIABLE, position, name, path: NO_NAMES };
  return { kind: ast.VARIABLE, position: position + first, name, path: text.slice(first + 1).split('.') };
}

function flatNumber(word: string, position: number): ast.NumberNode | undefined {
  if (word.length < 10 && (word.charCodeAt(0) !== 48 || word.length === 1)) {
    const integer = BigInt(word);
    return { kind: ast.NUMBER, position, text: word, integer, float: Number(word), ideal: integer };
  }
  const node = numberNode(position, word);
  return typeof node === 'string' ? undefined : node;
}
