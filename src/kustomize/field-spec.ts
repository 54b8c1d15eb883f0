import type { Gvk } from './gvk.ts';

/**
 * Where a value lives in resources of some kinds: empty group, version or kind mean any; `path` is split at `/` (`\/` is a
 * slash in a key), walks into all elements of sequences, and `[]` behind a key asks for a sequence. With `create`, fields
 * that are not there are made.
 */
export interface FieldSpec extends Gvk {
  readonly path: string;
  readonly create: boolean;
}

/** A place that holds names of resources of one kind. */
export interface NameReference extends Gvk {
  readonly fieldSpecs: readonly FieldSpec[];
}
