import { isValidPattern } from './pattern.ts';
import type { DraftVersion } from './draft.ts';
import { isJsonObject } from './json.ts';
import type { Json } from './json.ts';
import { compareNumbers, isNumeric, isWhole } from './number.ts';

/** Where a keyword holds schemas: as its value, in a list, in the members of an object, or in either of two ways. */
export type Holder = 'schema' | 'list' | 'members' | 'schemaOrList' | 'dependencies';

/** What a keyword's value must be like. */
export interface KeywordRule {
  /** the first draft in which it means something */
  readonly since: DraftVersion;
  readonly holds?: Holder;
  /** whether the value is certainly what the metaschema wants; schemas in it are looked at on their own */
  readonly accepts: (value: Json, draft: DraftVersion) => boolean;
}

const TYPES = new Set<Json>(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);
const SAFE_URL = /^(?:https?:\/\/[A-Za-z0-9.-]+\/)?[A-Za-z0-9#/$._~@+,;=!&()*-]*$/;
const ANCHOR = /^[A-Za-z][-A-Za-z0-9._]*$/;

const isText = (value: Json): boolean => typeof value === 'string';
const isFlag = (value: Json): boolean => typeof value === 'boolean';
const isCount = (value: Json): boolean => isNumeric(value) && isWhole(value) && compareNumbers(value, 0) >= 0;
const isUrl = (value: Json): boolean => typeof value === 'string' && SAFE_URL.test(value);
const isSchema = (value: Json, draft: DraftVersion): boolean =>
  isJsonObject(value) || (typeof value === 'boolean' && draft > 4);
const isFlagOrSchema = (value: Json): boolean => isJsonObject(value) || typeof value === 'boolean';
const isList = (value: Json, draft: DraftVersion): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((item: Json) => isSchema(item, draft));
const isMembers = (value: Json, draft: DraftVersion): boolean =>
  isJsonObject(value) && Object.values(value).every((item) => isSchema(item, draft));
const isTexts = (value: Json, draft: DraftVersion): boolean =>
  Array.isArray(value) &&
  (value.length > 0 || draft > 4) &&
  value.every(isText) &&
  new Set<Json>(value).size === value.length;

function isBound(value: Json, draft: DraftVersion): boolean {
  return draft > 4 && isNumeric(value);
}

function isType(value: Json): boolean {
  if (!Array.isArray(value)) return TYPES.has(value);
  return (
    value.length > 0 &&
    value.every((item: Json) => TYPES.has(item)) &&
    new Set<Json>(value).size === value.length
  );
}

function isEnumeration(value: Json): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return (
    value.length === 1 ||
    (value.every((item: Json) => typeof item !== 'object' || item === null) &&
      new Set<Json>(value).size === value.length)
  );
}

function isPatternMembers(value: Json, draft: DraftVersion): boolean {
  return isMembers(value, draft) && Object.keys(value as object).every(isValidPattern);
}

function isDependencies(value: Json, draft: DraftVersion): boolean {
  return (
    isJsonObject(value) && Object.values(value).every((item) => isSchema(item, draft) || isTexts(item, draft))
  );
}

const schema = (since: DraftVersion): KeywordRule => ({ since, holds: 'schema', accepts: isSchema });
const list = (since: DraftVersion): KeywordRule => ({ since, holds: 'list', accepts: isList });
const members = (since: DraftVersion): KeywordRule => ({ since, holds: 'members', accepts: isMembers });
const plain = (since: DraftVersion, accepts: KeywordRule['accepts']): KeywordRule => ({ since, accepts });

/** The keywords that the metaschemas know, except those that take any value. */
export const KEYWORD_RULES: ReadonlyMap<string, KeywordRule> = new Map<string, KeywordRule>([
  ['properties', members(4)],
  ['type', plain(4, isType)],
  ['description', plain(4, isText)],
  ['title', plain(4, isText)],
  [
    'items',
    {
      since: 4,
      holds: 'schemaOrList',
      accepts: (value, draft) => isSchema(value, draft) || (draft < 2020 && isList(value, draft)),
    },
  ],
  ['additionalProperties', { since: 4, holds: 'schema', accepts: isFlagOrSchema }],
  ['additionalItems', { since: 4, holds: 'schema', accepts: isFlagOrSchema }],
  ['patternProperties', { since: 4, holds: 'members', accepts: isPatternMembers }],
  ['definitions', members(4)],
  ['$defs', members(2019)],
  ['allOf', list(4)],
  ['anyOf', list(4)],
  ['oneOf', list(4)],
  ['not', schema(4)],
  ['dependencies', { since: 4, holds: 'dependencies', accepts: isDependencies }],
  ['propertyNames', schema(6)],
  ['contains', schema(6)],
  ['if', schema(7)],
  ['then', schema(7)],
  ['else', schema(7)],
  ['dependentSchemas', members(2019)],
  ['unevaluatedProperties', schema(2019)],
  ['unevaluatedItems', schema(2019)],
  ['contentSchema', schema(2019)],
  ['prefixItems', list(2020)],
  ['required', plain(4, isTexts)],
  ['enum', plain(4, isEnumeration)],
  ['pattern', plain(4, (value) => typeof value === 'string' && isValidPattern(value))],
  ['format', plain(4, isText)],
  ['multipleOf', plain(4, (value) => isNumeric(value) && compareNumbers(value, 0) > 0)],
  ['minimum', plain(4, isNumeric)],
  ['maximum', plain(4, isNumeric)],
  ['exclusiveMinimum', plain(4, isBound)],
  ['exclusiveMaximum', plain(4, isBound)],
  ['minLength', plain(4, isCount)],
  ['maxLength', plain(4, isCount)],
  ['minItems', plain(4, isCount)],
  ['maxItems', plain(4, isCount)],
  ['minProperties', plain(4, isCount)],
  ['maxProperties', plain(4, isCount)],
  ['minContains', plain(2019, isCount)],
  ['maxContains', plain(2019, isCount)],
  ['uniqueItems', plain(4, isFlag)],
  [
    'dependentRequired',
    plain(
      2019,
      (value, draft) => isJsonObject(value) && Object.values(value).every((item) => isTexts(item, draft)),
    ),
  ],
  ['$schema', plain(4, (value) => typeof value === 'string' && /^https?:\/\/[A-Za-z0-9./#-]+$/.test(value))],
  ['$ref', plain(4, isUrl)],
  ['$recursiveRef', plain(2019, isUrl)],
  ['$dynamicRef', plain(2020, isUrl)],
  ['$anchor', plain(2019, (value) => typeof value === 'string' && ANCHOR.test(value))],
  ['$dynamicAnchor', plain(2020, (value) => typeof value === 'string' && ANCHOR.test(value))],
  ['$recursiveAnchor', plain(2019, (value, draft) => draft === 2019 && isFlag(value))],
  ['id', plain(4, isText)],
  ['$id', plain(6, (value) => typeof value === 'string' && /^[A-Za-z0-9:/._-]+#?$/.test(value))],
  ['$vocabulary', plain(2019, () => false)],
  ['$comment', plain(7, isText)],
  ['readOnly', plain(7, isFlag)],
  ['writeOnly', plain(7, isFlag)],
  ['deprecated', plain(2019, isFlag)],
  ['examples', plain(6, (value) => Array.isArray(value))],
  ['contentEncoding', plain(7, isText)],
  ['contentMediaType', plain(7, isText)],
]);
