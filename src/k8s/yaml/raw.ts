/**
 * YAML data before it is made to fit JSON, as go-yaml holds it: integers are bigint, floats number, and keys keep their type
 * (so `1` and `"1"` are two keys).
 */
export type Raw = null | boolean | number | bigint | string | Raw[] | Map<Raw, Raw>;
