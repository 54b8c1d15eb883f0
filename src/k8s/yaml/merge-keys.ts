import { MAX_DATA_DEPTH } from './decode.ts';
import { YamlError } from './error.ts';
import type { AliasNode, MappingNode, ScalarNode, YamlNode } from './node.ts';
import { MERGE_TAG } from './tag.ts';

/** A key and its value. */
export interface Entry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

const MERGE_KEY = '<<';
/** How many entries the mappings with merge keys may have together. */
const MAX_ENTRIES = 4_000_000;

/** Expands the merge keys of a document. */
export class MergeKeys {
  /** What was expanded before: an anchor is, before its aliases. */
  private readonly known = new Map<MappingNode, readonly Entry[]>();
  private readonly open = new Set<MappingNode>();
  private total = 0;

  /**
   * The entries of a mapping with its merge key expanded: its own ones win, then those of the first merged mapping. Throws
   * YamlError for merges of anything but mappings, and for two merge keys.
   */
  entries(node: MappingNode): readonly Entry[] {
    const found = this.known.get(node);
    if (found !== undefined) return found;
    const own = entriesOf(node);
    if (!own.some(({ key }) => nameOf(key) === MERGE_KEY || isMergeTagged(key))) return own;
    if (this.open.has(node)) throw mergeError('a merge key names a mapping that it stands in', node);
    if (this.open.size > MAX_DATA_DEPTH) throw mergeError('merge keys nest too deeply', node);
    this.open.add(node);
    const entries = this.withLeftMerge(this.withMerges(own));
    this.open.delete(node);
    this.total += entries.length;
    if (this.total > MAX_ENTRIES) throw mergeError('merge keys add too much to the document', node);
    this.known.set(node, entries);
    return entries;
  }

  /** Takes the first key away that reads `<<`, tagged or quoted or not, and adds what the merge key holds. */
  private withMerges(own: readonly Entry[]): readonly Entry[] {
    const [merge, second] = own.filter(({ key }) => isMergeTagged(key));
    if (second !== undefined) throw mergeError('a mapping has two merge keys', second.key);
    const first = own.findIndex(({ key }) => nameOf(key) === MERGE_KEY);
    const kept = own.filter((_, index) => index !== first);
    // The first mapping comes last, so that it overrides.
    const sources = merge === undefined ? [] : this.sources(merge.value).reverse();
    return withMissing(kept, new Map(sources.flat().map((entry) => [nameOf(entry.key), entry])));
  }

  /**
   * Adds what is still merged when the document is written and read again: a merge key that stood behind a quoted one, or in
   * a merged mapping.
   */
  private withLeftMerge(entries: readonly Entry[]): readonly Entry[] {
    const left = entries.find(({ key }) => isMergeTagged(key) && nameOf(key) === MERGE_KEY);
    if (left === undefined) return entries;
    const kept = entries.filter((entry) => entry !== left);
    const added = new Map<string, Entry>();
    for (const source of mappingsOf(left.value)) addFirst(added, this.entries(source));
    return withMissing(kept, added);
  }

  /** The entries of each mapping that a merge key names; of keys with one name, the first. */
  private sources(value: YamlNode): (readonly Entry[])[] {
    if (value.kind === 'sequence') return value.children.map((child) => this.source(child));
    return [this.source(value)];
  }

  private source(value: YamlNode): readonly Entry[] {
    const [mapping] = mappingsOf(value.kind === 'sequence' ? badList(value) : value);
    const entries = value.kind === 'alias' ? this.entries(mapping!) : entriesOf(mapping!);
    return [...addFirst(new Map(), entries).values()];
  }
}

/** The mappings that a merge key names. */
function mappingsOf(value: YamlNode): MappingNode[] {
  switch (value.kind) {
    case 'mapping':
      return [value];
    case 'alias':
      return [targetMapping(value)];
    case 'sequence':
      return value.children.flatMap((child) =>
        mappingsOf(child.kind === 'sequence' ? badList(child) : child),
      );
    case 'scalar':
      throw mergeError('a merge key must hold a mapping or a list of mappings', value);
  }
}

function badList(list: YamlNode): never {
  throw mergeError('a merge key cannot hold a list of lists', list);
}

function targetMapping(alias: AliasNode): MappingNode {
  if (alias.target.kind === 'mapping') return alias.target;
  throw mergeError(`a merge key names \`*${alias.name}\`, which is no mapping`, alias);
}

function entriesOf({ children }: MappingNode): Entry[] {
  const entries: Entry[] = [];
  for (let index = 0; index + 1 < children.length; index += 2) {
    entries.push({ key: children[index]!, value: children[index + 1]! });
  }
  return entries;
}

function addFirst(map: Map<string, Entry>, entries: readonly Entry[]): Map<string, Entry> {
  for (const entry of entries) {
    const name = nameOf(entry.key);
    if (!map.has(name)) map.set(name, entry);
  }
  return map;
}

function withMissing(entries: readonly Entry[], added: ReadonlyMap<string, Entry>): readonly Entry[] {
  const names = new Set(entries.map(({ key }) => nameOf(key)));
  return [...entries, ...[...added].filter(([name]) => !names.has(name)).map(([, entry]) => entry)];
}

/** What kyaml knows a key by while it expands merge keys. */
function nameOf(key: YamlNode): string {
  return key.kind === 'scalar' ? key.value : key.kind === 'alias' ? key.name : '';
}

function isMergeTagged(key: YamlNode): boolean {
  return key.kind === 'scalar' && (key.tag === MERGE_TAG || isPlainMerge(key));
}

function isPlainMerge({ style, tag, value }: ScalarNode): boolean {
  return value === MERGE_KEY && style === 'plain' && (tag === '' || tag === '!');
}

function mergeError(problem: string, { line }: YamlNode): YamlError {
  return new YamlError(problem, undefined, line + 1);
}
