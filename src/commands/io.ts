import type { Environment } from '../helm/environment.ts';

/** What a command takes from the door that calls it. */
export interface CommandIo {
  /** standard input up to its end */
  readStandardInput(): Uint8Array;
  /** clock, random source and keys for the engine */
  readonly environment: Environment;
  /** where the program keeps what it can make again */
  cacheDirectory(): string;
  /** the files in which other tools keep logins for registries */
  loginFiles(): readonly string[];
  /** tells a person something that is no result */
  warn(message: string): void;
  /** tells a person what goes on, where that takes long; `waits` for something outside, so that it may be told meanwhile */
  progress(text: string, waits?: boolean): void;
  /** of the program; `development` where it was not built */
  readonly version: string;
}
