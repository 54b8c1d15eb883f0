export interface ReadOptions {
  /** Give integers as bigint rather than as float64. */
  readonly integers?: boolean;
  /** Refuse a key that occurs twice in a mapping, as sigs.k8s.io/yaml does for UnmarshalStrict. */
  readonly uniqueKeys?: boolean;
}
