import { isMapping, isSequence, textOf, type Node } from '../k8s/node.ts';
import type { PatchOperation } from './patch-pair.ts';

/** How many lines a node takes when it is written in block style. */
export function linesOf(node: Node): number {
  if (isSequence(node)) return Math.max(1, sum(node.map(linesOf)));
  if (!isMapping(node)) return 1 + (textOf(node) ?? '').split('\n').length - 1;
  return Math.max(1, sum([...node.values()].map(entryLines)));
}

/** How many lines operations take. */
export function operationLines(operations: readonly PatchOperation[]): number {
  return sum(operations.map(({ value }) => 2 + (value === undefined ? 0 : entryLines(value))));
}

function entryLines(value: Node): number {
  const isNested = (isSequence(value) && value.length > 0) || (isMapping(value) && value.size > 0);
  return linesOf(value) + (isNested ? 1 : 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
