import { DEFAULT_NAMESPACE, effectiveNamespace, NO_NAMESPACE, type ResourceId } from './resource-id.ts';
import type { Resource } from './resource.ts';

/** A resource that had other names before, so that references may have to follow it. */
export interface Candidate {
  readonly resource: Resource;
  readonly previousIds: readonly ResourceId[];
  /** The namespaces that count, now and at first. */
  readonly namespace: string;
  readonly originalNamespace: string;
  readonly isClusterScoped: boolean;
}

/** What decides which resources a referring one can mean. */
export interface Referrer {
  readonly resource: Resource;
  readonly namespace: string;
  readonly isClusterScoped: boolean;
  /** The namespaces, as written, of ServiceAccounts that a RoleBinding names. */
  readonly accountNamespaces: ReadonlySet<string>;
}

/** The candidates that had one name; by namespace once that was asked for. */
interface Namesakes {
  readonly all: Candidate[];
  byNamespace: ReadonlyMap<string, readonly Candidate[]> | undefined;
}

/** Where the resources that began in one namespace are now. */
interface Emigrants {
  readonly namespaces: Set<string>;
  readonly written: Set<string>;
}

const NONE: readonly Candidate[] = [];

/** The resources of a build that references may follow, by the names they had. */
export class ReferralCandidates {
  private readonly resources: readonly Resource[];
  private readonly byName = new Map<string, Namesakes>();
  private emigrants: Map<string, Emigrants> | undefined;

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
    for (const resource of resources) {
      if (resource.previousIds.length > 0) this.add(candidateOf(resource));
    }
  }

  /** Whether any resource had the name. */
  has(name: string): boolean {
    return this.byName.has(name);
  }

  /**
   * The resources that had the name and that the referrer can mean: those of its namespace, cluster-scoped ones, and
   * ServiceAccounts of namespaces that a RoleBinding names; all for a cluster-scoped referrer.
   */
  named(name: string, referrer: Referrer): readonly Candidate[] {
    const namesakes = this.byName.get(name);
    if (namesakes === undefined) return NONE;
    if (referrer.isClusterScoped) return namesakes.all;
    const byNamespace = (namesakes.byNamespace ??= groupedByNamespace(namesakes.all));
    const near = byNamespace.get(referrer.namespace) ?? NONE;
    const above = byNamespace.get(NO_NAMESPACE) ?? NONE;
    const found = above.length === 0 ? near : [...near, ...above];
    return referrer.accountNamespaces.size === 0
      ? found
      : [...found, ...accountsElsewhere(byNamespace, referrer)];
  }

  /**
   * The test of a candidate for the namespace written beside a name: it began in that namespace, if anything did that the
   * referrer can see, or else is there now.
   */
  namespaceTest(written: string, referrer: Referrer): (candidate: Candidate) => boolean {
    if (written === NO_NAMESPACE) return () => false;
    return this.beganIn(written, referrer)
      ? ({ originalNamespace }) => originalNamespace === written
      : ({ namespace }) => namespace === written;
  }

  private beganIn(namespace: string, referrer: Referrer): boolean {
    const emigrants = (this.emigrants ??= emigrantsOf(this.resources)).get(namespace);
    if (emigrants === undefined) return false;
    if (referrer.isClusterScoped) return true;
    const { namespaces, written } = emigrants;
    if (namespaces.has(referrer.namespace) || namespaces.has(NO_NAMESPACE)) return true;
    for (const account of referrer.accountNamespaces) if (written.has(account)) return true;
    return false;
  }

  private add(candidate: Candidate): void {
    for (const { name } of candidate.previousIds) {
      const namesakes = this.byName.get(name);
      if (namesakes === undefined) this.byName.set(name, { all: [candidate], byNamespace: undefined });
      else if (namesakes.all.at(-1) !== candidate) namesakes.all.push(candidate);
    }
  }
}

function groupedByNamespace(candidates: readonly Candidate[]): ReadonlyMap<string, readonly Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const group = groups.get(candidate.namespace);
    if (group === undefined) groups.set(candidate.namespace, [candidate]);
    else group.push(candidate);
  }
  return groups;
}

function candidateOf(resource: Resource): Candidate {
  const { previousIds } = resource;
  const namespace = effectiveNamespace(resource.id);
  return {
    resource,
    previousIds,
    namespace,
    originalNamespace: previousIds[0]!.namespace,
    isClusterScoped: namespace === NO_NAMESPACE,
  };
}

function* accountsElsewhere(
  byNamespace: ReadonlyMap<string, readonly Candidate[]>,
  { namespace, accountNamespaces }: Referrer,
): Iterable<Candidate> {
  for (const written of accountNamespaces) {
    const elsewhere = written === '' ? DEFAULT_NAMESPACE : written;
    if (elsewhere === namespace) continue;
    for (const candidate of byNamespace.get(elsewhere) ?? NONE) {
      const { resource } = candidate;
      if (resource.kind === 'ServiceAccount' && resource.namespace === written) yield candidate;
    }
  }
}

function emigrantsOf(resources: readonly Resource[]): Map<string, Emigrants> {
  const byOrigin = new Map<string, Emigrants>();
  for (const { id, previousIds } of resources) {
    const namespace = effectiveNamespace(id);
    const origin = previousIds[0]?.namespace ?? namespace;
    let emigrants = byOrigin.get(origin);
    if (emigrants === undefined)
      byOrigin.set(origin, (emigrants = { namespaces: new Set(), written: new Set() }));
    emigrants.namespaces.add(namespace);
    emigrants.written.add(id.namespace);
  }
  return byOrigin;
}
