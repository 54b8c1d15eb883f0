import type { Environment } from '../helm/environment.ts';
import { sha256Of } from './digest.ts';
import { nodeKeys } from './keys.ts';
import { randomBytes } from './random-bytes.ts';
import { localTimeZone } from './time-zone.ts';

/**
 * The environment of a real run: the machine's clock, time zone and random source, no cluster (`lookup` finds nothing) and no
 * DNS. `overrides` replaces parts of it, e.g. to pin the time.
 */
export function nodeEnvironment(overrides: Partial<Environment> = {}): Environment {
  let timeZone: string | undefined;
  const environment: Environment = {
    now: () => BigInt(Date.now()) * 1_000_000n + subMilliseconds(),
    elapsed,
    sha256: sha256Of,
    get timeZone() {
      return (timeZone ??= localTimeZone());
    },
    randomBytes,
    generateKey: nodeKeys.generateKey,
    readKey: nodeKeys.readKey,
    lookup: () => new Map(),
    resolveHost: () => '',
  };
  return Object.defineProperties(environment, Object.getOwnPropertyDescriptors(overrides));
}

/** The clock of process, since the first use of `performance` loads a module for longer than a small chart renders. */
function elapsed(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

/** Digits below the millisecond, from the finer clock. */
function subMilliseconds(): bigint {
  return BigInt(process.hrtime()[1] % 1_000_000);
}
