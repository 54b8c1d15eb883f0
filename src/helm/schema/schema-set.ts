import { quote } from '../../gotemplate/quote.ts';
import { draftOf, metaschemaUrl, stringOf } from './draft.ts';
import type { DraftVersion } from './draft.ts';
import { pointerTo, rootResource, surveyDocument, surveyPart } from './document.ts';
import type { Reference, Resource, SchemaDocument } from './document.ts';
import { isJsonObject, parseExactJson } from './json.ts';
import type { Json } from './json.ts';
import { metaschemaText } from './metaschemas.ts';
import { SchemaNode } from './node.ts';
import { formatTarget, pointerTokens, resolveReference } from './reference.ts';

/** Part of a document. */
export interface Place {
  readonly document: SchemaDocument;
  readonly part: Json;
  readonly resource: Resource;
}

/** How a doubtful document is held against its metaschema: an error text, or undefined if it is all right. */
export type MetaschemaCheck = (
  document: SchemaDocument,
  part: Json,
  metaschema: SchemaNode,
) => string | undefined;

/** The documents that schemas of one chart can refer to, and the nodes made from them. */
export class SchemaSet {
  /** whether formats are checked whatever the draft says, as when metaschemas are the schemas */
  readonly assertFormats: boolean;
  readonly #documents = new Map<string, SchemaDocument>();
  readonly #nodes = new Map<Json, SchemaNode>();
  readonly #check: MetaschemaCheck | undefined;
  /** parts that turned out to be no schemas */
  readonly #faults = new Map<Json, Error>();

  constructor(check?: MetaschemaCheck) {
    this.#check = check;
    this.assertFormats = check === undefined;
  }

  /** Adds a document. Throws an Error with Go's message if it is no valid schema. */
  add(url: string, root: Json): SchemaDocument {
    const document = surveyDocument(url, root, {
      foreignDraft: (address, fallback) => this.#foreignDraft(address, fallback, url),
    });
    if (!isMetaschema(url)) this.#checkPart({ document, part: root, resource: rootResource(document) });
    this.#documents.set(url, document);
    return document;
  }

  /** The node for a part of a document. Objects have one node each, so that nodes can be compared. */
  nodeOf(document: SchemaDocument, part: Json, resource: Resource): SchemaNode {
    let node = this.#nodes.get(part);
    if (node === undefined || typeof part === 'boolean') {
      node = new SchemaNode(this, document, part, document.surveyed.get(part as never) ?? resource);
      if (typeof part !== 'boolean') this.#nodes.set(part, node);
    }
    return node;
  }

  /** The node that a document's root is. */
  rootNode(document: SchemaDocument): SchemaNode {
    return this.nodeOf(document, document.root, rootResource(document));
  }

  /** The node of the metaschema of a draft. */
  metaschema(draft: DraftVersion): SchemaNode {
    return this.rootNode(this.#load(metaschemaUrl(draft)));
  }

  /** Finds what a reference leads to. Throws an Error with Go's message when that is nothing, or no valid schema. */
  resolve(document: SchemaDocument, { resource, text }: Omit<Reference, 'schema'>): Place {
    const { url, fragment } = resolveReference(resource.url, text);
    const local = url === document.url ? rootResource(document) : document.resourcesByUrl.get(url);
    const target = local === undefined ? this.#load(url) : document;
    const place = find(target, local ?? rootResource(target), fragment);
    if (isJsonObject(place.part) ? target.surveyed.has(place.part) : typeof place.part === 'boolean')
      return place;
    return this.#surveyPlace(place);
  }

  /** Makes a schema out of a part that is not where schemas are. */
  #surveyPlace(place: Place): Place {
    const { document, part, resource } = place;
    const fault = this.#faults.get(part);
    if (fault !== undefined) throw fault;
    const wasDoubtful = document.isDoubtful;
    document.isDoubtful = !isJsonObject(part);
    if (isJsonObject(part)) {
      surveyPart(document, part, resource, {
        foreignDraft: (address, fallback) => this.#foreignDraft(address, fallback, document.url),
      });
    }
    try {
      this.#checkPart(place);
      return place;
    } catch (error) {
      // Next time it must not pass for surveyed.
      if (isJsonObject(part)) document.surveyed.delete(part);
      this.#faults.set(part, error as Error);
      throw error;
    } finally {
      document.isDoubtful ||= wasDoubtful;
    }
  }

