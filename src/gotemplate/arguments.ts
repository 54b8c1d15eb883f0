import * as ast from './ast.ts';
import type { Parameter, ParameterType, TemplateFunction } from './function.ts';
import { ANY, GoObject, Integer, LIST, MAP, MapView, Slice, typeOf, type Value } from './value.ts';

/** A value while it is evaluated: `undefined` is a nil inside an interface (a missing key), `null` the untyped nil. */
export type Operand = Value | undefined;

/** A function with its parameters taken apart. */
export interface CallTarget {
  readonly function: TemplateFunction;
  readonly fixed: readonly ParameterType[];
  readonly variadic: ParameterType | undefined;
}

/** Takes a function's parameter list apart. */
export function callTarget(target: TemplateFunction): CallTarget {
  const last = target.parameters.at(-1);
  if (last === undefined || !isVariadic(last)) {
    return { function: target, fixed: target.parameters as readonly ParameterType[], variadic: undefined };
  }
  const fixed = target.parameters.slice(0, -1) as ParameterType[];
  return { function: target, fixed, variadic: last.slice(3) as ParameterType };
}

function isVariadic(parameter: Parameter): boolean {
  return parameter.startsWith('...');
}

/** Whether nil can be assigned to a parameter of that type. */
export function canBeNil(type: ParameterType): boolean {
  return type === ANY || type === MAP || type === LIST || type === '[]string';
}

/** The answer of `assign` for a value that the type does not take. */
export const MISMATCH: unique symbol = Symbol('mismatch');

/**
 * What a function is given for a value of its parameter's type (see ParameterTypes), or MISMATCH.
 * Nil must have been dealt with.
 */
export function assign(value: Exclude<Value, null>, type: ParameterType): unknown {
  switch (type) {
    case 'interface {}':
      return value;
    case 'string':
      return typeof value === 'string' ? value : MISMATCH;
    case 'bool':
      return typeof value === 'boolean' ? value : MISMATCH;
    case 'int':
      return typeof value === 'bigint' ? Number(value) : MISMATCH;
    case 'float64':
      return typeof value === 'number' ? value : MISMATCH;
    case 'map[string]interface {}':
      if (value instanceof Map) return value;
      if (!(value instanceof MapView) || value.element !== ANY) return MISMATCH;
      return value.isNil ? null : value.map;
    case '[]interface {}':
      if (Array.isArray(value)) return value;
      return value instanceof Slice && value.type === LIST ? (value.isNil ? null : value.items) : MISMATCH;
    case '[]string':
      return value instanceof Slice && value.type === type ? (value.isNil ? null : value.items) : MISMATCH;
    case 'int64':
    case 'uint32':
      if (!(value instanceof Integer) || value.type !== type) return MISMATCH;
      return type === 'int64' ? value.value : Number(value.value);
    case 'time.Duration':
      return value instanceof Integer && value.type === type ? value : MISMATCH;
    default:
      return value instanceof GoObject && typeOf(value) === type ? value : MISMATCH;
  }
}

/** A literal given to a typed parameter: what the function receives, or the message of what is wrong. */
export function literalArgument(
  node: ast.StringNode | ast.NumberNode | ast.BooleanNode,
  type: ParameterType,
):
  { value: unknown } | { error: 'bool' | 'string' | 'integer' | 'unsigned integer' | 'float' | 'unhandled' } {
  switch (type) {
    case 'string':
      return node.kind === ast.STRING ? { value: node.text } : { error: 'string' };
    case 'bool':
      return node.kind === ast.BOOLEAN ? { value: node.value } : { error: 'bool' };
    case 'int':
    case 'int64':
      if (node.kind !== ast.NUMBER || node.integer === undefined) return { error: 'integer' };
      return { value: type === 'int' ? Number(node.integer) : node.integer };
    case 'time.Duration':
      if (node.kind !== ast.NUMBER || node.integer === undefined) return { error: 'integer' };
      return { value: new Integer('time.Duration', node.integer) };
    case 'uint32':
      if (node.kind !== ast.NUMBER || node.integer === undefined || node.integer < 0n)
        return { error: 'unsigned integer' };
      return { value: Number(BigInt.asUintN(32, node.integer)) };
    case 'float64':
      return node.kind === ast.NUMBER && node.float !== undefined
        ? { value: node.float }
        : { error: 'float' };
  }
  return { error: 'unhandled' };
}
