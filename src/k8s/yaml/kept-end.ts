import { isMapping, isSequence, textOf, type Node } from '../node.ts';
import type { ScalarNode, YamlNode } from './node.ts';
import { fitsBlock } from './refold.ts';

/** Ends with an empty line, or is one. */
const KEPT = /(?:^|\n)\n$/;
const CONTENT = /\S/;
const HASH = 35;
const EXPLICIT_INDENT = /[|>][-+]?[1-9]/;

/**
 * The column (from 0) of what looks like the comments that a text ends in, -1 if there are none, or several columns. A block
 * in front of them that keeps its empty lines gets one more (see keptEnd).
 */
export function endComment(text: string): number {
  let column = -1;
  let end = text.length;
  while (end > 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    const found = line.search(CONTENT);
    if (found !== -1) {
      if (line.charCodeAt(found) !== HASH) break;
      if (column !== -1 && column !== found) return -1;
      column = found;
    }
    end = start - 1;
  }
  return column;
}

/** Whether the last scalar in a tree is a text that may be such a block. */
export function mayKeepEnd(node: Node): boolean {
  let last: Node | undefined = node;
  while (isMapping(last) || isSequence(last)) last = isSequence(last) ? last.at(-1) : lastValue(last);
  const text = textOf(last);
  return text !== undefined && KEPT.test(text);
}

/**
 * The block at the end of a document that keeps its empty lines, undefined if there is none: go-yaml writes an empty line in
 * front of a comment that ends a document, and reads it as part of the block.
 */
export function keptEnd(root: YamlNode, text: string): ScalarNode | undefined {
  const comment = endComment(text);
  const last = comment === -1 ? undefined : lastBlock(root);
  if (last === undefined || !KEPT.test(last.value) || !fitsBlock(last.value)) return undefined;
  return isInside(last, comment, text) ? undefined : last;
}

/** Whether a column is one of the block's: what looks like a comment there is text. */
function isInside({ line, column, value }: ScalarNode, comment: number, text: string): boolean {
  if (!CONTENT.test(value)) return false;
  const [header = '', ...lines] = text.split('\n').slice(line);
  const indent = lines.find((content) => CONTENT.test(content))?.search(CONTENT) ?? 0;
  return comment >= indent || EXPLICIT_INDENT.test(header.slice(column));
}

function lastBlock(root: YamlNode): ScalarNode | undefined {
  let last: YamlNode | undefined = root;
  while (last?.kind === 'sequence' || last?.kind === 'mapping') {
    if (last.flow) return undefined;
    last = last.children.at(-1);
  }
  return last?.kind === 'scalar' && (last.style === 'literal' || last.style === 'folded') ? last : undefined;
}

function lastValue(mapping: ReadonlyMap<string, Node>): Node | undefined {
  let last: Node | undefined;
  for (const value of mapping.values()) last = value;
  return last;
}