  #checkPart({ document, part, resource }: Place): void {
    if (!document.isDoubtful || this.#check === undefined) return;
    const draft = (document.resources.get(part) ?? resource).draft;
    const message = this.#check(document, part, sharedMetaschemas().metaschema(draft));
    if (message === undefined) return;
    const location = formatTarget({ url: document.url, fragment: pointerTo(document, part) });
    throw new Error(`${quote(location)} is not valid against metaschema: ${message}`);
  }

  #foreignDraft(address: string, fallback: DraftVersion, from: string): DraftVersion {
    const [url] = address.split('#', 1);
    if (url === from) throw new Error(`draft ${quote(url)} is not supported`);
    const root = this.#load(url!).root;
    const dialect = stringOf(root, '$schema');
    return (dialect === undefined ? undefined : draftOf(dialect)) ?? fallback;
  }

  /** A document that is not there yet: a metaschema, or what a URN stands for. Nothing is fetched or read from disk. */
  #load(url: string): SchemaDocument {
    const known = this.#documents.get(url);
    if (known !== undefined) return known;
    const text = metaschemaText(url);
    if (text !== undefined) return this.add(url, parseExactJson(text));
    if (/^urn:/i.test(url)) return this.add(url, true);
    throw new Error(`failing loading ${quote(url)}: ${reasonFor(url)}`);
  }
}

let metaschemas: SchemaSet | undefined;

/** The metaschemas themselves are taken to be valid, and check formats. */
function sharedMetaschemas(): SchemaSet {
  return (metaschemas ??= new SchemaSet());
}

function isMetaschema(url: string): boolean {
  return /^https?:\/\/json-schema\.org\//.test(url);
}

function reasonFor(url: string): string {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*(?=:)/.exec(url)?.[0].toLowerCase() ?? '';
  if (scheme === 'http' || scheme === 'https')
    return `HTTP request failed for ${url}: schemas are not fetched over the network`;
  if (scheme === 'file') return `open ${url.replace(/^file:\/\//i, '')}: no such file or directory`;
  return `no URLLoader registered for ${quote(url)}`;
}

/** What a fragment means in a resource: a pointer from its root, or an anchor. */
function find(document: SchemaDocument, resource: Resource, fragment: string): Place {
  if (fragment === '') return { document, part: resource.root, resource };
  if (fragment.startsWith('/')) return followPointer(document, resource, fragment);
  const part = resource.anchors.get(fragment);
  if (part === undefined) {
    const reference = formatTarget({ url: resource.url, fragment });
    throw new Error(`anchor in ${quote(reference)} not found in schema ${quote(document.url)}`);
  }
  return { document, part, resource };
}

function followPointer(document: SchemaDocument, start: Resource, pointer: string): Place {
  const location = (): string =>
    quote(formatTarget({ url: document.url, fragment: pointerTo(document, start.root) + pointer }));
  const tokens = pointerTokens(pointer);
  if (tokens === undefined) throw new Error(`invalid json-pointer ${location()}`);
  let part = start.root;
  let resource = start;
  for (const token of tokens) {
    const next = memberOf(part, token);
    if (next === undefined) throw new Error(`json-pointer in ${location()} not found`);
    part = next;
    resource = document.resources.get(part) ?? resource;
  }
  return { document, part, resource };
}

function memberOf(part: Json, token: string): Json | undefined {
  if (Array.isArray(part))
    return /^[+-]?\d+$/.test(token) ? (part as readonly Json[])[Number(token)] : undefined;
  return isJsonObject(part) && Object.hasOwn(part, token) ? part[token] : undefined;
}
