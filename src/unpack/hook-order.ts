import { momentOf, weightOf } from './hook-events.ts';
import { imagesOf, permissionsOf, podNeeds } from './pod-needs.ts';
import { titleOf, type Resource } from './resource.ts';

/** In which phase and wave Argo CD runs what were hooks, and in which waves the rest has to come for them. */
export interface HookOrder {
  /** `PreSync`, or `Sync` where a job before needs objects of the app itself */
  readonly before: 'PreSync' | 'Sync';
  /** `PostSync`, or `Sync` where workloads wait for a job after, which would never run if it waited for them */
  readonly after: 'PostSync' | 'Sync';
  /** the wave of a resource that needs another one than 0 */
  waveOf(resource: Resource): number;
}

/** Kinds that run and end; nothing else should be a hook, as Argo CD would delete it and make it anew at each sync. */
export function isTask({ kind }: Resource): boolean {
  return kind === 'Job' || kind === 'Pod';
}

/**
 * The order in which an app's hooks and other resources come. Jobs that need a service account, configuration, secret or volume of
 * the app run in the sync, in waves below 0, with what they need. Jobs afterwards that run an image of a workload prepare something
 * for it: then all of them run in the sync, in waves above 0, and the workloads behind them.
 */
export function hookOrder(resources: readonly Resource[]): HookOrder {
  const before = resources.filter(({ events }) => momentOf(events) === 'before');
  const after = resources.filter(({ events }) => momentOf(events) === 'after');
  const needed = neededBefore(before, resources);
  const waiting = waitingWorkloads(after, resources);
  const afterPhase = waiting.size === 0 ? 'PostSync' : 'Sync';
  const beforePhase = needed.size === 0 ? 'PreSync' : 'Sync';
  const [lowest, last] = rangeOf(before);
  const [first] = rangeOf(after);
  const behindTasks = rangeOf(after.filter(isTask))[1] - first + 2;
  const waveBefore = (resource: Resource): number =>
    weightOf(resource) - (beforePhase === 'PreSync' && isTask(resource) ? 0 : last + 1);
  const waveAfter = (resource: Resource): number => {
    if (afterPhase === 'Sync') return Math.min(weightOf(resource) - first + 1, behindTasks);
    return weightOf(resource) - (isTask(resource) ? 0 : first - 1);
  };
  return {
    before: beforePhase,
    after: afterPhase,
    waveOf: (resource) => {
      const moment = momentOf(resource.events);
      if (waiting.has(resource)) return behindTasks;
      if (needed.has(resource) && moment === 'any') return lowest - last - 1;
      if (moment === 'before') return waveBefore(resource);
      return moment === 'after' ? waveAfter(resource) : weightOf(resource);
    },
  };
}

/** The lowest and the highest weight. */
function rangeOf(resources: readonly Resource[]): [lowest: number, highest: number] {
  let [lowest, highest] = [0, 0];
  resources.forEach((resource, index) => {
    const weight = weightOf(resource);
    lowest = index === 0 ? weight : Math.min(lowest, weight);
    highest = index === 0 ? weight : Math.max(highest, weight);
  });
  return [lowest, highest];
}

/** The resources of the sync itself that jobs before it cannot run without. */
function neededBefore(before: readonly Resource[], resources: readonly Resource[]): Set<Resource> {
  const needs = new Set(before.filter(isTask).flatMap((job) => [...podNeeds(job)]));
  for (const title of permissionsOf(needs, resources)) needs.add(title);
  return new Set(
    resources.filter((resource) => {
      const moment = momentOf(resource.events);
      if (moment === 'after' || moment === 'deletion' || !needs.has(titleOf(resource))) return false;
      return moment === 'any' || !isTask(resource);
    }),
  );
}

/**
 * The Deployments of an app where one of them runs the image of a job after the sync, and the volumes that come with them: a volume
 * that nobody mounts yet may never be ready. Stateful sets are what jobs need rather than what needs them.
 */
function waitingWorkloads(after: readonly Resource[], resources: readonly Resource[]): Set<Resource> {
  const images = new Set(after.filter(isTask).flatMap((job) => [...imagesOf(job)]));
  if (images.size === 0) return new Set();
  const deployments = resources.filter(
    ({ kind, events }) => kind === 'Deployment' && ['any', 'after'].includes(momentOf(events)),
  );
  if (!deployments.some((each) => [...imagesOf(each)].some((image) => images.has(image)))) return new Set();
  const claims = new Set(deployments.flatMap((each) => [...podNeeds(each)]));
  const volumes = resources.filter(
    (each) => each.kind === 'PersistentVolumeClaim' && each.events.length === 0 && claims.has(titleOf(each)),
  );
  return new Set([...deployments, ...volumes]);
}
