import { ResourceSet } from '../kustomize/resource-set.ts';
import type { Resource } from '../kustomize/resource.ts';
import { selectTargets } from '../kustomize/select-target.ts';
import type { ListedTarget } from './edit-kustomization.ts';
import type { PatchStage } from './patch-stage.ts';

/** Room for an ending within the 255 bytes that file systems allow. */
const MAX_STEM = 220;

/**
 * What the files about a resource begin with: `<kind>-<name>` in lower case; group, then namespace, added where another
 * resource of the stage has the same.
 */
export function stemOf(resource: Resource, others: readonly Resource[]): string {
  const forms = [plain, withGroup, withNamespace];
  const form = forms.find((each) => {
    const stem = each(resource);
    return others.every((other) => other === resource || each(other) !== stem);
  });
  return (form ?? withNamespace)(resource).slice(0, MAX_STEM);
}

/** The first path with a stem and an ending that nothing else has. */
export function freePath(stem: string, ending: string, isTaken: (path: string) => boolean): string {
  let path = `${stem}${ending}`;
  for (let number = 2; isTaken(path); number++) path = `${stem}-${number}${ending}`;
  return path;
}

/** The target of a JSON patch that selects one resource of a stage and no other. */
export function targetOf({ id }: Resource, { resources }: PatchStage): ListedTarget {
  const { group, version, kind, name, namespace } = id;
  const target = {
    ...(group !== '' && { group }),
    version,
    kind,
    name,
    ...(namespace !== '' && { namespace }),
  };
  const set = new ResourceSet();
  set.appendAll(resources);
  const selector = { group, version, kind, name, namespace, labelSelector: '', annotationSelector: '' };
  if (selectTargets(set, selector).length === 1) return target;
  return { ...target, name: name.replace(/[.\\+*?()|[\]{}^$]/g, '\\$&') };
}

function plain({ id }: Resource): string {
  return inFileName(`${id.kind}-${id.name}`);
}

function withGroup({ id }: Resource): string {
  return inFileName(`${id.group === '' ? id.kind : `${id.kind}.${id.group}`}-${id.name}`);
}

function withNamespace(resource: Resource): string {
  const { namespace } = resource;
  return namespace === '' ? withGroup(resource) : inFileName(`${withGroup(resource)}.${namespace}`);
}

function inFileName(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9.-]/g, '-');
}
