import { quote } from '../gotemplate/quote.ts';
import { InfraError } from '../lib/error.ts';
import { byteLength } from '../lib/utf8.ts';
import type { Profile } from './profile.ts';

/** The name of a release that nobody named. */
export const DEFAULT_RELEASE_NAME = 'release-name';

const PATTERN = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';
const MAX_LENGTH = 53;

/**
 * Checks the name of a release: at most 53 bytes, labels of lower-case letters, digits and dashes with dots between them.
 *
 * @throws InfraError USAGE with Helm's message
 */
export function checkReleaseName(name: string, profile: Profile): void {
  const problem = problemOf(name);
  if (problem === undefined) return;
  const prefix = profile.major === 4 ? 'release name check failed: ' : '';
  throw new InfraError('USAGE', `${prefix}release name ${quote(name)}: ${problem}`);
}

function problemOf(name: string): string | undefined {
  if (name === '') return 'no name provided';
  if (byteLength(name) <= MAX_LENGTH && new RegExp(PATTERN).test(name)) return undefined;
  return `invalid release name, must match regex ${PATTERN} and the length must not be longer than ${MAX_LENGTH}`;
}
