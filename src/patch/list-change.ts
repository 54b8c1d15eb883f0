import { fieldOf, isMapping, isNull, isScalar, textOf, type Node, type Sequence } from '../k8s/node.ts';
import type { SchemaNode } from '../k8s/schema-node.ts';
import { align, wholeText, type Alignment } from './synthesis-alignment.ts';
import type { Change } from './synthesis-change.ts';
import { identityOf } from './synthesis-guard.ts';

/** One way to describe the change of a list. */
export interface ListChange extends Change {
  /** The list as the strategic part is to leave it, to be checked. */
  readonly between: Sequence;
  /** How much is to be said for another way, in lines. */
  readonly cost: number;
}

/** Whether Kustomize merges the list, rather than replacing it. */
export function isMerged(known: SchemaNode | undefined): known is SchemaNode {
  return known !== undefined && known.patchStrategy.split(',').includes('merge');
}

/**
 * The text by which Kustomize finds an element of the list in another one: that of its merge keys, or its own. undefined where
 * it finds none, or where an element of either list lacks it or shares it.
 */
export function mergeTextOf(
  before: Sequence,
  after: Sequence,
  known: SchemaNode | undefined,
): ((element: Node) => string) | undefined {
  if (!isMerged(known)) return undefined;
  const { mergeKeys } = known;
  const isOne = mergeKeys.length === 0 ? isPlain : isMapping;
  if (!before.every(isOne) || !after.every(isOne)) return undefined;
  const textsOf = (element: Node): string[] =>
    mergeKeys.length === 0 ? [textOf(element)!] : mergeKeys.map((key) => keyText(element, key));
  const isUnique = (list: Sequence): boolean => {
    const texts = list.map(textsOf);
    return (
      texts.every(([first]) => first !== '') &&
      new Set(texts.map((each) => each.join('\0'))).size === list.length
    );
  };
  return isUnique(before) && isUnique(after) ? (element) => textsOf(element).join('\0') : undefined;
}

/** Which elements are which, by the best that tells: merge keys, a name that all have, or all they hold. */
export function alignmentOf(before: Sequence, after: Sequence, known: SchemaNode | undefined): Alignment {
  return align(before, after, mergeTextOf(before, after, known) ?? identityOf(before, after) ?? wholeText);
}

function isPlain(element: Node): boolean {
  return isScalar(element) && !isNull(element);
}

function keyText(element: Node, key: string): string {
  const value = fieldOf(element, key);
  return isNull(value) ? '' : (textOf(value) ?? '');
}
