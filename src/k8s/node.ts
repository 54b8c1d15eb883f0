/**
 * A YAML node as Kustomize works on it: the text of a scalar is kept, comments, anchors and styles are not. Nodes are
 * immutable and shared: whoever changes one makes a new one along the path to it, and keeps the same node where nothing changed.
 *
 * A string scalar (`!!str`, whatever its style) is a JavaScript string; every other scalar is a Scalar.
 */
export type Node = string | Scalar | Mapping | Sequence;
/** Keys in the order of the text; a plain Map but for the rare OddMapping. */
export type Mapping = ReadonlyMap<string, Node>;
export type Sequence = readonly Node[];

/** A scalar that is no string. */
export class Scalar {
  /** The short tag: `!!null`, `!!bool`, `!!int`, `!!float`, `!!timestamp`, `!!binary`, `!custom`; empty: resolved from the text when printed. */
  readonly tag: string;
  /** As written: `0x1F`, `1.10`, `~`, `True`. */
  readonly text: string;

  constructor(tag: string, text: string) {
    this.tag = tag;
    this.text = text;
  }
}

/** A mapping that cannot be printed as it is: with keys that are no strings, or that occur twice. */
export class OddMapping extends Map<string, Node> {
  /** Tags of the keys that are no strings, by their text. */
  readonly keyTags: Map<string, string>;
  /** Keys that occurred again; the mapping holds the first value. */
  readonly duplicates: Set<string>;

  constructor(
    entries: Iterable<readonly [string, Node]>,
    keyTags: Iterable<readonly [string, string]>,
    duplicates: Iterable<string>,
  ) {
    super(entries);
    this.keyTags = new Map(keyTags);
    this.duplicates = new Set(duplicates);
  }
}

/** One value that stands under several keys of a document: setting it under one of them sets it under all. */
export interface Link {
  readonly value: Node;
}

/**
 * A mapping some of whose values are linked to values elsewhere in the same document: Kustomize puts one and the same node
 * under all the keys that it makes for a label, and later changes nodes in place. Who edits a document need not know of it:
 * copies keep links, and settleLinks finds what was set.
 */
export class LinkedMapping extends Map<string, Node> {
  /** By key; several mappings may share it. */
  links: ReadonlyMap<string, Link>;

  constructor(entries: Iterable<readonly [string, Node]>, links: ReadonlyMap<string, Link>) {
    super();
    for (const [key, value] of entries) this.set(key, value);
    this.links = links;
  }

  override delete(key: string): boolean {
    if (this.links.has(key)) this.links = new Map([...this.links].filter(([other]) => other !== key));
    return super.delete(key);
  }
}

export const NULL = new Scalar('!!null', 'null');
export const TRUE = new Scalar('!!bool', 'true');
export const FALSE = new Scalar('!!bool', 'false');
export const EMPTY_MAPPING: Mapping = new Map();

/** An integer scalar. */
export function integerNode(value: number | bigint): Scalar {
  return new Scalar('!!int', String(value));
}

export function isMapping(node: Node | undefined): node is Mapping {
  return node instanceof Map;
}

export function isSequence(node: Node | undefined): node is Sequence {
  return Array.isArray(node);
}

export function isScalar(node: Node | undefined): node is string | Scalar {
  return typeof node === 'string' || node instanceof Scalar;
}

export function isNull(node: Node | undefined): boolean {
  return node instanceof Scalar && node.tag === '!!null';
}

/** The text of a scalar, whatever its type; undefined for collections and absent nodes. */
export function textOf(node: Node | undefined): string | undefined {
  return typeof node === 'string' ? node : node instanceof Scalar ? node.text : undefined;
}

/** The node below a mapping's key; undefined where the node is no mapping or lacks the key. */
export function fieldOf(node: Node | undefined, key: string): Node | undefined {
  return node instanceof Map ? (node as Mapping).get(key) : undefined;
}

/** The node at the end of a path of keys, undefined where there is none. */
export function nodeAt(node: Node | undefined, path: readonly string[]): Node | undefined {
  let found = node;
  for (const key of path) found = fieldOf(found, key);
  return found;
}

/** A copy that can be changed; what is odd about a mapping, and what its values are linked to, stays with its copies. */
export function copyMapping(mapping: Mapping): Map<string, Node> {
  if (mapping instanceof OddMapping) return new OddMapping(mapping, mapping.keyTags, mapping.duplicates);
  if (mapping instanceof LinkedMapping) return new LinkedMapping(mapping, mapping.links);
  // A loop takes less time than the constructor does.
  const copy = new Map<string, Node>();
  for (const [key, value] of mapping) copy.set(key, value);
  return copy;
}

/** The mapping with a field set (new ones come last); the same mapping if it has that very node there. */
export function withField(mapping: Mapping, key: string, value: Node): Mapping {
  if (mapping.get(key) === value) return mapping;
  const copy = copyMapping(mapping);
  copy.set(key, value);
  return copy;
}

/** The mapping without a field; the same mapping if it has none of that name. */
export function withoutField(mapping: Mapping, key: string): Mapping {
  if (!mapping.has(key)) return mapping;
  const copy = copyMapping(mapping);
  copy.delete(key);
  return copy;
}

/** The sequence with one element replaced. */
export function withElement(sequence: Sequence, index: number, value: Node): Sequence {
  if (sequence[index] === value) return sequence;
  const copy = [...sequence];
  copy[index] = value;
  return copy;
}

/**
 * The mapping with `value` at the end of a path of keys; mappings are made where the path has none (also in place of
 * scalars and sequences).
 */
export function withPath(mapping: Mapping, path: readonly string[], value: Node): Mapping {
  const [key, ...rest] = path;
  if (key === undefined) return mapping;
  if (rest.length === 0) return withField(mapping, key, value);
  const child = mapping.get(key);
  return withField(mapping, key, withPath(isMapping(child) ? child : EMPTY_MAPPING, rest, value));
}

/** Whether two nodes hold the same: keys in any order, scalars by tag and text. */
export function sameNode(a: Node | undefined, b: Node | undefined): boolean {
  if (a === b) return true;
  if (a instanceof Scalar) return b instanceof Scalar && a.tag === b.tag && a.text === b.text;
  if (isSequence(a)) {
    return isSequence(b) && a.length === b.length && a.every((item, index) => sameNode(item, b[index]));
  }
  if (!isMapping(a) || !isMapping(b) || a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !sameNode(value, other)) return false;
  }
  return true;
}
