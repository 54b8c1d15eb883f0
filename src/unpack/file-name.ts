import type { Resource } from './split.ts';

/** Room for `.yaml` and a number within the 255 bytes that file systems allow. */
const MAX_STEM = 240;

type Named = Pick<Resource, 'group' | 'kind' | 'namespace' | 'name'>;

/**
 * A file name for each resource, in their order: `<kind>-<name>.yaml`; where two would clash the group comes in
 * (`<kind>.<group>-<name>.yaml`), then the namespace (`<kind>-<name>.<namespace>.yaml`), at last a number.
 */
export function fileNames(resources: readonly Named[]): string[] {
  const forms = [plain, withGroup, withNamespace];
  const level = resources.map(() => 0);
  for (let step = 1; step < forms.length; step++) {
    const stems = resources.map((resource, index) => forms[level[index]!]!(resource));
    for (const index of clashing(stems)) level[index] = step;
  }
  return numbered(resources.map((resource, index) => forms[level[index]!]!(resource)));
}

function plain({ kind, name }: Named): string {
  return stem(`${kind}-${name}`);
}

function withGroup({ group, kind, name }: Named): string {
  return stem(`${group === '' ? kind : `${kind}.${group}`}-${name}`);
}

function withNamespace(resource: Named): string {
  const { namespace } = resource;
  return namespace === '' ? withGroup(resource) : stem(`${withGroup(resource)}.${namespace}`);
}

function stem(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-')
    .slice(0, MAX_STEM);
}

/** The positions whose text occurs more than once. */
function clashing(texts: readonly string[]): number[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return texts.flatMap((text, index) => (counts.get(text)! > 1 ? [index] : []));
}

function numbered(stems: readonly string[]): string[] {
  const taken = new Set<string>(['kustomization']);
  return stems.map((text) => {
    let name = text;
    for (let number = 2; taken.has(name); number++) name = `${text}-${number}`;
    taken.add(name);
    return `${name}.yaml`;
  });
}
