/** One step on the way to a field. */
export type FieldStep =
  /** the key of a mapping; in a list an index, the value of the merge key, `-` (behind the last) or `*` (each) */
  | { readonly kind: 'key'; readonly name: string }
  /** the element of a list with these values; the name is empty for elements that are no mappings */
  | { readonly kind: 'match'; readonly pairs: readonly (readonly [name: string, value: string])[] }
  /** into the YAML or JSON that a text holds */
  | { readonly kind: 'text' };

/** The way to a field: `spec.template.spec.containers.[name=jenkins].image`. */
export interface FieldPath {
  readonly steps: readonly FieldStep[];
}
