import { Scalar, isMapping, isSequence, OddMapping, type Node } from '../node.ts';
import { StyledNode } from './styled-node.ts';

/**
 * A node with the looks of one that was not written by hand: in blocks, with quotes where they are needed.
 *
 * @param looksOf gives the looks of parts for which they are known
 */
export function styledOf(
  node: Node,
  looksOf: (part: Node) => StyledNode | undefined = () => undefined,
): StyledNode {
  const known = looksOf(node);
  if (known !== undefined) return known;
  if (typeof node === 'string') return new StyledNode('scalar', '!!str', node);
  if (node instanceof Scalar) return styledScalar(node);
  if (isSequence(node)) {
    const styled = new StyledNode('sequence', '!!seq');
    styled.children = node.map((item) => styledOf(item, looksOf));
    return styled;
  }
  const styled = new StyledNode('mapping', '!!map');
  if (!isMapping(node)) return styled;
  const keyTags = node instanceof OddMapping ? node.keyTags : undefined;
  for (const [key, value] of node) {
    styled.children.push(
      new StyledNode('scalar', keyTags?.get(key) ?? '!!str', key),
      styledOf(value, looksOf),
    );
  }
  return styled;
}

function styledScalar({ tag, text }: Scalar): StyledNode {
  const styled = new StyledNode('scalar', tag, text);
  if (tag === '!!str') styled.style = 'double';
  return styled;
}
