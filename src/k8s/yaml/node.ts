import type { TokenStyle } from './token.ts';

/** The tree of a YAML document before its scalars are resolved. Lines and columns count from 0. */
export type YamlNode = ScalarNode | SequenceNode | MappingNode | AliasNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly line: number;
  readonly column: number;
  readonly value: string;
  /** The complete tag, empty without one. */
  readonly tag: string;
  /** Whether the value may be resolved to another type than a string: it is plain and has no tag. */
  readonly implicit: boolean;
  readonly style: TokenStyle;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly line: number;
  readonly column: number;
  /** Whether it is written with brackets. */
  readonly flow: boolean;
  readonly children: YamlNode[];
}

/** Keys and values take turns in `children`. */
export interface MappingNode {
  readonly kind: 'mapping';
  readonly line: number;
  readonly column: number;
  /** Whether it is written with braces, or one of the pairs that stand in brackets. */
  readonly flow: boolean;
  readonly children: YamlNode[];
}

export interface AliasNode {
  readonly kind: 'alias';
  readonly line: number;
  readonly column: number;
  readonly name: string;
  readonly target: Exclude<YamlNode, AliasNode>;
}
