import type { Finding } from '../lib/finding.ts';
import { brokenBounds, openBounds, type BrokenBound, type OpenBound } from '../overlay/proof-bounds.ts';
import { openDefinition } from '../project/repository.ts';
import type { TargetName } from '../project/target.ts';
import type { TargetBuilds } from './patch-builds.ts';

/** What patched builds do to the bounds of their apps. */
export interface BoundsAfter {
  /** bounds that the patch breaks */
  readonly problems: readonly (readonly [target: TargetName, problem: BrokenBound])[];
  /** bounds that were broken before, by the same number: a patch of something else is not to blame */
  readonly findings: readonly Finding[];
}

/** Looks at the bounds of the apps of some targets, before and after a patch. Throws InfraError where a bound is wrong. */
export function boundsAfter(root: string, before: TargetBuilds, after: TargetBuilds): BoundsAfter {
  const opened = new Map<string, readonly OpenBound[]>();
  const boundsOf = (app: string): readonly OpenBound[] => {
    const bounds = opened.get(app) ?? openBounds(openDefinition(root, app)?.bounds ?? []);
    opened.set(app, bounds);
    return bounds;
  };
  const problems: [TargetName, BrokenBound][] = [];
  const findings = new Map<string, Finding>();
  for (const [target, { built }] of after.builds) {
    const bounds = boundsOf(target.app);
    if (bounds.length === 0) continue;
    const known = new Set(
      brokenBounds(bounds, before.builds.get(target)!.built.resources).map(({ key }) => key),
    );
    for (const problem of brokenBounds(bounds, built.resources)) {
      const { key, hint: _, ...told } = problem;
      if (known.has(key)) findings.set(told.message, { ...told, severity: 'warning' });
      else problems.push([target, problem]);
    }
  }
  return { problems, findings: [...findings.values()] };
}
