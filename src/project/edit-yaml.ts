import {
  Document,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Node,
  type Pair,
  type Tags,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { InfraError } from '../lib/error.ts';
import { isTooDeep } from './yaml-place.ts';

/** Data as a YAML file says it. */
export type Data = null | boolean | number | bigint | string | readonly Data[] | ReadonlyMap<string, Data>;

const WRITTEN = { lineWidth: 0, flowCollectionPadding: false } as const;

/**
 * The text of a YAML mapping changed so that it holds `wanted`, with the comments, the order and the looks of all that stays
 * the same. A text without content gives a new one below its comments. Throws InfraError PROJECT for one that cannot be edited.
 */
export function editYaml(text: string, wanted: ReadonlyMap<string, Data>, file: string): string {
  try {
    const document = parseDocument(text, { version: '1.1', merge: true, customTags: plainTags });
    const error = document.errors[0];
    if (error !== undefined && isTooDeep(error)) throw notEditable(file, 'it is nested too deeply');
    if (error !== undefined) throw notEditable(file, error.message.split('\n', 1)[0]!);
    if (isMap(document.contents)) {
      if (!editMap(document.contents, wanted, document)) return text;
    } else {
      if (wanted.size === 0) return text;
      document.contents = nodeOf(wanted, document) as typeof document.contents;
    }
    return document.toString(WRITTEN);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw notEditable(file, 'it is nested too deeply');
  }
}

/** The types of JSON: what is written like a date is text to Helm, and a Map of ours is a mapping. */
function plainTags(tags: Tags): Tags {
  return tags.filter(
    (tag) => typeof tag === 'string' || !/(?:omap|pairs|set|binary|timestamp)$/.test(tag.tag),
  );
}

/** Whether anything had to be changed. */
function editMap(map: YAMLMap, wanted: ReadonlyMap<string, Data>, document: Document): boolean {
  const surplus = map.items.filter(({ key }) => !wanted.has(keyText(key)));
  for (const pair of surplus) map.items.splice(map.items.indexOf(pair), 1);
  let changed = surplus.length > 0;
  const present = new Map(map.items.map((pair) => [keyText(pair.key), pair]));
  for (const [key, data] of wanted) {
    const pair = present.get(key);
    if (pair === undefined) {
      map.add(document.createPair(key, nodeOf(data, document)));
      changed = true;
    } else if (editPair(pair, data, document)) changed = true;
  }
  if (map.items.length > 0 && changed && map.flow === true && map.range === undefined) map.flow = false;
  return changed;
}

function editPair(pair: Pair, data: Data, document: Document): boolean {
  const edited = editNode(pair.value as Node | null, data, document);
  if (edited === undefined) return false;
  pair.value = edited;
  return true;
}

/** The node to be there, undefined where it is right as it is. */
function editNode(node: Node | null, data: Data, document: Document): Node | undefined {
  if (isMap(node) && data instanceof Map) return editMap(node, data, document) ? node : undefined;
  if (isSeq(node) && Array.isArray(data)) return editSeq(node, data as Data[], document) ? node : undefined;
  if (sameData(plainOf(node, document), data)) return undefined;
  const made = nodeOf(data, document);
  if (isScalar(node)) {
    made.comment = node.comment ?? null;
    made.commentBefore = node.commentBefore ?? null;
  }
  return made;
}

function editSeq(seq: YAMLSeq, data: readonly Data[], document: Document): boolean {
  let changed = seq.items.length > data.length;
  seq.items.length = Math.min(seq.items.length, data.length);
  for (const [index, item] of data.entries()) {
    const present = seq.items[index] as Node | undefined;
    const edited = present === undefined ? nodeOf(item, document) : editNode(present, item, document);
    if (edited === undefined) continue;
    seq.items[index] = edited;
    changed = true;
  }
  return changed;
}

function nodeOf(data: Data, document: Document): Node {
  const node: unknown = document.createNode(data, { aliasDuplicateObjects: false });
  visit(node as Node, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && !isWord(scalar.value)) scalar.type = quoteFor(scalar.value);
    },
  });
  return node as Node;
}

/** Text that every reader of YAML, of whatever version, takes for text. */
function isWord(text: string): boolean {
  return (
    /^[A-Za-z/][\w./@-]*(?::[\w./@-]+)*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text)
  );
}

function quoteFor(text: string): 'BLOCK_LITERAL' | 'QUOTE_DOUBLE' {
  return /\S.*\n/.test(text) && !/[^\n\x20-\x7e]/.test(text) ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE';
}

function keyText(key: unknown): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : String(key);
}

function plainOf(node: Node | null, document: Document): unknown {
  return node === null ? null : (node.toJS(document, { mapAsMap: true }) as unknown);
}

/** Whether two values are the same for whoever reads the file. */
function sameData(a: unknown, b: unknown): boolean {
  if (typeof a === 'bigint' || typeof b === 'bigint')
    return isNumber(a) && isNumber(b) && Number(a) === Number(b);
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameData(item, b[index]));
  if (a instanceof Map && b instanceof Map) {
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && sameData(value, b.get(key)));
  }
  return Object.is(a, b);
}

function isNumber(value: unknown): boolean {
  return typeof value === 'bigint' || typeof value === 'number';
}

function notEditable(file: string, reason: string): InfraError {
  return new InfraError('PROJECT', `${file} cannot be changed: ${reason}`, { location: { file } });
}
