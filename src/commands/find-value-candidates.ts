import { Integer, type GoMap, type Value } from '../gotemplate/value.ts';
import { isScalar, textOf, type Node } from '../k8s/node.ts';
import { similarity, isElement, normal, suffixMatch, type FieldWords } from './find-value-words.ts';
import { assignmentsOf, escaped, printKey } from './value-assignment.ts';

/** A field of a resource that is to become another one. */
export interface WantedField extends FieldWords {
  readonly before: Node | undefined;
  readonly after: Node | undefined;
}

/** A chart value that may stand behind a field. */
export interface ValueCandidate {
  /** as --set-value takes it, without `=` */
  readonly key: string;
  /** what --set-value is to be given, for the field to become what is wanted */
  readonly assignments: readonly string[];
  readonly score: number;
}

/** Below this nothing but chance speaks for a candidate. */
const LEAST_SCORE = 1;
/** Half the values of a chart are one of these. */
const COMMON = /^(?:|true|false|null|-?\d|10|100|80|8080)$/;

/** A key of the chart's values. */
interface Entry {
  readonly path: readonly string[];
  readonly value: Value;
}

/**
 * The values that may make a field what is wanted, the likeliest first, `most` at most: those that are what the field is now or
 * a piece of it, and those whose keys end as the way to the field does. Nothing is rendered here: whether they do is not known.
 */
export function valueCandidates(values: GoMap, field: WantedField, most: number): ValueCandidate[] {
  const found = new Map<string, ValueCandidate>();
  for (const entry of entriesOf(values, [])) {
    for (const candidate of [fromLeaf(entry, field), fromImage(entry, field), ...fromMapping(entry, field)]) {
      if (candidate === undefined || candidate.score < LEAST_SCORE) continue;
      const known = found.get(candidate.key);
      if (known === undefined || known.score < candidate.score) found.set(candidate.key, candidate);
    }
  }
  return [...found.values()].sort((a, b) => b.score - a.score).slice(0, most);
}

function* entriesOf(values: GoMap, above: readonly string[]): Iterable<Entry> {
  for (const [key, value] of values) {
    // Globals are handed down to every subchart; they are set at the top.
    if (key === 'global' && above.length > 0) continue;
    const path = [...above, key];
    yield { path, value };
    if (value instanceof Map) yield* entriesOf(value, path);
  }
}

/** A value that is there, and takes the place of the field or of a piece of it. */
function fromLeaf({ path, value }: Entry, field: WantedField): ValueCandidate | undefined {
  if (value instanceof Map && value.size > 0 && isScalar(field.after)) return undefined;
  const likeness = similarity(path, field);
  const text = scalarText(value);
  const [before, after] = [textOf(field.before), textOf(field.after)];
  const piece =
    text !== undefined && before !== undefined && after !== undefined
      ? pieceOf(text, before, after)
      : undefined;
  if (piece !== undefined)
    return candidate(path, [`${printKey(path)}=${piece.assigned}`], piece.score + likeness);
  const isOfKind = value === null || isScalar(field.after) === (text !== undefined);
  if (suffixMatch(path, field) === 0 || !isOfKind || field.after === undefined) return undefined;
  return candidate(path, assignmentsOf(path, field.after, field.before), likeness);
}

/** What a value is to become so that a text that has it in it becomes another text. */
function pieceOf(
  value: string,
  before: string,
  after: string,
): { readonly assigned: string; readonly score: number } | undefined {
  const score = COMMON.test(value) ? 1 : 4;
  if (value === before) return { assigned: escaped(after), score };
  if (value === '' || value.includes('\n')) return undefined;
  const [start, end] = changedPart(before, after);
  const at = before.lastIndexOf(value, start);
  if (at === -1 || at + value.length < end) return undefined;
  const rest = before.length - at - value.length;
  const assigned = after.slice(at, after.length - rest);
  return { assigned: escaped(assigned), score: score === 1 ? 0 : 2 + (2 * value.length) / before.length };
}

/** Where the part of a text starts and ends in which it is not as another one. */
function changedPart(before: string, after: string): readonly [start: number, end: number] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return [start, before.length - same];
}

/** The tag of an image, which most charts take from Chart.yaml where the values have none. */
function fromImage({ path, value }: Entry, field: WantedField): ValueCandidate | undefined {
  if (normal(field.path.at(-1) ?? '') !== 'image' || !(value instanceof Map)) return undefined;
  const repository = value.get('repository') ?? value.get('name');
  const [before, after] = [textOf(field.before), textOf(field.after)].map((text) => imageParts(text ?? ''));
  const isOne = typeof repository === 'string' && repository !== '' && before?.name.endsWith(repository);
  if (isOne !== true || before?.name !== after?.name || after?.tag === undefined) return undefined;
  const key = [...path, 'tag'];
  return candidate(key, assignmentsOf(key, after.tag), 3 + similarity(path, field));
}

function imageParts(image: string): { readonly name: string; readonly tag: string } | undefined {
  const [, name, tag] = /^([^@]+):([^:/@]+)$/.exec(image) ?? [];
  return name === undefined || tag === undefined ? undefined : { name, tag };
}

/** A mapping that the chart writes out as it is, to which a key is to be added: `resources: {}`. */
function* fromMapping({ path, value }: Entry, field: WantedField): Iterable<ValueCandidate | undefined> {
  if (!(value instanceof Map) || field.after === undefined) return;
  const last = normal(path.at(-1)!);
  for (const [index, part] of field.path.entries()) {
    const tail = field.path.slice(index + 1);
    const name = normal(part);
    const isSame = last === name || (name.length >= 4 && last.endsWith(name));
    const isConfig = name === 'data' && index === 0 && /config|settings/.test(last);
    if (!(isSame || isConfig) || isElement(part) || tail.length === 0 || tail.some(isElement)) continue;
    if (isThere(value, tail)) continue;
    const key = [...path, ...tail];
    const above = { ...field, path: field.path.slice(0, index + 1) };
    const score = similarity(path, above) + (last === name ? 0.5 : 1) * Math.min(tail.length, 3);
    yield candidate(key, assignmentsOf(key, field.after, field.before), score);
  }
}

function isThere(values: GoMap, path: readonly string[]): boolean {
  let found: Value | undefined = values;
  for (const key of path) found = found instanceof Map ? found.get(key) : undefined;
  return found !== undefined;
}

function candidate(
  path: readonly string[],
  assignments: readonly string[] | undefined,
  score: number,
): ValueCandidate | undefined {
  if (assignments === undefined) return undefined;
  // Of two that are as likely, the one that lies higher is meant for more.
  return { key: printKey(path), assignments, score: score - path.length / 100 };
}

function scalarText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint')
    return String(value);
  return value instanceof Integer ? String(value.value) : undefined;
}
