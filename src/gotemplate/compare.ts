import { compareBytes } from '../lib/utf8.ts';
import { deepEqual } from './deep-equal.ts';
import { printFormat } from './format.ts';
import { GoError } from './function.ts';
import type { Value } from './value.ts';
import { GoObject, Integer, MapView, Slice, kindOf, typeOf } from './value.ts';

/** How values compare: `types` adds the types to the text of a mismatch, as Go does since 1.25. */
export interface Comparison {
  readonly types: boolean;
}

type BasicKind = 'bool' | 'int' | 'uint' | 'float' | 'string' | 'none';

/**
 * Whether `left` equals any of `others` (the template function `eq`). Throws GoError for values of different kinds, and for
 * lists and maps; nil compares with everything.
 */
export function equalsAny(left: Value, others: readonly Value[], comparison: Comparison): boolean {
  if (others.length === 0) throw new GoError('missing argument for comparison');
  for (const other of others) if (equals(left, other, comparison)) return true;
  return false;
}

function equals(left: Value, right: Value, comparison: Comparison): boolean {
  if (typeof left !== 'object' && typeof left === typeof right) return left === right;
  const leftKind = basicKind(left);
  const rightKind = basicKind(right);
  if (leftKind === 'none' && rightKind === 'none') return equalsComposite(left, right);
  if (isInteger(leftKind) && isInteger(rightKind)) return integerOf(left) === integerOf(right);
  if (leftKind === rightKind) return left === right;
  if (left === null || right === null) return false;
  throw mismatch(left, right, comparison);
}

/**
 * Whether `left` is less than `right` (the template function `lt`). Throws GoError for anything but two numbers of one kind
 * or two strings.
 */
export function isLess(left: Value, right: Value, comparison: Comparison): boolean {
  if (typeof left === 'string' && typeof right === 'string') return compareBytes(left, right) < 0;
  const leftKind = basicKind(left);
  const rightKind = basicKind(right);
  if (leftKind === 'none' || rightKind === 'none') throw new GoError('invalid type for comparison');
  if (isInteger(leftKind) && isInteger(rightKind)) return integerOf(left) < integerOf(right);
  if (leftKind !== rightKind) throw mismatch(left, right, comparison);
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  throw new GoError('invalid type for comparison');
}

function basicKind(value: Value): BasicKind {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'float';
    case 'bigint':
      return 'int';
    case 'boolean':
      return 'bool';
  }
  if (!(value instanceof Integer)) return 'none';
  return value.type.startsWith('u') ? 'uint' : 'int';
}

function isInteger(kind: BasicKind): boolean {
  return kind === 'int' || kind === 'uint';
}

function integerOf(value: Value): bigint {
  return value instanceof Integer ? value.value : (value as bigint);
}

function mismatch(left: Value, right: Value, { types }: Comparison): GoError {
  return new GoError(
    `incompatible types for comparison${types ? `: ${typeOf(left)} and ${typeOf(right)}` : ''}`,
  );
}

/** Nil, lists, maps and objects. */
function equalsComposite(left: Value, right: Value): boolean {
  if (left !== null && right !== null && kindOf(left) !== kindOf(right)) {
    const text = printFormat('%s: %v, %s: %v', [left, typeOf(left), typeOf(right), right]);
    throw new GoError(`non-comparable types ${text}`);
  }
  const leftNil = isNil(left);
  const rightNil = isNil(right);
  if (leftNil || rightNil) return leftNil === rightNil;
  if (!(right instanceof GoObject))
    throw new GoError(`non-comparable type ${printFormat('%s: %v', [right, typeOf(right)])}`);
  return right.kind === 'ptr' ? left === right : deepEqual(left, right);
}

function isNil(value: Value): boolean {
  return value === null || ((value instanceof Slice || value instanceof MapView) && value.isNil);
}
