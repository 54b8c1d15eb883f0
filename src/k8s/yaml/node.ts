/** The tree of a YAML document before its scalars are resolved. Lines count from 0. */
export type YamlNode = ScalarNode | SequenceNode | MappingNode | AliasNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly line: number;
  readonly value: string;
  /** The complete tag, empty without one. */
  readonly tag: string;
  /** Whether the value may be resolved to another type than a string: it is plain and has no tag. */
  readonly implicit: boolean;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly line: number;
  readonly children: YamlNode[];
}

/** Keys and values take turns in `children`. */
export interface MappingNode {
  readonly kind: 'mapping';
  readonly line: number;
  readonly children: YamlNode[];
}

export interface AliasNode {
  readonly kind: 'alias';
  readonly line: number;
  readonly name: string;
  readonly target: Exclude<YamlNode, AliasNode>;
}
