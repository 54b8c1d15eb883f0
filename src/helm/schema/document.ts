import { quote } from '../../gotemplate/quote.ts';
import { sortBytes } from '../../lib/utf8.ts';
import { draftOf, identifierOf, LATEST, stringOf } from './draft.ts';
import type { DraftVersion } from './draft.ts';
import { isJsonObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { KEYWORD_RULES } from './keyword-rules.ts';
import type { Holder } from './keyword-rules.ts';
import { formatTarget, pointerOf, resolveReference } from './reference.ts';

/** A schema with an address of its own: the root of a document, or what has an identifier. */
export interface Resource {
  readonly root: Json;
  readonly url: string;
  readonly draft: DraftVersion;
  readonly anchors: Map<string, JsonObject>;
  /** names of the anchors that dynamic references look for */
  readonly dynamicAnchors: Set<string>;
}

/** A reference as it stands in a schema. */
export interface Reference {
  readonly schema: JsonObject;
  readonly text: string;
  readonly resource: Resource;
}

/** One JSON document of schemas. */
export interface SchemaDocument {
  readonly url: string;
  readonly root: Json;
  readonly resources: Map<Json, Resource>;
  readonly resourcesByUrl: Map<string, Resource>;
  /** the schemas found so far (objects only), with the resource each belongs to */
  readonly surveyed: Map<JsonObject, Resource>;
  readonly references: Reference[];
  /** whether something was found that the metaschema may not allow */
  isDoubtful: boolean;
}

/** What a survey needs to know about other documents. */
export interface SurveyOptions {
  /** the draft that a `$schema` of no known address stands for; throws an Error when it cannot be had */
  readonly foreignDraft: (url: string, fallback: DraftVersion) => DraftVersion;
}

/** A schema to look at, and where it is. */
interface Visit {
  readonly schema: Json;
  readonly resource: Resource;
}

/** Reads a document's resources, anchors and references. Throws an Error for identifiers that do not work. */
export function surveyDocument(url: string, root: Json, options: SurveyOptions): SchemaDocument {
  const document: SchemaDocument = {
    url,
    root,
    resources: new Map(),
    resourcesByUrl: new Map(),
    surveyed: new Map(),
    references: [],
    isDoubtful: false,
  };
  const resource: Resource = { root, url, draft: LATEST, anchors: new Map(), dynamicAnchors: new Set() };
  if (!isJsonObject(root)) {
    document.resources.set(root, resource);
    document.resourcesByUrl.set(url, resource);
    document.isDoubtful = typeof root !== 'boolean';
  } else survey(document, { schema: root, resource }, options);
  return document;
}

/** Reads a part of a document that is used as a schema though it is not where schemas are. */
export function surveyPart(
  document: SchemaDocument,
  part: JsonObject,
  resource: Resource,
  options: SurveyOptions,
): void {
  survey(document, { schema: part, resource }, options);
}

/** The resource of the document's root. */
export function rootResource(document: SchemaDocument): Resource {
  return document.resources.get(document.root)!;
}

function survey(document: SchemaDocument, start: Visit, options: SurveyOptions): void {
  const stack = [start];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { schema } = visit;
    if (!isJsonObject(schema) || document.surveyed.has(schema)) continue;
    const entries = Object.entries(schema);
    const isPlain =
      schema !== document.root && !entries.some(([keyword]) => keyword.startsWith('$') || keyword === 'id');
    const { resource, draft } = isPlain
      ? { resource: visit.resource, draft: visit.resource.draft }
      : enterSchema(document, schema, visit.resource, options);
    document.surveyed.set(schema, resource);
    surveyKeywords(document, { schema, entries, resource, draft }, stack);
    if (!isPlain && resource.draft < 2019) noteLegacyAnchor(document, schema, resource);
  }
}

/** The resource that a schema belongs to, itself if it has an identifier, and the draft that says where schemas are in it. */
function enterSchema(
  document: SchemaDocument,
  schema: JsonObject,
  outer: Resource,
  options: SurveyOptions,
): { resource: Resource; draft: DraftVersion } {
  const isRoot = schema === document.root;
  const dialect = stringOf(schema, '$schema');
  let draft = outer.draft;
  if (dialect !== undefined) draft = draftOf(dialect) ?? options.foreignDraft(dialect, outer.draft);
  let identifier = identifierOf(schema, draft);
  if (identifier === '' && !isRoot) {
    draft = outer.draft;
    identifier = identifierOf(schema, draft);
  }
  if (identifier === '' && !isRoot) return { resource: outer, draft };
  const resource: Resource = {
    root: schema,
    url: identifier === '' ? outer.url : resolveReference(outer.url, identifier).url,
    draft: dialect === undefined ? outer.draft : draft,
    anchors: new Map(),
    dynamicAnchors: new Set(),
  };
  addResource(document, schema, resource);
  return { resource, draft };
}

