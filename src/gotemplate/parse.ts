import * as ast from './ast.ts';
import type { Bodies } from './bodies.ts';
import { TemplateParseError } from './errors.ts';
import {
  fieldNode,
  flatPipeline,
  readFlatAction,
  variableName,
  variableNode,
  type FlatAction,
  type Scope,
} from './flat-action.ts';
import { describeToken, Lexer } from './lex.ts';
import { characterNode, numberNode } from './literal.ts';
import { printNode } from './print-node.ts';
import { quote } from './quote.ts';
import * as token from './token.ts';
import { unquote } from './unquote.ts';

/** The templates that one text defines, by name, the text itself under its own name among them. */
export type Definitions = Map<string, ast.Template>;

/**
 * Parses a template text, as text/template's Parse does for one file.
 *
 * @param name the name of the text, for messages and as the name of its own template
 * @param isFunction whether a function of that name exists; an unknown one is a parse error, as in Go
 * @param bodies what is known of this very text, parsed with the same functions: what is not executed is not parsed again
 * @throws TemplateParseError
 */
export function parseTemplate(
  name: string,
  text: string,
  isFunction: (name: string) => boolean,
  bodies?: Bodies,
): Definitions {
  return new Parser({ name, text }, isFunction, bodies).parse();
}

/** Whether a template holds nothing but space (and comments): such a one never replaces another. */
export function isEmptyTemplate(list: ast.ListNode): boolean {
  // What was left to be read later has content.
  return list.nodes?.every((node) => node.kind === ast.TEXT && isSpace(node.text)) === true;
}

function isSpace(text: string): boolean {
  const trimmed = text.trimStart();
  const first = trimmed.charCodeAt(0);
  if (trimmed === '') return !text.includes('\ufeff');
  return !(first > 32 && first < 0x85) && !HAS_CONTENT.test(trimmed);
}

