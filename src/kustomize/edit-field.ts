import {
  EMPTY_MAPPING,
  OddMapping,
  Scalar,
  isMapping,
  isNull,
  isSequence,
  textOf,
  withField,
  type Mapping,
  type Node,
  type Sequence,
} from '../k8s/node.ts';
import { coreTag } from '../k8s/yaml/core-tag.ts';
import { FieldProblem, problemBelow } from './field-problem.ts';
import type { PathPart } from './field-path.ts';
import type { FieldSpec } from './field-spec.ts';
import type { Gvk } from './gvk.ts';
import { parseFieldSpec, selectFieldSpecs, type ParsedFieldSpec } from './select-field-specs.ts';

/** What is to be done with each field that a field spec leads to. */
export interface FieldEdit {
  /** What a field that the spec creates is at first; without it no field is ever created. */
  readonly create?: 'scalar' | 'mapping' | 'sequence';
  /** The tag of a scalar that takes the place of a null. */
  readonly createTag?: string;
  /** The node to put in the place of this one: the same one where nothing is to change. May throw a FieldProblem. */
  readonly edit: (value: Node) => Node;
}

/**
 * Applies every field spec that selects the kind to a document, in order; gives the changed document, or the same one.
 * Sequences on the way are walked, element by element; a null on the way ends the way, unless the spec creates what is behind it.
 * Throws FieldProblem where a scalar is in the way or a path cannot be followed.
 */
export function editFields(
  root: Mapping,
  gvk: Gvk,
  fieldSpecs: readonly FieldSpec[],
  edit: FieldEdit,
): Mapping {
  let edited = root;
  for (const parsed of selectFieldSpecs(fieldSpecs, gvk)) edited = editParsed(edited, parsed, edit);
  return edited;
}

/** Applies one field spec to a document, whatever kinds it selects; else like editFields. */
export function editField(root: Mapping, fieldSpec: FieldSpec, edit: FieldEdit): Mapping {
  return editParsed(root, parseFieldSpec(fieldSpec), edit);
}

/** Shows each field that a field spec of the kind leads to, in order; else like editFields, but that nothing is created. */
export function visitFields(
  root: Mapping,
  gvk: Gvk,
  fieldSpecs: readonly FieldSpec[],
  visit: (value: Node, fieldSpec: FieldSpec) => void,
): void {
  for (const parsed of selectFieldSpecs(fieldSpecs, gvk)) {
    const edit = (value: Node): Node => {
      visit(value, parsed.fieldSpec);
      return value;
    };
    editParsed(root, parsed, { edit });
  }
}

/** Applies a parsed field spec to a document; else like editFields. */
export function editParsed(root: Mapping, { fieldSpec, parts }: ParsedFieldSpec, edit: FieldEdit): Mapping {
  const creates = fieldSpec.create && edit.create !== undefined;
  const edited = walk(root, 0, { parts, edit, creates });
  if (!isMapping(edited)) throw new FieldProblem('the document itself cannot be replaced');
  return edited;
}

interface Way {
  readonly parts: readonly PathPart[];
  readonly edit: FieldEdit;
  readonly creates: boolean;
}

/** The node with what is at the rest of the path edited. */
function walk(node: Node, depth: number, way: Way): Node {
  if (depth === way.parts.length) return way.edit.edit(node);
  if (isMapping(node)) return walkMapping(node, depth, way);
  if (isSequence(node)) return walkSequence(node, depth, way);
  if (isNull(node)) return node;
  throw new FieldProblem('a mapping or a list is expected here, not a single value');
}

function walkSequence(sequence: Sequence, depth: number, way: Way): Sequence {
  let copy: Node[] | undefined;
  for (let index = 0; index < sequence.length; index++) {
    const item = sequence[index]!;
    const edited = walkBelow(item, index, depth, way);
    if (edited === item) continue;
    copy ??= [...sequence];
    copy[index] = edited;
  }
  return copy ?? sequence;
}

function walkMapping(mapping: Mapping, depth: number, way: Way): Node {
  const part = way.parts[depth]!;
  if (part.isBlank) return walk(mapping, depth + 1, way);
  if (part.problem !== undefined) throw new FieldProblem(part.problem);
  const { name } = part;
  const value = mapping.get(name);
  if (value === undefined) {
    if (!way.creates || part.isSequence) return mapping;
    return withNewField(mapping, name, walkBelow(createdNode(depth, way), name, depth + 1, way));
  }
  const found = isNull(value) ? withoutNull(value, depth, way) : value;
  const edited = walkBelow(found, name, depth + 1, way);
  return edited === value ? mapping : withField(mapping, name, edited);
}

function walkBelow(node: Node, key: string | number, depth: number, way: Way): Node {
  try {
    return walk(node, depth, way);
  } catch (error) {
    throw problemBelow(error, key);
  }
}

/** What stands in a field that was not there. */
function createdNode(depth: number, { parts, edit }: Way): Node {
  if (depth < parts.length - 1 || edit.create === 'mapping') return EMPTY_MAPPING;
  return edit.create === 'sequence' ? [] : new Scalar('', '');
}

/** What takes the place of a null on the way; the null itself where nothing is created. A scalar keeps the text of the null. */
function withoutNull(node: Node, depth: number, way: Way): Node {
  const { isSequence: expectsSequence } = way.parts[depth]!;
  if (expectsSequence) return [];
  if (!way.creates) return node;
  if (depth < way.parts.length - 1 || way.edit.create !== 'scalar') return createdNode(depth, way);
  const tag = way.edit.createTag ?? '';
  const text = textOf(node) ?? '';
  return tag === '!!str' ? text : new Scalar(tag, text);
}

/**
 * The mapping with a new field at its end. The key is written plain, so that one which reads as a number, a boolean, null or a
 * date is none of the strings that a mapping of Kubernetes may have as keys.
 */
export function withNewField(mapping: Mapping, key: string, value: Node): Mapping {
  const tag = coreTag(key);
  if (tag === '!!str') return withField(mapping, key, value);
  const { keyTags, duplicates } = mapping instanceof OddMapping ? mapping : { keyTags: [], duplicates: [] };
  return new OddMapping([...mapping, [key, value]], [...keyTags, [key, tag]], duplicates);
}
