import {
  isAlias,
  isMap,
  isScalar as isYamlScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Node as YamlNode,
} from 'yaml';
import { isMapping, isNull, isScalar, isSequence, NULL, Scalar, type Node } from '../k8s/node.ts';
import { readOrdinaryNode } from '../k8s/yaml/read-nodes.ts';
import { InfraError, type Location } from '../lib/error.ts';
import { nearNames } from '../lib/near-names.ts';

/** Files that people write by hand are far smaller. */
const MAX_TEXT = 1024 * 1024;
const MAX_DEPTH = 500;
/** Stands for what refers to another node. */
const ALIAS = new Scalar('!alias', '');

interface Source {
  readonly file: string;
  readonly text: string;
}

/** A node of a file, and the way to it: what is read from it can be told with file, line and column. */
export interface Place {
  readonly source: Source;
  /** null where the file, or the value of a key, is empty */
  readonly node: Node;
  /** the keys and indexes that lead to it */
  readonly keys: readonly (string | number)[];
  /** whether messages point at the key rather than at its value */
  readonly isKey?: boolean;
}

/**
 * The whole of a YAML file. Keys that come twice, anchors and tags of one's own are refused. Throws InfraError PROJECT.
 *
 * The library, which knows places, is loaded when there is something to tell, or something unusual to read: most runs do
 * without.
 */
export function readYamlPlace(text: string, file: string): Place {
  if (text.length > MAX_TEXT) {
    throw new InfraError('PROJECT', `${file} has more than ${MAX_TEXT} characters`, { location: { file } });
  }
  const source: Source = { file, text };
  return { source, node: readOrdinaryNode(text) ?? readWithLibrary(source), keys: [] };
}

function readWithLibrary(source: Source): Node {
  const { file, text } = source;
  if (mayBeDeep(text)) {
    throw new InfraError('PROJECT', `${file} is nested too deeply`, { location: { file } });
  }
  try {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const error = document.errors[0];
    if (error === undefined) return nodeOf(document.contents);
    const location = locationAt(source, lines, error.pos[0]);
    if (isTooDeep(error)) throw new InfraError('PROJECT', `${file} is nested too deeply`, { location });
    throw new InfraError('PROJECT', `${file} is no YAML that can be read: ${error.message}`, { location });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InfraError('PROJECT', `${file} is nested too deeply`, { location: { file }, cause: error });
  }
}

/**
 * Whether a text may nest deeper than what people write. The library goes down as deep as the text does, and at the end of
 * the stack V8 ends the process where it happens to compile a regular expression.
 */
function mayBeDeep(text: string): boolean {
  let depth = 0;
  for (const bracket of text.match(/[[{}\]]/g) ?? []) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > MAX_DEPTH) return true;
  }
  return new RegExp(`^[ ?:-]{${MAX_DEPTH}}`, 'm').test(text);
}

function nodeOf(node: YamlNode | null): Node {
  if (node === null) return NULL;
  if (isAlias(node)) return ALIAS;
  if (isSeq(node)) return node.items.map((item) => nodeOf(item as YamlNode));
  if (isMap(node)) {
    return new Map(node.items.map(({ key, value }) => [keyText(key), nodeOf(value as YamlNode | null)]));
  }
  if (!isYamlScalar(node)) return NULL;
  const { value, source = '' } = node;
  if (typeof value === 'string') return value;
  if (value === null) return NULL;
  return new Scalar(typeof value === 'boolean' ? '!!bool' : '!!float', source);
}

function keyText(key: unknown): string {
  return isYamlScalar(key) ? String(key.value) : String(key);
}

/** Whether the parser met the end of the stack, of which it makes an error like any other. */
export function isTooDeep(error: Error): boolean {
  return error.message.includes('call stack');
}

/** The error that something at a place is wrong. */
export function wrongAt(place: Place, problem: string, hint?: string): InfraError {
  const { source, keys } = place;
  const subject = keys.length === 0 ? source.file : `${source.file}: ${printKeys(keys)}`;
  return new InfraError('PROJECT', `${subject} ${problem}`, {
    location: locationOf(place),
    ...(hint !== undefined && { hint }),
  });
}

