import { InfraError } from '../lib/error.ts';
import { withoutPasswords } from '../lib/url-secrets.ts';
import type { GitResult } from '../system/git.ts';

/** Lines that say no more than that there was an error. */
const EMPTY_WORDS =
  /^(?:hint:|To |\s*$|error: failed to push some refs|error: could not lock|remote: error: hook declined)|^fatal: Could not read from remote|^Please make sure you have|and the repository exists\.$/;

/** The error that Git did not do something: its last line that says why, without credentials. */
export function gitFailure(what: string, result: GitResult, hint: string): InfraError {
  return new InfraError('REMOTE', `${what}: ${reasonOf(result)}`, { hint });
}

/** Why Git failed, in its own words. */
export function reasonOf({ status, stderr }: GitResult): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const told = lines.filter((line) => !EMPTY_WORDS.test(line));
  const line = told.findLast((text) => /^(?:fatal|error|remote):/.test(text)) ?? told.at(-1);
  if (line === undefined) return `git ended with status ${status}`;
  return withoutPasswords(line.replace(/^(?:fatal|error): /, ''));
}
