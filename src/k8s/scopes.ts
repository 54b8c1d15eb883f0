import { CLUSTER_SCOPED } from './tables/cluster-scoped.ts';
import { CLUSTER_WIDE, NAMESPACED } from './tables/scopes.ts';

export type Scope = 'Cluster' | 'Namespaced';

let known: Map<string, Scope> | undefined;

/** Where objects of a built-in kind live; undefined for kinds that no known version of Kubernetes has. */
export function builtInScope(group: string, kind: string): Scope | undefined {
  known ??= readTables();
  return known.get(scopeKey(group, kind));
}

/** What scope tables know a kind by: `apps/Deployment`, `/Service`. */
export function scopeKey(group: string, kind: string): string {
  return `${group}/${kind}`;
}

function readTables(): Map<string, Scope> {
  const scopes = new Map<string, Scope>();
  for (const [kind, versions] of Object.entries(CLUSTER_SCOPED)) {
    for (const version of versions.split(' ')) {
      const slash = version.indexOf('/');
      scopes.set(scopeKey(slash === -1 ? '' : version.slice(0, slash), kind), 'Cluster');
    }
  }
  addLines(scopes, CLUSTER_WIDE, 'Cluster');
  addLines(scopes, NAMESPACED, 'Namespaced');
  return scopes;
}

function addLines(scopes: Map<string, Scope>, table: string, scope: Scope): void {
  for (const line of table.trim().split('\n')) {
    const [group = '', ...kinds] = line.split(' ');
    for (const kind of kinds) scopes.set(scopeKey(group === 'core' ? '' : group, kind), scope);
  }
}
