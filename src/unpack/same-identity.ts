import { writeReadable } from '../k8s/yaml/write-readable.ts';
import { InfraError } from '../lib/error.ts';
import type { Notes } from './report.ts';
import { identityOf, titleOf, type Resource } from './resource.ts';

/**
 * The resources, each of which must be the only one of its identity. CRDs of `crds/` folders with the same content are taken once,
 * which is reported. Throws InfraError MANIFEST that names both templates.
 */
export function withoutRepeats(resources: readonly Resource[], notes: Notes): Map<string, Resource> {
  const known = new Map<string, Resource>();
  for (const resource of resources) {
    if (resource.name === '') throw withoutName(resource);
    const identity = identityOf(resource);
    const first = known.get(identity);
    if (first === undefined) known.set(identity, resource);
    else if (!isSameCrd(first, resource)) throw twice(first, resource);
    else notes.dropped.push({ what: identity, why: `${first.template} holds the same` });
  }
  return known;
}

function isSameCrd(first: Resource, second: Resource): boolean {
  if (first.kind !== 'CustomResourceDefinition' || !first.isCrdFile || !second.isCrdFile) return false;
  return writeReadable(first.data) === writeReadable(second.data);
}

function twice(first: Resource, second: Resource): InfraError {
  const { namespace, template } = first;
  const where = namespace === '' ? '' : ` in namespace ${namespace}`;
  const places =
    template === second.template ? `twice by ${template}` : `by ${template} and by ${second.template}`;
  return new InfraError('MANIFEST', `${titleOf(first)}${where} is rendered ${places}`, {
    location: { file: second.template },
    hint: 'a base holds each object once: switch one of them off with a value of the chart',
  });
}

function withoutName({ kind, template }: Resource): InfraError {
  return new InfraError('MANIFEST', `${template} rendered a ${kind} with a generateName and no name`, {
    location: { file: template },
    hint: 'Kustomize and Argo CD need a name: switch it off with a value of the chart',
  });
}
