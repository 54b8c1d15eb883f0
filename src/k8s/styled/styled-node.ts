/** How a scalar is written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** A node of a YAML document with what makes its looks, to be written back much as it was. It can be changed. */
export class StyledNode {
  kind: 'scalar' | 'sequence' | 'mapping' | 'alias';
  /** The short tag that the node has, given or resolved: `!!str`; empty where it is made anew and its text decides. */
  tag: string;
  /** Whether the tag is written. */
  isTagged = false;
  anchor = '';
  /** Of a collection: written with brackets. */
  isFlow = false;
  style: ScalarStyle = 'plain';
  /** The text of a scalar, the name of an alias. */
  value: string;
  /** Keys and values of a mapping take turns. */
  children: StyledNode[] = [];
  /** Comments before it, behind it on its line, and below it. Each with its `#`, several lines with line ends. */
  head = '';
  line = '';
  foot = '';

  constructor(kind: StyledNode['kind'], tag: string, value = '') {
    this.kind = kind;
    this.tag = tag;
    this.value = value;
  }
}

/** A document, and the comments that belong to it as a whole. */
export interface StyledDocument {
  readonly root: StyledNode;
  readonly head: string;
  readonly foot: string;
}
