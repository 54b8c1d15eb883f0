import { YamlError } from './error.ts';
import { goSyntax } from './go-syntax.ts';
import type { AliasNode, MappingNode, ScalarNode, SequenceNode, YamlNode } from './node.ts';
import type { Raw } from './raw.ts';
import { resolveNode } from './resolve-tagged.ts';
import { MERGE_TAG } from './tag.ts';

/**
 * How deep data may nest, aliases followed. Go would take ten times as much; whatever walks the data after us recurses, and
 * nothing that is meant for people comes near.
 */
export const MAX_DATA_DEPTH = 1000;
const WANT_MAP = 'yaml: map merge requires map or sequence of maps as the value';
/** The bounds of go-yaml's limit on aliases: the share of nodes that may come from aliases falls from 99 % to 10 %. */
const FEW_NODES = 400_000;
const MANY_NODES = 4_000_000;

/**
 * The data of a document. Each alias gives a copy of its own; go-yaml's limit on how much aliases may add bounds the size to
 * about 400,000 nodes or a ninth more than written. With `uniqueKeys`, a key that occurs twice in a mapping is an error.
 */
export function decodeDocument(root: YamlNode, uniqueKeys: boolean): Raw {
  const decoder = new Decoder(uniqueKeys);
  const value = decoder.decode(root, 0);
  decoder.reportProblems();
  return value;
}

class Decoder {
  private readonly uniqueKeys: boolean;
  private readonly problems: { readonly line: number; readonly text: string }[] = [];
  private readonly openAliases = new Set<AliasNode>();
  /** The document itself counts as a node. */
  private nodes = 1;
  private aliasedNodes = 0;

  constructor(uniqueKeys: boolean) {
    this.uniqueKeys = uniqueKeys;
  }

  reportProblems(): void {
    if (this.problems.length === 0) return;
    const lines = this.problems.map(({ line, text }) => `  line ${line}: ${text}`);
    throw new YamlError(`yaml: unmarshal errors:\n${lines.join('\n')}`, this.problems[0]!.line);
  }

  decode(node: YamlNode, depth: number): Raw {
    this.count();
    switch (node.kind) {
      case 'scalar':
        return resolveNode(node);
      case 'alias':
        return this.decodeAlias(node, depth);
      case 'sequence':
        return this.decodeSequence(node, depth);
      case 'mapping': {
        const map = new Map<Raw, Raw>();
        this.fillMap(node, map, depth);
        return map;
      }
    }
  }

  private count(): void {
    this.nodes++;
    if (this.openAliases.size > 0) this.aliasedNodes++;
    if (this.aliasedNodes <= 100 || this.nodes <= 1000) return;
    if (this.aliasedNodes / this.nodes > allowedAliasRatio(this.nodes)) {
      throw new YamlError('yaml: document contains excessive aliasing');
    }
  }

  private decodeAlias(node: AliasNode, depth: number): Raw {
    return this.follow(node, () => this.decode(node.target, depth));
  }

  private follow<Result>(node: AliasNode, action: () => Result): Result {
    if (this.openAliases.has(node)) throw new YamlError(`yaml: anchor '${node.name}' value contains itself`);
    this.openAliases.add(node);
    const result = action();
    this.openAliases.delete(node);
    return result;
  }

  private decodeSequence(node: SequenceNode, depth: number): Raw[] {
    checkDepth(depth);
    const items: Raw[] = [];
    for (const child of node.children) items.push(this.decode(child, depth + 1));
    return items;
  }

  /** Sets the keys of a mapping in the order of the text; a merge overrides what stands before it. */
  private fillMap(node: MappingNode, map: Map<Raw, Raw>, depth: number): void {
    checkDepth(depth);
    const { children } = node;
    for (let index = 0; index < children.length; index += 2) {
      const keyNode = children[index]!;
      const valueNode = children[index + 1]!;
      if (keyNode.kind === 'scalar' && isMerge(keyNode)) {
        this.merge(valueNode, map, depth);
        continue;
      }
      const key = this.decode(keyNode, depth + 1);
      if (typeof key === 'object' && key !== null)
        throw new YamlError(`yaml: invalid map key: ${goSyntax(key)}`);
      const value = this.decode(valueNode, depth + 1);
      if (this.uniqueKeys && map.has(key)) this.noteDuplicate(valueNode, key);
      else map.set(key, value);
    }
  }

  private noteDuplicate(node: YamlNode, key: Raw): void {
    this.problems.push({ line: node.line + 1, text: `key ${goSyntax(key)} already set in map` });
  }

  private merge(node: YamlNode, map: Map<Raw, Raw>, depth: number): void {
    if (node.kind === 'mapping' || node.kind === 'alias') this.mergeOne(node, map, depth);
    else if (node.kind === 'sequence') {
      // The first mapping wins, so it comes last.
      for (let index = node.children.length - 1; index >= 0; index--)
        this.mergeOne(node.children[index]!, map, depth);
    } else throw new YamlError(WANT_MAP);
  }

  private mergeOne(node: YamlNode, map: Map<Raw, Raw>, depth: number): void {
    const mapping = node.kind === 'alias' ? node.target : node;
    if (mapping.kind !== 'mapping') throw new YamlError(WANT_MAP);
    this.count();
    if (node.kind !== 'alias') {
      this.fillMap(mapping, map, depth + 1);
      return;
    }
    this.follow(node, () => {
      this.count();
      this.fillMap(mapping, map, depth + 1);
    });
  }
}

function checkDepth(depth: number): void {
  if (depth >= MAX_DATA_DEPTH) throw new YamlError(`yaml: exceeded max depth of ${MAX_DATA_DEPTH}`);
}

function isMerge({ value, implicit, tag }: ScalarNode): boolean {
  return value === '<<' && (implicit || tag === MERGE_TAG);
}

function allowedAliasRatio(nodes: number): number {
  if (nodes <= FEW_NODES) return 0.99;
  if (nodes >= MANY_NODES) return 0.1;
  return 0.99 - 0.89 * ((nodes - FEW_NODES) / (MANY_NODES - FEW_NODES));
}
