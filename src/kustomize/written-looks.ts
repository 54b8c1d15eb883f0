import { isMapping, isSequence, sameNode, type Node } from '../k8s/node.ts';
import { readStyled } from '../k8s/styled/read-styled.ts';
import type { StyledNode } from '../k8s/styled/styled-node.ts';
import { FieldProblem } from './field-problem.ts';
import type { Steps } from './replacement-path.ts';
import { readStructured } from './structured-text.ts';

/** How a collection is written in a YAML text, at the end of steps; undefined where the text has something else there. */
export function writtenLooks(text: string, steps: Steps, value: Node): StyledNode | undefined {
  if (!sameNode(follow(readData(text), steps), value)) return undefined;
  const styled = followStyled(readStyled(text)?.root, steps);
  return styled === undefined || hasAnchors(styled) ? undefined : styled;
}

function readData(text: string): Node | undefined {
  try {
    return readStructured(text);
  } catch (error) {
    if (error instanceof FieldProblem) return undefined;
    throw error;
  }
}

function follow(root: Node | undefined, steps: Steps): Node | undefined {
  let node = root;
  for (const step of steps) {
    if (typeof step === 'number') node = isSequence(node) ? node[step] : undefined;
    else node = isMapping(node) ? node.get(step) : undefined;
  }
  return node;
}

function followStyled(root: StyledNode | undefined, steps: Steps): StyledNode | undefined {
  let node = root;
  for (const step of steps) {
    const children: readonly StyledNode[] = node?.children ?? [];
    if (typeof step === 'number') node = children[step];
    else {
      const at = children.findIndex((child, index) => index % 2 === 0 && child.value === step);
      node = at === -1 ? undefined : children[at + 1];
    }
  }
  return node;
}

/** Anchors are expanded in resources, so that nothing is left of them. */
function hasAnchors({ kind, anchor, children }: StyledNode): boolean {
  return kind === 'alias' || anchor !== '' || children.some(hasAnchors);
}
