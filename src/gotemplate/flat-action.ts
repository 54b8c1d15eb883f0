import * as ast from './ast.ts';

/**
 * Most actions of real charts are flat: words with one space between them, no parentheses, at most one declaration. One native
 * match and one split take such an action apart in a fraction of the time that tokens need, which counts in a program that
 * is over before its parser is optimized. Its nodes are made when it is executed, which most actions of a chart never are.
 * What is not flat, or not plainly right, goes to the parser, which also knows what to say about it.
 */

const NAMES = '[A-Za-z_][A-Za-z0-9_]*';
const WORD = `(?:(?:\\.${NAMES}|\\$[A-Za-z0-9_]*)(?:\\.${NAMES})*|"[^"\\\\ \\n]*"|[0-9]+|${NAMES}|[.|])`;
const FLAT = new RegExp(` *(?:\\$[A-Za-z0-9_]+ :?= )?${WORD}(?: ${WORD})*(?: -| *)\\}\\}`, 'y');

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
  /** offset behind the last word */
  readonly stop: number;
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
  return { words: text.slice(start, stop).split(' '), start, stop, end };
}

/**
 * The pipeline of an action's words from `first` on, the first of which stands at `position`; undefined if the parser must
 * see it. Its words end at `end` at the latest.
 */
export function flatPipeline(
  words: readonly string[],
  first: number,
  position: number,
  end: number,
  source: ast.Source,
  scope: Scope,
): ast.PipeNode | undefined {
  const isDeclared = words.length > first + 1 && isDeclaration(words[first + 1]!);
  let isFirst = true;
  let isStart = true;
  for (let index = isDeclared ? first + 2 : first; index < words.length; index++) {
    const word = words[index]!;
    if (word === '|') {
      if (isStart) return undefined;
      isStart = true;
      isFirst = false;
    } else {
      if (!isOperand(word, isStart && !isFirst, scope)) return undefined;
      isStart = false;
    }
  }
  if (isStart) return undefined;
  return {
    kind: ast.PIPE,
    position,
    variables: isDeclared ? [words[first]!] : NO_NAMES,
    isAssignment: isDeclared && words[first + 1] === '=',
    commands: undefined,
    source,
    end,
  };
}

const NO_NAMES: readonly string[] = [];

function isDeclaration(word: string): boolean {
  return word === ':=' || word === '=';
}

/** Whether a word is an operand, and one that can be called where it has to be. */
function isOperand(word: string, isCallee: boolean, scope: Scope): boolean {
  const code = word.charCodeAt(0);
  if (code === 46) return !isCallee || word.length > 1;
  if (code === 36) return scope.variables.includes(variableName(word));
  if (code === 34) return !isCallee;
  if (code < 58) return !isCallee && (code !== 48 || word.length === 1) && word.length < 10;
  if (word === 'true' || word === 'false' || word === 'nil') return !isCallee;
  return !RESERVED.has(word) && scope.isFunction(word);
}

/** The commands of a pipeline, made now if they have not been before. */
export function commandsOf(pipe: ast.PipeNode): readonly ast.CommandNode[] {
  return (pipe.commands ??= makeCommands(
    pipe.source!.text.slice(pipe.position, pipe.end).split(' '),
    pipe.position,
    pipe.variables.length * 2,
  ));
}

/** @param skipped how many words declare a variable */
function makeCommands(words: readonly string[], position: number, skipped: number): ast.CommandNode[] {
  // Arrays of their size: one that grows starts with room for sixteen.
  const commands = new Array<ast.CommandNode>(
    words.reduce((count, word) => count + (word === '|' ? 1 : 0), 1),
  );
  let at = position;
  for (let index = 0; index < skipped; index++) at += words[index]!.length + 1;
  let first = skipped;
  for (let index = 0; index < commands.length; index++) {
    const bar = words.indexOf('|', first);
    const operands = new Array<ast.Operand>((bar < 0 ? words.length : bar) - first);
    commands[index] = { kind: ast.COMMAND, position: at, operands };
    for (let place = 0; place < operands.length; place++) {
      const word = words[first + place]!;
      operands[place] = operandNode(word, at);
      at += word.length + 1;
    }
    at += 2;
    first = bar + 1;
  }
  return commands;
}

function operandNode(word: string, position: number): ast.Operand {
  const code = word.charCodeAt(0);
  if (code === 46) return word.length === 1 ? { kind: ast.DOT, position } : fieldNode(word, position);
  if (code === 34) return { kind: ast.STRING, position, text: word.slice(1, -1), quoted: word };
  if (code === 36) return variableNode(word, position);
  if (code < 58) {
    const integer = BigInt(word);
    return { kind: ast.NUMBER, position, text: word, integer, float: Number(word), ideal: integer };
  }
  if (word === 'true' || word === 'false') return { kind: ast.BOOLEAN, position, value: word === 'true' };
  return word === 'nil' ? { kind: ast.NIL, position } : { kind: ast.IDENTIFIER, position, name: word };
}

/** `.a.b.c`: the node stands at its second name, as in Go */
export function fieldNode(text: string, position: number): ast.FieldNode {
  const second = text.indexOf('.', 1);
  if (second < 0) return { kind: ast.FIELD, position, path: [text.slice(1)] };
  return { kind: ast.FIELD, position: position + second, path: text.slice(1).split('.') };
}

/** `$x`, or `$x.a.b`, which stands at its first field */
export function variableNode(text: string, position: number): ast.VariableNode {
  const name = variableName(text);
  if (name.length === text.length) return { kind: ast.VARIABLE, position, name, path: NO_NAMES };
  const path = text.slice(name.length + 1).split('.');
  return { kind: ast.VARIABLE, position: position + name.length, name, path };
}

/** The `$x` of `$x.a.b` */
export function variableName(text: string): string {
  const end = text.indexOf('.');
  return end < 0 ? text : text.slice(0, end);
}
