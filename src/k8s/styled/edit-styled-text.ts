import { isMapping, isScalar, isSequence, type Mapping, type Node, type Sequence } from '../node.ts';
import { readStyled } from './read-styled.ts';
import { StyledNode } from './styled-node.ts';
import { styledOf } from './styled-of.ts';
import { writeStyled } from './write-styled.ts';

/** An edit of data. Nodes that are the same before and after did not change. */
export interface DataEdit {
  readonly before: Node;
  readonly after: Node;
  /** What was put into the data; a collection takes the place of what was there with all its looks. */
  readonly value: Node;
  /** The looks of that, where they are known. */
  readonly looks: StyledNode | undefined;
}

/**
 * A YAML text after an edit of its data, with the looks of what did not change: comments, quotes, order, anchors. Line ends and blanks
 * around it go. undefined where the edit cannot be made in the text, as below an alias.
 */
export function editStyledText(text: string, { before, after, value, looks }: DataEdit): string | undefined {
  const document = readStyled(text);
  if (document === undefined) return undefined;
  const root = new Change(value, looks).node(document.root, before, after);
  return root === undefined ? undefined : writeStyled({ ...document, root }).trim();
}

/** Makes an edit in a styled tree; each method gives undefined where that cannot be. */
class Change {
  private readonly value: Node;
  private readonly looks: StyledNode | undefined;

  constructor(value: Node, looks: StyledNode | undefined) {
    this.value = value;
    this.looks = looks;
  }

  node(styled: StyledNode, before: Node, after: Node): StyledNode | undefined {
    if (before === after) return styled;
    if (styled.kind === 'alias') return undefined;
    if (after === this.value && !isScalar(after)) return this.made(after);
    if (isScalar(after) && styled.kind === 'scalar') return withValue(styled, after);
    if (isSequence(after) && isSequence(before) && styled.kind === 'sequence')
      return this.sequence(styled, before, after);
    if (isMapping(after) && isMapping(before) && styled.kind === 'mapping')
      return this.mapping(styled, before, after);
    return this.made(after);
  }

  /** What was made in the edit; it may have the value in it. */
  private made(node: Node): StyledNode {
    return styledOf(node, (part) => (part === this.value && !isScalar(part) ? this.looks : undefined));
  }

  private sequence(styled: StyledNode, before: Sequence, after: Sequence): StyledNode | undefined {
    for (let index = 0; index < after.length; index++) {
      const child = styled.children[index];
      const item = after[index]!;
      const next = child === undefined ? this.made(item) : this.node(child, before[index]!, item);
      if (next === undefined) return undefined;
      styled.children[index] = next;
    }
    return styled;
  }

  private mapping(styled: StyledNode, before: Mapping, after: Mapping): StyledNode | undefined {
    for (const [key, value] of after) {
      const old = before.get(key);
      if (old === value) continue;
      const next = old === undefined ? this.addKey(styled, key, value) : this.atKey(styled, key, old, value);
      if (next === undefined) return undefined;
    }
    return styled;
  }

  /** A key that is made has neither tag nor quotes. */
  private addKey(styled: StyledNode, key: string, value: Node): StyledNode {
    styled.children.push(new StyledNode('scalar', '', key), this.made(value));
    return styled;
  }

  private atKey({ children }: StyledNode, key: string, before: Node, after: Node): StyledNode | undefined {
    const index = children.findIndex((child, at) => at % 2 === 0 && child.value === key);
    const next = index === -1 ? undefined : this.node(children[index + 1]!, before, after);
    if (next !== undefined) children[index + 1] = next;
    return next;
  }
}

function withValue(styled: StyledNode, after: Node): StyledNode {
  if (isScalar(after)) styled.value = typeof after === 'string' ? after : after.text;
  return styled;
}
