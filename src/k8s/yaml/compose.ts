import { readDirectives } from './directives.ts';
import { YamlError, yamlErrorAt } from './error.ts';
import type { YamlInput } from './input.ts';
import type { YamlVersion } from './resolves.ts';
import type { AliasNode, MappingNode, ScalarNode, SequenceNode, YamlNode } from './node.ts';
import { Scanner } from './scanner.ts';
import type { Token, TokenType } from './token.ts';

type FrameKind =
  'block-sequence' | 'open-sequence' | 'block-mapping' | 'flow-sequence' | 'flow-mapping' | 'flow-pair';

/** A collection that is being read. */
interface Frame {
  readonly kind: FrameKind;
  readonly children: YamlNode[];
  /** No entry was read yet. */
  first: boolean;
  /** The last key of a flow mapping came without any sign of a value. */
  bare: boolean;
}

interface Properties {
  readonly line: number;
  readonly column: number;
  readonly anchor: string | undefined;
  readonly tag: string;
}

/**
 * The tree of the first document of a text, undefined if there is none. Throws YamlError for whatever libyaml would refuse
 * up to the first token after that document. Open collections are kept on a stack of our own, so depth does no harm.
 */
export function composeDocument(input: YamlInput, version: YamlVersion = 2): YamlNode | undefined {
  return new Composer(new Scanner(input, version)).document();
}

class Composer {
  private readonly scanner: Scanner;
  private readonly frames: Frame[] = [];
  private readonly anchors = new Map<string, AliasNode['target']>();
  private handles: ReadonlyMap<string, string> = new Map();

  constructor(scanner: Scanner) {
    this.scanner = scanner;
  }

  document(): YamlNode | undefined {
    const { scanner } = this;
    const start = scanner.peek();
    if (start.type === 'stream-end') return undefined;
    this.handles = readDirectives(scanner);
    const root: YamlNode[] = [];
    const token = scanner.peek();
    if (token.type === 'document-start') {
      scanner.take();
      this.readRoot(root);
    } else if (token !== start) throw yamlErrorAt(token.line, 'did not find expected <document start>');
    else this.readNode(root, true, false);
    for (let frame = this.frames.at(-1); frame !== undefined; frame = this.frames.at(-1)) this.step(frame);
    scanner.peek();
    return root[0];
  }

  private readRoot(root: YamlNode[]): void {
    const token = this.scanner.peek();
    if (DOCUMENT_LIMITS.includes(token.type)) root.push(emptyScalar(token));
    else this.readNode(root, true, false);
  }

  private step(frame: Frame): void {
    const atKey = frame.children.length % 2 === 0;
    if (frame.kind === 'block-sequence') this.stepBlockSequence(frame);
    else if (frame.kind === 'open-sequence') this.stepOpenSequence(frame);
    else if (frame.kind === 'flow-sequence') this.stepFlowSequence(frame);
    else if (frame.kind === 'flow-pair') this.stepFlowPair(frame);
    else if (frame.kind === 'block-mapping' && atKey) this.stepBlockKey(frame);
    else if (frame.kind === 'block-mapping') this.stepBlockValue(frame);
    else if (atKey) this.stepFlowKey(frame);
    else this.stepFlowValue(frame);
  }

  /** Reads a node behind an indicator, an empty one if one of the given tokens is next. */
  private readBlockNode(
    frame: Frame,
    indicator: Token,
    limits: readonly TokenType[],
    openSequence: boolean,
  ): void {
    if (limits.includes(this.scanner.peek().type)) frame.children.push(emptyScalar(indicator));
    else this.readNode(frame.children, true, openSequence);
  }

  private stepBlockSequence(frame: Frame): void {
    const token = this.scanner.peek();
    const { type } = token;
    if (type === 'block-entry') {
      this.scanner.take();
      this.readBlockNode(frame, token, ['block-entry', 'block-end'], false);
    } else if (type === 'block-end') this.close();
    else throw yamlErrorAt(token.line, "did not find expected '-' indicator");
  }

