import { fieldOf, isMapping, isNull, isScalar, isSequence, textOf, type Node } from '../k8s/node.ts';
import { isEmptyElement } from './directive.ts';
import { mergeFailure, nameKind } from './merge-failure.ts';

/** An element of a list while lists are merged; a change of its node shows in every list that holds it. */
export interface Element {
  node: Node;
}

/** The name that stands for the value itself, in a list of values. */
export const OWN_VALUE = '';

/** The text by which a value is compared: that of a scalar, nothing for mappings and lists. */
export function comparedText(node: Node | undefined): string {
  return textOf(node) ?? '';
}

/** The texts of an element's keys; nothing for those it lacks, or that are empty. */
export function keyTexts(node: Node, keys: readonly string[]): string[] {
  return keys.map((key) => {
    const value = fieldOf(node, key);
    return value === undefined || isNull(value) ? '' : comparedText(value);
  });
}

/** The first element whose keys have these texts. */
export function findElement(
  elements: readonly Element[],
  keys: readonly string[],
  texts: readonly string[],
): Element | undefined {
  if (keys[0] === OWN_VALUE) return elements.find(({ node }) => comparedText(node) === texts[0]);
  return elements.find(
    ({ node }) =>
      isMapping(node) &&
      keys.every((key, index) => node.has(key) && comparedText(node.get(key)) === texts[index]),
  );
}

/**
 * Puts an element in the place of every one that matches, or at the end where none does; without an element, takes away those
 * that match. As Kustomize has it: empty elements go in any case; a text that is empty is matched by whatever the key has;
 * where there are more keys than texts, the last comparison counts again, and without any text nothing matches and all that
 * has keys goes.
 */
export function setElement(
  elements: readonly Element[],
  keys: readonly string[],
  texts: readonly string[],
  element: Element | undefined,
  path: readonly string[],
): Element[] {
  const result: Element[] = [];
  const isForMappings = keys[0] !== OWN_VALUE && (texts[0] ?? '') !== '';
  let isFound = false;
  for (const present of elements) {
    if (isEmptyElement(present.node)) continue;
    if (isForMappings && !isMapping(present.node)) result.push(present);
    else if (!matches(present.node, keys, texts, path)) {
      if (texts.length > 0) result.push(present);
    } else {
      isFound = true;
      if (element !== undefined) result.push(element);
    }
  }
  if (element !== undefined && !isFound && !isNull(element.node)) result.push(element);
  return result;
}

function matches(
  node: Node,
  keys: readonly string[],
  texts: readonly string[],
  path: readonly string[],
): boolean {
  if (texts.length === 0) return false;
  return keys.every((key, index) => index >= texts.length || matchesKey(node, key, texts[index]!, path));
}

function matchesKey(node: Node, key: string, text: string, path: readonly string[]): boolean {
  if (key === OWN_VALUE) {
    if (!isScalar(node))
      throw mergeFailure(path, `the list has ${nameKind(node)} where a single value is expected`);
    return comparedText(node) === text;
  }
  if (!isMapping(node)) {
    const hint = isSequence(node) ? undefined : `elements of this list are matched by ${key}`;
    throw mergeFailure(path, `the list has ${nameKind(node)} where a mapping is expected`, hint);
  }
  const value = node.get(key);
  return value !== undefined && (text === '' || comparedText(value) === text);
}
