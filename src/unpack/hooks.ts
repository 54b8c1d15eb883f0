import { addSyncOptions, annotationsOf, withAnnotations } from './annotations.ts';
import { deletionHooks, momentOf } from './hook-events.ts';
import { hookOrder, isTask, type HookOrder } from './hook-order.ts';
import type { Notes } from './report.ts';
import { identityOf, titleOf, type PlainMap, type Resource } from './resource.ts';

const HELM_HOOK = 'helm.sh/hook';
const HELM_DELETE_POLICY = 'helm.sh/hook-delete-policy';
const HELM_RESOURCE_POLICY = 'helm.sh/resource-policy';
const HOOK = 'argocd.argoproj.io/hook';
const DELETE_POLICY = 'argocd.argoproj.io/hook-delete-policy';
const WAVE = 'argocd.argoproj.io/sync-wave';

const DELETE_POLICIES: ReadonlyMap<string, string> = new Map([
  ['before-hook-creation', 'BeforeHookCreation'],
  ['hook-succeeded', 'HookSucceeded'],
  ['hook-failed', 'HookFailed'],
]);

/**
 * Says with annotations of Argo CD what Helm's annotations said of hooks and of deletion, and leaves none of Helm's. Jobs and pods
 * become hooks; anything else becomes a plain object in a wave of its own, as do jobs that Helm runs both before and after, unless
 * it belongs to the deletion of the app. A test that was to be kept stays as it is, and Argo CD ignores it.
 */
export function convertHooks(resources: readonly Resource[], notes: Notes): Resource[] {
  const order = hookOrder(resources);
  if (order.after === 'Sync') reportWaiting(resources, notes);
  return resources.map((resource) => {
    if (resource.events.includes('test')) return resource;
    const annotations = new Map(annotationsOf(resource));
    const details = [
      ...convertHook(resource, annotations, order, notes),
      ...setWave(resource, annotations, order),
      ...convertResourcePolicy(annotations),
    ];
    if (!removeHelmHooks(annotations) && details.length === 0) return resource;
    const detail = details.length === 0 ? 'a plain object' : details.join(', ');
    notes.changed.push({ what: identityOf(resource), policy: 'hooks', detail });
    return withAnnotations(resource, annotations);
  });
}

/** Makes a hook of Argo CD; one that has such annotations already keeps them. */
function convertHook(resource: Resource, annotations: PlainMap, order: HookOrder, notes: Notes): string[] {
  if (resource.events.length === 0 || annotations.has(HOOK)) return [];
  const hook = hookFor(resource, order);
  if (hook === '') {
    if (isTask(resource)) reportPlainTask(resource, notes);
    return [];
  }
  annotations.set(HOOK, hook);
  if (!annotations.has(DELETE_POLICY)) annotations.set(DELETE_POLICY, deletePolicy(annotations));
  return [hook];
}

/** The hooks of Argo CD that a resource becomes; empty for a plain object. */
function hookFor(resource: Resource, order: HookOrder): string {
  const moment = momentOf(resource.events);
  const deletions = deletionHooks(resource.events);
  if (moment === 'deletion') return deletions.join(',');
  if (moment === 'any' || !isTask(resource)) return '';
  return [order[moment], ...deletions].join(',');
}

function deletePolicy(annotations: PlainMap): string {
  const written = annotations.get(HELM_DELETE_POLICY);
  const texts = typeof written === 'string' ? written.split(',') : [];
  const policies = texts.flatMap((text) => DELETE_POLICIES.get(text.trim().toLowerCase()) ?? []);
  return policies.length === 0 ? 'BeforeHookCreation' : policies.join(',');
}

function setWave(resource: Resource, annotations: PlainMap, order: HookOrder): string[] {
  const wave = order.waveOf(resource);
  if (wave === 0 || annotations.has(WAVE)) return [];
  annotations.set(WAVE, String(wave));
  return [`wave ${wave}`];
}

function convertResourcePolicy(annotations: PlainMap): string[] {
  if (!annotations.has(HELM_RESOURCE_POLICY)) return [];
  const policy = annotations.get(HELM_RESOURCE_POLICY);
  const isKept = typeof policy === 'string' && policy.trim().toLowerCase() === 'keep';
  annotations.delete(HELM_RESOURCE_POLICY);
  if (!isKept) return [`without ${HELM_RESOURCE_POLICY}`];
  addSyncOptions(annotations, ['Prune=false', 'Delete=false']);
  return ['Prune=false, Delete=false'];
}

function removeHelmHooks(annotations: PlainMap): boolean {
  const marks = [...annotations.keys()].filter((key) => key === HELM_HOOK || key.startsWith(`${HELM_HOOK}-`));
  for (const key of marks) annotations.delete(key);
  return marks.length > 0;
}

function reportPlainTask(resource: Resource, notes: Notes): void {
  notes.findings.push({
    code: 'HOOK_PLAIN_TASK',
    severity: 'warning',
    message: `${titleOf(resource)} is a hook both before and after a sync, so it becomes a plain object, which runs once and not at each upgrade`,
    location: { file: resource.template },
    hint: 'delete it before an upgrade that must run it again, or give it a hook of Argo CD with a patch',
  });
}

function reportWaiting(resources: readonly Resource[], notes: Notes): void {
  const jobs = resources.filter((each) => momentOf(each.events) === 'after' && isTask(each));
  notes.findings.push({
    code: 'HOOK_IN_SYNC',
    severity: 'warning',
    message: `workloads run the images of ${jobs.map(titleOf).join(', ')} and may wait for them: these run in the sync, and the workloads in a later wave`,
    location: { file: jobs[0]!.template },
    hint: 'what they need themselves, such as a database, must not be in a Deployment of this app: it would come after them',
  });
}