  /** A sequence that is not indented against the mapping it is a value of; it has no end token of its own. */
  private stepOpenSequence(frame: Frame): void {
    const token = this.scanner.peek();
    const { type } = token;
    if (type === 'block-entry') {
      this.scanner.take();
      this.readBlockNode(frame, token, ['block-entry', 'key', 'value', 'block-end'], false);
    } else this.frames.pop();
  }

  private stepBlockKey(frame: Frame): void {
    const token = this.scanner.peek();
    const { type } = token;
    if (type === 'key') {
      this.scanner.take();
      this.readBlockNode(frame, token, ['key', 'value', 'block-end'], true);
    } else if (type === 'block-end') this.close();
    else throw yamlErrorAt(token.line, 'did not find expected key');
  }

  private stepBlockValue(frame: Frame): void {
    const token = this.scanner.peek();
    const { type } = token;
    if (type === 'value') {
      this.scanner.take();
      this.readBlockNode(frame, token, ['key', 'value', 'block-end'], true);
    } else frame.children.push(emptyScalar(token));
  }

  private stepFlowSequence(frame: Frame): void {
    if (!this.isAtFlowEntry(frame, 'flow-sequence-end', "did not find expected ',' or ']'")) return;
    const token = this.scanner.peek();
    const { type } = token;
    if (type === 'key') {
      this.scanner.take();
      const pair: MappingNode = {
        kind: 'mapping',
        line: token.line,
        column: token.column,
        flow: true,
        children: [],
      };
      frame.children.push(pair);
      this.open('flow-pair', pair);
    } else this.readNode(frame.children, false, false);
  }

  /** Steps to the next entry of a flow collection; false where that ended instead. */
  private isAtFlowEntry(frame: Frame, end: TokenType, problem: string): boolean {
    const token = this.scanner.peek();
    if (token.type !== end && !frame.first) {
      if (token.type !== 'flow-entry') throw yamlErrorAt(token.line, problem);
      this.scanner.take();
    }
    frame.first = false;
    if (this.scanner.peek().type !== end) return true;
    this.close();
    return false;
  }

  /** The mapping of one pair that `[a: b]` and `[? a : b]` stand for. */
  private stepFlowPair(frame: Frame): void {
    const token = this.scanner.peek();
    const { type } = token;
    const limits: readonly TokenType[] = ['flow-entry', 'flow-sequence-end'];
    if (frame.children.length === 2) this.frames.pop();
    else if (frame.children.length === 0) {
      if (type !== 'value' && !limits.includes(type)) {
        this.readNode(frame.children, false, false);
        return;
      }
      // For an empty key, libyaml drops the token behind it, whatever that is.
      this.scanner.take();
      frame.children.push(emptyScalar(token));
    } else {
      if (type === 'value') {
        this.scanner.take();
        if (!limits.includes(this.scanner.peek().type)) {
          this.readNode(frame.children, false, false);
          return;
        }
      }
      frame.children.push(emptyScalar(token));
    }
  }

  private stepFlowKey(frame: Frame): void {
    if (!this.isAtFlowEntry(frame, 'flow-mapping-end', "did not find expected ',' or '}'")) return;
    frame.bare = this.scanner.peek().type !== 'key';
    if (frame.bare) {
      this.readNode(frame.children, false, false);
      return;
    }
    this.scanner.take();
    this.readFlowPart(frame, ['value', 'flow-entry', 'flow-mapping-end']);
  }

  private stepFlowValue(frame: Frame): void {
    const token = this.scanner.peek();
    const { type } = token;
    if (frame.bare || type !== 'value') {
      frame.children.push(emptyScalar(token));
      return;
    }
    this.scanner.take();
    this.readFlowPart(frame, ['flow-entry', 'flow-mapping-end']);
  }

  private readFlowPart(frame: Frame, limits: readonly TokenType[]): void {
    const token = this.scanner.peek();
    const { type } = token;
    if (limits.includes(type)) frame.children.push(emptyScalar(token));
    else this.readNode(frame.children, false, false);
  }

