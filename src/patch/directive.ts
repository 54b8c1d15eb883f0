import {
  isMapping,
  isNull,
  textOf,
  withoutField,
  type Mapping,
  type Node,
  type Sequence,
} from '../k8s/node.ts';

/** What `$patch` asks for; `unknown` for any other word. */
export type Directive = 'merge' | 'replace' | 'delete' | 'unknown';

const DIRECTIVE_KEY = '$patch';

/** A patch's mapping or sequence, its directive taken out (unless it is unknown). */
export interface Directed<Part> {
  readonly directive: Directive;
  readonly node: Part;
}

/** Reads the `$patch` of a mapping; without one it is to be merged. */
export function directiveOfMapping(mapping: Mapping): Directed<Mapping> {
  const value = mapping.get(DIRECTIVE_KEY);
  if (value === undefined) return { directive: 'merge', node: mapping };
  const directive = directiveIn(value);
  return { directive, node: directive === 'unknown' ? mapping : withoutField(mapping, DIRECTIVE_KEY) };
}

/**
 * Reads the `$patch` of a whole sequence: an element that has nothing else. Only the first element with a `$patch` counts;
 * where it is one for the sequence, every element with the same word is taken out, and what is empty too.
 */
export function directiveOfSequence(sequence: Sequence): Directed<Sequence> {
  const first = sequence.find((element) => isMapping(element) && element.has(DIRECTIVE_KEY)) as
    Mapping | undefined;
  if (first?.size !== 1) return { directive: 'merge', node: sequence };
  const value = first.get(DIRECTIVE_KEY)!;
  const directive = directiveIn(value);
  if (directive === 'unknown') return { directive, node: sequence };
  const node = sequence.filter((element) => !isEmptyElement(element) && !hasDirective(element, directive));
  return { directive, node };
}

/** Whether an element is one that a list loses whenever an element of it is set: null, or a mapping of nothing. */
export function isEmptyElement(node: Node): boolean {
  return isNull(node) || (isMapping(node) && node.size === 0);
}

function hasDirective(element: Node, directive: Directive): boolean {
  return isMapping(element) && textOf(element.get(DIRECTIVE_KEY)) === directive;
}

function directiveIn(value: Node): Directive {
  const text = textOf(value);
  return text === 'merge' || text === 'replace' || text === 'delete' ? text : 'unknown';
}
