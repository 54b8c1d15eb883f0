import { InfraError, type ErrorDetails } from '../lib/error.ts';
import { entryLocation } from './location.ts';
import type { ResourceSet } from './resource-set.ts';
import type { StepContext } from './transform.ts';

/** The path of an entry in the kustomization file. */
export type EntryPath = readonly (string | number)[];

/** A patch on its way: the resources, and where it stands. */
export interface PatchRun {
  readonly set: ResourceSet;
  readonly context: StepContext;
  readonly at: EntryPath;
}

/** Does something for an entry; errors that have no place get that of the entry. */
export function located<Value>({ context, at }: PatchRun, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InfraError) || error.location !== undefined) throw error;
    throw withDetails(error, error.message, { location: entryLocation(context, at) });
  }
}

/** The error with another message, and more details. */
export function withDetails(error: InfraError, message: string, details: ErrorDetails): InfraError {
  return new InfraError(error.code, message, {
    ...(error.location === undefined ? {} : { location: error.location }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...details,
    cause: error,
  });
}
