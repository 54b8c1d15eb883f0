import { coreTag } from '../yaml/core-tag.ts';
import { CORE_PREFIX, shortTag } from '../yaml/tag.ts';
import type { Token, TokenType } from '../yaml/token.ts';
import type { Comment } from './comments.ts';
import { readTokens, type PlacedToken, type TextParts } from './placed-tokens.ts';
import { StyledNode, type ScalarStyle, type StyledDocument } from './styled-node.ts';

/** Deeper ones are not read. */
const MAX_DEPTH = 1000;

/**
 * The first document of a YAML text with its looks, as go-yaml v3 takes them in. The text must be valid YAML; undefined if it has no
 * document, or is nested too deeply.
 */
export function readStyled(text: string): StyledDocument | undefined {
  return new StyledReader(readTokens(text)).document();
}

class StyledReader {
  private readonly tokens: readonly PlacedToken[];
  private readonly comments: readonly Comment[];
  private readonly text: string;
  private at = 0;
  private nextComment = 0;
  private head = '';
  private line = '';
  private foot = '';
  private depth = 0;

  constructor({ tokens, comments, text }: TextParts) {
    this.tokens = tokens;
    this.comments = comments;
    this.text = text;
  }

  document(): StyledDocument | undefined {
    let head = '';
    while (this.peek().endsWith('-directive')) this.at++;
    if (this.peek() === 'stream-end') return undefined;
    if (this.peek() === 'document-start') this.at++;
    else head = this.documentHead();
    try {
      const root = LIMITS.includes(this.peek()) ? new StyledNode('scalar', '!!null') : this.node(true, false);
      this.peek();
      return { root, head, foot: this.foot === '' ? this.head : this.foot };
    } catch (error) {
      if (error === TOO_DEEP) return undefined;
      throw error;
    }
  }

  /** What stands above the last empty line of the first comments belongs to the document, the rest to its first content. */
  private documentHead(): string {
    const { head } = this;
    for (let at = head.length - 1; at > 0; at--) {
      if (head[at] !== '\n') continue;
      if (at === head.length - 1) this.head = '';
      else if (head[at - 1] === '\n') this.head = head.slice(at + 1);
      else continue;
      return head.slice(0, at === head.length - 1 ? at : at - 1);
    }
    return '';
  }

  /** The type of the next token; comments that belong to it, or to what is before it, wait to be taken from here on. */
  private peek(): TokenType {
    const { type, index } = this.tokens[this.at]!;
    for (; this.nextComment < this.comments.length; this.nextComment++) {
      const { kind, text, token } = this.comments[this.nextComment]!;
      if (index < token || (kind === 'head' && type === 'block-end')) break;
      this[kind] += (this[kind] === '' ? '' : '\n') + text;
    }
    return type;
  }

  private takeComments(node: StyledNode): void {
    node.head = this.head;
    node.line = this.line;
    node.foot = this.foot;
    this.head = this.line = this.foot = '';
  }

  private node(isBlock: boolean, mayBeOpen: boolean, stem = ''): StyledNode {
    let anchor = '';
    let tag = '';
    for (let type = this.peek(); type === 'anchor' || type === 'tag'; type = this.peek()) {
      const { token } = this.tokens[this.at++]!;
      if (type === 'anchor') anchor = token.value;
      else tag = tagOf(token);
    }
    const node = this.content(isBlock, mayBeOpen, stem, tag);
    if (anchor !== '') node.anchor = anchor;
    return node;
  }

  private content(isBlock: boolean, mayBeOpen: boolean, stem: string, tag: string): StyledNode {
    const type = this.peek();
    if (type === 'scalar' || type === 'alias') return this.leaf(tag);
    if (type === 'flow-sequence-start' || type === 'flow-mapping-start') return this.flow(type, tag);
    const isMapping = type === 'block-mapping-start';
    const isOpen = type === 'block-entry' && mayBeOpen;
    if (!isBlock || !(isMapping || isOpen || type === 'block-sequence-start'))
      return resolved('', tag, 'plain');
    const node = collection(isMapping ? 'mapping' : 'sequence', tag);
    node.head = stem;
    this.enter();
    if (!isOpen) this.at++;
    if (isMapping) this.blockMapping(node);
    else this.blockSequence(node, isOpen);
    this.depth--;
    return node;
  }

  private leaf(tag: string): StyledNode {
    const { token, index, type } = this.tokens[this.at]!;
    const node =
      type === 'alias'
        ? new StyledNode('alias', '', token.value)
        : resolved(token.value, tag, this.styleOf(token, index));
    this.takeComments(node);
    this.at++;
    return node;
  }

