import { jsonSize } from '../k8s/json-size.ts';
import { byteLength } from '../lib/utf8.ts';
import { addSyncOptions, annotationsOf, hasSyncOption, withAnnotations } from './annotations.ts';
import type { Notes } from './report.ts';
import { identityOf, type Resource } from './resource.ts';

/** How much all annotations of an object may hold, one of which client-side apply fills with the object itself. */
const MAX_ANNOTATIONS = 262_144;
/** A character of YAML comes to at most so many bytes of JSON, and those of annotations count twice: `{<,<}` is the worst. */
const MOST_BYTES = 16;
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'.length;

/** Leaves out custom resource definitions, which somebody else then installs. */
export function withoutCrds(resources: readonly Resource[], notes: Notes): Resource[] {
  return resources.filter((resource) => {
    if (resource.kind !== 'CustomResourceDefinition') return true;
    notes.dropped.push({ what: identityOf(resource), why: 'the app leaves its CRDs to others (crds: omit)' });
    return false;
  });
}

/**
 * Tells Argo CD never to prune a CRD, as that would take all its objects with it, and to apply what is too large for an annotation
 * on the server's side.
 */
export function guardCrds(resources: readonly Resource[], notes: Notes): Resource[] {
  return resources.map((resource) => {
    const annotations = new Map(annotationsOf(resource));
    const options = resource.kind === 'CustomResourceDefinition' ? ['Prune=false'] : [];
    if (isTooLarge(resource)) options.push('ServerSideApply=true');
    const added = options.filter((option) => !hasSyncOption(annotations, option.split('=')[0]!));
    if (added.length === 0) return resource;
    addSyncOptions(annotations, added);
    notes.changed.push({ what: identityOf(resource), policy: 'crds', detail: added.join(', ') });
    return withAnnotations(resource, annotations);
  });
}

/** Whether `kubectl apply` and Argo CD cannot keep what they applied last in an annotation. */
function isTooLarge(resource: Resource): boolean {
  if (resource.textLength * MOST_BYTES < MAX_ANNOTATIONS / 2) return false;
  // The text ends with a line feed.
  let size = LAST_APPLIED + jsonSize(resource.data) + 1;
  for (const [key, value] of annotationsOf(resource)) {
    size += byteLength(key) + (typeof value === 'string' ? byteLength(value) : 0);
  }
  return size > MAX_ANNOTATIONS;
}
