import type { FieldType } from '../../k8s/field-type.ts';
import { fieldOf, isMapping, textOf, type Node, type Sequence } from '../../k8s/node.ts';
import { nearNames } from '../../lib/near-names.ts';
import { editProblem } from './edit-problem.ts';
import type { FieldStep } from './field-path.ts';
import { printFieldPath } from './print-field-path.ts';

const MAX_SHOWN = 12;
/** Values longer than this, and those of several lines, tell nobody which element is meant. */
const MAX_VALUE = 80;

/** The indices of the elements of a list that a step means. */
export function findElements(list: Sequence, type: FieldType, step: FieldStep): number[] {
  if (step.kind === 'match') return indicesOf(list, (element) => isMatched(element, step.pairs));
  if (step.kind === 'text') return [];
  const { name } = step;
  if (name === '*') return [...list.keys()];
  const [key] = type.mergeKeys;
  const named = key === undefined ? [] : indicesOf(list, (element) => textOf(fieldOf(element, key)) === name);
  if (named.length > 0) return named;
  return /^\d{1,9}$/.test(name) && Number(name) < list.length ? [Number(name)] : [];
}

function indicesOf(list: Sequence, isMeant: (element: Node) => boolean): number[] {
  return [...list.keys()].filter((index) => isMeant(list[index]!));
}

/** Whether a mapping has all of the pairs; a single value is what they read like: `[--port=80]` is that argument. */
function isMatched(element: Node, pairs: Pairs): boolean {
  if (isMapping(element)) return pairs.every(([name, value]) => textOf(fieldOf(element, name)) === value);
  return textOf(element) === valueOf(pairs);
}

type Pairs = readonly (readonly [name: string, value: string])[];

function valueOf(pairs: Pairs): string {
  return pairs.map(([name, value]) => (name === '' ? value : `${name}=${value}`)).join(',');
}

/** The error that a step means several elements. */
export function severalElements(list: Sequence, found: readonly number[], place: string): Error {
  const hint = `name one: ${found.slice(0, MAX_SHOWN).map(String).join(', ')} of ${list.length}, counted from 0, or * for each`;
  return editProblem(`${place} means ${found.length} elements of the list`, hint);
}

/** The error that a step means none: what there is, and what was probably meant. */
export function missingElement(list: Sequence, type: FieldType, step: FieldStep, place: string): Error {
  const wanted = step.kind === 'text' ? '#' : printFieldPath({ steps: [step] });
  const message = `${place} has no element ${wanted}`;
  if (list.length === 0)
    return editProblem(`${message}: it is empty`, 'add one as a whole: - as the step, and {…} as the value');
  const key = tellingKey(list, type, step);
  const texts = list.map((element) => textOf(key === undefined ? element : fieldOf(element, key)) ?? '');
  const names = [...new Set(texts.filter((name) => name !== ''))];
  const near = nearNames(askedValue(step, key), names, 3);
  const steps = (some: readonly string[]): string =>
    some.map((name) => elementStep(type, key, name)).join(', ');
  const meant = near.length > 0 ? `did you mean ${steps(near).replaceAll(', ', ' or ')}? ` : '';
  if (key === undefined)
    return editProblem(message, `${meant}it has ${list.length}, counted from 0; - adds one`);
  const rest = names.length > MAX_SHOWN ? ` and ${names.length - MAX_SHOWN} more` : '';
  return editProblem(message, `${meant}it has ${steps(names.slice(0, MAX_SHOWN))}${rest}`);
}

/** What a step asks of a key; of the whole element where there is no key. */
function askedValue(step: FieldStep, key: string | undefined): string {
  if (step.kind === 'text') return '#';
  if (step.kind === 'key') return step.name;
  return key === undefined ? valueOf(step.pairs) : (step.pairs.find(([name]) => name === key)?.[1] ?? '');
}

/** How to write the step to an element; one without a key is a single value. */
function elementStep(type: FieldType, key: string | undefined, value: string): string {
  return printFieldPath({ steps: [stepTo(type, key, value)] });
}

function stepTo(type: FieldType, key: string | undefined, value: string): FieldStep {
  if (key !== undefined && type.mergeKeys[0] === key) return { kind: 'key', name: value };
  const [, name = '', rest = value] = key === undefined ? (/^([^=]+)=(.*)$/s.exec(value) ?? []) : [];
  return { kind: 'match', pairs: [key === undefined ? [name, rest] : [key, value]] };
}

/** The key by which people tell the elements apart: of the schema, of the step, or the first whose values mostly differ. */
function tellingKey(list: Sequence, type: FieldType, step: FieldStep): string | undefined {
  const asked = step.kind === 'match' ? step.pairs.map(([name]) => name) : [];
  const first = list[0];
  const present = isMapping(first) ? [...first.keys()] : [];
  return [...type.mergeKeys.slice(0, 1), ...asked, ...present].find((key) => tells(list, key));
}

function tells(list: Sequence, key: string): boolean {
  const values = list.map((element) => textOf(fieldOf(element, key)));
  const isShort = values.every((value = '') => value.length <= MAX_VALUE && !value.includes('\n'));
  return isShort && values[0] !== undefined && new Set(values).size * 2 > values.length;
}
