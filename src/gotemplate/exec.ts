import {
  assign,
  callTarget,
  canBeNil,
  literalArgument,
  MISMATCH,
  type CallTarget,
  type Operand,
} from './arguments.ts';
import * as ast from './ast.ts';
import { LimitError, type Budget } from './budget.ts';
import { ExecutionError, positionIn, TemplateParseError, UnknownTemplateError } from './errors.ts';
import { commandsOf } from './flat-action.ts';
import { formatValue } from './format.ts';
import {
  GoError,
  type Effect,
  type FunctionLookup,
  type ParameterType,
  type TemplateFunction,
} from './function.ts';
import { printNode } from './print-node.ts';
import { quote } from './quote.ts';
import { TemplateSet } from './template-set.ts';
import { Tracer, type Frame, type Trace } from './trace.ts';
import * as go from './value.ts';
import type { Value } from './value.ts';

/** A call whose result may differ in the next render, and where it stood: the innermost template's line, and who included it. */
export interface EffectCall {
  readonly function: string;
  readonly effect: Effect;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** the templates being executed, outermost first */
  readonly stack: readonly string[];
}

/** How a list of nodes ended. */
const DONE = 0;
const BROKE = 1;
const CONTINUED = 2;

/** Stands for "no previous command in this pipeline". */
const MISSING: unique symbol = Symbol('missing');
type Final = Operand | typeof MISSING;

/** Where an execution is left while another one runs. */
interface State {
  readonly template: ast.Template;
  readonly node: ast.AnyNode;
  readonly output: string;
  readonly scope: number;
  readonly variables: number;
  readonly depth: number;
}

export interface EvaluatorOptions {
  readonly functions: FunctionLookup;
  readonly budget: Budget;
  /** what to keep of how the output came about; nothing by default */
  readonly trace?: Trace | undefined;
}

/**
 * Executes templates as text/template does with `missingkey=zero`. One evaluator serves one render: include and tpl run in
 * it again, so a render has one stack, one budget and one record of effects.
 */
export class Evaluator {
  /** what `template` and include can name; tpl puts a set of its own here while it runs */
  set = new TemplateSet();
  readonly effects: EffectCall[] = [];
  readonly budget: Budget;
  private readonly functions: FunctionLookup;
  private readonly targets = new Map<string, CallTarget>();
  private readonly tracer: Tracer | undefined;
  private template!: ast.Template;
  private readonly stack: ast.Template[] = [];
  private node!: ast.AnyNode;
  private output = '';
  /** the variables in sight and, below `scope`, those of the templates that wait */
  private readonly names: string[] = [];
  private readonly values: Operand[] = [];
  private scope = 0;
  /** what the innermost range is at: Go holds it in an interface, which its messages show */
  private item: Operand = null;

  constructor(options: EvaluatorOptions) {
    this.functions = options.functions;
    this.budget = options.budget;
    this.tracer = options.trace && new Tracer(options.trace);
  }

  /**
   * Executes a template on its data and returns what it wrote.
   *
   * @throws ExecutionError; its chain ends in a LimitError where a bound was reached
   */
  execute(template: ast.Template, data: Value): string {
    const caller = this.state();
    this.output = '';
    this.tracer?.enter(template);
    try {
      this.run(template, data);
      const output = this.output;
      this.restore(caller);
      return output;
    } catch (error) {
      // After an exhausted stack the state is left as it is: it says where that was.
      if (!(error instanceof RangeError)) this.restore(caller);
      else if (caller.depth === 0) {
        const exhausted = this.exhausted(error);
        this.restore(caller);
        throw exhausted;
      }
      throw error;
    } finally {
      this.tracer?.leave();
    }
  }

  private state(): State {
    return {
      template: this.template,
      node: this.node,
      output: this.output,
      scope: this.scope,
      variables: this.names.length,
      depth: this.stack.length,
    };
  }

  private restore(state: State): void {
    this.template = state.template;
    this.node = state.node;
    this.output = state.output;
    this.scope = state.scope;
    this.forget(state.variables);
    this.stack.length = state.depth;
  }

  /** Executes a template of the current set by name. */
  executeNamed(name: string, data: Value): string {
    const template = this.set.get(name);
    if (template === undefined) throw new UnknownTemplateError(name);
    return this.execute(template, data);
  }

  /** What was traced of the last outermost execution. */
  takeTrace(): Frame | undefined {
    return this.tracer?.take();
  }

