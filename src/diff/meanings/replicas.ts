import { nodeAt, textOf, type Mapping } from '../../k8s/node.ts';
import type { DifferentResource, Meaning } from '../meaning.ts';

const SCALED = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController', 'Rollout'];

/** How many pods there are to be; none at all is a danger. */
export function replicas({ change, name, before, after }: DifferentResource): Meaning[] {
  if (change !== 'changed') return [];
  if (name.kind === 'HorizontalPodAutoscaler') return bounds(before, after);
  if (!SCALED.includes(name.kind)) return [];
  const [old, present] = [replicasOf(before), replicasOf(after)];
  if (old === present || present === undefined) return [];
  if (present === 0)
    return [{ code: 'REPLICAS', severity: 'danger', sentence: 'all its pods stop: 0 replicas' }];
  const isLess = old !== undefined && present < old;
  const sentence =
    old === undefined ? `${present} replicas, whatever they were` : `${old} → ${present} replicas`;
  return [{ code: 'REPLICAS', severity: isLess ? 'notice' : 'routine', sentence }];
}

function replicasOf(workload: Mapping | undefined): number | undefined {
  return numberAt(workload, 'replicas');
}

function bounds(before: Mapping | undefined, after: Mapping | undefined): Meaning[] {
  const texts = ['minReplicas', 'maxReplicas'].flatMap((field) => {
    const [old, present] = [numberAt(before, field), numberAt(after, field)];
    return old === present ? [] : [`${field} ${old ?? 'none'} → ${present ?? 'none'}`];
  });
  return texts.length === 0 ? [] : [{ code: 'REPLICAS', severity: 'notice', sentence: texts.join(', ') }];
}

function numberAt(resource: Mapping | undefined, field: string): number | undefined {
  const text = textOf(nodeAt(resource, ['spec', field]));
  return text === undefined ? undefined : Number(text);
}
