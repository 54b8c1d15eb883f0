import type { Node } from '../k8s/node.ts';
import type { FieldPath } from './field-path.ts';
import type { Hunk } from './text-hunks.ts';

/** One field that differs. Nothing in it is secret. */
export interface FieldChange {
  readonly path: FieldPath;
  /** `reordered`: a list whose elements stand in another order; the values are then lists of their keys. */
  readonly change: 'added' | 'removed' | 'changed' | 'reordered';
  readonly before: Node | undefined;
  readonly after: Node | undefined;
  /** How texts of several lines differ. */
  readonly hunks: readonly Hunk[] | undefined;
}
