import { copyMapping, isMapping, isSequence, type Mapping, type Node, type Sequence } from '../k8s/node.ts';
import { problemBelow } from './field-problem.ts';

/** Where lists of containers are below a node. */
interface Way {
  /** The node itself is one. */
  readonly isList: boolean;
  readonly steps: readonly (readonly [string | number, Way])[];
}

const NOWHERE: Way = { isList: false, steps: [] };
const ways = new WeakMap<Mapping, Way>();

/**
 * Edits the lists called `containers` or `initContainers` of a document, at any depth, inner ones before those they are in.
 * The edit must not change where such lists are.
 */
export function editContainerLists(root: Mapping, edit: (list: Sequence) => Sequence): Mapping {
  const way = wayOf(root);
  if (way === NOWHERE) return root;
  const edited = follow(root, way, edit) as Mapping;
  keepContainerLists(root, edited);
  return edited;
}

/** Whether a document has any such list. */
export function hasContainerLists(root: Mapping): boolean {
  return wayOf(root) !== NOWHERE;
}

/** Says that a document has its lists where another one has them, so that nobody need look for them again. */
export function keepContainerLists(before: Mapping, after: Mapping): void {
  if (before !== after) ways.set(after, wayOf(before));
}

function wayOf(root: Mapping): Way {
  const known = ways.get(root);
  if (known !== undefined) return known;
  const way = findWay(root, false);
  ways.set(root, way);
  return way;
}

function findWay(node: Node, isList: boolean): Way {
  const steps: [string | number, Way][] = [];
  if (isMapping(node)) {
    for (const [key, value] of node) {
      if (typeof value === 'string') continue;
      const way = findWay(value, (key === 'containers' || key === 'initContainers') && isSequence(value));
      if (way !== NOWHERE) steps.push([key, way]);
    }
  } else if (isSequence(node)) {
    for (let index = 0; index < node.length; index++) {
      const way = findWay(node[index]!, false);
      if (way !== NOWHERE) steps.push([index, way]);
    }
  }
  return isList || steps.length > 0 ? { isList, steps } : NOWHERE;
}

function follow(node: Node, { isList, steps }: Way, edit: (list: Sequence) => Sequence): Node {
  if (isMapping(node)) return followMapping(node, steps, edit);
  if (!isSequence(node)) return node;
  const list = followSequence(node, steps, edit);
  return isList ? edit(list) : list;
}

function followMapping(mapping: Mapping, steps: Way['steps'], edit: (list: Sequence) => Sequence): Mapping {
  let copy: Map<string, Node> | undefined;
  for (const [key, way] of steps) {
    const value = mapping.get(String(key))!;
    const edited = followBelow(value, key, way, edit);
    if (edited !== value) (copy ??= copyMapping(mapping)).set(String(key), edited);
  }
  return copy ?? mapping;
}

function followSequence(
  sequence: Sequence,
  steps: Way['steps'],
  edit: (list: Sequence) => Sequence,
): Sequence {
  let copy: Node[] | undefined;
  for (const [index, way] of steps) {
    const item = sequence[Number(index)]!;
    const edited = followBelow(item, index, way, edit);
    if (edited !== item) (copy ??= [...sequence])[Number(index)] = edited;
  }
  return copy ?? sequence;
}

function followBelow(node: Node, key: string | number, way: Way, edit: (list: Sequence) => Sequence): Node {
  try {
    return follow(node, way, edit);
  } catch (error) {
    throw problemBelow(error, key);
  }
}
