import { parseConstraint, parseVersion } from '../helm/semver.ts';

/** Whether a version fits a constraint as Helm reads both. A program built without a version fits all. Throws GoError. */
export function satisfiesVersion(version: string, constraint: string): boolean {
  const asked = parseConstraint(constraint, 4);
  return version === 'development' || asked.check(parseVersion(version));
}
