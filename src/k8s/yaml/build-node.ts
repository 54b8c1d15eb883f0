import { ChangedScalar, EMPTY, FLOW_EMPTY } from '../changed-scalar.ts';
import { OddMapping, Scalar, type Mapping, type Node } from '../node.ts';
import { StyledText, styledText } from '../quoted.ts';
import { coreTag } from './core-tag.ts';
import { MAX_DATA_DEPTH } from './decode.ts';
import { YamlError } from './error.ts';
import { MergeKeys, type Entry } from './merge-keys.ts';
import type { AliasNode, ScalarNode, YamlNode } from './node.ts';
import { fitsBlock, refolded } from './refold.ts';
import { STRING_TAG, shortTag } from './tag.ts';

const TAB = 9;
/** How many nodes aliases may add to a document. */
const MAX_ALIASED_NODES = 4_000_000;

/**
 * The tree of a document as kyaml has it after loading a resource: aliases and merge keys are expanded. Throws YamlError for
 * merges of what cannot be merged, anchors that contain themselves, and trees that grow out of bounds. `kept` is a block that
 * gets one more empty line.
 */
export function buildNode(root: YamlNode, kept?: ScalarNode): Node {
  return new NodeBuilder(kept).build(root, false, 0);
}

interface Known {
  readonly node: Node;
  readonly size: number;
}

class NodeBuilder {
  private readonly kept: ScalarNode | undefined;
  private readonly open = new Set<YamlNode>();
  /** What aliases stand for: in blocks, and in flow collections. */
  private readonly known: readonly [Map<YamlNode, Known>, Map<YamlNode, Known>] = [new Map(), new Map()];
  private readonly mergeKeys = new MergeKeys();
  private nodes = 0;
  private aliased = 0;

  constructor(kept: ScalarNode | undefined) {
    this.kept = kept;
  }

  build(node: YamlNode, inFlow: boolean, depth: number): Node {
    this.nodes++;
    if (node.kind === 'scalar') {
      const scalar = scalarNode(node, inFlow);
      return node === this.kept ? withEmptyLine(scalar) : scalar;
    }
    if (node.kind === 'alias') return this.alias(node, inFlow, depth);
    if (depth >= MAX_DATA_DEPTH) throw new YamlError(`yaml: exceeded max depth of ${MAX_DATA_DEPTH}`);
    if (this.open.has(node)) throw new YamlError('yaml: an anchor contains itself', undefined, node.line + 1);
    this.open.add(node);
    const flow = inFlow || node.flow;
    const built =
      node.kind === 'sequence'
        ? node.children.map((child) => this.build(child, flow, depth + 1))
        : this.mapping(this.mergeKeys.entries(node), flow, depth);
    this.open.delete(node);
    return built;
  }

  private alias({ target }: AliasNode, inFlow: boolean, depth: number): Node {
    if (target.kind === 'scalar') return scalarNode(target, inFlow);
    const known = this.known[inFlow ? 1 : 0];
    const found = known.get(target);
    const before = this.nodes;
    const node = found === undefined ? this.build(target, inFlow, depth) : found.node;
    if (found !== undefined) this.nodes += found.size;
    const size = this.nodes - before;
    if (found === undefined) known.set(target, { node, size });
    this.aliased += size;
    if (this.aliased > MAX_ALIASED_NODES) throw new YamlError('yaml: document contains excessive aliasing');
    return node;
  }

  private mapping(entries: readonly Entry[], inFlow: boolean, depth: number): Mapping {
    const map = new Map<string, Node>();
    const tags: [string, string][] = [];
    const duplicates: string[] = [];
    for (const { key, value } of entries) {
      const { text, tag } = keyOf(key, inFlow);
      if (tag !== undefined) tags.push([text, tag]);
      // Kyaml looks a null up by an empty name, and when it finds none it adds it again.
      if (map.has(text) || (tag === '!!null' && text !== '')) duplicates.push(text);
      const built = this.build(value, inFlow, depth + 1);
      if (!map.has(text)) map.set(text, built);
    }
    return tags.length + duplicates.length === 0 ? map : new OddMapping(map, tags, duplicates);
  }
}

interface Key {
  readonly text: string;
  /** Of a key that is no string. */
  readonly tag: string | undefined;
}

function keyOf(key: YamlNode, inFlow: boolean): Key {
  const node = key.kind === 'alias' ? key.target : key;
  if (node.kind !== 'scalar') return { text: '', tag: node.kind === 'mapping' ? '!!map' : '!!seq' };
  const scalar = scalarNode(node, inFlow);
  if (typeof scalar === 'string') return { text: scalar, tag: undefined };
  const { tag, text } = scalar;
  if (scalar instanceof StyledText) return { text, tag: undefined };
  if (scalar instanceof ChangedScalar) return { text: scalar.written ?? text, tag: undefined };
  // Written as a key, what is empty gets quotes.
  const isText = scalar === EMPTY || tag === '!!merge';
  return { text, tag: isText ? undefined : tag };
}

/** A scalar, not counting tags that merely say that it is a string. */
function scalarNode({ style, tag, value }: ScalarNode, inFlow: boolean): string | Scalar {
  if (tag !== '' && tag !== '!' && tag !== STRING_TAG) return new Scalar(shortTag(tag), value);
  if (style === 'plain') return tag === STRING_TAG ? value : plainNode(value, inFlow);
  if (inFlow || style === 'quoted') return styledText(value, true);
  return blockText(value, style === 'folded');
}

function withEmptyLine(block: string | Scalar): string | Scalar {
  if (typeof block === 'string') return new ChangedScalar('!!str', block, `${block}\n`);
  if (!(block instanceof ChangedScalar) || block.written === undefined) return block;
  return new ChangedScalar(block.tag, block.text, `${block.written}\n`);
}

/** A plain scalar. In flow collections, a colon makes go-yaml quote it when it writes it again. */
export function plainNode(text: string, inFlow: boolean): string | Scalar {
  const tag = coreTag(text);
  if (tag === '!!str' || tag === '!!merge') return styledText(text, false);
  if (text === '') return inFlow ? FLOW_EMPTY : EMPTY;
  if (inFlow && tag === '!!timestamp' && text.includes(':')) return new ChangedScalar(tag, text, text);
  return new Scalar(tag, text);
}

/** The text of a literal or folded block. */
export function blockText(text: string, folded: boolean): string | Scalar {
  if (text.charCodeAt(0) === TAB && fitsBlock(text)) return new ChangedScalar('!!str', text, undefined);
  const written = folded ? refolded(text) : text;
  return written === text ? styledText(text, true) : new ChangedScalar('!!str', text, written);
}
