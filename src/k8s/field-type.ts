/** What a field holds. `map` has whatever keys, all of one type; `any` may be anything. */
export type FieldKind =
  'string' | 'integer' | 'number' | 'boolean' | 'int-or-string' | 'object' | 'map' | 'list' | 'any';

/** What is known of the type of a place in a resource; what lies below is worked out when it is asked for. */
export interface FieldType {
  readonly kind: FieldKind;
  /** `byte` (base64), `quantity` (`500m`, `4Gi`) or `date-time`, where only such texts are right; else empty. */
  readonly format: string;
  /** The values it may have; empty where that is not known. */
  readonly choices: readonly string[];
  /** The keys by which elements of a list are told apart, the most telling first; empty without any. */
  readonly mergeKeys: readonly string[];
  /** The names of the fields that are known; empty for what is no object. */
  readonly fieldNames: readonly string[];
  /** Whether fields that it does not name may be there too: maps, and what the schema leaves open. */
  readonly isOpen: boolean;
  /** The type of a field of an object, or of what stands under a key of a map; undefined if there is no such field. */
  field(name: string): FieldType | undefined;
  /** The type of the elements of a list; `any` for what is no list. */
  element(): FieldType;
}

/** The types of the resources of a build. */
export interface FieldTypes {
  /** The type of a kind of resource: an open object, of which only the metadata is known, for one that nobody describes. */
  ofResource(apiVersion: string, kind: string): FieldType;
}

const NONE: readonly string[] = [];

/** A type without anything below it. */
export function plainType(kind: FieldKind, format = '', choices: readonly string[] = NONE): FieldType {
  return {
    kind,
    format,
    choices,
    mergeKeys: NONE,
    fieldNames: NONE,
    isOpen: false,
    field: () => undefined,
    element: () => ANY,
  };
}

/** What nothing is known about. */
export const ANY: FieldType = { ...plainType('any'), isOpen: true, field: () => ANY };
/** A text like any other. */
export const TEXT: FieldType = plainType('string');

/** A list of elements of a type. */
export function listOf(element: () => FieldType, mergeKeys: readonly string[] = NONE): FieldType {
  return { ...plainType('list'), mergeKeys, element };
}

/** A mapping with whatever keys. */
export function mapOf(value: () => FieldType): FieldType {
  return { ...plainType('map'), isOpen: true, field: value };
}

/** A mapping with the fields given; an open one may have others, about which nothing is known. */
export function objectOf(
  fieldNames: readonly string[],
  field: (name: string) => FieldType | undefined,
  isOpen = false,
): FieldType {
  return {
    ...plainType('object'),
    fieldNames,
    isOpen,
    field: isOpen ? (name) => field(name) ?? ANY : field,
  };
}
