import { fieldOf, isMapping, isNull, withField, type Node, type Sequence } from '../k8s/node.ts';
import type { SchemaNode } from '../k8s/schema-node.ts';
import { directiveOfMapping, isEmptyElement } from './directive.ts';
import { comparedText, findElement, keyTexts, OWN_VALUE, setElement, type Element } from './element-list.ts';
import { mergeFailure } from './merge-failure.ts';

/** Merges the node of a patch into a node of a resource; undefined where nothing is left. */
export type MergeNodes = (
  node: Node | undefined,
  patch: Node | undefined,
  schema: SchemaNode | undefined,
) => Node | undefined;

/** What the merge of a list needs to know. */
export interface ListMerge {
  readonly schema: SchemaNode;
  readonly mergeNodes: MergeNodes;
  readonly path: readonly string[];
}

/**
 * Merges a patch's sequence into one of a resource, element by element, as the schema's merge keys match them; what the patch
 * has comes first, in its order. `list` and `patch` may be the same sequence: one that a patch adds is merged with itself.
 */
export function mergeAssociativeList(
  list: Sequence,
  patch: Sequence | undefined,
  merge: ListMerge,
): Sequence {
  const { mergeKeys } = merge.schema;
  const [key] = mergeKeys;
  const quick =
    key === undefined || mergeKeys.length > 1 ? undefined : mergeByUniqueKey(list, patch, key, merge);
  const merged = quick ?? mergeByRules(list, patch, merge);
  return sameElements(list, merged) ? list : merged;
}

/** The common case: one key, which every element has, and no two elements of a list share. undefined: it is another case. */
function mergeByUniqueKey(
  list: Sequence,
  patch: Sequence | undefined,
  key: string,
  { schema, mergeNodes }: ListMerge,
): Node[] | undefined {
  const old = uniqueByKey(list, key);
  const fresh = patch === undefined ? new Map<string, Node>() : uniqueByKey(patch, key);
  if (old === undefined || fresh === undefined) return undefined;
  const element = schema.element();
  const merged: Node[] = [];
  for (const [text, node] of fresh) {
    const before = old.get(text);
    const result = mergeNodes(before, node, element);
    // An element that is to replace another one comes into the new list, but is then replaced by the old one.
    const kept = before !== undefined && before !== node && isReplacement(node) ? before : result;
    if (kept !== undefined && result !== undefined && !isEmptyElement(result)) merged.push(kept);
  }
  for (const [text, node] of old) {
    if (fresh.has(text)) continue;
    const result = mergeNodes(node, undefined, element);
    if (result !== undefined) merged.push(result);
  }
  return merged;
}

function uniqueByKey(list: Sequence, key: string): Map<string, Node> | undefined {
  const elements = new Map<string, Node>();
  for (const node of list) {
    const text = comparedText(fieldOf(node, key));
    if (text === '' || isNull(fieldOf(node, key)) || elements.has(text)) return undefined;
    elements.set(text, node);
  }
  return elements;
}

function isReplacement(node: Node | undefined): boolean {
  return isMapping(node) && directiveOfMapping(node).directive === 'replace';
}

/** Any case, step by step as kyaml goes about it, since what comes of lists that do not fit their keys depends on the steps. */
function mergeByRules(list: Sequence, patch: Sequence | undefined, merge: ListMerge): Node[] {
  const { schema, path } = merge;
  const keys = schema.mergeKeys.length === 0 ? [OWN_VALUE] : schema.mergeKeys;
  const old = list.map((node): Element => ({ node }));
  const fresh = patch === list ? old : patch?.map((node): Element => ({ node }));
  const wanted = wantedTexts(old, fresh, keys);
  const used = usedKeys(keys, wanted);
  const usedNames = used.map((index) => keys[index]!);
  const lists: Lists = { old, fresh: fresh ?? [], isShared: fresh === old };
  let merged: Element[] = [];
  for (const texts of wanted) {
    const usedTexts = used.map((index) => texts[index]!);
    const element = mergeElement(lists, usedNames, usedTexts, merge);
    if (element === undefined) lists.old = setElement(lists.old, usedNames, usedTexts, undefined, path);
    else merged = setElement(merged, usedNames, usedTexts, element, path);
    if (lists.isShared) lists.fresh = lists.old;
  }
  if (wanted.length === 0) return [...list];
  for (const element of lists.old) merged = addElement(merged, element, usedNames, path);
  return merged.map(({ node }) => node);
}

interface Lists {
  old: Element[];
  fresh: Element[];
  readonly isShared: boolean;
}

