import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import { InfraError, type Location } from '../lib/error.ts';
import { nearNames } from '../lib/near-names.ts';

/** Files that people write by hand are far smaller. */
const MAX_TEXT = 1024 * 1024;

interface Source {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
}

/** A node of a file, and the way to it: what is read from it can be told with file, line and column. */
export interface Place {
  readonly source: Source;
  /** null where the file, or the value of a key, is empty */
  readonly node: Node | null;
  /** `clusters.dev.phase`; empty for the whole file */
  readonly path: string;
  /** where messages point when the node is empty */
  readonly offset: number;
}

/** The whole of a YAML file. Keys that come twice, anchors and tags of one's own are refused. Throws InfraError PROJECT. */
export function readYamlPlace(text: string, file: string): Place {
  if (text.length > MAX_TEXT) {
    throw new InfraError('PROJECT', `${file} has more than ${MAX_TEXT} characters`, { location: { file } });
  }
  const source: Source = { file, text, lines: new LineCounter() };
  try {
    const document = parseDocument(text, { lineCounter: source.lines, prettyErrors: false });
    const error = document.errors[0];
    if (error !== undefined) {
      const location = locationAt(source, error.pos[0]);
      if (isTooDeep(error)) throw new InfraError('PROJECT', `${file} is nested too deeply`, { location });
      throw new InfraError('PROJECT', `${file} is no YAML that can be read: ${error.message}`, { location });
    }
    return { source, node: document.contents, path: '', offset: 0 };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InfraError('PROJECT', `${file} is nested too deeply`, { location: { file }, cause: error });
  }
}

/** Whether the parser met the end of the stack, of which it makes an error like any other. */
export function isTooDeep(error: Error): boolean {
  return error.message.includes('call stack');
}

/** The error that something at a place is wrong. */
export function wrongAt(place: Place, problem: string, hint?: string): InfraError {
  const { source, path, node, offset } = place;
  const location = locationAt(source, node?.range?.[0] ?? offset);
  const subject = path === '' ? source.file : `${source.file}: ${path}`;
  return new InfraError('PROJECT', `${subject} ${problem}`, {
    location,
    ...(hint !== undefined && { hint }),
  });
}

function locationAt({ file, text, lines }: Source, offset: number): Location {
  const { line, col: column } = lines.linePos(offset);
  if (line === 0) return { file };
  return { file, line, column, source: text.split('\n', line)[line - 1] ?? '' };
}

/** The entries of a mapping, in order; none where it is empty. Throws InfraError PROJECT. */
export function entriesAt(place: Place): Map<string, Place> {
  const { node, source, path } = place;
  const entries = new Map<string, Place>();
  if (isEmpty(node)) return entries;
  if (!isMap(node)) throw wrongAt(place, `must be a mapping, not ${described(node)}`);
  for (const { key, value } of node.items) {
    const keyNode = key as Node;
    const offset = keyNode.range?.[0] ?? place.offset;
    if (!isScalar(keyNode)) throw wrongAt({ ...place, node: keyNode }, 'has a key that is no text');
    const name = String(keyNode.value);
    const entry = {
      source,
      node: value as Node | null,
      path: path === '' ? name : `${path}.${name}`,
      offset,
    };
    if (isAlias(value))
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
    if (!isEmpty(entry.node)) fields[name] = entry;
  }
  return fields;
}

function unknownField(place: Place, entry: Place, name: string, names: readonly string[]): InfraError {
  const near = nearNames(name, names);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known are ${names.join(', ')}`;
  const at = { ...place, node: null, offset: entry.offset };
  return wrongAt(at, `has no field ${JSON.stringify(name)}`, hint);
}

/** Some text that is not empty; numbers and booleans are taken as they are written. Throws InfraError PROJECT. */
export function textAt(place: Place): string {
  const { node } = place;
  if (!isScalar(node) || node.value === null) throw wrongAt(place, `must be a text, not ${described(node)}`);
  const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
  if (text === '') throw wrongAt(place, 'is empty');
  return text;
}

/** The texts of a list, or a single one. Throws InfraError PROJECT. */
export function textsAt(place: Place): string[] {
  const { node, source, path, offset } = place;
  if (!isSeq(node)) return [textAt(place)];
  return node.items.map((item, index) => {
    return textAt({ source, node: item as Node, path: `${path}[${index}]`, offset });
  });
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
  const value = isScalar(place.node) ? place.node.value : undefined;
  if (typeof value === 'boolean') return value;
  throw wrongAt(place, 'must be true or false');
}

function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

function described(node: Node | null): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (isAlias(node)) return 'an alias';
  return isEmpty(node) ? 'nothing' : 'a text';
}