/** `clusters.dev.apiVersions[1]` */
function printKeys(keys: readonly (string | number)[]): string {
  return keys
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`))
    .join('');
}

/** Where a place is: its value, or the key where there is none. */
function locationOf({ source, keys, isKey = false }: Place): Location {
  const lines = new LineCounter();
  let node = parseDocument(source.text, { lineCounter: lines, prettyErrors: false })
    .contents as YamlNode | null;
  let offset = node?.range?.[0] ?? 0;
  for (const [index, key] of keys.entries()) {
    const isLast = index === keys.length - 1;
    if (isSeq(node)) node = node.items[key as number] as YamlNode;
    else if (isMap(node)) {
      const pair = node.items.find((entry) => keyText(entry.key) === key);
      offset = (pair?.key as YamlNode | undefined)?.range?.[0] ?? offset;
      node = (pair?.value ?? null) as YamlNode | null;
    }
    if (!(isLast && isKey)) offset = node?.range?.[0] ?? offset;
  }
  return locationAt(source, lines, offset);
}

function locationAt({ file, text }: Source, lines: LineCounter, offset: number): Location {
  const { line, col: column } = lines.linePos(offset);
  if (line === 0) return { file };
  return { file, line, column, source: text.split('\n', line)[line - 1] ?? '' };
}

/** The entries of a mapping, in order; none where it is empty. Throws InfraError PROJECT. */
export function entriesAt(place: Place): Map<string, Place> {
  const { node, source, keys } = place;
  const entries = new Map<string, Place>();
  if (isNull(node)) return entries;
  if (!isMapping(node)) throw wrongAt(place, `must be a mapping, not ${described(node)}`);
  for (const [name, value] of node) {
    const entry = { source, node: value, keys: [...keys, name] };
    if (value === ALIAS)
      throw wrongAt(entry, 'is an alias, which is not followed here', 'write the value out');
    entries.set(name, entry);
  }
  return entries;
}

/** The fields of a mapping that may have only these. A name that is none of them is refused, with the nearest. */
export function fieldsAt<Name extends string>(
  place: Place,
  names: readonly Name[],
): Partial<Record<Name, Place>> {
  const fields: Partial<Record<string, Place>> = {};
  for (const [name, entry] of entriesAt(place)) {
    if (!names.includes(name as Name)) throw unknownField(place, entry, name, names);
    if (!isNull(entry.node)) fields[name] = entry;
  }
  return fields;
}

function unknownField(place: Place, entry: Place, name: string, names: readonly string[]): InfraError {
  const near = nearNames(name, names);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known are ${names.join(', ')}`;
  const { message } = wrongAt(place, `has no field ${JSON.stringify(name)}`);
  return new InfraError('PROJECT', message, { location: locationOf({ ...entry, isKey: true }), hint });
}

/** Some text that is not empty; numbers and booleans are taken as they are written. Throws InfraError PROJECT. */
export function textAt(place: Place): string {
  const { node } = place;
  if (!isScalar(node) || isNull(node) || node === ALIAS) {
    throw wrongAt(place, `must be a text, not ${described(node)}`);
  }
  const text = typeof node === 'string' ? node : node.text;
  if (text === '') throw wrongAt(place, 'is empty');
  return text;
}

/** The texts of a list, or a single one. Throws InfraError PROJECT. */
export function textsAt(place: Place): string[] {
  const { node, source, keys } = place;
  if (!isSequence(node)) return [textAt(place)];
  return node.map((item, index) => textAt({ source, node: item, keys: [...keys, index] }));
}

/** One of several words. Throws InfraError PROJECT. */
export function choiceAt<Choice extends string>(place: Place, choices: readonly Choice[]): Choice {
  const text = textAt(place);
  if (choices.includes(text as Choice)) return text as Choice;
  const near = nearNames(text, choices);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : undefined;
  throw wrongAt(place, `must be ${choices.join(' or ')}, not ${JSON.stringify(text)}`, hint);
}

/** Throws InfraError PROJECT where it is neither true nor false. */
export function booleanAt(place: Place): boolean {
  const { node } = place;
  if (node instanceof Scalar && node.tag === '!!bool') return node.text.toLowerCase() === 'true';
  throw wrongAt(place, 'must be true or false');
}

function described(node: Node): string {
  if (isMapping(node)) return 'a mapping';
  if (isSequence(node)) return 'a list';
  if (node === ALIAS) return 'an alias';
  return isNull(node) ? 'nothing' : 'a text';
}
