/**
 * Data as JSON and YAML hold it. `number` is a float64, `bigint` an integer (any type); a Map keeps the order of its keys.
 */
export type Plain = null | boolean | number | bigint | string | Plain[] | Map<string, Plain>;

/** Turns a value that is no Plain (of a richer model) into one, shallowly: writers call it on whatever they do not know. */
export type ToPlain = (value: object) => Plain;
