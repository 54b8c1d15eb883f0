import { InfraError } from '../lib/error.ts';
import { checkLock } from './check-lock.ts';

/** Where what was unpacked came from. */
export interface LockedUpstream {
  /** what app.yaml named */
  readonly source: string;
  readonly url?: string;
  readonly chart?: string;
  readonly version?: string;
  /** `sha256:…` of the archive */
  readonly digest?: string;
  readonly commit?: string;
}

/** A chart that was fetched because another one depends on it. */
export interface LockedDependency {
  readonly name: string;
  readonly version: string;
  /** `sha256:…` of the archive; a local one has none */
  readonly digest?: string;
}

/** A Secret that a chart would have invented, by its identity. */
export interface LockedSecret {
  readonly keys: readonly string[];
  readonly generators: readonly string[];
}

/** A value that a chart makes anew at every render, and what it stays at. */
export interface LockedValue {
  readonly identity: string;
  /** what the next render knows the resource by, where its name is generated too */
  readonly place?: string;
  /** JSON pointer */
  readonly path: string;
  /** the generated pieces of a text, or the whole as JSON */
  readonly value: string | readonly string[];
  readonly generator: string;
}

/** All about one base: what it was made from, by what, and what it holds. */
export interface LockSection {
  readonly upstream: LockedUpstream;
  /** those that the chart did not bring itself */
  readonly dependencies?: readonly LockedDependency[];
  readonly engine: string;
  readonly profile: string;
  readonly release: string;
  readonly namespace: string;
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
  /** digest of values.yaml as it was used */
  readonly values: string;
  readonly policies: Readonly<Record<string, string>>;
  /** digest by file name below the base */
  readonly files: Readonly<Record<string, string>>;
  /** file name by identity of the resource */
  readonly resources: Readonly<Record<string, string>>;
  readonly dropped: readonly { readonly what: string; readonly why: string }[];
  /** what policies did, with the identities of the resources */
  readonly changed: readonly {
    readonly policy: string;
    readonly detail: string;
    readonly what: readonly string[];
  }[];
  readonly secrets: Readonly<Record<string, LockedSecret>>;
  readonly frozen: readonly LockedValue[];
  /** what a checksum annotation covers, by the resource's identity and the annotation */
  readonly checksums?: unknown;
  /** versions of other programs that rendered the same */
  readonly verified?: Readonly<Record<string, string>>;
}

/** The lock of an app: a section for each base, by the name of its directory below `base/`. */
export type Lock = ReadonlyMap<string, LockSection>;

const SCHEMA = 'infra.lock/v1';

/** Reads an app.lock. Throws InfraError LOCK with the place of what is wrong. */
export function readLock(text: string, file: string): Lock {
  const data = checkLock(text, file, SCHEMA);
  return new Map(Object.entries(data.bases));
}

/** The text of an app.lock: the same for the same lock, one fact a line so that changes read well. */
export function writeLock(lock: Lock): string {
  const bases = Object.fromEntries([...lock].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ schema: SCHEMA, bases }, undefined, 2)}\n`;
}

/** Says that the lock is not what was asked to stay. */
export function lockError(message: string, file: string, hint?: string): InfraError {
  return new InfraError('LOCK', message, { location: { file }, ...(hint !== undefined && { hint }) });
}
