import type { Built } from './describe-chart.ts';
import type { Container, PodSpec, Resource } from './resources.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

/** The pod specs of a build, each with the title of its workload. */
export function podSpecs(built: Built): readonly (readonly [title: string, spec: PodSpec])[] {
  return built
    .kinds(...WORKLOADS)
    .map((resource) => [`${resource.kind}/${resource.metadata.name}`, podSpecOf(resource)]);
}

/** The pod spec of a workload. */
export function podSpecOf({ kind, spec }: Resource): PodSpec {
  return (kind === 'CronJob' ? spec.jobTemplate.spec.template : spec.template).spec;
}

/** All containers of a pod, those that run first included. */
export function containersOf({ initContainers, containers }: PodSpec): readonly Container[] {
  return [...(initContainers ?? []), ...containers];
}

/** The container of a name. */
export function containerOf(spec: PodSpec, name: string): Container {
  const found = containersOf(spec).find((container) => container.name === name);
  if (found === undefined) throw new Error(`no container ${name}`);
  return found;
}
