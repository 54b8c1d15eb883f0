/** Every kind of failure a user can meet. Codes are stable: scripts match on them. */
export type ErrorCode =
  | 'USAGE'
  | 'NOT_FOUND'
  | 'ARCHIVE'
  | 'CHART'
  | 'VALUES'
  | 'SCHEMA'
  | 'TEMPLATE_PARSE'
  | 'TEMPLATE_EXECUTION'
  | 'MANIFEST'
  | 'KUSTOMIZATION'
  | 'DUPLICATE_ID'
  | 'PATCH'
  | 'REFERENCE'
  | 'RESTRICTED_PATH'
  | 'CYCLE'
  | 'PLUGIN'
  | 'REMOTE'
  | 'LIMIT'
  | 'PROJECT'
  | 'LOCK'
  | 'EDITED'
  | 'WRITE'
  | 'INTERNAL';

/** A place in a text: `line` and `column` count from 1; `source` is the text of that line when known. */
export interface Location {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly source?: string;
}

export interface ErrorDetails {
  readonly location?: Location;
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The one error that reaches a user: what happened (`message`), where, and what to do about it. */
export class InfraError extends Error {
  readonly code: ErrorCode;
  readonly location: Location | undefined;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'InfraError';
    this.code = code;
    this.location = details.location;
    this.hint = details.hint;
  }
}
