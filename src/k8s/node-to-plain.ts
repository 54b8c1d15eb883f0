import { ChangedScalar } from './changed-scalar.ts';
import { FALSE, NULL, OddMapping, Scalar, TRUE, integerNode } from './node.ts';
import type { Mapping, Node, Sequence } from './node.ts';
import type { Plain } from './plain.ts';
import { UnreadableBlock, scalarValue, type ScalarValue } from './scalar-value.ts';
import { coreTag } from './yaml/core-tag.ts';
import { fitsBlock } from './yaml/refold.ts';
import { formatYamlFloat } from './yaml/write-number.ts';

/** No node that a YAML text holds is nested deeper. */
const MAX_DEPTH = 2000;
const TAB = 9;
const QUOTE_KEY = 'put the key in quotes';

/** Thrown for what Kustomize cannot write as JSON. */
export class UnprintableNode extends Error {
  /** Where it is, below the node that was asked for. */
  readonly path: readonly (string | number)[];
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(message: string, path: readonly (string | number)[], hint?: string) {
    super(message);
    this.path = path;
    this.hint = hint;
  }
}

/**
 * The data of a node as Kustomize gets it for JSON and output, by writing the node as YAML text and reading that. Integers are
 * numbers, or bigints beyond 2^53. Keys of the mapping itself become text, whatever they are. Throws UnprintableNode for keys
 * that occur twice, for keys further down that are no strings, and for scalars that scalarValue refuses.
 */
export function plainOf(node: Node, valueOf: ValueOf = scalarValue): Plain {
  return new PlainBuilder(valueOf).root(node);
}

/** As plainOf, for a node that is no root: all keys must be strings. */
export function plainBelow(node: Node, valueOf: ValueOf = scalarValue): Plain {
  return new PlainBuilder(valueOf).build(node);
}

/** What a scalar becomes that is no string; it may throw an Error. */
type ValueOf = (scalar: Scalar) => ScalarValue;

class PlainBuilder {
  private readonly valueOf: ValueOf;
  private readonly path: (string | number)[] = [];

  constructor(valueOf: ValueOf) {
    this.valueOf = valueOf;
  }

  root(node: Node): Plain {
    if (!(node instanceof OddMapping)) return this.build(node);
    this.refuseDuplicates(node);
    const map = new Map<string, Plain>();
    for (const [key, value] of node) {
      const tag = node.keyTags.get(key);
      const text = tag === undefined ? key : this.rootKey(key, tag);
      if (text !== undefined) map.set(text, this.child(key, value));
    }
    return map;
  }

  build(node: Node): Plain {
    if (typeof node === 'string') return node;
    if (node instanceof Scalar) return this.scalar(node);
    if (this.path.length > MAX_DEPTH) throw this.unprintable('it nests too deeply');
    if (node instanceof OddMapping) this.refuseOdd(node);
    return node instanceof Map ? this.mapping(node as Mapping) : this.sequence(node as Sequence);
  }

  private scalar(node: Scalar): Plain {
    try {
      return this.valueOf(node);
    } catch (error) {
      const hint = error instanceof UnreadableBlock ? 'write it with double quotes' : undefined;
      throw this.unprintable((error as Error).message, hint);
    }
  }

  private mapping(mapping: Mapping): Plain {
    const map = new Map<string, Plain>();
    for (const [key, value] of mapping) map.set(key, this.child(key, value));
    return map;
  }

  private sequence(sequence: Sequence): Plain {
    return sequence.map((item, index) => this.child(index, item));
  }

  private child(key: string | number, node: Node): Plain {
    if (typeof node === 'string') return node;
    this.path.push(key);
    const plain = this.build(node);
    this.path.pop();
    return plain;
  }

  /** The text of a key of the root that is no string; undefined for null, whose entry is lost. */
  private rootKey(text: string, tag: string): string | undefined {
    switch (tag) {
      case '!!null':
        return undefined;
      case '!!map':
      case '!!seq':
        throw this.unprintable('a key is a collection');
      case '!!binary':
        return this.scalar(new Scalar(tag, text)) as string;
      case '!!int':
      case '!!bool':
      case '!!timestamp':
        if (coreTag(text) !== tag) throw this.unprintable(`the key \`${text}\` is no ${tag}`);
    }
    return text;
  }

  private refuseOdd(mapping: OddMapping): void {
    this.refuseDuplicates(mapping);
    for (const [key, tag] of mapping.keyTags) {
      if (mapping.has(key)) throw this.unprintable(`the key \`${key}\` is no string (${tag})`, QUOTE_KEY);
    }
  }

  private refuseDuplicates({ duplicates, keyTags }: OddMapping): void {
    for (const key of duplicates) {
      if (keyTags.get(key) === '!!null') throw this.unprintable(`the key \`${key}\` is null`, QUOTE_KEY);
      throw this.unprintable(`the key \`${key}\` occurs twice`);
    }
  }

  private unprintable(problem: string, hint?: string): UnprintableNode {
    return new UnprintableNode(problem, [...this.path], hint);
  }
}

/** Data as a node, the way Kustomize gets one by writing the data as YAML (v3) and reading that. */
export function nodeOf(plain: Plain): Node {
  if (plain === null) return NULL;
  switch (typeof plain) {
    case 'boolean':
      return plain ? TRUE : FALSE;
    case 'bigint':
      return integerNode(plain);
    case 'number': {
      const text = formatYamlFloat(plain);
      return new Scalar(coreTag(text), text);
    }
    case 'string':
      return textNode(plain);
    default:
      return Array.isArray(plain) ? plain.map(nodeOf) : mappingNode(plain);
  }
}

function mappingNode(map: ReadonlyMap<string, Plain>): Mapping {
  const mapping = new Map<string, Node>();
  for (const [key, value] of map) mapping.set(key, nodeOf(value));
  return mapping;
}

/** A text of several lines is written as a block. */
export function textNode(text: string): string | Scalar {
  const isUnreadable = text.charCodeAt(0) === TAB && text.includes('\n') && fitsBlock(text);
  return isUnreadable ? new ChangedScalar('!!str', text, undefined) : text;
}
