import {
  EMPTY_MAPPING,
  copyMapping,
  isMapping,
  isNull,
  isSequence,
  type Mapping,
  type Node,
  type Sequence,
} from '../k8s/node.ts';
import { editFields, withNewField } from './edit-field.ts';
import { FieldProblem, problemBelow } from './field-problem.ts';
import type { FieldSpec } from './field-spec.ts';
import type { Gvk } from './gvk.ts';
import { selectFieldSpecs, type ParsedFieldSpec } from './select-field-specs.ts';
import { readsAsString } from './set-scalar.ts';

/** Field specs of one kind of resource as a tree, by which one walk reaches all their fields. */
interface FieldTree {
  readonly branches: readonly Branch[];
}

interface Branch extends FieldTree {
  readonly name: string;
  readonly isSequence: boolean;
  readonly problem: string | undefined;
  /** The name is no string as a new key. */
  readonly isOdd: boolean;
  /** A spec that goes this way creates what is missing. */
  creates: boolean;
  /** How many specs end here; they do not if others go on. */
  ends: number;
  readonly branches: Branch[];
}

/** Like editFields, in one walk if the order of the field specs does not matter to each other. */
export function editFieldsAtOnce(
  root: Mapping,
  gvk: Gvk,
  fieldSpecs: readonly FieldSpec[],
  edit: TreeEdit,
): Mapping {
  const tree = fieldTree(selectFieldSpecs(fieldSpecs, gvk));
  return tree === undefined ? editFields(root, gvk, fieldSpecs, edit) : editTree(root, tree, edit);
}

const trees = new WeakMap<readonly ParsedFieldSpec[], FieldTree | 'none'>();

/** The tree of selected field specs; undefined if their order matters, because some lead through the fields of others. */
export function fieldTree(selected: readonly ParsedFieldSpec[]): FieldTree | undefined {
  let tree = trees.get(selected);
  if (tree === undefined) {
    tree = growTree(selected) ?? 'none';
    trees.set(selected, tree);
  }
  return tree === 'none' ? undefined : tree;
}

function growTree(selected: readonly ParsedFieldSpec[]): FieldTree | undefined {
  const root: { branches: Branch[] } = { branches: [] };
  for (const { fieldSpec, parts } of selected) {
    let { branches } = root;
    let last: Branch | undefined;
    for (const { name, isSequence: isList, isBlank, problem } of parts) {
      let branch = branches.find((other) => other.name === name);
      if (isBlank || (branch !== undefined && branch.isSequence !== isList)) return undefined;
      if (branch === undefined) {
        const isOdd = !readsAsString(name);
        branch = { name, isSequence: isList, problem, isOdd, creates: false, ends: 0, branches: [] };
        branches.push(branch);
      }
      branch.creates ||= fieldSpec.create;
      last = branch;
      ({ branches } = branch);
    }
    if (last !== undefined) last.ends++;
  }
  return root.branches.every(isSound) ? root : undefined;
}

function isSound({ ends, branches }: Branch): boolean {
  return (ends === 0 || branches.length === 0) && branches.every(isSound);
}

/** What is to be done with each field; with `create`, missing mappings are made where a spec creates. */
export interface TreeEdit {
  readonly create?: 'mapping';
  readonly edit: (value: Node) => Node;
}

/** Edits all fields that a tree leads to, as editFields does it spec by spec. Throws FieldProblem. */
export function editTree(root: Mapping, { branches }: FieldTree, edit: TreeEdit): Mapping {
  return walkMapping(root, branches, edit);
}

function walk(node: Node, branches: readonly Branch[], edit: TreeEdit): Node {
  if (isMapping(node)) return walkMapping(node, branches, edit);
  if (isSequence(node)) return walkSequence(node, branches, edit);
  if (isNull(node)) return node;
  throw new FieldProblem('a mapping or a list is expected here, not a single value');
}

function walkSequence(sequence: Sequence, branches: readonly Branch[], edit: TreeEdit): Sequence {
  let copy: Node[] | undefined;
  for (let index = 0; index < sequence.length; index++) {
    const item = sequence[index]!;
    try {
      const edited = walk(item, branches, edit);
      if (edited !== item) (copy ??= [...sequence])[index] = edited;
    } catch (error) {
      throw problemBelow(error, index);
    }
  }
  return copy ?? sequence;
}

function walkMapping(mapping: Mapping, branches: readonly Branch[], edit: TreeEdit): Mapping {
  let copy: Map<string, Node> | undefined;
  let extended: Mapping = mapping;
  for (const branch of branches) {
    const { name, problem } = branch;
    if (problem !== undefined) throw new FieldProblem(problem);
    const value = mapping.get(name);
    const edited = editBranch(value, branch, edit);
    if (edited === value || edited === undefined) continue;
    if (value === undefined && branch.isOdd) {
      extended = withNewField(copy ?? extended, name, edited);
      copy = undefined;
    } else {
      copy ??= copyMapping(extended);
      copy.set(name, edited);
    }
  }
  return copy ?? extended;
}

/** What comes in the place of a field; undefined if it is not there and not created. */
function editBranch(value: Node | undefined, branch: Branch, edit: TreeEdit): Node | undefined {
  const { name, creates, ends, branches } = branch;
  const isCreated = creates && edit.create !== undefined && !branch.isSequence;
  if (value === undefined && !isCreated) return undefined;
  let found = value ?? EMPTY_MAPPING;
  if (isNull(found)) found = branch.isSequence ? [] : isCreated ? EMPTY_MAPPING : found;
  try {
    if (branches.length > 0) return walk(found, branches, edit);
    for (let times = 0; times < ends; times++) found = edit.edit(found);
    return found;
  } catch (error) {
    throw problemBelow(error, name);
  }
}
