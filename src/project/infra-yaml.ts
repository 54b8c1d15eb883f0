import { InfraError } from '../lib/error.ts';
import {
  choiceAt,
  entriesAt,
  fieldsAt,
  readYamlPlace,
  textAt,
  textsAt,
  wrongAt,
  type Place,
} from './yaml-place.ts';

/** A Kubernetes cluster that targets are installed on. */
export interface Cluster {
  readonly phase: string;
  /** the address by which Argo CD knows it */
  readonly server?: string;
  readonly kubeVersion?: string;
  readonly apiVersions: readonly string[];
  /** who moves what Argo CD follows */
  readonly gate: Gate;
}

type Gate = 'none' | 'ci' | 'main';

/** What infra.yaml says. */
export interface InfraYaml {
  readonly clusters: ReadonlyMap<string, Cluster>;
  /** addresses of chart repositories by the name that charts are asked for with */
  readonly repositories: ReadonlyMap<string, string>;
  readonly git: {
    readonly remote: string;
    readonly branch: string;
    /** where Argo CD reads this repository, where that is not the remote's address */
    readonly url?: string;
  };
  readonly argocd: { readonly namespace: string };
  /** retired apps that are installed all the same */
  readonly acknowledged: ReadonlySet<string>;
  /** the versions of this tool that may write bases, as a constraint */
  readonly requires?: { readonly constraint: string; readonly place: Place };
}

const NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** What holds where infra.yaml says nothing. */
export const NO_INFRA_YAML: InfraYaml = {
  clusters: new Map(),
  repositories: new Map(),
  git: { remote: 'origin', branch: 'main' },
  argocd: { namespace: 'argocd' },
  acknowledged: new Set(),
};

/** Reads infra.yaml strictly. Throws InfraError PROJECT with the place of what it does not understand. */
export function readInfraYaml(text: string, file: string): InfraYaml {
  const fields = fieldsAt(readYamlPlace(text, file), [
    ...(['clusters', 'repositories', 'git', 'argocd', 'checks', 'acknowledged', 'requires'] as const),
  ]);
  const { clusters, repositories, git, argocd, acknowledged, requires } = fields;
  return {
    clusters: clusters === undefined ? new Map() : namedAt(clusters, 'cluster', readCluster),
    repositories: repositories === undefined ? new Map() : namedAt(repositories, 'repository', readAddress),
    git: git === undefined ? NO_INFRA_YAML.git : readGit(git),
    argocd: argocd === undefined ? NO_INFRA_YAML.argocd : readArgocd(argocd),
    acknowledged: new Set(acknowledged === undefined ? [] : textsAt(acknowledged)),
    ...(requires && { requires: { constraint: textAt(requires), place: requires } }),
  };
}

/** The entries of a mapping by names that are DNS labels. */
function namedAt<Item>(place: Place, noun: string, read: (entry: Place) => Item): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const [name, entry] of entriesAt(place)) {
    if (!NAME.test(name)) {
      const hint = 'use small letters, digits and hyphens, at most 63';
      throw wrongAt({ ...entry, isKey: true }, `cannot be the name of a ${noun}`, hint);
    }
    items.set(name, read(entry));
  }
  return items;
}

function readCluster(place: Place): Cluster {
  const fields = fieldsAt(place, ['phase', 'server', 'kubeVersion', 'apiVersions', 'gate']);
  const { phase, server, kubeVersion, apiVersions, gate } = fields;
  return {
    phase: phase === undefined ? 'dev' : textAt(phase),
    ...(server && { server: textAt(server) }),
    ...(kubeVersion && { kubeVersion: textAt(kubeVersion) }),
    apiVersions: apiVersions === undefined ? [] : textsAt(apiVersions),
    gate: gate === undefined ? 'none' : choiceAt(gate, ['none', 'ci', 'main']),
  };
}

function readAddress(place: Place): string {
  const address = textAt(place);
  const hint = 'credentials belong to the environment, never to Git';
  if (/^[a-z]+:\/\/[^/]*@/.test(address)) throw wrongAt(place, 'has credentials in its address', hint);
  if (/^(?:https?|oci):\/\/[^/]/.test(address)) return address.replace(/\/+$/, '');
  throw wrongAt(place, 'must be an https:// or oci:// address');
}

function readGit(place: Place): InfraYaml['git'] {
  const { remote, branch, url } = fieldsAt(place, ['remote', 'branch', 'url']);
  return {
    remote: remote === undefined ? NO_INFRA_YAML.git.remote : textAt(remote),
    branch: branch === undefined ? NO_INFRA_YAML.git.branch : textAt(branch),
    ...(url && { url: readGitUrl(url) }),
  };
}

function readGitUrl(place: Place): string {
  const url = textAt(place);
  const hint = 'credentials belong to Argo CD, never to Git';
  if (/^https?:\/\/[^/]*@/.test(url) || /^[a-z]+:\/\/[^/@]*:[^/@]*@/.test(url))
    throw wrongAt(place, 'has credentials in its address', hint);
  if (/^(?:https?|ssh|file):\/\/[^/]|^file:\/\/\/|^[\w.-]+@[\w.-]+:[^/]/.test(url)) return url;
  throw wrongAt(place, 'must be an address of Git: https://…, ssh://…, file:///… or git@host:path');
}

function readArgocd(place: Place): InfraYaml['argocd'] {
  const { namespace } = fieldsAt(place, ['namespace']);
  return { namespace: namespace === undefined ? NO_INFRA_YAML.argocd.namespace : textAt(namespace) };
}

/**
 * Refuses to go on where infra.yaml asks for other versions of this tool. `satisfies` says whether a version fits a
 * constraint, and throws an Error for a constraint that is none.
 */
export function checkRequires(
  { requires }: InfraYaml,
  version: string,
  satisfies: (version: string, constraint: string) => boolean,
): void {
  if (requires === undefined) return;
  let fits: boolean;
  try {
    fits = satisfies(version, requires.constraint);
  } catch (error) {
    throw wrongAt(requires.place, `is no constraint on a version: ${(error as Error).message}`);
  }
  if (fits) return;
  const { location } = wrongAt(requires.place, '');
  throw new InfraError(
    'PROJECT',
    `this is infra ${version}, and this repository takes ${requires.constraint}`,
    {
      ...(location && { location }),
      hint: 'use such a version, so that all who write here write the same bytes',
    },
  );
}
