import { Scalar, type Node } from './node.ts';
import { coreTag } from './yaml/core-tag.ts';
import { scalarStyle } from './yaml/scalar-style.ts';

const STRING_TAG = '!!str';

/**
 * A string that does not stand as go-yaml would write it: quoted without need, or plain though it would be something else so.
 * Only who sets a value in its place sees the difference.
 */
export class StyledText extends Scalar {
  readonly isQuoted: boolean;

  constructor(text: string, isQuoted: boolean) {
    super(STRING_TAG, text);
    this.isQuoted = isQuoted;
  }
}

/** Whether a scalar stands in quotes or as a block. */
export function isQuoted(node: Node | undefined): boolean {
  if (typeof node === 'string') return scalarStyle(node, 3) !== 'plain';
  return node instanceof StyledText ? node.isQuoted : node instanceof Scalar && node.tag === STRING_TAG;
}

/**
 * The node that comes of setting a value in the place of another one. Kustomize keeps the style of the old scalar: a number, a
 * boolean or a date in a quoted place is printed with the quotes, and is a string then.
 */
export function inStyleOf(old: Node, value: Node): Node {
  if (!(value instanceof Scalar)) return typeof value === 'string' ? styledText(value, isQuoted(old)) : value;
  if (value instanceof StyledText) return styledText(value.text, isQuoted(old));
  const isPlain = value.tag === '' || value.tag === coreTag(value.text);
  return isPlain && isQuoted(old) ? value.text : value;
}

/** The node of a string that stands in quotes (or as a block), or does not. */
export function styledText(text: string, quoted: boolean): string | Scalar {
  return isQuoted(text) === quoted ? text : new StyledText(text, quoted);
}
