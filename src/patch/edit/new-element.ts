import { plainType, type FieldType } from '../../k8s/field-type.ts';
import { fieldOf, isMapping, textOf, type Node, type Sequence } from '../../k8s/node.ts';
import { nearNames } from '../../lib/near-names.ts';
import { editProblem } from './edit-problem.ts';
import { EXTENSIBLE_LISTS, NEEDED_FIELDS } from './extensible-lists.ts';
import type { FieldStep } from './field-path.ts';
import { typedValue } from './typed-value.ts';

/** Names and values that tell an element of a list apart. */
export type KeyPairs = readonly (readonly [name: string, value: string])[];

/** A list that has no such element. */
export interface ListPlace {
  /** the path of the list, for messages */
  readonly list: string;
  /** the name of the list's field */
  readonly name: string;
}

/** What is asked of it. */
export interface NewElementPlace extends ListPlace {
  /** the path ends there: the value is the whole element */
  readonly isWhole: boolean;
  readonly force: boolean;
}

/** The keys of an element that a path may add to a list; undefined if it may not. */
export function elementToMake(
  list: Sequence,
  type: FieldType,
  step: FieldStep,
  { name, isWhole, force }: NewElementPlace,
): KeyPairs | undefined {
  const pairs = keyPairs(list, type, step);
  if (pairs === undefined || force || isWhole) return pairs;
  const extension = EXTENSIBLE_LISTS[name];
  const [first] = pairs;
  if (extension === undefined || first === undefined || !type.mergeKeys.includes(first[0])) return undefined;
  const names = list.map((element) => textOf(fieldOf(element, first[0])) ?? '');
  return extension.takesLookAlikes || nearNames(first[1], names).length === 0 ? pairs : undefined;
}

function keyPairs(list: Sequence, type: FieldType, step: FieldStep): KeyPairs | undefined {
  if (step.kind === 'match') {
    const isOfMappings = ['object', 'map', 'any'].includes(type.element().kind) && list.every(isMapping);
    return isOfMappings && step.pairs.every(([name]) => name !== '') ? step.pairs : undefined;
  }
  const [key] = type.mergeKeys;
  if (step.kind === 'text' || key === undefined || step.name === '-' || step.name === '*') return undefined;
  // Digits are an index unless the key is a number.
  const isIndex = /^\d+$/.test(step.name) && type.element().field(key)?.kind !== 'integer';
  return isIndex ? undefined : [[key, step.name]];
}

/** An element that has the keys by which it was named; in front, where it lacked them. */
export function withKeys(element: Node, pairs: KeyPairs, type: FieldType, place: string): Node {
  if (!isMapping(element) || pairs.length === 0) return element;
  const keyed = new Map<string, Node>();
  for (const [name, value] of pairs) {
    const present = element.get(name);
    if (present !== undefined && textOf(present) !== value)
      throw editProblem(
        `${place} names an element whose ${name} would be ${textOf(present) ?? 'a collection'}`,
      );
    const field = type.field(name) ?? plainType('string');
    if (present === undefined)
      keyed.set(name, typedValue(value, field, undefined, { name: `${place}.${name}`, force: false }));
  }
  if (keyed.size === 0) return element;
  for (const [name, value] of element) keyed.set(name, value);
  return keyed;
}

/** Throws InfraError PATCH for a new element that lacks what it needs, or that is there already. */
export function checkNewElement(
  list: Sequence,
  type: FieldType,
  element: Node,
  { list: place, name }: ListPlace,
): void {
  const missing = (NEEDED_FIELDS[name] ?? []).filter((field) => fieldOf(element, field) === undefined);
  if (type.mergeKeys.length > 0 && missing.length > 0) {
    throw editProblem(
      `a new element of ${place} needs ${missing.join(' and ')}`,
      'give it as a whole, as {…}',
    );
  }
  const keys = type.mergeKeys;
  const isSame = (other: Node): boolean =>
    keys.every((key) => textOf(fieldOf(other, key)) === textOf(fieldOf(element, key)));
  if (keys.length === 0 || textOf(fieldOf(element, keys[0]!)) === undefined || !list.some(isSame)) return;
  const named = keys.map((key) => textOf(fieldOf(element, key)) ?? '').filter((text) => text !== '');
  throw editProblem(
    `${place} already has an element ${named.join(', ')}`,
    `name it in the path to change it`,
  );
}
