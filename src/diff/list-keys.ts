import { isMapping, textOf, type Node, type Sequence } from '../k8s/node.ts';
import type { SchemaNode } from '../k8s/schema-node.ts';
import type { ElementKey } from './field-path.ts';

/** The elements of two lists by what identifies them, in their order. */
export interface KeyedLists {
  readonly before: ReadonlyMap<string, KeyedElement>;
  readonly after: ReadonlyMap<string, KeyedElement>;
}

export interface KeyedElement {
  readonly key: ElementKey;
  readonly element: Node;
}

/** By what elements are told apart where no schema says it. */
const USUAL_KEYS: readonly (readonly string[])[] = [['name'], ['key'], ['id']];
/** What the API server puts in where nothing is said. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([['protocol', 'TCP']]);

/**
 * The elements of two lists by their merge keys, or by the usual ones: undefined where an element has none, or two have the
 * same.
 */
export function keyedLists(
  before: Sequence,
  after: Sequence,
  schema: SchemaNode | undefined,
): KeyedLists | undefined {
  const mergeKeys = schema?.mergeKeys ?? [];
  const candidates = mergeKeys.length === 0 ? USUAL_KEYS : [mergeKeys.slice(0, 1), mergeKeys, ...USUAL_KEYS];
  for (const keys of candidates) {
    const old = elementsByKey(before, keys);
    const present = old && elementsByKey(after, keys);
    if (old !== undefined && present !== undefined) return { before: old, after: present };
  }
  return undefined;
}

function elementsByKey(sequence: Sequence, keys: readonly string[]): Map<string, KeyedElement> | undefined {
  const elements = new Map<string, KeyedElement>();
  for (const element of sequence) {
    const key = keyOf(element, keys);
    if (key === undefined) return undefined;
    elements.set(JSON.stringify(key.keys), { key, element });
  }
  return elements.size === sequence.length ? elements : undefined;
}

function keyOf(element: Node, keys: readonly string[]): ElementKey | undefined {
  if (!isMapping(element)) return undefined;
  const found: (readonly [string, string])[] = [];
  for (const key of keys) {
    const text = textOf(element.get(key)) ?? DEFAULTS.get(key);
    if (text === undefined) return undefined;
    found.push([key, text]);
  }
  return { keys: found };
}
