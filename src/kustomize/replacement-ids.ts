import { isSelected } from './gvk.ts';
import type { ReplacementSource, Selector } from './kustomization.ts';
import { wholeTest, type Test } from './pattern.ts';
import type { ResourceId } from './resource-id.ts';
import type { Resource } from './resource.ts';

/** The ids a resource has and has had, as replacements look at them: the present namespace as it is written. */
export function idsOf(resource: Resource): readonly ResourceId[] {
  const { previousIds } = resource;
  return previousIds.length === 0 ? [resource.id] : [resource.id, ...previousIds];
}

/** Whether an id is that of a source: parts that are not given do not count, the others must be equal. */
export function isSourceId(id: ResourceId, source: ReplacementSource): boolean {
  return (
    (source.name === '' || source.name === id.name) &&
    (source.namespace === '' || orDefault(source.namespace) === orDefault(id.namespace)) &&
    isSelected(id, source)
  );
}

function orDefault(namespace: string): string {
  return namespace === '' ? 'default' : namespace;
}

/** A test of ids by a selector, whose parts are patterns for the whole of each part of an id. Throws InfraError for what is no pattern. */
export function idTest(selector: Selector): (id: ResourceId) => boolean {
  const tests: [keyof ResourceId, Test][] = [];
  for (const part of ['kind', 'name', 'namespace', 'group', 'version'] as const) {
    if (selector[part] !== '') tests.push([part, wholeTest(selector[part])]);
  }
  return (id) => tests.every(([part, test]) => test(id[part]));
}

/** Whether a selector says anything about ids. */
export function selectsIds({ group, version, kind, name, namespace }: Selector): boolean {
  return group + version + kind + name + namespace !== '';
}
