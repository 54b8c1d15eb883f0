import { nodeAt, textOf, type Mapping } from '../../k8s/node.ts';
import type { DifferentResource, Meaning, Severity } from '../meaning.ts';

/** What is lost with a resource of a kind. */
const LOSSES: Readonly<Record<string, readonly [Severity, string]>> = {
  StatefulSet: ['danger', 'its pods stop; its volumes stay, but nothing uses them'],
  PersistentVolumeClaim: ['danger', 'its volume goes, with all data unless the class retains it'],
  PersistentVolume: ['danger', 'the cluster forgets the volume'],
  Namespace: ['danger', 'everything in it goes too'],
  CustomResourceDefinition: ['danger', 'every resource of that kind goes too, in all namespaces'],
  NetworkPolicy: ['danger', 'traffic that it kept out is let in'],
  Deployment: ['notice', 'its pods stop'],
  DaemonSet: ['notice', 'its pods stop on all nodes'],
  ReplicaSet: ['notice', 'its pods stop'],
  Job: ['notice', 'its pods stop'],
  CronJob: ['notice', 'it runs no more'],
  Service: ['notice', 'its name and address are gone'],
  Ingress: ['notice', 'its hosts answer no more'],
  IngressClass: ['notice', 'nobody serves the ingresses that name it'],
  StorageClass: ['notice', 'no new volume can be had of it'],
  Secret: ['notice', 'what it holds is gone from the cluster'],
  ServiceAccount: ['notice', 'pods that run as it cannot start'],
  PodDisruptionBudget: ['notice', 'its pods may all be evicted at once'],
  ResourceQuota: ['notice', 'its limits hold no more'],
  HorizontalPodAutoscaler: ['notice', 'the number of pods stays as it is'],
};

/** What is in Git no more is taken from the cluster. */
export function prune({ change, name, formerName, before }: DifferentResource): Meaning[] {
  if (change !== 'removed' || before === undefined)
    return formerName === undefined ? [] : renamed(formerName.name, name.name);
  if (isKept(before)) {
    return [
      {
        code: 'PRUNE',
        severity: 'routine',
        sentence: 'it stays in the cluster, since it says that it is not to be pruned',
      },
    ];
  }
  const [severity, loss] = LOSSES[name.kind] ?? (['routine', undefined] as const);
  const sentence = `it will be pruned${loss === undefined ? '' : `: ${loss}`}`;
  return [{ code: 'PRUNE', severity, sentence }];
}

function renamed(former: string, name: string): Meaning[] {
  if (former === name) return [];
  return [{ code: 'PRUNE', severity: 'routine', sentence: `${former} will be pruned, it takes its place` }];
}

function isKept(resource: Mapping): boolean {
  const annotation = (name: string): string =>
    textOf(nodeAt(resource, ['metadata', 'annotations', name])) ?? '';
  const options = annotation('argocd.argoproj.io/sync-options').split(',');
  return options.some((option) => option.trim() === 'Prune=false');
}
