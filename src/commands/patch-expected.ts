import { integerNode, type Mapping } from '../k8s/node.ts';
import { isMapping, nodeAt, withPath } from '../k8s/node.ts';
import type { ImageEntry } from '../kustomize/kustomization.ts';
import { ResourceSet } from '../kustomize/resource-set.ts';
import type { Resource } from '../kustomize/resource.ts';
import { InfraError } from '../lib/error.ts';
import type { ListedReplicas } from '../overlay/edit-kustomization.ts';
import { sameValue } from '../k8s/same-value.ts';
import { imageTransformer } from '../kustomize/transformers/images.ts';
import type { StepContext } from '../kustomize/transform.ts';

/** What resources of a build become; undefined: gone. */
export type Expected = Map<Resource, Mapping | undefined>;

/** The kinds whose count Kustomize's `replicas` sets. */
const WITH_REPLICAS = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];

/** Adds what new images make of a build to what is expected of it. */
export async function expectImages(
  images: readonly ImageEntry[],
  resources: readonly Resource[],
  expected: Expected,
  context: StepContext,
): Promise<void> {
  if (images.length === 0) return;
  const copies = resources.flatMap((resource) => {
    const root = expected.has(resource) ? expected.get(resource) : resource.root;
    if (root === undefined) return [];
    const copy = resource.copy();
    copy.root = root;
    return [[resource, copy, root] as const];
  });
  const set = new ResourceSet();
  set.appendAll(copies.map(([, copy]) => copy));
  for (const image of images)
    await imageTransformer({ image, fieldSpecs: context.config.images }).transform(set, context);
  for (const [resource, copy, root] of copies) {
    if (!sameValue(copy.root, root)) expected.set(resource, copy.root);
  }
}

/** Adds a count of replicas to what is expected. Throws InfraError PATCH for resources that have none. */
export function expectReplicas(count: number, resources: readonly Resource[], expected: Expected): void {
  for (const resource of resources) {
    const { kind, name, root } = resource;
    if (!WITH_REPLICAS.includes(kind)) {
      throw new InfraError('PATCH', `${kind}/${name} has no count that the replicas of a kustomization set`, {
        hint:
          isMapping(root.get('spec')) && nodeAt(root, ['spec', 'replicas']) !== undefined
            ? 'use --set spec.replicas=N'
            : `those that have are ${WITH_REPLICAS.join(', ')}`,
      });
    }
    const present = expected.has(resource) ? expected.get(resource) : root;
    if (present !== undefined)
      expected.set(resource, withPath(present, ['spec', 'replicas'], integerNode(count)));
  }
}

/** The entries of `replicas` for resources of a stage. Throws InfraError where a name is that of others too. */
export function replicaEntries(
  count: number,
  chosen: readonly Resource[],
  stage: readonly Resource[],
): ListedReplicas[] {
  return chosen.map(({ kind, name, id }) => {
    const namesake = stage.find(
      (other) => other.name === name && WITH_REPLICAS.includes(other.kind) && !chosen.includes(other),
    );
    if (namesake === undefined) return { name, count };
    const also =
      namesake.kind === kind ? `${kind}/${name} in ${namesake.namespace}` : `${namesake.kind}/${name}`;
    throw new InfraError(
      'PATCH',
      `replicas go by name alone, and ${also} has the name of ${id.kind}/${name}`,
      {
        hint: 'use --set spec.replicas=N',
      },
    );
  });
}
