import { Scalar, isMapping, type Node } from '../k8s/node.ts';

/** A text that two nodes share exactly if they are the same: keys in any order, scalars by tag and text. */
export function nodeKey(node: Node): string {
  if (typeof node === 'string') return JSON.stringify(node);
  if (node instanceof Scalar) return `${node.tag} ${JSON.stringify(node.text)}`;
  if (!isMapping(node)) return `[${node.map(nodeKey).join()}]`;
  const fields = [...node].map(([key, value]) => `${JSON.stringify(key)}:${nodeKey(value)}`);
  return `{${fields.sort().join()}}`;
}
