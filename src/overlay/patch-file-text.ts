import { Scalar, type Mapping, type Node } from '../k8s/node.ts';
import { scalarValue } from '../k8s/scalar-value.ts';
import { coreTag } from '../k8s/yaml/core-tag.ts';
import { resolveScalar } from '../k8s/yaml/scalar.ts';
import { Verbatim } from '../k8s/yaml/write-block.ts';
import { writeReadable } from '../k8s/yaml/write-readable.ts';
import type { PatchOperation } from '../patch/patch-pair.ts';

/** A node as the text of a file: numbers and the like as they are written in it, wherever all readers take them for the same. */
export function nodeText(node: Node): string {
  return writeReadable(node, (value) => (value instanceof Scalar ? scalarText(value) : value));
}

/** An operation as the mapping that a file has. */
export function operationNode({ op, path, value }: PatchOperation): Mapping {
  const fields = new Map<string, Node>([
    ['op', op],
    ['path', path],
  ]);
  return value === undefined ? fields : fields.set('value', value);
}

/** What a scalar that is no string is written as: a text that stays as it is, or data. */
export function scalarText(scalar: Scalar): unknown {
  const value = scalarValue(scalar);
  if (typeof value === 'string' || value === null || typeof value === 'boolean') return value;
  const { tag, text } = scalar;
  const isSame = coreTag(text) === tag && Number(resolveScalar(text).value) === Number(value);
  return isSame ? new Verbatim(text) : value;
}
