import { OddMapping, Scalar, isMapping, isSequence, type Node } from '../../k8s/node.ts';

/** A node whose texts are the same however they were quoted: two that hold the same data are then the same. */
export function withoutLooks(node: Node): Node {
  if (typeof node === 'string') return node;
  if (node instanceof Scalar) return node.tag === '!!str' ? node.text : node;
  if (isSequence(node)) return node.map(withoutLooks);
  if (!isMapping(node)) return node;
  const entries = [...node].map(([key, value]) => [key, withoutLooks(value)] as const);
  return node instanceof OddMapping
    ? new OddMapping(entries, node.keyTags, node.duplicates)
    : new Map(entries);
}

/** The text of a node that is a text, undefined for others. */
export function stringOf(node: Node | undefined): string | undefined {
  if (typeof node === 'string') return node;
  return node instanceof Scalar && node.tag === '!!str' ? node.text : undefined;
}
