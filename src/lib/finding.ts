import type { Location } from './error.ts';

/** One result of a check: it stops nothing unless the caller is strict. */
export interface Finding {
  /** Stable, in capitals: scripts match on it. */
  readonly code: string;
  readonly severity: 'warning' | 'error';
  readonly message: string;
  readonly location?: Location;
  readonly hint?: string;
}
