import { builtInScope, scopeKey, type Scope } from '../k8s/scopes.ts';
import type { Notes } from './report.ts';
import { identityOf, mapAt, titleOf, withData, type PlainMap, type Resource } from './resource.ts';

/** Scopes of kinds by `group/Kind`, `/Kind` for the core group. */
export type Scopes = ReadonlyMap<string, Scope>;

/**
 * Writes the namespace into everything that lives in one, and takes it from what lives in none. A kind whose scope nobody says
 * keeps what the chart has, with a finding. `extra` counts first, then what Kubernetes serves, then the CRDs among the resources.
 */
export function explicitNamespaces(
  resources: readonly Resource[],
  namespace: string,
  extra: Scopes,
  notes: Notes,
): Resource[] {
  let custom: Scopes | undefined;
  const unknown = new Map<string, Resource[]>();
  const result = resources.map((resource) => {
    const key = scopeKey(resource.group, resource.kind);
    const scope = scopeOf(resource.group, resource.kind, extra, () => (custom ??= customScopes(resources)));
    if (scope === 'Namespaced') return inNamespace(resource, namespace, notes);
    if (scope === 'Cluster') return inNoNamespace(resource, notes);
    const others = unknown.get(key);
    if (others === undefined) unknown.set(key, [resource]);
    else others.push(resource);
    return resource;
  });
  for (const [key, found] of unknown) reportUnknown(key, found, notes);
  return result;
}

/** Whether objects of a kind live in a namespace; undefined where nobody says so. `custom` is what the chart's CRDs say. */
export function scopeOf(group: string, kind: string, extra: Scopes, custom: () => Scopes): Scope | undefined {
  const key = scopeKey(group, kind);
  return extra.get(key) ?? builtInScope(group, kind) ?? custom().get(key);
}

/** What the chart's own CRDs say. */
export function customScopes(resources: readonly Resource[]): Scopes {
  const scopes = new Map<string, Scope>();
  for (const { kind, data } of resources) {
    if (kind !== 'CustomResourceDefinition') continue;
    const spec = mapAt(data, 'spec');
    const scope = spec?.get('scope');
    const [group, custom] = [spec?.get('group'), mapAt(spec, 'names')?.get('kind')];
    if (typeof group !== 'string' || typeof custom !== 'string') continue;
    if (scope === 'Cluster' || scope === 'Namespaced') scopes.set(scopeKey(group, custom), scope);
  }
  return scopes;
}

function inNamespace(resource: Resource, namespace: string, notes: Notes): Resource {
  if (resource.namespace !== '') return resource;
  const metadata = withNamespace(mapAt(resource.data, 'metadata')!, namespace);
  const data = new Map(resource.data).set('metadata', metadata);
  const moved = { ...resource, namespace, data };
  notes.changed.push({ what: identityOf(moved), policy: 'namespaces', detail: `namespace ${namespace}` });
  return moved;
}

/** A new namespace stands behind the name. */
function withNamespace(metadata: PlainMap, namespace: string): PlainMap {
  if (metadata.has('namespace') || !metadata.has('name')) {
    return new Map(metadata).set('namespace', namespace);
  }
  const result: PlainMap = new Map();
  for (const [key, value] of metadata) {
    result.set(key, value);
    if (key === 'name') result.set('namespace', namespace);
  }
  return result;
}

function inNoNamespace(resource: Resource, notes: Notes): Resource {
  const metadata = mapAt(resource.data, 'metadata')!;
  if (!metadata.has('namespace')) return resource;
  const rest = new Map(metadata);
  rest.delete('namespace');
  const detail = `no namespace: ${resource.kind} lives in none`;
  const moved = withData({ ...resource, namespace: '' }, new Map(resource.data).set('metadata', rest));
  notes.changed.push({ what: identityOf(moved), policy: 'namespaces', detail });
  return moved;
}

function reportUnknown(key: string, found: readonly Resource[], notes: Notes): void {
  const titles = found.slice(0, 3).map(titleOf).join(', ');
  const kind = key.startsWith('/') ? key.slice(1) : key;
  notes.findings.push({
    code: 'UNKNOWN_SCOPE',
    severity: 'warning',
    message: `nothing says whether ${kind} lives in a namespace: ${titles}${found.length > 3 ? ', …' : ''} stay as the chart has them`,
    location: { file: found[0]!.template },
    hint: `say so under scopes: in app.yaml, e.g. ${kind}: Namespaced`,
  });
}
