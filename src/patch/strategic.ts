import {
  copyMapping,
  fieldOf,
  isMapping,
  isNull,
  isSequence,
  OddMapping,
  sameNode,
  Scalar,
  textOf,
  type Mapping,
  type Node,
  type Sequence,
} from '../k8s/node.ts';
import { inStyleOf, StyledText } from '../k8s/quoted.ts';
import { plainValue } from '../k8s/yaml/scalar.ts';
import type { Schema, SchemaNode } from '../k8s/schema-node.ts';
import { mergeAssociativeList } from './associative-list.ts';
import { directiveOfMapping, directiveOfSequence } from './directive.ts';
import { mergeFailure, nameKind } from './merge-failure.ts';

/**
 * Merges a strategic merge patch into a document, as Kustomize does: mappings are merged, lists only where the schema says so
 * (elements of the patch come first) and replaced otherwise, null deletes, `$patch` directs (but cannot replace the whole
 * document). Gives the same document where nothing changed, and undefined where it is deleted. Throws PatchFailure where patch
 * and document do not fit.
 */
export function mergeStrategic(root: Mapping, patch: Mapping, schema: Schema): Mapping | undefined {
  const merged = new StrategicMerge(schema).merge(root, patch, undefined);
  // What is to replace the whole document is made, and checked, but Kustomize then keeps the old one.
  if (merged !== undefined && directiveOfMapping(patch).directive === 'replace') return root;
  return isMapping(merged) ? merged : undefined;
}

type Kind = 'mapping' | 'sequence' | 'scalar';

class StrategicMerge {
  private readonly schema: Schema;
  private readonly path: string[] = [];

  constructor(schema: Schema) {
    this.schema = schema;
  }

  /**
   * What comes of a node and the node of a patch at the same place; either may be missing. A node of a patch that is new is
   * merged with itself, so that its own nulls and directives take effect.
   */
  readonly merge = (
    node: Node | undefined,
    patch: Node | undefined,
    known: SchemaNode | undefined,
  ): Node | undefined => {
    switch (this.kindOf(node, patch)) {
      case undefined:
        return patch === undefined ? keptNull(node) : undefined;
      case 'mapping':
        return this.mergeMapping(
          node as Mapping | Scalar | undefined,
          patch as Mapping | Scalar | undefined,
          known,
        );
      case 'sequence':
        return this.mergeSequence(
          node as Sequence | Scalar | undefined,
          patch as Sequence | Scalar | undefined,
          known,
        );
      case 'scalar':
        if (patch === undefined || sameNode(node, patch)) return node;
        return isNull(patch) ? undefined : patch;
    }
  };

  /** The kind that both have which are there and not null. */
  private kindOf(node: Node | undefined, patch: Node | undefined): Kind | undefined {
    const first = kindOfNode(node);
    const second = kindOfNode(patch);
    if (first !== undefined && second !== undefined && first !== second) {
      throw mergeFailure(this.path, `the patch has ${nameKind(patch!)}, the resource ${nameKind(node!)}`);
    }
    return first ?? second;
  }

  private mergeMapping(
    node: Mapping | Scalar | undefined,
    patch: Mapping | Scalar | undefined,
    known: SchemaNode | undefined,
  ): Mapping | undefined {
    const schema = known ?? this.schemaOf(node) ?? this.schemaOf(patch);
    if (!isMapping(node)) {
      const { directive, node: added } = directiveOfMapping(patch as Mapping);
      return directive === 'delete' ? undefined : this.mergeFields(added, added, schema);
    }
    if (patch === undefined) return this.mergeFields(node, undefined, schema);
    if (!isMapping(patch)) return undefined;
    const { directive, node: rest } = directiveOfMapping(patch);
    if (directive === 'unknown') throw this.unknownDirective(patch);
    if (directive === 'delete') return undefined;
    return this.mergeFields(directive === 'replace' || node === patch ? rest : node, rest, schema);
  }

