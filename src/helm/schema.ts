import { LimitError } from '../gotemplate/budget.ts';
import type { GoMap, Value } from '../gotemplate/value.ts';
import type { SchemaDocument, Resource } from './schema/document.ts';
import { formatFailure } from './schema/failure.ts';
import { hasLongNumbers, isJsonObject, JsonNumber, parseExactJson, parseJson } from './schema/json.ts';
import type { Json } from './schema/json.ts';
import type { SchemaNode } from './schema/node.ts';
import { SchemaSet } from './schema/schema-set.ts';
import { validateValue } from './schema/validate.ts';

const SCHEMA_URL = 'file:///values.schema.json';

/**
 * Says what a chart's values.schema.json has against its values, as Helm prints it below the chart's name; undefined when it
 * has nothing. A schema that is no good, or refers to one that cannot be had (nothing is fetched), is something too, which
 * ends without a line end. Where Helm lists failures in the order of a Go map, they are sorted here. Throws LimitError for
 * schemas that never come to an end.
 */
export function schemaErrors(schema: Uint8Array | string, values: GoMap): string | undefined {
  const text = typeof schema === 'string' ? schema : new TextDecoder().decode(schema);
  try {
    const root = parseJson(text);
    // Messages need numbers as they are written, which takes longer to read: only when there is something to say.
    if (!hasLongNumbers(text) && isFine(root, values)) return undefined;
    return describe(parseExactJson(text), values);
  } catch (error) {
    if (error instanceof LimitError) throw error;
    if (error instanceof RangeError) throw new LimitError('the schema is nested too deep');
    return error instanceof Error ? error.message : String(error);
  }
}

function isFine(root: Json, values: GoMap): boolean {
  try {
    return check(root, values, true) === undefined;
  } catch (error) {
    if (error instanceof LimitError || error instanceof RangeError) throw error;
    return false;
  }
}

function describe(root: Json, values: GoMap): string | undefined {
  const problems = check(root, values);
  return problems === undefined ? undefined : `${problems.slice(1)}\n`;
}

/** The lines of what fails, each after a line end; when quiet, just some text. Throws an Error for a schema that is no good. */
function check(root: Json, values: GoMap, isQuiet = false): string | undefined {
  const set = new SchemaSet(checkAgainstMetaschema);
  const document = set.add(SCHEMA_URL, root);
  const node = set.rootNode(document);
  if (document.isDoubtful || !resolvesAll(set, document)) readAll(node);
  const failure = validateValue(node, values, { visits: 0, isQuiet });
  return failure === undefined ? undefined : formatFailure(failure);
}

/** Whether all references in a document lead somewhere, also those that the values never come to. */
function resolvesAll(set: SchemaSet, document: SchemaDocument): boolean {
  try {
    // Resolving may survey more of the document, which adds to the list.
    for (const reference of document.references) set.resolve(document, reference);
    return true;
  } catch {
    return false;
  }
}

/** Reads every schema that can be reached, so that the first reference that leads nowhere, or bad pattern, throws its Error. */
function readAll(root: SchemaNode): void {
  const seen = new Set<SchemaNode>([root]);
  for (const node of seen) {
    for (const next of node.children()) seen.add(next);
  }
}

function checkAgainstMetaschema(
  document: SchemaDocument,
  part: Json,
  metaschema: SchemaNode,
): string | undefined {
  const resources = new Map<Value, Resource>();
  const instance = toValue(part, document, resources);
  const failure = validateValue(metaschema, instance, {
    visits: 0,
    metaschemaFor: (value) => resources.get(value),
  });
  if (failure === undefined) return undefined;
  return `jsonschema validation failed with '${metaschema.document.url}#'${formatFailure(failure)}`;
}

/** A part of a schema as a value, and which of its parts are resources. */
function toValue(json: Json, document: SchemaDocument, resources: Map<Value, Resource>): Value {
  if (json instanceof JsonNumber) return Number(json.text);
  if (Array.isArray(json)) return json.map((item: Json) => toValue(item, document, resources));
  if (!isJsonObject(json)) return json as Value;
  const value: GoMap = new Map(
    Object.entries(json).map(([key, member]) => [key, toValue(member, document, resources)]),
  );
  const resource = document.resources.get(json);
  if (resource !== undefined) resources.set(value, resource);
  return value;
}
