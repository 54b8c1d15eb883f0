import type { LockSection } from '../project/lock.ts';
import type { UnpackOptions } from './unpack-options.ts';
import type { Verification } from './verify-render.ts';

/**
 * A lock's section with the record that other programs render the same: one made now, or an earlier one that is still about
 * this very section. A lock that is to stay gets no new record.
 */
export function withVerified(
  section: LockSection,
  locked: LockSection | undefined,
  verification: Verification | undefined,
  options: Pick<UnpackOptions, 'locked' | 'check'>,
): LockSection {
  const staysAsItIs = options.locked === true || options.check === true;
  const earlier = isAboutSame(section, locked) ? locked?.verified : undefined;
  const made = verification !== undefined && 'helm' in verification ? { helm: verification.helm } : undefined;
  // Whoever is told of a difference is not told that there is none.
  const kept = verification === undefined || staysAsItIs ? earlier : undefined;
  const verified = staysAsItIs ? kept : (made ?? kept);
  return verified === undefined ? section : { ...section, verified };
}

function isAboutSame(section: LockSection, locked: LockSection | undefined): boolean {
  if (locked?.verified === undefined) return false;
  const { verified: _, ...rest } = locked;
  return JSON.stringify(rest) === JSON.stringify(section);
}