/** Go's space is not quite JavaScript's. */
const HAS_CONTENT = /[^\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** What ends a list of nodes. */
type ListEnd = 'end' | 'else' | 'else if' | 'else with';

const BRANCHES = new Map<string, ast.BranchNode['kind']>([
  ['if', ast.IF],
  ['range', ast.RANGE],
  ['with', ast.WITH],
]);

const MAX_PARENTHESES = 10_000;
/** Shorter bodies are parsed faster than left for later. */
const LEAST_BODY = 150;

interface ItemList {
  readonly list: ast.ListNode;
  readonly end: ListEnd;
}

class Parser implements Scope {
  private readonly source: ast.Source;
  private readonly lexer: Lexer;
  readonly isFunction: (name: string) => boolean;
  private readonly definitions: Definitions = new Map();
  variables: string[] = ['$'];
  private rangeDepth = 0;
  private parenthesisDepth = 0;
  /** the action being parsed starts here; -1 outside of actions */
  private actionStart = -1;
  private readonly bodies: Bodies | undefined;
  /** the body of `bodies` that is looked at next */
  private nextBody = 0;
  private blocks = 0;
  /** nodes on their way into a list: a slice has just the size it needs, an array grown by push several times that */
  private readonly scratch: unknown[] = [];

  constructor(source: ast.Source, isFunction: (name: string) => boolean, bodies?: Bodies) {
    this.source = source;
    this.lexer = new Lexer(source.text);
    this.isFunction = isFunction;
    this.bodies = bodies;
  }

  parse(): Definitions {
    this.lexer.next();
    while (this.lexer.type !== token.T_EOF) {
      const node = this.textOrAction(true);
      if (node === undefined) continue;
      if (typeof node === 'string') this.fail(`unexpected {{${node.startsWith('else') ? 'else' : 'end'}}}`);
      this.scratch.push(node);
    }
    const root: ast.ListNode = { kind: ast.LIST, position: 0, nodes: this.take(0), read: undefined };
    this.add({ name: this.source.name, source: this.source, root });
    return this.definitions;
  }

  // Tokens

  /** Accepts the current token, which must be of this type. */
  private expect(type: number, context: string): void {
    if (this.lexer.type !== type) this.unexpected(context);
    this.lexer.next();
  }

  /** Takes what was put on the scratch list from `base` on. */
  private take<T>(base: number): T[] {
    return this.scratch.splice(base) as T[];
  }

  // Errors

  private fail(message: string, position = this.lexer.previous): never {
    throw new TemplateParseError(this.source, position, message);
  }

  /** Refuses the current token. */
  private unexpected(context: string): never {
    const { type, start, value } = this.lexer;
    if (type !== token.T_ERROR) this.fail(`unexpected ${describeToken(type, value)} in ${context}`, start);
    const started = this.actionStart < 0 ? 0 : this.line(this.actionStart);
    if (started === 0 || started === this.line(start)) this.fail(value, start);
    const where = ` in action started at ${this.source.name}:${started}`;
    this.fail(value + (value.endsWith(' action') ? where.slice(' in action'.length) : where), start);
  }

  private line(position: number): number {
    let line = 1;
    const { text } = this.source;
    for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line++;
    return line;
  }

  // Grammar

  private add(template: ast.Template): void {
    const existing = this.definitions.get(template.name);
    if (existing === undefined || isEmptyTemplate(existing.root))
      this.definitions.set(template.name, template);
    else if (!isEmptyTemplate(template.root)) {
      this.fail(`template: multiple definition of template ${quote(template.name)}`);
    }
  }

  /** define: `{{define "name"}} itemList {{end}}`; the keyword is the current token. */
  private definition(): void {
    const context = 'define clause';
    this.lexer.next();
    const name = this.templateName(context);
    this.expect(token.T_RIGHT, context);
    this.body(name, context);
  }

  /** The body of a define or a block: a template of its own, with its own variables. */
  private body(name: string, context: string): void {
    const { variables, rangeDepth, parenthesisDepth } = this;
    this.variables = ['$'];
    this.rangeDepth = this.parenthesisDepth = 0;
    this.actionStart = -1;
    const { list, end } = this.itemList();
    if (end !== 'end') this.fail(`unexpected {{else}} in ${context}`);
    this.add({ name, source: this.source, root: list });
    this.variables = variables;
    this.rangeDepth = rangeDepth;
    this.parenthesisDepth = parenthesisDepth;
  }

  /** itemList: textOrAction*, up to `{{end}}` or `{{else}}` */
  private itemList(): ItemList {
    if (this.bodies === undefined) return this.readItemList();
    const { known, noted } = this.bodies;
    return known === undefined ? this.notedItemList(noted) : this.knownItemList(known);
  }

  private readItemList(): ItemList {
    const base = this.scratch.length;
    const position = this.lexer.start;
    while (this.lexer.type !== token.T_EOF) {
      const node = this.textOrAction(false);
      if (typeof node === 'string') {
        const list: ast.ListNode = { kind: ast.LIST, position, nodes: this.take(base), read: undefined };
        return { list, end: node };
      }
      this.scratch.push(node);
    }
    return this.fail('unexpected EOF', this.lexer.start);
  }

  /** Reads a body, and notes where it ends if it can be left for later another time. */
  private notedItemList(noted: number[]): ItemList {
    const { blocks } = this;
    const { start } = this.lexer;
    const place = noted.length;
    noted.push(start, 0, 0);
    const body = this.readItemList();
    const behind = this.lexer.start;
    const isClosed = body.end === 'end' || body.end === 'else';
    const isWorth = behind - start >= LEAST_BODY && !isEmptyTemplate(body.list);
    if (isClosed && isWorth && this.blocks === blocks) noted[place + 1] = behind;
    noted[place + 2] = body.end === 'end' ? 0 : 1;
    return body;
  }

  /** Leaves a body for later if it is known where it ends. */
  private knownItemList(known: Int32Array): ItemList {
    const { start } = this.lexer;
    while (known[this.nextBody * 3]! < start) this.nextBody++;
    const index = this.nextBody;
    if (known[index * 3] !== start) return this.readItemList();
    const variables = this.variables.slice();
    const { rangeDepth } = this;
    this.lexer.resume(known[index * 3 + 1]!);
    const read = (): readonly ast.Node[] => this.readBody(start, index, variables, rangeDepth);
    const list: ast.ListNode = { kind: ast.LIST, position: start, nodes: undefined, read };
    return { list, end: known[index * 3 + 2] === 0 ? 'end' : 'else' };
  }

  /** The nodes of a body that was left for later. All else of the text has been parsed by now. */
  private readBody(
    start: number,
    index: number,
    variables: string[],
    rangeDepth: number,
  ): readonly ast.Node[] {
    this.variables = variables;
    this.rangeDepth = rangeDepth;
    this.nextBody = index + 1;
    this.lexer.resume(start);
    return ast.nodesOf(this.readItemList().list);
  }

  /** textOrAction: text | action; at the top of a text also a define, which gives no node */
  private textOrAction(isTop: boolean): ast.Node | ListEnd | undefined {
    const { lexer } = this;
    if (lexer.type === token.T_TEXT) {
      const node: ast.TextNode = {
        kind: ast.TEXT,
        position: lexer.start,
        text: lexer.text.slice(lexer.start, lexer.end),
      };
      this.lexer.next();
      return node;
    }
    if (lexer.type === token.T_END_ACTION || lexer.type === token.T_ELSE_ACTION) {
      const end = lexer.type === token.T_END_ACTION ? 'end' : 'else';
      lexer.next();
      return end;
    }
    if (lexer.type !== token.T_LEFT) this.unexpected('input');
    const flat = this.flatAction();
    if (flat !== undefined) return flat;
    this.actionStart = lexer.start;
    const keyword = this.lexer.next();
    if (isTop && keyword === token.T_DEFINE) {
      this.actionStart = -1;
      this.definition();
      return undefined;
    }
    const node = this.action();
    this.actionStart = -1;
    return node;
  }

  /** A flat action (see flat-action.ts): `if`, `range` and `with` on a pipeline, a pipeline, or `template`. */
  private flatAction(): ast.Node | undefined {
    const action = readFlatAction(this.lexer.text, this.lexer.behind);
    if (action === undefined) return undefined;
    const { words, start, stop, end } = action;
    const keyword = words[0]!;
    if (keyword === 'template') return this.flatTemplate(action);
    const kind = BRANCHES.get(keyword);
    const skipped = kind === undefined ? 0 : 1;
    const position = skipped === 0 ? start : start + keyword.length + 1;
    const pipe = flatPipeline(words, skipped, position, stop, this.source, this);
    if (pipe === undefined) return undefined;
    this.lexer.skipAction(end);
    if (kind !== undefined) return this.branchOf(kind, pipe);
    if (pipe.variables.length > 0) this.variables.push(keyword);
    return { kind: ast.ACTION, position: start, pipe };
  }

  private flatTemplate({ words, start, stop, end }: FlatAction): ast.TemplateNode | undefined {
    const name = words[1] ?? '';
    if (name.charCodeAt(0) !== 34 || words.length < 3) return undefined;
    const position = start + 'template '.length;
    const pipe = flatPipeline(words, 2, position + name.length + 1, stop, this.source, this);
    if (pipe === undefined) return undefined;
    this.lexer.skipAction(end);
    return { kind: ast.TEMPLATE, position, name: name.slice(1, -1), pipe };
  }

  /** action: control | pipeline; the left delimiter is past. */
  private action(): ast.Node | ListEnd {
    const { lexer } = this;
    switch (lexer.type) {
      case token.T_BLOCK:
        return this.block();
      case token.T_BREAK:
        return this.jump(ast.BREAK, '{{break}}');
      case token.T_CONTINUE:
        return this.jump(ast.CONTINUE, '{{continue}}');
      case token.T_ELSE:
        return this.else();
      case token.T_END:
        this.lexer.next();
        this.expect(token.T_RIGHT, 'end');
        return 'end';
      case token.T_IF:
        return this.branch(ast.IF, 'if');
      case token.T_RANGE:
        return this.branch(ast.RANGE, 'range');
      case token.T_TEMPLATE:
        return this.template();
      case token.T_WITH:
        return this.branch(ast.WITH, 'with');
    }
    return { kind: ast.ACTION, position: lexer.start, pipe: this.pipeline('command', token.T_RIGHT) };
  }

  private jump(kind: typeof ast.BREAK | typeof ast.CONTINUE, text: string): ast.JumpNode {
    const position = this.lexer.start;
    this.lexer.next();
    this.expect(token.T_RIGHT, text);
    if (this.rangeDepth === 0) this.fail(`${text} outside {{range}}`);
    return { kind, position };
  }

  /** `{{else}}`, or the `{{else` of `{{else if …}}` and `{{else with …}}` */
  private else(): ListEnd {
    this.lexer.next();
    const { type } = this.lexer;
    if (type === token.T_IF) return 'else if';
    if (type === token.T_WITH) return 'else with';
    this.expect(token.T_RIGHT, 'else');
    return 'else';
  }

  /** `{{if|range|with pipeline}} itemList {{else}} itemList {{end}}`; the keyword is the current token. */
  private branch(kind: ast.BranchNode['kind'], context: string): ast.BranchNode {
    const scope = this.variables.length;
    this.lexer.next();
    const pipe = this.pipeline(context, token.T_RIGHT);
    this.actionStart = -1;
    const node = this.branchOf(kind, pipe);
    this.variables.length = scope;
    return node;
  }

  /** The rest of a branch, behind its pipeline. */
  private branchOf(kind: ast.BranchNode['kind'], pipe: ast.PipeNode): ast.BranchNode {
    const scope = this.variables.length;
    if (kind === ast.RANGE) this.rangeDepth++;
    const { list, end } = this.itemList();
    if (kind === ast.RANGE) this.rangeDepth--;
    const elseList = end === 'end' ? undefined : this.elseList(kind, end);
    this.variables.length = scope;
    return { kind, position: pipe.position, pipe, list, elseList };
  }

  private elseList(kind: ast.BranchNode['kind'], end: ListEnd): ast.ListNode {
    if ((kind === ast.IF && end === 'else if') || (kind === ast.WITH && end === 'else with')) {
      const position = this.lexer.start;
      const nodes = [this.branch(kind, kind === ast.IF ? 'if' : 'with')];
      return { kind: ast.LIST, position, nodes, read: undefined };
    }
    const rest = this.itemList();
    if (rest.end !== 'end') this.fail('expected end; found {{else}}');
    return rest.list;
  }

  /** block: `{{block "name" pipeline}} itemList {{end}}` = a define and a template action */
  private block(): ast.TemplateNode {
    const context = 'block clause';
    this.blocks++;
    this.lexer.next();
    const position = this.lexer.start;
    const name = this.templateName(context);
    const pipe = this.pipeline(context, token.T_RIGHT);
    this.body(name, context);
    return { kind: ast.TEMPLATE, position, name, pipe };
  }

  /** template: `{{template "name" pipeline?}}` */
  private template(): ast.TemplateNode {
    const context = 'template clause';
    this.lexer.next();
    const position = this.lexer.start;
    const name = this.templateName(context);
    if (this.lexer.type === token.T_RIGHT) {
      this.lexer.next();
      return { kind: ast.TEMPLATE, position, name, pipe: undefined };
    }
    return { kind: ast.TEMPLATE, position, name, pipe: this.pipeline(context, token.T_RIGHT) };
  }

  private templateName(context: string): string {
    const { type } = this.lexer;
    if (type !== token.T_STRING && type !== token.T_RAW_STRING) this.unexpected(context);
    const name = this.unquoted();
    this.lexer.next();
    return name;
  }

  private unquoted(): string {
    return unquote(this.lexer.value) ?? this.fail('invalid syntax', this.lexer.start);
  }

  /** pipeline: declarations? command ('|' command)*; accepts the token that ends it. */
  private pipeline(context: string, end: number): ast.PipeNode {
    const { lexer } = this;
    const position = lexer.start;
    let variables = NO_NAMES;
    let isAssignment = false;
    if (lexer.type === token.T_VARIABLE && this.isDeclaration()) {
      const names: string[] = [];
      isAssignment = this.declarations(context, names);
      variables = names;
    }
    const base = this.scratch.length;
    while (lexer.type !== end) {
      if (!startsOperand(lexer.type)) this.unexpected(context);
      this.scratch.push(this.command());
    }
    const commands = this.take<ast.CommandNode>(base);
    this.checkPipeline(commands, context);
    this.lexer.next();
    return { kind: ast.PIPE, position, variables, isAssignment, commands, source: undefined, end: 0 };
  }

  /** Whether the variable that is the current token is declared or assigned here. */
  private isDeclaration(): boolean {
    const { text } = this.lexer;
    const at = this.lexer.peekOffset();
    const code = text.charCodeAt(at);
    const isOne = code === 61 || code === 44 || (code === 58 && text.charCodeAt(at + 1) === 61);
    return isOne && !this.lexer.value.includes('.');
  }

  /** `$x :=`, `$x =`, and in a range `$i, $x :=`; says whether it was `=`. */
  private declarations(context: string, names: string[]): boolean {
    const { lexer } = this;
    while (lexer.type === token.T_VARIABLE && this.isDeclaration()) {
      names.push(lexer.value);
      this.variables.push(lexer.value);
      const type = this.lexer.next();
      const following = this.lexer.next();
      if (type === token.T_ASSIGN || type === token.T_DECLARE) return type === token.T_ASSIGN;
      if (context !== 'range' || names.length >= 2) this.fail(`too many declarations in ${context}`);
      if (
        following !== token.T_VARIABLE &&
        following !== token.T_RIGHT &&
        following !== token.T_RIGHT_PAREN
      ) {
        this.fail('range can only initialize variables', lexer.start);
      }
    }
    return false;
  }

  /** Only the first command may be a plain value. */
  private checkPipeline(commands: readonly ast.CommandNode[], context: string): void {
    if (commands.length === 0) this.fail(`missing value for ${context}`, this.lexer.start);
    for (let index = 1; index < commands.length; index++) {
      if (commands[index]!.operands[0]!.kind < ast.DOT) continue;
      this.fail(`non executable command in pipeline stage ${index + 1}`, this.lexer.start);
    }
  }

  /** command: operand (space operand)*, and the '|' behind it */
  private command(): ast.CommandNode {
    const { lexer } = this;
    const position = lexer.start;
    const base = this.scratch.length;
    for (;;) {
      const operand = this.operand();
      if (operand !== undefined) this.scratch.push(operand);
      const { type } = lexer;
      if (type === token.T_RIGHT || type === token.T_RIGHT_PAREN) break;
      if (type === token.T_PIPE) {
        this.lexer.next();
        break;
      }
      if (operand === undefined || !lexer.isSpaced) this.unexpected('operand');
    }
    const operands = this.take<ast.Operand>(base);
    if (operands.length === 0) this.fail('empty command');
    return { kind: ast.COMMAND, position, operands };
  }

  /** operand: term .Field* */
  private operand(): ast.Operand | undefined {
    const term = this.term();
    if (term === undefined || !this.isChained()) return term;
    const position = this.lexer.start;
    const more: string[] = [];
    while (this.isChained()) {
      more.push(...this.lexer.value.slice(1).split('.'));
      this.lexer.next();
    }
    switch (term.kind) {
      case ast.FIELD:
        return { kind: ast.FIELD, position, path: [...term.path, ...more] };
      case ast.VARIABLE:
        return { kind: ast.VARIABLE, position, name: term.name, path: [...term.path, ...more] };
      case ast.PIPE:
      case ast.IDENTIFIER:
        return { kind: ast.CHAIN, position, operand: term, path: more };
    }
    return this.fail(`unexpected . after term ${quote(printNode(term))}`);
  }

  /** Whether the current token is a field of the term right before it. */
  private isChained(): boolean {
    return this.lexer.type === token.T_FIELD && !this.lexer.isSpaced;
  }

  /** term: literal | function | . | .Field | $variable | '(' pipeline ')' */
  private term(): ast.Operand | undefined {
    const { lexer } = this;
    const position = lexer.start;
    let node: ast.Operand;
    switch (lexer.type) {
      case token.T_FIELD:
        node = fieldNode(lexer.value, position);
        break;
      case token.T_IDENTIFIER: {
        const name = lexer.value;
        if (!this.isFunction(name)) this.fail(`function ${quote(name)} not defined`, position);
        node = { kind: ast.IDENTIFIER, position, name };
        break;
      }
      case token.T_STRING:
      case token.T_RAW_STRING:
        node = { kind: ast.STRING, position, text: this.unquoted(), quoted: lexer.value };
        break;
      case token.T_DOT:
        node = { kind: ast.DOT, position };
        break;
      case token.T_NIL:
        node = { kind: ast.NIL, position };
        break;
      case token.T_VARIABLE:
        if (!this.variables.includes(variableName(lexer.value))) this.undefinedVariable();
        node = variableNode(lexer.value, position);
        break;
      case token.T_BOOLEAN:
        node = { kind: ast.BOOLEAN, position, value: lexer.end - position === 4 };
        break;
      case token.T_CHARACTER_CONSTANT:
      case token.T_NUMBER:
      case token.T_COMPLEX:
        node = this.number(position);
        break;
      case token.T_LEFT_PAREN:
        return this.parenthesised();
      default:
        return undefined;
    }
    this.lexer.next();
    return node;
  }

  private undefinedVariable(): never {
    return this.fail(`undefined variable ${quote(variableName(this.lexer.value))}`, this.lexer.start);
  }

  private number(position: number): ast.NumberNode {
    const { type, value } = this.lexer;
    const node =
      type === token.T_CHARACTER_CONSTANT ? characterNode(position, value) : numberNode(position, value);
    return typeof node === 'string' ? this.fail(node, position) : node;
  }

  private parenthesised(): ast.PipeNode {
    if (this.parenthesisDepth >= MAX_PARENTHESES)
      this.fail('max expression depth exceeded', this.lexer.start);
    this.parenthesisDepth++;
    this.lexer.next();
    const pipe = this.pipeline('parenthesized pipeline', token.T_RIGHT_PAREN);
    this.parenthesisDepth--;
    return pipe;
  }
}

const NO_NAMES: readonly string[] = [];

function startsOperand(type: number): boolean {
  switch (type) {
    case token.T_BOOLEAN:
    case token.T_CHARACTER_CONSTANT:
    case token.T_COMPLEX:
    case token.T_DOT:
    case token.T_FIELD:
    case token.T_IDENTIFIER:
    case token.T_NUMBER:
    case token.T_NIL:
    case token.T_RAW_STRING:
    case token.T_STRING:
    case token.T_VARIABLE:
    case token.T_LEFT_PAREN:
      return true;
  }
  return false;
}
