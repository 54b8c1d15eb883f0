/**
 * Where the bodies of `define`, `if`, `range` and `with` are in a text that was parsed before without an error: most of a chart's
 * are never executed, and parsing them only tells again that they are right.
 */
export interface Bodies {
  /**
   * Of an earlier parse of the same text, in the order of their starts, three numbers for each: where its first token starts,
   * where the token behind the action that closes it starts, and 0 for `{{end}}` or 1 for `{{else}}`.
   */
  readonly known?: Int32Array | undefined;
  /** takes them in where none are known; those that have to be parsed each time with a 0 in the middle */
  readonly noted: number[];
}

/** What may be known the next time of what was noted. */
export function knownBodies(noted: readonly number[]): Int32Array {
  const known: number[] = [];
  for (let index = 0; index < noted.length; index += 3) {
    if (noted[index + 1] !== 0) known.push(noted[index]!, noted[index + 1]!, noted[index + 2]!);
  }
  return Int32Array.from(known);
}
