import { quote } from '../gotemplate/quote.ts';
import { InfraError } from '../lib/error.ts';
import type { Profile } from './profile.ts';

/** The version of a cluster. */
export interface KubeVersion {
  /** as templates see it, e.g. `v1.33.4-gke.1245000` */
  readonly version: string;
  /** the numbers only, which constraints are checked against */
  readonly normalized: string;
  readonly major: string;
  readonly minor: string;
}

const VERSION = /^[\t\n\f\r ]*v?([0-9]+(?:\.[0-9]+)*)[^\n]*$/;
const MAX_UINT64 = 0xffff_ffff_ffff_ffffn;

/**
 * Reads a version given by the user: at least two numbers, and then anything. Helm 3 drops that rest.
 *
 * @throws InfraError USAGE with Helm's message
 */
export function parseKubeVersion(text: string, { major }: Profile): KubeVersion {
  const refuse = (problem: string): never => {
    throw new InfraError('USAGE', `invalid kube version '${text}': ${problem}`);
  };
  const numbers = VERSION.exec(text)?.[1] ?? refuse(`could not parse ${quote(text)} as version`);
  const parts = numbers.split('.');
  if (parts.length < 2) refuse(`illegal version string ${quote(text)}`);
  if (/^0./.test(parts[0]!)) {
    refuse(`illegal zero-prefixed version component ${quote(parts[0]!)} in ${quote(text)}`);
  }
  const values = parts.map((part) => {
    const value = BigInt(part);
    if (value <= MAX_UINT64) return value.toString();
    const reason = `strconv.ParseUint: parsing ${quote(part)}: value out of range`;
    return refuse(`illegal non-numeric version component ${quote(part)} in ${quote(text)}: ${reason}`);
  });
  const normalized = `v${values.join('.')}`;
  const version = major === 3 ? normalized : text.startsWith('v') ? text : `v${text}`;
  return { version, normalized, major: values[0]!, minor: values[1]! };
}

/** The version of the client-go that a release of Helm is built with. */
export function defaultKubeVersion({ major }: Profile): KubeVersion {
  const minor = major === 4 ? '36' : '34';
  const version = `v1.${minor}.0`;
  return { version, normalized: version, major: '1', minor };
}
