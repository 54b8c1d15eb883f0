import { fieldOf, isNull, textOf } from '../k8s/node.ts';
import { InfraError } from '../lib/error.ts';
import { placeLocation } from './place.ts';
import { requireDistinctIds, type ResourceSet } from './resource-set.ts';
import type { Resource } from './resource.ts';

const LOCAL_ANNOTATION = 'config.kubernetes.io/local-config';

/**
 * Takes the resources away that are for tools only, not for the cluster. This is also where it shows what patches came to: throws
 * InfraError for a resource that has lost its kind or its name (which a list need not have), and where two have the same id.
 */
export function dropLocal(set: ResourceSet): void {
  set.resources.forEach(requireIdentity);
  set.filter((resource) => !isLocal(resource));
  requireDistinctIds(set.resources);
}

function requireIdentity({ root, id, place }: Resource): void {
  const hasKind = id.kind !== '' && !isNull(root.get('kind'));
  if (hasKind && (id.name !== '' || id.kind.endsWith('List'))) return;
  const missing = hasKind ? 'metadata.name' : 'kind';
  throw new InfraError('MANIFEST', `a resource has no ${missing} in the end`, {
    location: placeLocation(place),
    hint: 'a patch or a replacement took it away',
  });
}

function isLocal({ root }: Resource): boolean {
  const value = fieldOf(fieldOf(root.get('metadata'), 'annotations'), LOCAL_ANNOTATION);
  return value !== undefined && textOf(value) !== 'false';
}
