import type { Environment } from '../helm/environment.ts';
import { placeholderKeys } from './placeholder-keys.ts';

/** Bytes stay below it, so that neither a byte nor the one after it is ever rejected by who draws from them. */
const BYTES = 127;
/** Up to this many bytes are drawn as one number. */
const ONE_NUMBER = 8;
/** That many are a salt, a UUID, a serial number: written in base64 or hexadecimal, not drawn from. */
const WRITTEN = 16;
/** Changes year, month, day, weekday, hour, minute and second of any moment, and its digits below the second. */
const LATER = ((400n * 24n + 5n) * 3600n + 7n * 60n + 7n) * 1_000_000_000n + 7_007_007n;

/** Two environments for two renders of one chart. */
export interface PairedSources {
  readonly first: Environment;
  /** For the render after the first: at each call another random value and another time than the first had there. */
  readonly second: Environment;
}

/**
 * Environments whose renders differ wherever a random source, a clock or a key was used: the second answers the same calls
 * with other bytes (each value drawn from them differs, however few there are to choose from) and a later time, not by
 * chance but always. Keys are placeholders.
 */
export function pairedSources(environment: Environment): PairedSources {
  const drawn: Uint8Array[] = [];
  const times: bigint[] = [];
  const firstBytes = (length: number): Uint8Array => {
    const bytes = environment.randomBytes(length).map((byte) => byte % BYTES);
    drawn.push(bytes);
    // who asked may change what was given
    return bytes.slice();
  };
  const firstNow = (): bigint => {
    const now = environment.now();
    times.push(now);
    return now;
  };
  let draws = 0;
  let readings = 0;
  const secondBytes = (length: number): Uint8Array => {
    const bytes = drawn[draws++];
    return bytes?.length === length
      ? other(bytes)
      : environment.randomBytes(length).map((byte) => byte % BYTES);
  };
  const secondNow = (): bigint => (times[readings++] ?? environment.now()) + LATER;
  return {
    first: derived(environment, firstBytes, firstNow),
    second: derived(environment, secondBytes, secondNow),
  };
}

/**
 * Bytes from which everything differs: as one number the next one; where they are written, each bit, and so each digit; else
 * each the next byte.
 */
function other(bytes: Uint8Array): Uint8Array {
  const last = bytes.length - 1;
  if (bytes.length <= ONE_NUMBER) return bytes.map((byte, index) => (index < last ? byte : byte + 1));
  return bytes.map((byte) => (bytes.length === WRITTEN ? ~byte : byte + 1));
}

function derived(
  environment: Environment,
  randomBytes: Environment['randomBytes'],
  now: Environment['now'],
): Environment {
  const keys = placeholderKeys({ randomBytes, readKey: (pem) => environment.readKey(pem) });
  return {
    now,
    randomBytes,
    ...keys,
    get timeZone() {
      return environment.timeZone;
    },
    ...(environment.elapsed !== undefined && { elapsed: environment.elapsed }),
    ...(environment.sha256 !== undefined && { sha256: environment.sha256 }),
    lookup: (apiVersion, kind, namespace, name) => environment.lookup(apiVersion, kind, namespace, name),
    resolveHost: (name) => environment.resolveHost(name),
  };
}
