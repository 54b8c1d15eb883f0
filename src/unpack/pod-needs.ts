import type { Plain } from '../k8s/plain.ts';
import { mapAt, titleOf, type PlainMap, type Resource } from './resource.ts';

/** Fields that name another object, by the key of the mapping that they stand in. */
const REFERENCES: Readonly<Record<string, readonly [kind: string, field: string]>> = {
  configMap: ['ConfigMap', 'name'],
  configMapRef: ['ConfigMap', 'name'],
  configMapKeyRef: ['ConfigMap', 'name'],
  secret: ['Secret', 'secretName'],
  secretRef: ['Secret', 'name'],
  secretKeyRef: ['Secret', 'name'],
  persistentVolumeClaim: ['PersistentVolumeClaim', 'claimName'],
};

/** What pods cannot start without, as `kind/name`: service accounts, configuration, secrets, volumes. */
export function podNeeds({ data }: Resource): Set<string> {
  const needs = new Set<string>();
  visit(data, (key, map) => {
    const account = map.get('serviceAccountName');
    if (typeof account === 'string') needs.add(`ServiceAccount/${account}`);
    const reference = Object.hasOwn(REFERENCES, key) ? REFERENCES[key] : undefined;
    if (reference === undefined || map.get('optional') === true) return;
    const [kind, field] = reference;
    const name = map.get(field) ?? map.get('name');
    if (typeof name === 'string') needs.add(`${kind}/${name}`);
  });
  return needs;
}

/** The images that a resource's containers run. */
export function imagesOf({ data }: Resource): Set<string> {
  const images = new Set<string>();
  visit(data, (_, map) => {
    for (const field of ['containers', 'initContainers']) {
      const containers = map.get(field);
      if (!Array.isArray(containers)) continue;
      for (const container of containers) {
        const image = container instanceof Map ? container.get('image') : undefined;
        if (typeof image === 'string') images.add(image);
      }
    }
  });
  return images;
}

/** The permissions of service accounts, as `kind/name`: the bindings that name one, and their roles. */
export function permissionsOf(accounts: ReadonlySet<string>, resources: readonly Resource[]): Set<string> {
  const found = new Set<string>();
  for (const resource of resources) {
    const role = mapAt(resource.data, 'roleRef');
    const subjects = resource.data.get('subjects');
    if (role === undefined || !Array.isArray(subjects)) continue;
    if (!subjects.some((subject) => accounts.has(subjectTitle(subject)))) continue;
    found.add(titleOf(resource));
    const [kind, name] = [role.get('kind'), role.get('name')];
    if (typeof kind === 'string' && typeof name === 'string') found.add(`${kind}/${name}`);
  }
  return found;
}

function subjectTitle(subject: Plain): string {
  if (!(subject instanceof Map)) return '';
  const [kind, name] = [subject.get('kind'), subject.get('name')];
  return typeof kind === 'string' && typeof name === 'string' ? `${kind}/${name}` : '';
}

/** Shows each mapping, with the key that it or its list stands under. */
function visit(value: Plain, show: (key: string, map: PlainMap) => void, key = ''): void {
  if (Array.isArray(value)) for (const item of value) visit(item, show, key);
  else if (value instanceof Map) {
    show(key, value);
    for (const [field, each] of value) visit(each, show, field);
  }
}
