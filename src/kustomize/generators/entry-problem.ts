import { InfraError } from '../../lib/error.ts';
import { entryLocation } from '../location.ts';
import type { StepContext } from '../transform.ts';

/** The path of a generator's entry in the kustomization file, for what is said of it. */
export type EntryPath = readonly (string | number)[];

/** What is wrong with an entry of a kustomization file, and where in the entry. */
export class EntryProblem extends InfraError {
  readonly path: EntryPath;

  constructor(message: string, path: EntryPath, hint?: string) {
    super('KUSTOMIZATION', message, hint === undefined ? {} : { hint });
    this.path = path;
  }
}

/** Runs a step of a generator; an error without a place gets that of the entry, or of what is wrong in it. */
export async function atEntry<T>(
  context: StepContext,
  at: EntryPath | undefined,
  run: () => T | Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof InfraError) || error.location !== undefined || at === undefined) throw error;
    const { code, message, hint } = error;
    const location = entryLocation(context, error instanceof EntryProblem ? [...at, ...error.path] : at);
    throw new InfraError(code, message, { location, cause: error, ...(hint === undefined ? {} : { hint }) });
  }
}
