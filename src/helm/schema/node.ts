import type { DraftVersion } from './draft.ts';
import type { Resource, SchemaDocument } from './document.ts';
import { isJsonObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { KeywordReader } from './keyword-reader.ts';
import { KEYWORD_GROUPS, TYPE } from './keywords.ts';
import type { Keywords } from './keywords.ts';
import type { SchemaSet } from './schema-set.ts';

/** A schema in a document. What it says is worked out when it is first asked for. */
export class SchemaNode {
  readonly set: SchemaSet;
  readonly document: SchemaDocument;
  readonly part: Json;
  readonly resource: Resource;
  /** What a schema without keywords says to any value: undefined if it has keywords. */
  readonly verdict: boolean | undefined;
  /** the only thing it asks for, if that is one type */
  readonly onlyType: string | undefined;
  readonly #groups: number;
  #keywords: Keywords | undefined;

  constructor(set: SchemaSet, document: SchemaDocument, part: Json, resource: Resource) {
    this.set = set;
    this.document = document;
    this.part = part;
    this.resource = resource;
    const members = isJsonObject(part) ? Object.entries(part) : [];
    let groups = 0;
    let type: Json | undefined;
    for (const [keyword, value] of members) {
      groups |= KEYWORD_GROUPS.get(keyword) ?? 0;
      if (keyword === 'type') type = value;
    }
    this.#groups = groups;
    this.verdict = typeof part === 'boolean' ? part : groups === 0 ? true : undefined;
    this.onlyType = groups === TYPE && typeof type === 'string' && type !== 'integer' ? type : undefined;
  }

  get draft(): DraftVersion {
    return this.resource.draft;
  }

  /** Throws an Error when a reference leads nowhere. */
  get keywords(): Keywords {
    return (this.#keywords ??= new KeywordReader(this, this.part as JsonObject).read(this.#groups));
  }

  /** The node of the resource that this one belongs to. */
  get resourceNode(): SchemaNode {
    return this.set.nodeOf(this.document, this.resource.root, this.resource);
  }

  child(part: Json): SchemaNode {
    return this.set.nodeOf(this.document, part, this.resource);
  }

  /** The nodes that this one leads to. Reads the keywords, so it throws what they throw. */
  children(): SchemaNode[] {
    const found = this.part === this.resource.root ? [] : [this.resourceNode];
    if (this.part === this.resource.root)
      for (const name of this.resource.dynamicAnchors) found.push(this.dynamicAnchor(name) ?? this);
    if (this.verdict !== undefined) return found;
    const { constant: _constant, enumeration: _enumeration, ...keywords } = this.keywords;
    collectNodes(keywords, found);
    for (const part of keywords.object?.properties?.values() ?? []) found.push(this.child(part));
    return found;
  }

  /** The node that an anchor for dynamic references names in this node's resource. */
  dynamicAnchor(name: string): SchemaNode | undefined {
    if (this.draft < 2020 || !this.resource.dynamicAnchors.has(name)) return undefined;
    const part = this.resource.anchors.get(name);
    return part === undefined ? undefined : this.child(part);
  }

  text(keyword: string): string | undefined {
    const value = isJsonObject(this.part) ? this.part[keyword] : undefined;
    return typeof value === 'string' ? value : undefined;
  }
}

function collectNodes(value: unknown, found: SchemaNode[]): void {
  if (value instanceof SchemaNode) found.push(value);
  else if (Array.isArray(value)) for (const item of value) collectNodes(item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) if (key !== 'properties') collectNodes(member, found);
  }
}