  private run(template: ast.Template, data: Operand): void {
    const { length } = this.names;
    const scope = this.scope;
    const caller = this.template;
    if (this.stack.length >= this.budget.limits.depth) {
      this.fail(`exceeded maximum template depth (${this.budget.limits.depth})`);
    }
    this.stack.push(template);
    this.template = template;
    this.scope = length;
    this.push('$', data);
    this.walkList(data, template.root);
    this.forget(length);
    this.scope = scope;
    this.template = caller;
    this.stack.pop();
  }

  // Errors

  private fail(reason: string, cause?: Error): never {
    throw new ExecutionError(this.template, this.node, reason, cause);
  }

  /** The JavaScript stack, or its longest string, was exceeded. */
  private exhausted(error: RangeError): ExecutionError {
    const isStack = error.message.includes('call stack');
    const cause = new LimitError(isStack ? 'templates are nested too deeply' : error.message, {
      cause: error,
    });
    return new ExecutionError(this.template, this.node, '', cause);
  }

  // Actions

  private write(text: string, node: ast.AnyNode): void {
    this.tracer?.write(this.output.length, node);
    this.output += text;
    if (this.output.length > this.budget.limits.text)
      this.spend(() => this.budget.spendText(this.output.length));
  }

  private walkList(dot: Operand, list: ast.ListNode): number {
    const nodes = list.nodes ?? ast.nodesOf(list);
    this.step();
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      this.node = node;
      switch (node.kind) {
        case ast.TEXT:
          this.write(node.text, node);
          break;
        case ast.ACTION: {
          const value = this.pipeline(dot, node.pipe);
          if (node.pipe.variables.length === 0) this.print(value, node);
          break;
        }
        case ast.IF:
        case ast.WITH: {
          const end = this.branch(dot, node);
          if (end !== DONE) return end;
          break;
        }
        case ast.RANGE: {
          const end = this.range(dot, node);
          if (end !== DONE) return end;
          break;
        }
        case ast.TEMPLATE:
          this.callTemplate(dot, node);
          break;
        case ast.BREAK:
          return BROKE;
        case ast.CONTINUE:
          return CONTINUED;
        case ast.LIST: {
          const end = this.walkList(dot, node);
          if (end !== DONE) return end;
        }
      }
    }
    return DONE;
  }

  private print(value: Value, node: ast.ActionNode): void {
    this.node = node;
    if (typeof value === 'string') this.write(value, node);
    else this.write(value === null ? '<no value>' : printed(value), node);
  }

  private branch(dot: Operand, node: ast.BranchNode): number {
    const { length } = this.names;
    const value = this.pipeline(dot, node.pipe);
    let end = DONE;
    if (go.isTrue(value)) end = this.walkList(node.kind === ast.WITH ? value : dot, node.list);
    else if (node.elseList !== undefined) end = this.walkList(dot, node.elseList);
    this.forget(length);
    return end;
  }

  private callTemplate(dot: Operand, node: ast.TemplateNode): void {
    const template = this.set.get(node.name);
    if (template === undefined) this.fail(`template ${quote(node.name)} not defined`);
    const data = node.pipe === undefined ? null : this.pipeline(dot, node.pipe);
    this.tracer?.enterInline(template, this.output.length, node);
    this.run(template, data);
    this.tracer?.leave();
  }

  private range(dot: Operand, node: ast.BranchNode): number {
    const { length } = this.names;
    const value = this.pipeline(dot, node.pipe);
    const end = this.iterate(dot, node, value);
    this.forget(length);
    return end;
  }

  private iterate(dot: Operand, node: ast.BranchNode, value: Value): number {
    const items = go.asItems(value);
    if (items !== undefined) {
      for (let index = 0; index < items.length; index++) {
        if (this.iteration(node, BigInt(index), items[index] ?? undefined)) return DONE;
      }
      return items.length > 0 ? DONE : this.otherwise(dot, node);
    }
    const map = go.asMap(value);
    if (map !== undefined) {
      const entries = go.sortedKeys(map).map((key) => [key, map.get(key)] as const);
      for (const [key, item] of entries) if (this.iteration(node, key, item ?? undefined)) return DONE;
      return entries.length > 0 ? DONE : this.otherwise(dot, node);
    }
    if (value === null) return this.otherwise(dot, node);
    const count = go.asInteger(value);
    if (count === undefined) this.fail(`range can't iterate over ${formatValue(value)}`);
    return this.count(dot, node, value, count);
  }

  /** range over an integer */
  private count(dot: Operand, node: ast.BranchNode, value: Value, count: bigint): number {
    if (node.pipe.variables.length > 1) {
      this.fail(`can't use ${formatValue(value)} to iterate over more than one variable`);
    }
    for (let index = 0n; index < count; index++) {
      const item = value instanceof go.Integer ? new go.Integer(value.type, index) : index;
      if (this.iteration(node, null, item)) return DONE;
    }
    return count > 0n ? DONE : this.otherwise(dot, node);
  }

  private otherwise(dot: Operand, node: ast.BranchNode): number {
    return node.elseList === undefined ? DONE : this.walkList(dot, node.elseList);
  }

  /** One round of a range; says whether it was broken off. */
  private iteration(node: ast.BranchNode, index: Operand, item: Operand): boolean {
    const { variables, isAssignment } = node.pipe;
    const { length } = this.names;
    if (variables.length > 0) {
      if (isAssignment) {
        this.setVariable(variables[0]!, variables.length > 1 ? index : item);
        if (variables.length > 1) this.setVariable(variables[1]!, item);
      } else {
        this.values[length - 1] = item;
        if (variables.length > 1) this.values[length - 2] = index;
      }
    }
    const outer = this.item;
    this.item = item;
    const end = this.walkList(item, node.list);
    this.item = outer;
    this.forget(length);
    return end === BROKE;
  }

  // Variables

  private push(name: string, value: Operand): void {
    this.names.push(name);
    this.values.push(value);
  }

  /** Drops the variables from an index on. Most blocks declare none, and setting a length is not free. */
  private forget(length: number): void {
    if (this.names.length > length) this.names.length = this.values.length = length;
  }

  private variableIndex(name: string): number {
    for (let index = this.names.length - 1; index >= this.scope; index--) {
      if (this.names[index] === name) return index;
    }
    return this.fail(`undefined variable: ${name}`);
  }

  private setVariable(name: string, value: Operand): void {
    this.values[this.variableIndex(name)] = value;
  }

  // Expressions

  private pipeline(dot: Operand, pipe: ast.PipeNode): Value {
    this.node = pipe;
    this.step();
    const { variables } = pipe;
    const commands = commandsOf(pipe);
    let value: Final = MISSING;
    for (let index = 0; index < commands.length; index++) {
      value = this.command(dot, commands[index]!, value) ?? null;
    }
    for (let index = 0; index < variables.length; index++) {
      if (pipe.isAssignment) this.setVariable(variables[index]!, value as Value);
      else this.push(variables[index]!, value as Value);
    }
    return value as Value;
  }

  private command(dot: Operand, command: ast.CommandNode, final: Final): Operand {
    const { operands } = command;
    const first = operands[0]!;
    switch (first.kind) {
      case ast.FIELD:
        this.node = first;
        return this.fieldChain(dot, dot, first, first.path, operands, final, false);
      case ast.CHAIN:
        return this.chain(dot, first, operands, final);
      case ast.IDENTIFIER:
        return this.function(dot, first, command, operands, final);
      case ast.PIPE:
        this.notAFunction(operands, final);
        return this.pipeline(dot, first);
      case ast.VARIABLE:
        return this.variable(dot, first, operands, final);
    }
    this.node = first;
    this.notAFunction(operands, final);
    switch (first.kind) {
      case ast.DOT:
        return dot;
      case ast.NIL:
        return this.fail('nil is not a command');
      case ast.BOOLEAN:
        return first.value;
      case ast.STRING:
        return first.text;
      case ast.NUMBER:
        return this.ideal(first);
    }
  }

  private notAFunction(operands: readonly ast.Operand[], final: Final): void {
    if (operands.length > 1 || final !== MISSING) {
      this.fail(`can't give argument to non-function ${printNode(operands[0]!)}`);
    }
  }

  private ideal(node: ast.NumberNode): Value {
    this.node = node;
    return node.ideal ?? this.fail(`${node.text} overflows int`);
  }

  private variable(
    dot: Operand,
    node: ast.VariableNode,
    operands: readonly ast.Operand[],
    final: Final,
  ): Operand {
    this.node = node;
    const value = this.values[this.variableIndex(node.name)];
    if (node.path.length > 0) return this.fieldChain(dot, value, node, node.path, operands, final, false);
    this.notAFunction(operands, final);
    return value;
  }

  private chain(dot: Operand, node: ast.ChainNode, operands: readonly ast.Operand[], final: Final): Operand {
    this.node = node;
    if (node.operand.kind === ast.NIL) this.fail(`indirection through explicit nil in ${printNode(node)}`);
    const receiver = this.operand(dot, node.operand);
    return this.fieldChain(dot, receiver, node, node.path, operands, final, false);
  }

  /** `.X.Y.Z`, the last of which may be a method with arguments */
  private fieldChain(
    dot: Operand,
    receiver: Operand,
    node: ast.FieldNode | ast.VariableNode | ast.ChainNode,
    path: readonly string[],
    operands: readonly ast.Operand[],
    final: Final,
    inInterface: boolean,
  ): Operand {
    let value = receiver;
    const last = path.length - 1;
    for (let index = 0; index < last; index++) {
      value =
        value instanceof Map
          ? (value.get(path[index]!) ?? undefined)
          : this.field(dot, value, path[index]!, node, NO_OPERANDS, MISSING, inInterface);
      inInterface = true;
    }
    if (value instanceof Map && operands.length < 2 && final === MISSING)
      return value.get(path[last]!) ?? undefined;
    return this.field(dot, value, path[last]!, node, operands, final, inInterface);
  }

  private field(
    dot: Operand,
    receiver: Operand,
    name: string,
    node: ast.FieldNode | ast.VariableNode | ast.ChainNode,
    operands: readonly ast.Operand[],
    final: Final,
    inInterface: boolean,
  ): Operand {
    if (receiver === null) return null;
    if (receiver === undefined) return this.fail(`nil pointer evaluating interface {}.${name}`);
    const hasArguments = operands.length > 1 || final !== MISSING;
    if (receiver instanceof Map) return this.entry(receiver.get(name) ?? undefined, name, hasArguments);
    if (receiver instanceof go.MapView || receiver instanceof go.GoObject || receiver instanceof go.Slice) {
      const method = receiver.methods.get(name);
      if (method !== undefined) return this.call(dot, callTarget(method), node, name, operands, final);
    }
    if (receiver instanceof go.MapView) {
      return this.entry(receiver.map.get(name) ?? zeroOf(receiver.element), name, hasArguments);
    }
    if (receiver instanceof go.GoObject && receiver.fields.has(name)) {
      if (hasArguments) this.fail(`${name} has arguments but cannot be invoked as function`);
      return receiver.fields.get(name);
    }
    return this.fail(
      `can't evaluate field ${name} in type ${inInterface || receiver === this.item ? go.ANY : go.typeOf(receiver)}`,
    );
  }

  private entry(value: Operand, name: string, hasArguments: boolean): Operand {
    if (hasArguments) this.fail(`${name} is not a method but has arguments`);
    return value;
  }

  // Calls

  private target(name: string): CallTarget {
    let target = this.targets.get(name);
    if (target === undefined) {
      const named = this.functions.get(name);
      if (named === undefined) return this.fail(`${quote(name)} is not a defined function`);
      target = callTarget(named);
      this.targets.set(name, target);
    }
    return target;
  }

  private function(
    dot: Operand,
    node: ast.IdentifierNode,
    command: ast.AnyNode,
    operands: readonly ast.Operand[],
    final: Final,
  ): Operand {
    this.node = node;
    const { name } = node;
    if (name === 'and' || name === 'or') return this.andOr(dot, name, operands, final);
    const target = this.target(name);
    if (target.function.effect !== undefined) this.recordEffect(name, target.function.effect, node);
    return this.call(dot, target, command, name, operands, final);
  }

  /** and, or: evaluate only as far as needed and give the deciding operand */
  private andOr(dot: Operand, name: string, operands: readonly ast.Operand[], final: Final): Operand {
    if (operands.length < 2 && final === MISSING)
      this.fail(`wrong number of args for ${name}: want at least 1 got 0`);
    let value: Operand = null;
    for (let index = 1; index < operands.length; index++) {
      value = this.argument(dot, go.ANY, operands[index]!) as Operand;
      if (go.isTrue(value ?? null) === (name === 'or')) return value;
    }
    return final === MISSING ? value : final;
  }

  private recordEffect(name: string, effect: Effect, node: ast.AnyNode): void {
    const { file, line, column } = positionIn(this.template.source, node.position);
    const stack = this.stack.map((template) => template.name);
    this.effects.push({ function: name, effect, file, line, column, stack });
  }

  private call(
    dot: Operand,
    target: CallTarget,
    node: ast.AnyNode,
    name: string,
    operands: readonly ast.Operand[],
    final: Final,
  ): Operand {
    const { fixed, variadic } = target;
    const given = operands.length > 1 ? operands.length - 1 : 0;
    const count = given + (final === MISSING ? 0 : 1);
    if (variadic === undefined ? count !== fixed.length : count < fixed.length) {
      const wanted = variadic === undefined ? `${fixed.length}` : `at least ${fixed.length}`;
      this.fail(
        `wrong number of args for ${name}: want ${wanted} got ${variadic === undefined ? count : given}`,
      );
    }
    const values = new Array<unknown>(count);
    for (let index = 0; index < given; index++) {
      const type = index < fixed.length ? fixed[index]! : variadic!;
      values[index] = this.argument(dot, type, operands[index + 1]!);
    }
    if (final !== MISSING)
      values[given] = this.validate(final, given < fixed.length ? fixed[given]! : variadic!);
    return this.invoke(target.function, values, node, name);
  }

  private invoke(target: TemplateFunction, values: unknown[], node: ast.AnyNode, name: string): Operand {
    try {
      switch (values.length) {
        case 1:
          return target.call(values[0]) ?? undefined;
        case 2:
          return target.call(values[0], values[1]) ?? undefined;
        default:
          return target.call(...values) ?? undefined;
      }
    } catch (error) {
      if (!isTemplateError(error)) throw error;
      this.node = node;
      return this.fail(`error calling ${name}: `, error);
    }
  }

  /** The value of an argument, checked against and converted for the parameter's type. */
  private argument(dot: Operand, type: ParameterType, node: ast.Operand): unknown {
    this.node = node;
    switch (node.kind) {
      case ast.STRING:
        if (type === 'string' || type === 'interface {}') return node.text;
        return this.literal(node, type);
      case ast.NUMBER:
        return type === 'interface {}' ? this.ideal(node) : this.literal(node, type);
      case ast.BOOLEAN:
        return type === 'interface {}' ? node.value : this.literal(node, type);
      case ast.NIL:
        if (canBeNil(type)) return null;
        return this.fail(`cannot assign nil to ${type}`);
    }
    return this.validate(this.operand(dot, node), type);
  }

  private operand(dot: Operand, node: ast.Operand): Operand {
    switch (node.kind) {
      case ast.FIELD:
        this.node = node;
        return this.fieldChain(dot, dot, node, node.path, NO_OPERANDS, MISSING, false);
      case ast.PIPE:
        return this.pipeline(dot, node);
      case ast.VARIABLE:
        return this.variable(dot, node, NO_OPERANDS, MISSING);
      case ast.DOT:
        return dot;
      case ast.IDENTIFIER:
        return this.function(dot, node, node, NO_OPERANDS, MISSING);
      case ast.CHAIN:
        return this.chain(dot, node, NO_OPERANDS, MISSING);
      case ast.STRING:
        return node.text;
      case ast.BOOLEAN:
        return node.value;
      case ast.NUMBER:
        return this.ideal(node);
      case ast.NIL:
        return null;
    }
  }

  private literal(node: ast.StringNode | ast.NumberNode | ast.BooleanNode, type: ParameterType): unknown {
    const result = literalArgument(node, type);
    if ('value' in result) return result.value;
    const text = printNode(node);
    if (result.error === 'unhandled') return this.fail(`can't handle ${text} for arg of type ${type}`);
    return this.fail(`expected ${result.error}; found ${text}`);
  }

  private validate(value: Operand, type: ParameterType): unknown {
    if (value === undefined) {
      if (type === 'interface {}') return null;
      return this.fail(`wrong type for value; expected ${type}; got interface {}`);
    }
    if (value === null) return canBeNil(type) ? null : this.fail(`invalid value; expected ${type}`);
    const assigned = assign(value, type);
    if (assigned === MISMATCH)
      return this.fail(`wrong type for value; expected ${type}; got ${go.typeOf(value)}`);
    return assigned;
  }

  // Bounds

  private step(): void {
    if (this.budget.isSpent()) this.spend(() => this.budget.spend(1));
  }

  private spend(charge: () => void): void {
    try {
      charge();
    } catch (error) {
      this.fail('', error as LimitError);
    }
  }
}

const NO_OPERANDS: readonly ast.Operand[] = [];

/** What an action prints: as fmt does, but on a struct in place the String method of its pointer counts too. */
function printed(value: Exclude<Value, null>): string {
  const method = value instanceof go.GoObject ? value.methods.get('String') : undefined;
  return method === undefined ? formatValue(value) : (method.call() as string);
}

function zeroOf(element: string): Operand {
  if (element === 'string') return '';
  return element.startsWith('[]') ? go.nilSlice(element.slice(2)) : undefined;
}

function isTemplateError(error: unknown): error is Error {
  return (
    error instanceof GoError ||
    error instanceof ExecutionError ||
    error instanceof LimitError ||
    error instanceof TemplateParseError ||
    error instanceof UnknownTemplateError
  );
}
