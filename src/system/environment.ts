import type { Environment } from '../helm/environment.ts';
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
    elapsed: () => performance.now(),
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

/** What the millisecond clock leaves out, from the finer one. */
function subMilliseconds(): bigint {
  return BigInt(Math.floor(((performance.timeOrigin + performance.now()) % 1) * 1e6));
}
