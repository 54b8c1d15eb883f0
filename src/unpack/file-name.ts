import { compareBytes } from '../lib/utf8.ts';
import { identityOf, type Named } from './resource.ts';

/** Room for `.yaml` and a number within the 255 bytes that file systems allow. */
const MAX_STEM = 240;
/** What a lock can have given; anything else, a path to elsewhere for one, is not believed. */
const LOCKED_NAME = /^(?:crds\/)?[a-z0-9][a-z0-9.-]*\.yaml$/;
const LONGEST_NAME = 255;
const FORMS = [plain, withGroup, withNamespace] as const;

/**
 * A file name for each resource, by its identity: the one that `locked` gives it, else `<kind>-<name>.yaml`; where that would
 * clash the group comes in (`<kind>.<group>-<name>.yaml`), then the namespace (`<kind>-<name>.<namespace>.yaml`), at last a
 * number. CRDs stand in `crds/`.
 */
export function fileNames(
  resources: readonly Named[],
  locked: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set(['kustomization.yaml']);
  const fresh: { readonly identity: string; readonly resource: Named }[] = [];
  for (const resource of resources) {
    const identity = identityOf(resource);
    const name = locked.get(identity);
    if (name === undefined || !canBeLocked(name) || taken.has(name)) fresh.push({ identity, resource });
    else {
      names.set(identity, name);
      taken.add(name);
    }
  }
  fresh.sort((a, b) => compareBytes(a.identity, b.identity));
  const stems = stemsOf(
    fresh.map(({ resource }) => resource),
    taken,
  );
  const counts = new Map<string, number>();
  fresh.forEach(({ identity }, index) => names.set(identity, numbered(stems[index]!, taken, counts)));
  return names;
}

/** Each resource takes the first form that nothing else has, or else the last. */
function stemsOf(resources: readonly Named[], taken: ReadonlySet<string>): string[] {
  const level = resources.map(() => 0);
  const stems = () => resources.map((resource, index) => stem(resource, level[index]!));
  for (let step = 1; step < FORMS.length; step++) {
    for (const index of clashing(stems(), taken)) level[index] = step;
  }
  return stems();
}

function stem(resource: Named, level: number): string {
  const text = FORMS[level]!(resource)
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-')
    .slice(0, MAX_STEM);
  return resource.kind === 'CustomResourceDefinition' ? `crds/${text}` : text;
}

function plain({ kind, name }: Named): string {
  return `${kind}-${name}`;
}

function withGroup({ group, kind, name }: Named): string {
  return `${group === '' ? kind : `${kind}.${group}`}-${name}`;
}

function withNamespace(resource: Named): string {
  const { namespace } = resource;
  return namespace === '' ? withGroup(resource) : `${withGroup(resource)}.${namespace}`;
}

/** The positions whose text occurs more than once, or is taken. */
function clashing(texts: readonly string[], taken: ReadonlySet<string>): number[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return texts.flatMap((text, index) => (counts.get(text)! > 1 || taken.has(`${text}.yaml`) ? [index] : []));
}

/** The first free name; `counts` holds the number that each text has come to. */
function numbered(text: string, taken: Set<string>, counts: Map<string, number>): string {
  let number = counts.get(text) ?? 1;
  let name = number === 1 ? `${text}.yaml` : `${text}-${number}.yaml`;
  while (taken.has(name)) name = `${text}-${++number}.yaml`;
  counts.set(text, number);
  taken.add(name);
  return name;
}

function canBeLocked(name: string): boolean {
  return name.length - (name.lastIndexOf('/') + 1) <= LONGEST_NAME && LOCKED_NAME.test(name);
}
