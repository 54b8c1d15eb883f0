import { Scalar, isScalar, type Node } from '../k8s/node.ts';
import { coreTag } from '../k8s/yaml/core-tag.ts';
import { writeScalar } from '../k8s/yaml/write-scalar.ts';
import { writeStyled } from '../k8s/styled/write-styled.ts';
import { styledOf } from '../k8s/styled/styled-of.ts';

/** Texts that need no quotes, if only they are strings. */
const PLAIN = /^[\w/]([\w ./-]*[\w/])?$/;

/** A node as YAML text, without comments, which is what elements of lists are found by. */
export function nodeText(node: Node): string {
  if (!isScalar(node)) return writeStyled({ root: styledOf(node), head: '', foot: '' });
  if (node instanceof Scalar) return node.tag === '!!str' ? JSON.stringify(node.text) : node.text;
  return PLAIN.test(node) && coreTag(node) === '!!str' ? node : writeScalar(node, 3, 0, 2);
}