  private mergeFields(node: Mapping, patch: Mapping | undefined, schema: SchemaNode | undefined): Mapping {
    let result: Map<string, Node> | undefined;
    for (const [key, value] of node) {
      const merged = this.mergeField(key, value, patch?.get(key), schema);
      const styled = merged === value || merged === undefined ? settled(merged) : inStyleOf(value, merged);
      if (styled === value) continue;
      result ??= copyMapping(node);
      if (styled === undefined) result.delete(key);
      else result.set(key, styled);
    }
    if (patch === undefined || patch === node) return result ?? node;
    for (const [key, value] of patch) {
      if (node.has(key)) continue;
      const merged = this.mergeField(key, undefined, value, schema);
      if (merged === undefined) continue;
      result = withKey(result ?? copyMapping(node), key, patch);
      result.set(key, settled(merged)!);
    }
    return result ?? node;
  }

  private mergeField(
    key: string,
    value: Node | undefined,
    patch: Node | undefined,
    schema: SchemaNode | undefined,
  ): Node | undefined {
    this.path.push(key);
    const merged = this.merge(value, patch, schema?.field(key));
    this.path.pop();
    return merged;
  }

  private mergeSequence(
    node: Sequence | Scalar | undefined,
    patch: Sequence | Scalar | undefined,
    schema: SchemaNode | undefined,
  ): Sequence | undefined {
    if (patch !== undefined && !isSequence(patch)) return undefined;
    const list = isSequence(node) ? node : undefined;
    if (schema === undefined || !schema.patchStrategy.split(',').includes('merge')) return patch ?? list;
    const merge = { schema, mergeNodes: this.merge, path: this.path };
    if (list === undefined) return mergeAssociativeList(patch!, patch, merge);
    if (patch === undefined) return mergeAssociativeList(list, undefined, merge);
    const { directive, node: rest } = directiveOfSequence(patch);
    if (directive === 'unknown') throw this.unknownDirective(patch);
    if (directive === 'delete') return undefined;
    return mergeAssociativeList(directive === 'replace' || list === patch ? rest : list, rest, merge);
  }

  /** The schema of what says itself which kind it is, such as a resource within a custom resource. */
  private schemaOf(node: Node | undefined): SchemaNode | undefined {
    const kind = textOf(fieldOf(node, 'kind')) ?? '';
    const apiVersion = textOf(fieldOf(node, 'apiVersion')) ?? '';
    return kind === '' || apiVersion === '' ? undefined : this.schema.ofResource(apiVersion, kind);
  }

  private unknownDirective(patch: Node): Error {
    const holder = isSequence(patch)
      ? patch.find((element) => fieldOf(element, '$patch') !== undefined)
      : patch;
    const text = textOf(fieldOf(holder, '$patch')) ?? '';
    return mergeFailure(this.path, `\`$patch: ${text}\` is no directive`, 'use delete, replace or merge');
  }
}

function kindOfNode(node: Node | undefined): Kind | undefined {
  if (node === undefined || isNull(node)) return undefined;
  if (isMapping(node)) return 'mapping';
  return isSequence(node) ? 'sequence' : 'scalar';
}

/** A null that a resource has stays if it is written out (`null`, `~`), and goes if it is only the lack of a value. */
function keptNull(node: Node | undefined): Node | undefined {
  return textOf(node) === '' ? undefined : node;
}

/**
 * A value that is new, or stays: where it counts as a string, but would be read as something else, it gets quotes; what has no
 * tag yet counts as one. (One in the place of another has the style of that.) Dates stay what they are.
 */
function settled(node: Node | undefined): Node | undefined {
  if (!(node instanceof Scalar)) return node;
  if (node instanceof StyledText) return node.isQuoted ? node : node.text;
  return node.tag === '' && node.text !== '' && typeof plainValue(node.text) !== 'string' ? node.text : node;
}

/** The mapping, ready to take a key of another one: a key that is no string there is none here either. */
function withKey(mapping: Map<string, Node>, key: string, from: Mapping): Map<string, Node> {
  const tag = from instanceof OddMapping ? from.keyTags.get(key) : undefined;
  if (tag === undefined) return mapping;
  const odd = mapping instanceof OddMapping ? mapping : new OddMapping(mapping, [], []);
  odd.keyTags.set(key, tag);
  return odd;
}
