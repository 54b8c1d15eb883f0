/** What a schema says about a place in a resource, as far as strategic merge needs it. */
export interface SchemaNode {
  /** The schema of a field of a mapping; undefined if unknown (then lists below it are replaced whole). */
  field(name: string): SchemaNode | undefined;
  /** The schema of the elements of a sequence. */
  element(): SchemaNode | undefined;
  /** `x-kubernetes-patch-strategy`, for example `merge`, `replace` or `merge,retainKeys`; empty without one. */
  readonly patchStrategy: string;
  /** The keys by which elements of this sequence are matched, in order; empty without any. */
  readonly mergeKeys: readonly string[];
}

/** The schemas that a build knows. */
export interface Schema {
  /** The schema of a kind of resource, undefined if unknown. */
  ofResource(apiVersion: string, kind: string): SchemaNode | undefined;
}
