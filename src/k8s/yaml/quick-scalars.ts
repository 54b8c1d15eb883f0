/** How deep the line-wise reader recurses. */
export const MAX_QUICK_DEPTH = 200;
/** libyaml allows 1024 code points up to the `:`; we stay below. */
export const MAX_KEY_LENGTH = 1000;

/** What the line-wise reader builds: collections of texts, and of what `Scalar` holds. */
export type Built<Scalar> = string | Scalar | Built<Scalar>[] | Map<string, Built<Scalar>>;

/** What scalars become; anything may throw UnusualYaml. */
export interface QuickScalars<Scalar> {
  /** A value that is not there. */
  readonly empty: Scalar;
  /** A value that is not there in a flow collection. */
  readonly flowEmpty: Scalar;
  /** A plain scalar. */
  value(text: string): string | Scalar;
  flowValue(text: string): string | Scalar;
  /** A value in quotes. */
  quoted(text: string): string | Scalar;
  literal(text: string): string | Scalar;
  folded(text: string): string | Scalar;
  /** A plain scalar that is a key. */
  key(text: string): string;
  flowKey(text: string): string;
  add(map: Map<string, Built<Scalar>>, key: string, value: Built<Scalar>): void;
}