function addResource(document: SchemaDocument, schema: JsonObject, resource: Resource): void {
  const other = document.resourcesByUrl.get(resource.url);
  if (other !== undefined) {
    throw new Error(
      `duplicate id ${quote(resource.url)} in ${quote(document.url)} at ${describePlaces(document, schema, other.root)}`,
    );
  }
  document.resourcesByUrl.set(resource.url, resource);
  document.resources.set(schema, resource);
}

/** A schema with its members, and the draft that says where schemas are in it. */
interface Entered {
  readonly schema: JsonObject;
  readonly entries: readonly (readonly [string, Json])[];
  readonly resource: Resource;
  readonly draft: DraftVersion;
}

function surveyKeywords(
  document: SchemaDocument,
  { schema, entries, resource, draft }: Entered,
  stack: Visit[],
): void {
  for (const [keyword, value] of entries) {
    const rule = KEYWORD_RULES.get(keyword);
    if (rule === undefined || rule.since > draft) continue;
    if (!document.isDoubtful && !rule.accepts(value, resource.draft)) document.isDoubtful = true;
    if (rule.holds !== undefined) pushSchemas(rule.holds, value, resource, stack);
    else if (keyword.startsWith('$') && typeof value === 'string')
      noteName(document, schema, keyword, value, resource);
  }
}

function pushSchemas(holder: Holder, value: Json, resource: Resource, stack: Visit[]): void {
  if (Array.isArray(value)) {
    if (holder === 'list' || holder === 'schemaOrList')
      for (const item of value as readonly Json[]) stack.push({ schema: item, resource });
  } else if (isJsonObject(value)) {
    if (holder === 'schema' || holder === 'schemaOrList') stack.push({ schema: value, resource });
    else if (holder !== 'list')
      for (const member of Object.values(value)) stack.push({ schema: member, resource });
  }
}

function noteName(
  document: SchemaDocument,
  schema: JsonObject,
  keyword: string,
  value: string,
  resource: Resource,
): void {
  switch (keyword) {
    case '$ref':
    case '$recursiveRef':
    case '$dynamicRef':
      document.references.push({ schema, text: value, resource });
      return;
    case '$dynamicAnchor':
      resource.dynamicAnchors.add(value);
      addAnchor(document, schema, value, resource);
      return;
    case '$anchor':
      addAnchor(document, schema, value, resource);
  }
}

/** Until draft 7 the fragment of an identifier is an anchor. */
function noteLegacyAnchor(document: SchemaDocument, schema: JsonObject, resource: Resource): void {
  if (Object.hasOwn(schema, '$ref')) return;
  const identifier = schema[resource.draft === 4 ? 'id' : '$id'];
  if (typeof identifier !== 'string' || !identifier.includes('#')) return;
  const { fragment } = resolveReference(resource.url, identifier);
  if (fragment !== '' && !fragment.startsWith('/')) addAnchor(document, schema, fragment, resource);
}

function addAnchor(document: SchemaDocument, schema: JsonObject, name: string, resource: Resource): void {
  const known = resource.anchors.get(name);
  if (known !== undefined && known !== schema) {
    throw new Error(
      `duplicate anchor ${quote(name)} in ${quote(document.url)} at ${describePlaces(document, known, schema)}`,
    );
  }
  resource.anchors.set(name, schema);
}

function describePlaces(document: SchemaDocument, ...parts: readonly Json[]): string {
  return sortBytes(parts.map((part) => pointerTo(document, part)))
    .map((pointer) => quote(pointer))
    .join(' and ');
}

/** The JSON pointer of a part of a document; searches for it, for messages only. */
export function pointerTo(document: SchemaDocument, part: Json): string {
  const stack: { value: Json; tokens: readonly string[] }[] = [{ value: document.root, tokens: [] }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    if (entry.value === part) return pointerOf(entry.tokens);
    if (!Array.isArray(entry.value) && !isJsonObject(entry.value)) continue;
    for (const [key, value] of Object.entries<Json>(entry.value as JsonObject))
      stack.push({ value, tokens: [...entry.tokens, key] });
  }
  return '';
}

/** The address of a part of a document, as messages show it. */
export function locationOf(document: SchemaDocument, part: Json): string {
  return formatTarget({ url: document.url, fragment: pointerTo(document, part) });
}
