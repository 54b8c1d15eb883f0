import { isMapping, isNull, isSequence, textOf, type Node } from '../k8s/node.ts';
import { InfraError } from '../lib/error.ts';
import { FieldProblem } from './field-problem.ts';

/** What a walk along a path recurses over. */
const MAX_PARTS = 1000;
const MAX_INT64 = 2n ** 63n - 1n;
const INTEGER = /^[-+]?[0-9]+$/;
const DIGITS_OF_INDEX = 15;

/**
 * The parts of the path of a replacement or a var. Dots separate, but not behind a backslash nor within brackets: `[name=x.y]`
 * stays one part with its brackets, `[x.y/z]` (no `=`) becomes the key between them. A dot at the start counts for nothing.
 */
export function splitFieldPath(path: string): readonly string[] {
  const pieces = joinEscaped(path.split('.'));
  if (pieces.length > MAX_PARTS)
    throw new InfraError('LIMIT', `a field path has more than ${MAX_PARTS} parts`);
  const parts: string[] = [];
  for (let index = 0; index < pieces.length; index++) {
    let part = pieces[index]!;
    if (!part.startsWith('[') || part.endsWith(']')) {
      parts.push(part);
      continue;
    }
    while (index + 1 < pieces.length) {
      const piece = pieces[++index]!;
      part += `.${piece}`;
      if (piece.endsWith(']')) break;
    }
    parts.push(part.includes('=') ? part : withoutBrackets(part));
  }
  return parts;
}

function joinEscaped(pieces: string[]): string[] {
  if (pieces.length > 1 && pieces[0] === '') pieces.shift();
  const joined: string[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.endsWith('\\')) joined[joined.length - 1] = `${last.slice(0, -1)}.${piece}`;
    else joined.push(piece);
  }
  return joined;
}

/** Takes all brackets off both ends. */
function withoutBrackets(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBracket(text.charCodeAt(start))) start++;
  while (end > start && isBracket(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBracket(code: number): boolean {
  return code === 91 || code === 93;
}

/** A part in brackets that finds elements of a list: `[field=value]`, or `[=value]` for elements that are scalars. */
export interface ElementPart {
  /** Empty: the element itself. */
  readonly field: string;
  readonly value: string;
}

/** Whether a part stands in brackets. */
export function isElementPart(part: string): boolean {
  return part.startsWith('[') && part.endsWith(']');
}

/** Takes a part in brackets apart. Throws FieldProblem without an equals sign. */
export function parseElementPart(part: string): ElementPart {
  const inner = part.slice(part.startsWith('[') ? 1 : 0).replace(/\]$/, '');
  const equals = inner.indexOf('=');
  if (equals === -1) throw new FieldProblem(`${part} selects an element of a list, and needs an = for that`);
  return { field: inner.slice(0, equals), value: inner.slice(equals + 1) };
}

/** The number that a part is, undefined if it is none (or none of 64 bits). A number of no use as an index is as large as any. */
export function indexOfPart(part: string): number | undefined {
  if (!INTEGER.test(part)) return undefined;
  if (part.length <= DIGITS_OF_INDEX) return Number(part);
  const value = BigInt(part.startsWith('+') ? part.slice(1) : part);
  return value <= MAX_INT64 && value >= -MAX_INT64 - 1n ? Number(value) : undefined;
}

/** Keys and indices that lead to a node. */
export type Steps = readonly (string | number)[];

/** A node and the way to it. */
export interface Found {
  readonly node: Node;
  readonly steps: Steps;
}

/**
 * The one node at the end of a path, undefined where there is none. Elements of lists are found by an equal field or an equal
 * value (the first one counts), by index, or by `-` for the last one. Blanks around parts do not count, nor do parts of nothing
 * else. Throws FieldProblem where a part does not fit what is there, or has a wildcard.
 */
export function lookUp(root: Node, parts: readonly string[]): Found | undefined {
  let found: Found | undefined = { node: root, steps: [] };
  for (const part of parts) {
    found = lookUpPart(found, part);
    if (found === undefined) return undefined;
  }
  return found;
}

/** The node that one more part leads to; like lookUp. */
export function lookUpPart(from: Found, part: string): Found | undefined {
  const name = part.trim();
  if (name === '') return from;
  const index = name === '-' ? -1 : indexOfPart(name);
  if (index !== undefined) return lookUpIndex(from, index, name);
  if (name === '*') throw new FieldProblem('a wildcard stands where one value is asked for');
  if (isElementPart(name)) return lookUpElement(from, parseElementPart(name));
  if (isNull(from.node)) return undefined;
  if (!isMapping(from.node)) throw new FieldProblem(`${name} is asked of what is no mapping`, from.steps);
  return below(from, name, from.node.get(name));
}

function lookUpIndex(from: Found, index: number, name: string): Found | undefined {
  const { node } = from;
  if (index < 0 && name !== '-') throw new FieldProblem(`${name} is no index of a list`, from.steps);
  const items = isNull(node) ? [] : node;
  if (!isSequence(items)) throw new FieldProblem(`element ${name} is asked of what is no list`, from.steps);
  if (index >= 0) return below(from, index, items[index]);
  if (items.length === 0) throw new FieldProblem('the last element is asked of an empty list', from.steps);
  return below(from, items.length - 1, items.at(-1));
}

function lookUpElement(from: Found, { field, value }: ElementPart): Found | undefined {
  const { node } = from;
  if (isNull(node)) return undefined;
  if (!isSequence(node)) throw new FieldProblem('an element is asked of what is no list', from.steps);
  // The text of a mapping and of a list counts as empty here.
  const isWanted = (item: Node | undefined): boolean => item !== undefined && (textOf(item) ?? '') === value;
  const index = node.findIndex((item) =>
    isWanted(field === '' ? item : isMapping(item) ? item.get(field) : undefined),
  );
  return below(from, index, node[index]);
}

function below({ steps }: Found, step: string | number, node: Node | undefined): Found | undefined {
  return node === undefined ? undefined : { node, steps: [...steps, step] };
}
