import { isJsonObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/** A version of JSON Schema, by number or year. */
export type DraftVersion = 4 | 6 | 7 | 2019 | 2020;

/** What schemas without `$schema` are. */
export const LATEST: DraftVersion = 2020;

const DRAFTS: Readonly<Record<string, DraftVersion>> = {
  'json-schema.org/schema': 2020,
  'json-schema.org/draft/2020-12/schema': 2020,
  'json-schema.org/draft/2019-09/schema': 2019,
  'json-schema.org/draft-07/schema': 7,
  'json-schema.org/draft-06/schema': 6,
  'json-schema.org/draft-04/schema': 4,
};

const METASCHEMAS: Readonly<Record<DraftVersion, string>> = {
  4: 'http://json-schema.org/draft-04/schema',
  6: 'http://json-schema.org/draft-06/schema',
  7: 'http://json-schema.org/draft-07/schema',
  2019: 'https://json-schema.org/draft/2019-09/schema',
  2020: 'https://json-schema.org/draft/2020-12/schema',
};

/** The draft that a `$schema` names; undefined for any other schema. */
export function draftOf(url: string): DraftVersion | undefined {
  const [address, fragment] = splitOnce(url, '#');
  if (fragment !== '') return undefined;
  const name = address.replace(/^https?:\/\//, '');
  return Object.hasOwn(DRAFTS, name) ? DRAFTS[name] : undefined;
}

/** Address of the schema that schemas of a draft must meet. */
export function metaschemaUrl(draft: DraftVersion): string {
  return METASCHEMAS[draft];
}

/** The identifier that a schema gives itself, without a fragment; empty for none. */
export function identifierOf(schema: JsonObject, draft: DraftVersion): string {
  if (draft < 2019 && Object.hasOwn(schema, '$ref')) return '';
  const identifier = schema[draft === 4 ? 'id' : '$id'];
  return typeof identifier === 'string' ? splitOnce(identifier, '#')[0] : '';
}

/** The parts before and after the first separator. */
export function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** A string member of an object. */
export function stringOf(schema: Json | undefined, key: string): string | undefined {
  if (!isJsonObject(schema)) return undefined;
  const value = schema[key];
  return typeof value === 'string' ? value : undefined;
}
