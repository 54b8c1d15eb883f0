import { nodeAt, textOf } from '../../k8s/node.ts';
import type { Resource } from '../resource.ts';

/** The annotation in which Kustomize keeps whether a name is to end with a hash. */
export const HASH_ANNOTATION = 'internal.config.kubernetes.io/needsHashSuffix';

/** Whether the name of a resource is to end with a hash: as its generator said, unless somebody annotated it otherwise. */
export function needsHash(resource: Resource): boolean {
  const written = textOf(nodeAt(resource.root, ['metadata', 'annotations', HASH_ANNOTATION]));
  return written === undefined ? resource.needsHash : written === 'enabled';
}
