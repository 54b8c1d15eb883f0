import { annotationsOf } from './annotations.ts';
import type { Policies } from './policies.ts';
import type { Notes } from './report.ts';
import { identityOf, type Resource } from './resource.ts';

/** When Argo CD applies what was a hook of Helm. */
export type Moment = 'before' | 'after' | 'deletion' | 'any';

const BEFORE = ['pre-install', 'pre-upgrade'];
const AFTER = ['post-install', 'post-upgrade'];
const DELETIONS: ReadonlyMap<string, string> = new Map([
  ['pre-delete', 'PreDelete'],
  ['post-delete', 'PostDelete'],
]);

/** Leaves out tests, and hooks for events that Argo CD has not. */
export function withoutUselessHooks(
  resources: readonly Resource[],
  policies: Policies,
  notes: Notes,
): Resource[] {
  return resources.filter((resource) => {
    const why = reasonToDrop(resource, policies);
    if (why !== undefined) notes.dropped.push({ what: identityOf(resource), why });
    return why === undefined;
  });
}

function reasonToDrop({ events }: Resource, { tests, hooks }: Policies): string | undefined {
  if (events.length === 0) return undefined;
  if (events.every((event) => event === 'test')) return tests === 'drop' ? 'a test of the chart' : undefined;
  if (hooks === 'keep' || (tests === 'keep' && events.includes('test'))) return undefined;
  const isRun = events.some((event) => momentOf([event]) !== 'any');
  return isRun ? undefined : `Argo CD has no event for ${events.join(', ')}`;
}

/** When a hook runs; `any` where that is both before and after the sync. */
export function momentOf(events: readonly string[]): Moment {
  const isBefore = events.some((event) => BEFORE.includes(event));
  const isAfter = events.some((event) => AFTER.includes(event));
  if (isBefore !== isAfter) return isBefore ? 'before' : 'after';
  return !isBefore && events.some((event) => DELETIONS.has(event)) ? 'deletion' : 'any';
}

/** The hooks of Argo CD for the events at which something is deleted. */
export function deletionHooks(events: readonly string[]): string[] {
  return [...DELETIONS].flatMap(([event, hook]) => (events.includes(event) ? [hook] : []));
}

/** The order among hooks of one moment. */
export function weightOf(resource: Resource): number {
  const weight = Number(annotationsOf(resource).get('helm.sh/hook-weight') ?? 0);
  return Number.isSafeInteger(weight) ? weight : 0;
}
