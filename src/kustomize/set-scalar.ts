import { Scalar, isMapping, isSequence, type Node } from '../k8s/node.ts';
import { isQuoted } from '../k8s/quoted.ts';
import { coreTag } from '../k8s/yaml/core-tag.ts';
import { FieldProblem } from './field-problem.ts';

/**
 * The node that comes in the place of a scalar when its text is set: it keeps the style of the old one, so what was written
 * plain is read anew (a text that looks like a number becomes one), and what was quoted stays a string. Throws FieldProblem for a mapping and a sequence.
 *
 * @param tag the tag of the new value; empty where its text decides
 */
export function setScalar(old: Node, text: string, tag = ''): string | Scalar {
  expectScalar(old);
  if (tag === '!!str' || (tag === '' && readsAsString(text)) || isQuoted(old)) return text;
  return new Scalar(tag, text);
}

/** Whether a plain scalar of this text is a string. */
export function readsAsString(text: string): boolean {
  const tag = coreTag(text);
  return tag === '!!str' || tag === '!!merge';
}

/** Throws FieldProblem for a mapping and a sequence. */
export function expectScalar(node: Node): asserts node is string | Scalar {
  if (isMapping(node)) throw new FieldProblem('a single value is expected here, not a mapping');
  if (isSequence(node)) throw new FieldProblem('a single value is expected here, not a list');
}
