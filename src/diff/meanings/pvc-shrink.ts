import { nodeAt, textOf, type Mapping } from '../../k8s/node.ts';
import type { DifferentResource, Meaning } from '../meaning.ts';
import { quantityOf } from '../quantity.ts';

/** No volume gets smaller. */
export function pvcShrink({ change, name, before, after }: DifferentResource): Meaning[] {
  if (change !== 'changed' || name.kind !== 'PersistentVolumeClaim') return [];
  const [from, to] = [sizeOf(before), sizeOf(after)];
  const [old, present] = [quantityOf(from), quantityOf(to)];
  if (old === undefined || present === undefined || present >= old) return [];
  const sentence = `the API server will refuse this: a volume cannot shrink (${from} → ${to})`;
  return [{ code: 'PVC_SHRINK', severity: 'danger', sentence }];
}

function sizeOf(claim: Mapping | undefined): string {
  return textOf(nodeAt(claim, ['spec', 'resources', 'requests', 'storage'])) ?? '';
}
