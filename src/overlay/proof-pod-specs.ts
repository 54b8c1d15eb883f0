import type { Mapping } from '../k8s/node.ts';
import { containersOf, itemsAt, podSpec, textAt } from './proof-pods.ts';
import type { Problem } from './proof-problem.ts';

/** What a change did to the pods of a resource that the cluster will refuse. */
export function* podProblems(before: Mapping | undefined, after: Mapping, title: string): Iterable<Problem> {
  const spec = podSpec(after);
  if (spec === undefined) return;
  const old = before === undefined ? undefined : podSpec(before);
  yield* imagelessContainers(old, spec, title);
  yield* mixedVolumes(old, spec, title);
}

function* imagelessContainers(before: Mapping | undefined, spec: Mapping, title: string): Iterable<Problem> {
  const names =
    before === undefined ? [] : containersOf(before).map((container) => textAt(container, 'name'));
  for (const container of containersOf(spec)) {
    const name = textAt(container, 'name');
    if (textAt(container, 'image') !== '' || names.includes(name)) continue;
    yield {
      code: 'PATCH_ADDS_CONTAINER',
      message: `${title} would get a new container ${JSON.stringify(name)} that has no image`,
      ...(names.length > 0 && { hint: `its containers are ${names.join(', ')}` }),
    };
  }
}

function* mixedVolumes(before: Mapping | undefined, spec: Mapping, title: string): Iterable<Problem> {
  for (const volume of itemsAt(spec, 'volumes')) {
    const name = textAt(volume, 'name');
    const sources = sourcesOf(volume);
    const old = itemsAt(before, 'volumes').find((each) => textAt(each, 'name') === name);
    if (sources.length < 2 || (old !== undefined && sourcesOf(old).length >= sources.length)) continue;
    yield {
      code: 'PATCH_MIXES_VOLUMES',
      message: `the volume ${name} of ${title} would have ${sources.length} sources: ${sources.join(', ')}`,
      hint: `take the old one away too: --unset spec.template.spec.volumes.${name}.${sources.find((source) => old?.has(source)) ?? sources[0]!}`,
    };
  }
}

function sourcesOf(volume: Mapping): string[] {
  return [...volume.keys()].filter((key) => key !== 'name');
}
