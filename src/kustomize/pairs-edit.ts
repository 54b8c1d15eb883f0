import { isMapping, isNull, withField, type Link, type Mapping, type Node } from '../k8s/node.ts';
import { withLinkedFields } from '../k8s/linked-values.ts';
import { coreTag } from '../k8s/yaml/core-tag.ts';
import { InfraError } from '../lib/error.ts';
import { sortBytes } from '../lib/utf8.ts';
import { editParsed, withNewField, type FieldEdit } from './edit-field.ts';
import { FieldProblem } from './field-problem.ts';
import { editTree, fieldTree } from './field-tree.ts';
import type { FieldSpec } from './field-spec.ts';
import type { Gvk } from './gvk.ts';
import type { Texts } from './kustomization.ts';
import { selectFieldSpecs, type ParsedFieldSpec } from './select-field-specs.ts';
import { setScalar } from './set-scalar.ts';

/** Sets pairs of keys and texts in a document of some kind, in all mappings that field specs lead to. Throws FieldProblem. */
export type PairsEdit = (root: Mapping, gvk: Gvk) => PairsEdited;

interface PairsEdited {
  readonly root: Mapping;
  /** Values in it were linked to each other. */
  readonly isLinked: boolean;
}

interface Pair {
  readonly key: string;
  readonly text: string;
  /** The key is no string where it is made, since it is written plain. */
  readonly isOdd: boolean;
}

/**
 * The edit that sets these pairs. Keys are set one after the other, in sorted order; where that makes no difference, all in one walk.
 * What is set under a key that was not there is linked to the same value in the other places of the document.
 * Throws InfraError for the key `<<`.
 */
export function pairsEdit(texts: Texts, fieldSpecs: readonly FieldSpec[]): PairsEdit {
  if (texts.has('<<')) {
    throw new InfraError('KUSTOMIZATION', 'the key << cannot be set, since YAML takes it for a merge');
  }
  const pairs = sortBytes([...texts.keys()]).map((key): Pair => {
    return { key, text: texts.get(key)!, isOdd: coreTag(key) !== '!!str' };
  });
  const oneByOne = pairs.map((pair) => [pair]);
  return (root, gvk) => {
    const selected = selectFieldSpecs(fieldSpecs, gvk);
    const tree = texts.has('') ? undefined : fieldTree(selected);
    if (tree !== undefined) {
      const setter = new PairSetter(pairs, needsLinks(selected));
      return { root: editTree(root, tree, setter), isLinked: setter.isLinked };
    }
    let edited = root;
    let isLinked = false;
    for (const group of oneByOne) {
      const setter = new PairSetter(group, needsLinks(selected));
      for (const parsed of selected) edited = editParsed(edited, parsed, setter);
      isLinked ||= setter.isLinked;
    }
    return { root: edited, isLinked };
  };
}

/** One field spec that leads to one place needs no links. */
function needsLinks(selected: readonly ParsedFieldSpec[]): boolean {
  const [first] = selected;
  if (selected.length > 1 || first === undefined) return selected.length > 1;
  return !(first.parts.length === 2 && first.parts[0]!.name === 'metadata');
}

class PairSetter implements FieldEdit {
  readonly create = 'mapping';
  /** A value was put into several places. */
  isLinked = false;
  private readonly pairs: readonly Pair[];
  private readonly isLinking: boolean;
  /** One link for each key that was missing somewhere. */
  private links: ReadonlyMap<string, Link> | undefined;

  constructor(pairs: readonly Pair[], isLinking: boolean) {
    this.pairs = pairs;
    this.isLinking = isLinking;
  }

  readonly edit = (value: Node): Node => {
    const [first] = this.pairs;
    // An empty key, which is always alone, means the node itself.
    if (first?.key === '') return setScalar(value, first.text, '!!str');
    if (isNull(value)) return value;
    if (!isMapping(value)) throw new FieldProblem('a mapping is expected here');
    let mapping = value;
    let missing: Pair[] | undefined;
    for (const pair of this.pairs) {
      if (mapping.has(pair.key)) mapping = withField(mapping, pair.key, pair.text);
      else if (!this.isLinking || pair.isOdd) mapping = withNewField(mapping, pair.key, pair.text);
      else (missing ??= []).push(pair);
    }
    return missing === undefined ? mapping : withLinkedFields(mapping, this.linksOf(missing));
  };

  /** Mappings that lack the same keys share one map of links. */
  private linksOf(pairs: readonly Pair[]): ReadonlyMap<string, Link> {
    const before = this.links;
    const news = before === undefined ? pairs : pairs.filter(({ key }) => !before.has(key));
    if (news.length < pairs.length) this.isLinked = true;
    if (news.length > 0) {
      const links = new Map(before);
      for (const { key, text } of news) links.set(key, { value: text });
      this.links = links;
    }
    const links = this.links!;
    return pairs.length === links.size ? links : new Map(pairs.map(({ key }) => [key, links.get(key)!]));
  }
}
