import { Scalar, isNull, isScalar, textOf, type Node } from '../k8s/node.ts';
import { textNode } from '../k8s/node-to-plain.ts';
import { FieldProblem } from './field-problem.ts';
import type { FieldOptions } from './kustomization.ts';

type Options = FieldOptions | undefined;

/**
 * What a replacement takes from the node of its source: with a delimiter one of the pieces of its text, else the node itself.
 * Throws FieldProblem for a collection that is to be cut, and an index for which there is no piece.
 */
export function refinedValue(node: Node, options: Options): Node {
  if (options === undefined || options.delimiter === '') return node;
  if (!isScalar(node)) throw new FieldProblem('a delimiter is of use for single values only');
  const text = textOf(node)!;
  const pieces = text.split(options.delimiter);
  const piece = options.index < 0 ? undefined : pieces[options.index];
  if (piece === undefined) {
    throw new FieldProblem(
      `the index ${options.index} is out of bounds: ${JSON.stringify(text)} has ${pieces.length} parts`,
    );
  }
  return withText(node, piece);
}

/**
 * The node that comes in the place of a target. A scalar keeps its type and gets the text of the value (none for a collection); a
 * collection is replaced. With a delimiter the value becomes one of the pieces of the target's text: before the first for a
 * negative index, behind the last for one that is too high. Throws FieldProblem for a collection that is to be cut.
 */
export function placedValue(target: Node, value: Node, options: Options): Node {
  if (options !== undefined && options.delimiter !== '') return placedPiece(target, value, options);
  return isScalar(target) ? withText(target, textOf(value) ?? '') : value;
}

function placedPiece(target: Node, value: Node, { delimiter, index }: FieldOptions): Node {
  if (!isScalar(target)) throw new FieldProblem('a delimiter is of use for single values only');
  const piece = isNull(value) ? '' : (textOf(value) ?? '');
  const pieces = textOf(target)!.split(delimiter);
  if (index < 0) pieces.unshift(piece);
  else if (index >= pieces.length) pieces.push(piece);
  else pieces[index] = piece;
  return withText(target, pieces.join(delimiter));
}

/** A scalar of the same type with another text, which need not fit the type: that shows when it is printed. */
export function withText(scalar: string | Scalar, text: string): string | Scalar {
  if (typeof scalar === 'string') return textNode(text);
  return scalar.text === text ? scalar : new Scalar(scalar.tag, text);
}
