import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Pair,
  parseDocument,
  Scalar,
  visit,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import type { Node as YamlNode } from 'yaml';
import { isMapping, isSequence, type Mapping, type Node, type Sequence } from '../k8s/node.ts';
import { readNodes } from '../k8s/yaml/read-nodes.ts';
import { Verbatim } from '../k8s/yaml/write-block.ts';
import { writeReadable } from '../k8s/yaml/write-readable.ts';
import { sameValue } from '../k8s/same-value.ts';
import { scalarText } from './patch-file-text.ts';

const WRITTEN = { lineWidth: 0, flowCollectionPadding: false } as const;

/**
 * The text of a patch file changed so that it holds `wanted`, with the comments, the order and the looks of all that stays the
 * same. undefined where it cannot be edited like that (aliases, merge keys), so that it has to be written anew.
 */
export function editPatchFile(text: string, wanted: Node): string | undefined {
  const present = onlyNode(text);
  if (present === undefined) return undefined;
  if (sameValue(present, wanted)) return text;
  // Without any types, each scalar is the text that stands there.
  const document = parseDocument(text, { schema: 'failsafe' });
  if (document.errors.length > 0 || !isPlainDocument(document)) return undefined;
  const indentSeq = isIndented(document, text);
  document.contents = edited(document.contents as YamlNode, present, wanted) as typeof document.contents;
  const result = document.toString({ ...WRITTEN, indentSeq });
  const read = onlyNode(result);
  return read !== undefined && sameValue(read, wanted) ? result : undefined;
}

function onlyNode(text: string): Node | undefined {
  try {
    const documents = readNodes(text);
    return documents.length === 1 ? documents[0]!.root : undefined;
  } catch {
    return undefined;
  }
}

/** Whether no node stands for another one; empty values are written out as nulls on the way. */
function isPlainDocument(document: Document): boolean {
  let isPlain = true;
  visit(document, (_, node) => {
    if (isAlias(node)) isPlain = false;
    else if (isScalar(node) && node.type === 'PLAIN' && node.value === '' && node.tag === undefined)
      node.value = 'null';
  });
  return isPlain;
}

function isIndented(document: Document, text: string): boolean {
  const looksLike = (indentSeq: boolean): boolean => document.toString({ ...WRITTEN, indentSeq }) === text;
  return looksLike(true) ? !looksLike(false) : /^( *)[^\s#-].*:[ \t]*(?:#.*)?\n\1 +- /m.test(text);
}

/** The node to stand there: the one that does, changed in place, or a new one with its comments. */
function edited(node: YamlNode, present: Node, wanted: Node): YamlNode {
  if (sameValue(present, wanted)) return node;
  if (isMap(node) && isMapping(present) && isMapping(wanted)) return editMap(node, present, wanted);
  if (isSeq(node) && isSequence(present) && isSequence(wanted)) return editSeq(node, present, wanted);
  const made = nodeOf(wanted);
  made.commentBefore = node.commentBefore ?? null;
  if (isScalar(node) && isScalar(made)) made.comment = node.comment ?? null;
  return made;
}

function editMap(map: YAMLMap, present: Mapping, wanted: Mapping): YAMLMap {
  const pairs = new Map(map.items.map((pair) => [keyText(pair.key), pair]));
  map.items = map.items.filter((pair) => wanted.has(keyText(pair.key)));
  for (const [key, value] of wanted) {
    const pair = pairs.get(key);
    const old = present.get(key);
    if (pair === undefined || old === undefined) map.items.push(new Pair(nodeOf(key), nodeOf(value)));
    else pair.value = edited(pair.value as YamlNode, old, value);
  }
  if (map.items.length === 0) map.flow = true;
  else if (present.size === 0) map.flow = false;
  return map;
}

function editSeq(seq: YAMLSeq, present: Sequence, wanted: Sequence): YAMLSeq {
  const sources = sourcesOf(present, wanted);
  seq.items = wanted.map((value, index) => {
    const source = sources[index];
    return source === undefined
      ? nodeOf(value)
      : edited(seq.items[source] as YamlNode, present[source]!, value);
  });
  if (seq.items.length === 0) seq.flow = true;
  else if (present.length === 0) seq.flow = false;
  return seq;
}

/** For each wanted element the present one that it is, or was: an equal one, else the next that begins alike. */
function sourcesOf(present: Sequence, wanted: Sequence): (number | undefined)[] {
  const free = new Set(present.keys());
  const take = (found: number | undefined): number | undefined => {
    if (found !== undefined) free.delete(found);
    return found;
  };
  const equal = wanted.map((value) => take([...free].find((index) => sameValue(present[index], value))));
  return equal.map((found, index) => {
    return found ?? take([...free].find((each) => isAlike(present[each]!, wanted[index]!)));
  });
}

/** Whether two elements begin with the same entry; or, of operations, are at the same path. */
function isAlike(present: Node, wanted: Node): boolean {
  if (!isMapping(present) || !isMapping(wanted)) return false;
  if (wanted.has('op')) return ['op', 'path'].every((key) => sameValue(present.get(key), wanted.get(key)));
  const [key] = wanted.keys();
  return key !== undefined && sameValue(present.get(key), wanted.get(key));
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

function nodeOf(node: Node): YamlNode {
  if (isMapping(node)) {
    const map = new YAMLMap();
    map.items = [...node].map(([key, value]) => new Pair(nodeOf(key), nodeOf(value)));
    map.flow = node.size === 0;
    return map;
  }
  if (isSequence(node)) {
    const seq = new YAMLSeq();
    seq.items = node.map(nodeOf);
    seq.flow = node.length === 0;
    return seq;
  }
  const value = typeof node === 'string' ? node : scalarText(node);
  return typeof value === 'string' ? textScalar(value) : plainScalar(value);
}

function textScalar(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = styleOf(writeReadable(text));
  return scalar;
}

function styleOf(written: string): Scalar.Type {
  if (written.startsWith('|')) return 'BLOCK_LITERAL';
  if (written.startsWith('"')) return 'QUOTE_DOUBLE';
  return written.startsWith("'") ? 'QUOTE_SINGLE' : 'PLAIN';
}

function plainScalar(value: unknown): Scalar {
  const text = value instanceof Verbatim ? value.text : writeReadable(value).trimEnd();
  const scalar = new Scalar(text);
  scalar.type = 'PLAIN';
  return scalar;
}
