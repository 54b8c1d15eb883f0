import { isMapping, isScalar, isSequence, OddMapping, Scalar, type Node } from './node.ts';
import { scalarValue, type ScalarValue } from './scalar-value.ts';

/**
 * Whether two nodes are printed as the same: keys in any order, lists in theirs, scalars by what they stand for, however they
 * were written (`0644` and `420`, a date with and without quotes).
 */
export function sameValue(a: Node | undefined, b: Node | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (isScalar(a)) return isScalar(b) && sameScalar(a, b);
  if (isSequence(a)) {
    return isSequence(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  }
  if (!isMapping(b) || a.size !== b.size || !sameKeyTags(a, b)) return false;
  for (const [key, value] of a) {
    if (!b.has(key) || !sameValue(value, b.get(key))) return false;
  }
  return true;
}

function sameScalar(a: string | Scalar, b: string | Scalar): boolean {
  if (typeof a === 'string' && typeof b === 'string') return false;
  const value = printedValue(a);
  return value === undefined ? sameText(a, b) : Object.is(value, printedValue(b));
}

function sameText(a: string | Scalar, b: string | Scalar): boolean {
  return a instanceof Scalar && b instanceof Scalar && a.tag === b.tag && a.text === b.text;
}

/** What a scalar is printed as; undefined where it cannot be printed. */
export function printedValue(node: string | Scalar): ScalarValue | undefined {
  if (typeof node === 'string') return node;
  try {
    return scalarValue(node);
  } catch {
    return undefined;
  }
}

function sameKeyTags(a: Node, b: Node): boolean {
  const [left, right] = [a, b].map((node) => (node instanceof OddMapping ? node : undefined));
  if (left === undefined && right === undefined) return true;
  if (left === undefined || right === undefined) return false;
  return (
    left.keyTags.size === right.keyTags.size &&
    left.duplicates.size === right.duplicates.size &&
    [...left.keyTags].every(([key, tag]) => right.keyTags.get(key) === tag)
  );
}
