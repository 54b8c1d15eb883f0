import { isMapping, isSequence, NULL, type Node } from '../k8s/node.ts';
import { printedValue } from '../k8s/same-value.ts';

/**
 * A node as a patch has to hold it: texts are strings, whatever made them texts; numbers, booleans and nulls stay as they are
 * written.
 */
export function patchValue(node: Node): Node {
  if (typeof node === 'string') return node;
  if (isSequence(node)) return node.map(patchValue);
  if (isMapping(node)) return new Map([...node].map(([key, value]) => [key, patchValue(value)]));
  const value = printedValue(node);
  if (value === null) return NULL;
  return typeof value === 'string' ? value : node;
}
