import type { Rendered } from '../helm/render.ts';
import { InfraError } from '../lib/error.ts';
import { sortBytes } from '../lib/utf8.ts';
import { fileNames } from './file-name.ts';
import { splitResources, type Resource } from './split.ts';

/** The files of a base by their path inside it. */
export type Base = ReadonlyMap<string, string>;

/**
 * A rendered chart as a Kustomize base: one resource a file, and a kustomization.yaml that lists them. Throws InfraError
 * MANIFEST when a document is no object, or when two templates give the same object.
 */
export function makeBase(rendered: Pick<Rendered, 'crds' | 'manifests' | 'hooks'>): Base {
  const resources = withoutRepeats(splitResources(rendered));
  const names = fileNames(resources);
  const files = new Map(resources.map(({ content }, index) => [names[index]!, content]));
  const sorted = sortBytes([...names]);
  return new Map([
    ['kustomization.yaml', kustomization(sorted)],
    ...sorted.map((name) => [name, files.get(name)!] as const),
  ]);
}

function kustomization(names: readonly string[]): string {
  const list = names.length === 0 ? ' []' : names.map((name) => `\n- ${name}`).join('');
  return `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:${list}\n`;
}

/** Drops a CRD that comes twice with the same text (from crds/ and from a template); any other repetition is an error. */
function withoutRepeats(resources: readonly Resource[]): Resource[] {
  const known = new Map<string, Resource>();
  for (const resource of resources) {
    const identity = `${resource.group}|${resource.kind}|${resource.namespace}|${resource.name}`;
    const first = known.get(identity);
    if (first === undefined) known.set(identity, resource);
    else if (resource.kind !== 'CustomResourceDefinition' || resource.content !== first.content)
      throw twice(first, resource);
  }
  return [...known.values()];
}

function twice(first: Resource, second: Resource): InfraError {
  const { kind, name, namespace } = first;
  const where = namespace === '' ? '' : ` in namespace ${namespace}`;
  const places =
    first.path === second.path ? `twice by ${first.path}` : `by ${first.path} and by ${second.path}`;
  return new InfraError('MANIFEST', `${kind}/${name}${where} is rendered ${places}`, {
    location: { file: second.path },
    hint: 'a base holds each object once: switch one of them off with a value of the chart',
  });
}
