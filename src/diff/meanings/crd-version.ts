import { nodeAt, textOf, type Mapping } from '../../k8s/node.ts';
import type { DifferentResource, Meaning } from '../meaning.ts';
import { elementsOf } from '../pod-specs.ts';

/** Resources of a version that is served no more cannot be read or written any more. */
export function crdVersion({ change, name, before, after }: DifferentResource): Meaning[] {
  if (change !== 'changed' || name.kind !== 'CustomResourceDefinition') return [];
  const served = servedVersions(after);
  const gone = servedVersions(before).filter((version) => !served.includes(version));
  if (gone.length === 0) return [];
  const sentence = `what uses ${gone.join(', ')} breaks: it is served no more`;
  return [{ code: 'CRD_VERSION', severity: 'danger', sentence }];
}

function servedVersions(definition: Mapping | undefined): string[] {
  return elementsOf(nodeAt(definition, ['spec', 'versions']))
    .filter((version) => textOf(version.get('served')) === 'true')
    .map((version) => textOf(version.get('name')) ?? '');
}
