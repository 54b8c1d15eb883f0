import { InfraError } from '../../lib/error.ts';
import { placeLocation, printPlace } from '../place.ts';
import { printId } from '../resource-id.ts';
import type { ResourceSet } from '../resource-set.ts';
import type { Resource } from '../resource.ts';
import { mergedRoot } from './merged-root.ts';
import { needsHash } from './needs-hash.ts';

/**
 * Takes generated resources into a set: each is added at the end, or, as its behavior says, merged with the resource that has
 * or had its id, or put in its place. Throws where `create` finds such a resource, where `merge` and `replace` find none, and
 * where there are several.
 */
export function absorb(set: ResourceSet, resources: Iterable<Resource>): void {
  for (const resource of resources) absorbOne(set, resource);
}

function absorbOne(set: ResourceSet, next: Resource): void {
  const { behavior } = next;
  const [old, ...more] = set.withAnyId(next.id);
  if (old === undefined) {
    if (behavior === 'merge' || behavior === 'replace') throw nothingToChange(next);
    set.append(next);
  } else if (more.length > 0) throw several(next, [old, ...more]);
  else if (behavior === 'merge' || behavior === 'replace') set.replace(old, changed(old, next, behavior));
  else throw exists(next, old);
}

/** What a resource has become: its own document with the names of the old one, and all that is known of that. */
function changed(old: Resource, next: Resource, behavior: 'merge' | 'replace'): Resource {
  const resource = old.copy();
  resource.root = mergedRoot(old.root, next.root, behavior === 'merge');
  resource.needsHash = needsHash(old) && needsHash(next);
  resource.origin = behavior === 'merge' ? (old.origin ?? next.origin) : (next.origin ?? old.origin);
  if (resource.key !== old.key) throw kindChanged(next, old);
  return resource;
}

function nothingToChange(next: Resource): InfraError {
  return new InfraError('KUSTOMIZATION', `there is no ${printId(next.id)} to ${next.behavior}`, {
    location: placeLocation(next.place),
    hint: 'a name from before a prefix or suffix does, but the namespace has to be that of the resource',
  });
}

function exists(next: Resource, old: Resource): InfraError {
  return new InfraError('DUPLICATE_ID', `a generator makes ${printId(next.id)}, which exists already`, {
    location: placeLocation(next.place),
    hint: `the other one is from ${printPlace(old.place)}; ${existsHint(next)}`,
  });
}

function existsHint({ fromHelm }: Resource): string {
  return fromHelm
    ? 'render it once, or with another release name'
    : 'to change it, set behavior: merge or replace';
}

function several(next: Resource, found: readonly Resource[]): InfraError {
  const names = found.map(({ id }) => printId(id)).join(', ');
  return new InfraError('KUSTOMIZATION', `several resources are or were ${printId(next.id)}: ${names}`, {
    location: placeLocation(next.place),
    hint: 'give the generator the present name of one of them',
  });
}

function kindChanged(next: Resource, old: Resource): InfraError {
  return new InfraError('KUSTOMIZATION', `${printId(next.id)} cannot change ${printId(old.id)}`, {
    location: placeLocation(next.place),
    hint: 'a patch gave that resource another kind',
  });
}
