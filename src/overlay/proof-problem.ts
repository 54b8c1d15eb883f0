import type { Location } from '../lib/error.ts';

/** What speaks against a patch: it is not written unless that is forced. */
export interface Problem {
  /** stable, in capitals */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** of what the patch goes against */
  readonly location?: Location;
  /** a build says it of whatever patch */
  readonly isOfEngine?: boolean;
}