  /** Reads a scalar or alias, or begins a collection, and adds it to `siblings`. */
  private readNode(siblings: YamlNode[], block: boolean, openSequence: boolean): void {
    const first = this.scanner.peek();
    if (first.type === 'alias') {
      siblings.push(this.alias(first));
      this.scanner.take();
      return;
    }
    const properties = this.readProperties(first);
    const token = this.scanner.peek();
    if (token.type === 'scalar') {
      const { value, style } = token;
      const { line, column, tag } = properties;
      const implicit = tag === '!' || (tag === '' && style === 'plain');
      this.add(siblings, properties, { kind: 'scalar', line, column, value, tag, implicit, style });
      this.scanner.take();
      return;
    }
    const kind = collectionOf(token.type, block, openSequence);
    if (kind !== undefined) this.readCollection(siblings, properties, kind);
    else if (properties.anchor !== undefined || properties.tag !== '') {
      const { tag } = properties;
      this.add(siblings, properties, { ...emptyScalar(first), tag, implicit: tag === '' });
    } else throw yamlErrorAt(token.line, 'did not find expected node content');
  }

  private readCollection(siblings: YamlNode[], { line, column, anchor }: Properties, kind: FrameKind): void {
    const node: SequenceNode | MappingNode = {
      kind: kind === 'block-mapping' || kind === 'flow-mapping' ? 'mapping' : 'sequence',
      line,
      column,
      flow: kind === 'flow-mapping' || kind === 'flow-sequence',
      children: [],
    };
    if (anchor !== undefined) this.anchors.set(anchor, node);
    siblings.push(node);
    this.open(kind, node);
    // The `-` of a sequence without a start token is that of its first entry.
    if (kind !== 'open-sequence') this.scanner.take();
  }

  private add(siblings: YamlNode[], { anchor }: Properties, node: ScalarNode): void {
    if (anchor !== undefined) this.anchors.set(anchor, node);
    siblings.push(node);
  }

  private open(kind: FrameKind, node: SequenceNode | MappingNode): void {
    this.frames.push({ kind, children: node.children, first: true, bare: false });
  }

  private close(): void {
    this.scanner.take();
    this.frames.pop();
  }

  private alias({ value: name, line, column }: Token): AliasNode {
    const target = this.anchors.get(name);
    if (target === undefined) {
      throw new YamlError(`yaml: unknown anchor '${name}' referenced`, undefined, line + 1);
    }
    return { kind: 'alias', line, column, name, target };
  }

  /** Takes a tag and an anchor, in either order, each at most once. */
  private readProperties(first: Token): Properties {
    let anchor: string | undefined;
    let tag: Token | undefined;
    for (let token = first; ; token = this.scanner.peek()) {
      if (token.type === 'anchor' && anchor === undefined) anchor = token.value;
      else if (token.type === 'tag' && tag === undefined) tag = token;
      else break;
      this.scanner.take();
    }
    return {
      line: first.line,
      column: first.column,
      anchor,
      tag: tag === undefined ? '' : this.completeTag(tag),
    };
  }

  private completeTag({ value: handle, suffix, line }: Token): string {
    if (handle === '') return suffix;
    const prefix = this.handles.get(handle);
    const tag = prefix === undefined ? '' : prefix + suffix;
    if (tag === '') throw yamlErrorAt(line, 'found undefined tag handle');
    return tag;
  }
}

const DOCUMENT_LIMITS: readonly TokenType[] = [
  'version-directive',
  'tag-directive',
  'document-start',
  'document-end',
  'stream-end',
];

function collectionOf(type: TokenType, block: boolean, openSequence: boolean): FrameKind | undefined {
  if (type === 'flow-sequence-start') return 'flow-sequence';
  if (type === 'flow-mapping-start') return 'flow-mapping';
  if (!block) return undefined;
  if (type === 'block-sequence-start') return 'block-sequence';
  if (type === 'block-mapping-start') return 'block-mapping';
  return type === 'block-entry' && openSequence ? 'open-sequence' : undefined;
}

function emptyScalar({ line, column }: Token): ScalarNode {
  return { kind: 'scalar', line, column, value: '', tag: '', implicit: true, style: 'plain' };
}
