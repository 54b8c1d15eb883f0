export type TokenType =
  | 'stream-end'
  | 'version-directive'
  | 'tag-directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

/** A place where a key without `?` may have begun; it is one if a `:` follows soon enough on the same line. */
export interface KeyCandidate {
  possible: boolean;
  /** Whether the scanner reads on to find the `:` before it hands out the token. */
  awaited: boolean;
  /** Whether nothing else than a key may stand there. */
  readonly required: boolean;
  /** The number of its first token, counted from the start of the text. */
  readonly token: number;
  readonly line: number;
  readonly column: number;
  readonly index: number;
}

/** How a scalar is written. */
export type TokenStyle = 'plain' | 'quoted' | 'literal' | 'folded';

export interface Token {
  readonly type: TokenType;
  /** The line the token starts on, from 0. */
  readonly line: number;
  /** The column it starts at, from 0, in code points. */
  readonly column: number;
  /** The text of a scalar, the name of an anchor or alias, the handle of a tag, the major version. */
  readonly value: string;
  /** The suffix of a tag, the prefix of a tag directive, the minor version. */
  readonly suffix: string;
  /** Of a scalar. */
  readonly style: TokenStyle;
  readonly candidate: KeyCandidate | undefined;
}
