import {
  fieldOf,
  isMapping,
  isNull,
  isScalar,
  isSequence,
  textOf,
  type Node,
  type Sequence,
} from '../k8s/node.ts';
import { pointerBelow } from './patch-operations.ts';
import type { PatchOperation } from './patch-pair.ts';
import { sameValue } from '../k8s/same-value.ts';
import { patchValue } from './patch-value.ts';
import { linesOf } from './synthesis-size.ts';

/** Fields that say which element of a list one is, the best first. */
const IDENTIFYING = [
  ...['name', 'key', 'id', 'alert', 'record', 'host', 'mountPath', 'containerPort', 'port', 'path'],
  ...['job_name', 'type', 'kind', 'ip', 'topologyKey', 'prefix', 'resources'],
];
/** A whole element is a guard only when it is small: whatever upstream changes in it would make the test fail. */
const MOST_LINES = 4;
const LONGEST_TEXT = 120;

/**
 * The tests that an element of a list is the one that is meant, to go before operations that find it by its index: what
 * identifies it among its siblings, so that a list whose elements moved is found out, and one whose elements changed otherwise
 * is not. `keys` are the list's merge keys, where it has some.
 */
export function guardsOf(
  siblings: Sequence,
  index: number,
  pointer: string,
  keys: readonly string[],
): PatchOperation[] {
  const element = siblings[index]!;
  const place = pointerBelow(pointer, index);
  const whole: PatchOperation = { op: 'test', path: place, value: patchValue(element) };
  if (!isMapping(element) || element.size === 0) return [whole];
  const path = identifyingPath(siblings, element, keys);
  if (path !== undefined) return [testAt(element, place, path)];
  const known = keys.filter((key) => isIdentifier(element.get(key)));
  if (known.length > 0) return known.map((key) => testAt(element, place, [key]));
  if (isSmall(element)) return [whole];
  const scalars = [...element.keys()].filter((key) => isIdentifier(element.get(key)));
  return scalars.length === 0 ? [whole] : scalars.slice(0, 3).map((key) => testAt(element, place, [key]));
}

/**
 * The field that all elements of two lists have, each with a value of its own in its list: their name. undefined: there is none.
 */
export function identityOf(before: Sequence, after: Sequence): ((element: Node) => string) | undefined {
  for (const path of [...IDENTIFYING.map((key) => [key]), ['metadata', 'name']]) {
    if (!isIdentity(before, path) || !isIdentity(after, path)) continue;
    return (element) => textAt(element, path)!;
  }
  return undefined;
}

function isIdentity(list: Sequence, path: readonly string[]): boolean {
  const texts = new Set(list.map((element) => textAt(element, path)));
  return texts.size === list.length && !texts.has(undefined);
}

/** The way to a single value that no sibling has there. */
function identifyingPath(
  siblings: Sequence,
  element: ReadonlyMap<string, Node>,
  keys: readonly string[],
): readonly string[] | undefined {
  const named = [...keys, ...IDENTIFYING].map((key) => [key]);
  const fields = [...element.keys()].map((key) => [key]);
  const isUnique = (path: readonly string[]): boolean => {
    const value = valueAt(element, path);
    return siblings.filter((each) => sameValue(valueAt(each, path), value)).length === 1;
  };
  const isScalarIn = (path: readonly string[]): boolean => isIdentifier(valueAt(element, path));
  const isSmallIn = (path: readonly string[]): boolean => isSmall(valueAt(element, path));
  return (
    [...named, ['metadata', 'name'], ...fields].find((path) => isScalarIn(path) && isUnique(path)) ??
    [...named, ...fields].find((path) => isSmallIn(path) && isUnique(path))
  );
}

function testAt(element: Node, place: string, path: readonly string[]): PatchOperation {
  const value = patchValue(valueAt(element, path)!);
  return { op: 'test', path: path.reduce(pointerBelow, place), value };
}

function valueAt(element: Node, path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((node, key) => fieldOf(node, key), element);
}

function textAt(element: Node, path: readonly string[]): string | undefined {
  const value = valueAt(element, path);
  return isNull(value) ? undefined : textOf(value);
}

function isIdentifier(value: Node | undefined): boolean {
  return isScalar(value) && !isNull(value) && textOf(value)!.length <= LONGEST_TEXT;
}

function isSmall(value: Node | undefined): boolean {
  return value !== undefined && linesOf(value) <= MOST_LINES && !hasNull(value);
}

/** A test of a list with nulls never holds. */
function hasNull(node: Node): boolean {
  if (isNull(node)) return true;
  if (isSequence(node)) return node.some(hasNull);
  return isMapping(node) && [...node.values()].some(hasNull);
}