/** The key texts of all elements, those of the patch first, each once. */
function wantedTexts(
  old: readonly Element[],
  fresh: readonly Element[] | undefined,
  keys: readonly string[],
): string[][] {
  const seen = new Set<string>();
  const wanted: string[][] = [];
  for (const { node } of fresh === undefined || fresh === old ? old : [...fresh, ...old]) {
    const texts = keys[0] === OWN_VALUE ? [comparedText(node)] : keyTexts(node, keys);
    const together = texts.join('\0');
    if (seen.has(together)) continue;
    seen.add(together);
    wanted.push(texts);
  }
  if (keys.length > 1) fillTexts(wanted);
  return wanted;
}

/**
 * Where two elements differ only in what one of them lacks, and share something, both are taken for the same one (a port
 * without protocol, and one with). In place, pair by pair.
 */
function fillTexts(wanted: string[][]): void {
  for (let left = 0; left < wanted.length; left++) {
    const texts = wanted[left]!;
    for (let right = 0; right < wanted.length; right++) {
      const filled = filledTexts(texts, wanted[right]!);
      if (filled === undefined) continue;
      wanted[left] = filled;
      wanted[right] = filled;
    }
  }
}

function filledTexts(left: readonly string[], right: readonly string[]): string[] | undefined {
  let isShared = false;
  for (let index = 0; index < left.length; index++) {
    if (left[index] === right[index]) isShared = true;
    else if (left[index] !== '' && right[index] !== '') return undefined;
  }
  return isShared ? left.map((text, index) => (text === '' ? right[index]! : text)) : undefined;
}

/** The indices of the keys that some element has; all of them if none has any. */
function usedKeys(keys: readonly string[], wanted: readonly (readonly string[])[]): number[] {
  const used = [...keys.keys()].filter((index) => wanted.some((texts) => texts[index] !== ''));
  return used.length === 0 ? [...keys.keys()] : used;
}

/**
 * Merges the elements that have these texts; gives the one that holds the result, undefined if none is left. It is that of the
 * resource, or else that of the patch.
 */
function mergeElement(
  { old, fresh }: Lists,
  keys: readonly string[],
  texts: readonly string[],
  { schema, mergeNodes, path }: ListMerge,
): Element | undefined {
  const asked = usedKeys(keys, [texts]);
  const askedKeys = asked.map((index) => keys[index]!);
  const askedTexts = asked.map((index) => texts[index]!);
  const present = findElement(old, askedKeys, askedTexts);
  const patch = findElement(fresh, askedKeys, askedTexts);
  const result = mergeNodes(present?.node, patch?.node, schema.element());
  const isKept = present !== undefined && isMapping(present.node) && !isReplacement(patch?.node);
  if (patch !== undefined && isMapping(patch.node)) patch.node = directiveOfMapping(patch.node).node;
  if (result === undefined || isEmptyElement(result)) return undefined;
  const holder = isKept ? present : (patch ?? present)!;
  holder.node = withKeys(result, keys, texts, path);
  return holder;
}

/** The element with the keys that it was found to lack. */
function withKeys(
  node: Node,
  keys: readonly string[],
  texts: readonly string[],
  path: readonly string[],
): Node {
  if (keys[0] === OWN_VALUE) return node;
  let complete = node;
  for (const [index, key] of keys.entries()) {
    if (!isMapping(complete)) throw mergeFailure(path, `an element without ${key} cannot be merged`);
    if (!complete.has(key) && texts[index] !== '') complete = withField(complete, key, texts[index]!);
  }
  return complete;
}

/** Brings an element of the old list into the merged one: in the place of the one with its keys, or at the end. */
function addElement(
  merged: readonly Element[],
  element: Element,
  keys: readonly string[],
  path: readonly string[],
): Element[] {
  const { node } = element;
  if (keys[0] === OWN_VALUE) return setElement(merged, keys, [comparedText(node)], element, path);
  if (!isMapping(node) && !isNull(node)) {
    throw mergeFailure(path, `the list has an element without ${keys.join(' and ')}`);
  }
  let result = [...merged];
  const texts: string[] = [];
  for (const key of keys) {
    const value = fieldOf(node, key);
    if (value === undefined) result.push(element);
    else texts.push(comparedText(value));
  }
  if (keys.length > 1) result = setElement(result, keys, texts, undefined, path);
  return setElement(result, keys, texts, element, path);
}

function sameElements(left: Sequence, right: Sequence): boolean {
  return left.length === right.length && left.every((node, index) => node === right[index]);
}
