import { fieldOf, isMapping, isSequence, nodeAt, textOf, type Mapping, type Node } from '../k8s/node.ts';

const MAKERS_OF_PODS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'Rollout',
];

/** The path of the pod template of a kind; undefined for kinds that have none. */
export function templatePath(kind: string): readonly string[] | undefined {
  if (kind === 'CronJob') return ['spec', 'jobTemplate', 'spec', 'template'];
  return MAKERS_OF_PODS.includes(kind) ? ['spec', 'template'] : undefined;
}

/** What pods a resource makes, or is; undefined for one that has nothing to do with pods. */
export function podSpec(resource: Mapping | undefined): Mapping | undefined {
  const kind = textOf(resource?.get('kind')) ?? '';
  const path = kind === 'Pod' ? [] : templatePath(kind);
  const spec = path && nodeAt(resource, [...path, 'spec']);
  return isMapping(spec) ? spec : undefined;
}

const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'];

/** The containers of a pod by name, also those of its start. */
export function containersOf(spec: Mapping | undefined): Map<string, Mapping> {
  const containers = CONTAINER_LISTS.flatMap((list) => elementsOf(fieldOf(spec, list)));
  return new Map(containers.map((container) => [textOf(container.get('name')) ?? '', container]));
}

/** The mappings in a list; none where there is no list. */
export function elementsOf(node: Node | undefined): Mapping[] {
  return isSequence(node) ? node.filter(isMapping) : [];
}

/** The texts in a list; none where there is no list. */
export function textsOf(node: Node | undefined): string[] {
  return isSequence(node) ? node.flatMap((item) => textOf(item) ?? []) : [];
}