  private styleOf({ style }: Token, index: number): ScalarStyle {
    if (style !== 'quoted') return style;
    return this.text[index] === "'" ? 'single' : 'double';
  }

  private blockSequence(node: StyledNode, isOpen: boolean): void {
    while (this.peek() === 'block-entry') {
      const stem = this.head;
      this.at++;
      const type = this.peek();
      const isBlockStart = type === 'block-sequence-start' || type === 'block-mapping-start';
      if (isBlockStart && stem !== '') this.head = this.head.slice(stem.length + 1);
      const isEmpty =
        type === 'block-entry' || type === 'block-end' || (isOpen && (type === 'key' || type === 'value'));
      node.children.push(
        isEmpty ? resolved('', '', 'plain') : this.node(true, false, isBlockStart ? stem : ''),
      );
    }
    if (!isOpen) this.at++;
  }

  private blockMapping(node: StyledNode): void {
    const { children } = node;
    while (this.peek() !== 'block-end') {
      const key = this.blockPart('key');
      children.push(key);
      if (key.foot !== '' && children.length > 2) {
        children[children.length - 3]!.foot = key.foot;
        key.foot = '';
      }
      const value = this.blockPart('value');
      children.push(value);
      moveFoot(value, key);
    }
    const { head } = node;
    this.takeComments(node);
    node.head = head;
    const lastKey = children.at(-2);
    if (lastKey !== undefined && node.foot !== '') moveFoot(node, lastKey, true);
    this.at++;
  }

  private blockPart(sign: TokenType): StyledNode {
    if (this.peek() !== sign) return resolved('', '', 'plain');
    this.at++;
    const type = this.peek();
    if (type === 'key' || type === 'value' || type === 'block-end') return resolved('', '', 'plain');
    return this.node(true, true);
  }

  private flow(type: TokenType, tag: string): StyledNode {
    const isMapping = type === 'flow-mapping-start';
    const node = collection(isMapping ? 'mapping' : 'sequence', tag);
    node.isFlow = true;
    const { head } = this;
    this.takeComments(node);
    this.enter();
    this.at++;
    const end: TokenType = isMapping ? 'flow-mapping-end' : 'flow-sequence-end';
    while (this.peek() !== end) {
      if (this.peek() === 'flow-entry') this.at++;
      if (this.peek() === end) break;
      if (isMapping) this.flowPair(node, end);
      else node.children.push(this.peek() === 'key' ? this.singlePair() : this.node(false, false));
    }
    this.takeComments(node);
    node.head = head;
    this.at++;
    this.depth--;
    return node;
  }

  private singlePair(): StyledNode {
    const node = collection('mapping', '');
    node.isFlow = true;
    this.flowPair(node, 'flow-sequence-end');
    return node;
  }

  private flowPair(node: StyledNode, end: TokenType): void {
    const key = this.flowPart('key', end);
    const value = this.flowPart('value', end);
    node.children.push(key, value);
    moveFoot(value, key);
  }

  private flowPart(sign: TokenType, end: TokenType): StyledNode {
    const isBare = sign === 'key' && this.peek() !== 'key' && this.peek() !== 'value';
    if (!isBare && this.peek() !== sign) return resolved('', '', 'plain');
    if (!isBare) this.at++;
    const type = this.peek();
    if (type === end || type === 'flow-entry' || type === 'value') return resolved('', '', 'plain');
    return this.node(false, false);
  }

  private enter(): void {
    if (++this.depth > MAX_DEPTH) throw TOO_DEEP;
  }
}

const TOO_DEEP = new Error('nested too deeply');
const LIMITS: readonly TokenType[] = ['document-start', 'document-end', 'stream-end'];

/** Feet go to the key, which they are printed behind the value of. */
function moveFoot(from: StyledNode, key: StyledNode, replaces = false): void {
  if (from.foot === '' || (key.foot !== '' && !replaces)) return;
  key.foot = from.foot;
  from.foot = '';
}

function collection(kind: 'mapping' | 'sequence', tag: string): StyledNode {
  const isTagged = tag !== '' && tag !== '!';
  const node = new StyledNode(kind, isTagged ? tag : kind === 'mapping' ? '!!map' : '!!seq');
  node.isTagged = isTagged;
  return node;
}

function resolved(value: string, tag: string, style: ScalarStyle): StyledNode {
  const isTagged = tag !== '' && tag !== '!';
  const node = new StyledNode('scalar', isTagged ? tag : style === 'plain' ? coreTag(value) : '!!str', value);
  node.isTagged = isTagged;
  node.style = style;
  return node;
}

function tagOf({ value: handle, suffix }: Token): string {
  return shortTag((handle === '!!' ? CORE_PREFIX : handle) + suffix);
}
