import type { Mapping } from '../k8s/node.ts';
import { builtInScope } from '../k8s/scopes.ts';
import { containersOf, itemsAt, podSpec, textAt } from './proof-pods.ts';
import type { Problem } from './proof-problem.ts';

/** What a change did to the pods of a resource that the cluster will refuse. */
export function* podProblems(before: Mapping | undefined, after: Mapping, title: string): Iterable<Problem> {
  const spec = podSpec(after);
  if (spec === undefined) return;
  const old = before === undefined ? undefined : podSpec(before);
  yield* imagelessContainers(old, spec, title);
  yield* mixedVolumes(old, spec, title);
  yield* missingVolumes(before, after, title);
}

/** Mounts of volumes that the pods do not have; what runs pods of custom resources may add some. */
function* missingVolumes(before: Mapping | undefined, after: Mapping, title: string): Iterable<Problem> {
  const [group = ''] = textAt(after, 'apiVersion').split(/\/?[^/]*$/);
  if (builtInScope(group, textAt(after, 'kind')) === undefined) return;
  const known = new Set([...mountsOfNothing(before)].map(({ key }) => key));
  const names = [...volumesOf(after)];
  for (const { key, container, volume } of mountsOfNothing(after)) {
    if (known.has(key)) continue;
    yield {
      code: 'PATCH_MOUNTS_NOTHING',
      message: `the container ${container} of ${title} would mount a volume ${volume} that its pods do not have`,
      hint:
        names.length === 0
          ? `add it too: --set 'spec.template.spec.volumes.${volume}.emptyDir={}', for example`
          : `add it to volumes too; there is ${names.join(', ')}`,
    };
  }
}

function* mountsOfNothing(
  root: Mapping | undefined,
): Iterable<{ readonly key: string; readonly container: string; readonly volume: string }> {
  const spec = root === undefined ? undefined : podSpec(root);
  if (root === undefined || spec === undefined) return;
  const names = volumesOf(root);
  for (const each of containersOf(spec)) {
    const container = textAt(each, 'name');
    for (const mount of [...itemsAt(each, 'volumeMounts'), ...itemsAt(each, 'volumeDevices')]) {
      const volume = textAt(mount, 'name');
      if (!names.has(volume)) yield { key: `${container}\n${volume}`, container, volume };
    }
  }
}

/** The volumes of pods, those that are claimed for each included. */
function volumesOf(root: Mapping): Set<string> {
  const own = itemsAt(podSpec(root), 'volumes').map((volume) => textAt(volume, 'name'));
  const claims = itemsAt(root.get('spec'), 'volumeClaimTemplates');
  return new Set([...own, ...claims.map((claim) => textAt(claim, 'metadata', 'name'))]);
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
