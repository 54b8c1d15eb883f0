import {
  EMPTY_MAPPING,
  Scalar,
  isMapping,
  isNull,
  isSequence,
  textOf,
  withElement,
  withField,
} from '../../k8s/node.ts';
import type { Node, Sequence } from '../../k8s/node.ts';
import { withNewField } from '../edit-field.ts';
import { FieldProblem, problemBelow } from '../field-problem.ts';

const INDEX = /^[-+]?\d+$/;
const ELEMENT = /^\[(.*)\]$/s;

/** The parts of a path at its slashes; `\/` is a slash in a part. Blank parts do not count. */
export function splitFieldPath(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    const before = parts.at(-1);
    if (before?.endsWith('\\')) parts[parts.length - 1] = `${before.slice(0, -1)}/${part}`;
    else parts.push(part);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/**
 * A document with the node at a path edited. Parts are keys, indices, `-` for the last element, or `[key=value]` for an
 * element with that field (`[=value]`: with that value). Keys and such elements are made where they are missing; the edit gets
 * an empty scalar then. A null, or an index that there is not, ends the way. Throws FieldProblem where a part does not fit.
 */
export function setAtPath(node: Node, parts: readonly string[], edit: (node: Node) => Node): Node {
  const [part, ...rest] = parts;
  if (part === undefined) return edit(node);
  try {
    return setBelow(node, part, rest, edit);
  } catch (error) {
    throw problemBelow(error, part);
  }
}

function setBelow(node: Node, part: string, rest: readonly string[], edit: (node: Node) => Node): Node {
  const deeper = (child: Node): Node => setAtPath(child, rest, edit);
  if (part === '*') throw new FieldProblem('* does not stand for elements here');
  if (part === '-' || INDEX.test(part))
    return setElement(asSequence(node), part === '-' ? -1 : Number(part), deeper);
  const element = ELEMENT.exec(part);
  if (element !== null) return setMatch(asSequence(node), element[1]!, deeper);
  if (isNull(node)) return node;
  if (!isMapping(node)) throw new FieldProblem('a mapping is expected here');
  const child = node.get(part);
  return child === undefined
    ? withNewField(node, part, deeper(emptyNode(rest[0])))
    : withField(node, part, deeper(child));
}

function setElement(sequence: Sequence, index: number, deeper: (child: Node) => Node): Sequence {
  const at = index === -1 ? sequence.length - 1 : index;
  if (at < 0) throw new FieldProblem('an index is not negative, and an empty list has no last element');
  const child = sequence[at];
  return child === undefined ? sequence : withElement(sequence, at, deeper(child));
}

function setMatch(sequence: Sequence, match: string, deeper: (child: Node) => Node): Sequence {
  const equals = match.indexOf('=');
  if (equals === -1) throw new FieldProblem('an element is given as [key=value]');
  const key = match.slice(0, equals);
  const value = match.slice(equals + 1);
  const at = sequence.findIndex((item) =>
    key === '' ? textOf(item) === value : isMapping(item) && textOf(item.get(key)) === value,
  );
  if (at !== -1) return withElement(sequence, at, deeper(sequence[at]!));
  const made: Node = key === '' ? plainScalar(value) : withNewField(EMPTY_MAPPING, key, plainScalar(value));
  return [...sequence, deeper(made)];
}

function asSequence(node: Node): Sequence {
  if (isSequence(node)) return node;
  throw new FieldProblem('a list is expected here');
}

/** What is made for a missing key: by the part behind it. */
function emptyNode(next: string | undefined): Node {
  if (next === undefined) return new Scalar('', '');
  return ELEMENT.test(next) || INDEX.test(next) ? [] : EMPTY_MAPPING;
}

function plainScalar(text: string): Node {
  return new Scalar('', text);
}
