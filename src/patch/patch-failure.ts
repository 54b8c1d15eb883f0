import { InfraError, type ErrorDetails } from '../lib/error.ts';

/** Why a patch cannot be applied, and where in the patch that shows. */
export class PatchFailure extends InfraError {
  /** Keys and indices from the top of the patch, as far as they are known. */
  readonly path: readonly (string | number)[];

  constructor(message: string, path: readonly (string | number)[], details: ErrorDetails = {}) {
    super('PATCH', message, details);
    this.path = path;
  }
}
