import { sameNode } from '../k8s/node.ts';
import { InfraError } from '../lib/error.ts';
import type { Selector } from './kustomization.ts';
import { entryLocation } from './location.ts';
import { nearNames } from '../lib/near-names.ts';
import type { PatchRun } from './patch-run.ts';
import { placeLocation } from './place.ts';
import { printId } from './resource-id.ts';
import type { ResourceSet } from './resource-set.ts';
import type { Resource } from './resource.ts';
import { selectTargets } from './select-target.ts';

/** Changes one resource. */
export type Change = (resource: Resource) => void;

/**
 * Changes all resources that a target selects; finds fault where there are none. Throws InfraError for a target that is none.
 */
export function changeSelected(target: Selector, run: PatchRun, change: Change): void {
  const selected = selectTargets(run.set, target);
  if (selected.length > 0) changeAll(selected, run, change);
  else sayUnmatched(target, run);
}

/** Changes the resource that a patch names. Throws InfraError where there is none, or are several. */
export function changeNamed(document: Resource, run: PatchRun, change: Change): void {
  changeAll([namedBy(document, run.set)], run, change);
}

/** Changes resources; finds fault where none is another one afterwards. */
function changeAll(resources: readonly Resource[], run: PatchRun, change: Change): void {
  let isChanged = false;
  let areIdsChanged = false;
  for (const resource of resources) {
    const { root, key } = resource;
    change(resource);
    isChanged ||= resource.isDeleted || !sameNode(root, resource.root);
    areIdsChanged ||= !resource.isDeleted && resource.key !== key;
  }
  if (areIdsChanged) run.set.idsChanged();
  if (!isChanged) sayUnchanged(resources, run);
}

/** The one resource that has, or had, the id of a patch. */
function namedBy({ originalId, place }: Resource, set: ResourceSet): Resource {
  const found = set.withAnyId(originalId).filter(({ isDeleted }) => !isDeleted);
  const [resource] = found;
  if (resource !== undefined && found.length === 1) return resource;
  const id = printId(originalId);
  const location = place.line === undefined ? {} : { location: placeLocation(place) };
  if (resource !== undefined) {
    throw new InfraError('PATCH', `${found.length} resources have or had the id of the patch, ${id}`, {
      ...location,
      hint: 'use a target that selects one of them, or the present names',
    });
  }
  throw new InfraError('PATCH', `no resource has the id of the patch, ${id}`, {
    ...location,
    ...nearHint(originalId, set, ({ id: near }) => printId(near)),
  });
}

/** A hint at resources with a name like this one, where there are some: those of the same kind first. */
function nearHint(
  { kind, name }: { kind: string; name: string },
  set: ResourceSet,
  print: (resource: Resource) => string,
): { hint?: string } {
  const resources = set.resources.filter(({ isDeleted }) => !isDeleted);
  const names = nearNames(name, new Set(resources.map((resource) => resource.name)));
  const near = resources.filter((resource) => names.includes(resource.name));
  near.sort((a, b) => Number(b.kind === kind) - Number(a.kind === kind));
  const shown = near.slice(0, 3).map(print);
  return shown.length === 0 ? {} : { hint: `there is ${shown.join(', ')}` };
}

function printShort({ kind, name, namespace }: Resource): string {
  return `${kind}/${name}${namespace === '' ? '' : ` in ${namespace}`}`;
}

function sayUnmatched(selector: Selector, { set, context, at }: PatchRun): void {
  context.session.addFinding({
    code: 'PATCH_MATCHES_NOTHING',
    severity: 'warning',
    message: 'the target of the patch selects no resource',
    location: entryLocation(context, [...at, 'target']),
    ...(selector.name === '' ? {} : nearHint(selector, set, printShort)),
  });
}

function sayUnchanged(resources: readonly Resource[], { context, at }: PatchRun): void {
  const [first] = resources;
  const others = resources.length === 1 ? '' : ` and ${resources.length - 1} more`;
  context.session.addFinding({
    code: 'PATCH_CHANGES_NOTHING',
    severity: 'warning',
    message: `the patch changes nothing in ${printId(first!.id)}${others}`,
    location: entryLocation(context, at),
  });
}
