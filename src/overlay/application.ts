import type { Cluster, InfraYaml } from '../project/infra-yaml.ts';
import { installBranch, overlayDirectory, printTarget, type TargetName } from '../project/target.ts';
import { yamlScalar } from './application-scalar.ts';

/** What an Application of Argo CD is made of. */
export interface ApplicationOf {
  readonly target: TargetName;
  readonly cluster: Cluster;
  readonly infraYaml: InfraYaml;
  /** address of this repository, as Argo CD reads it */
  readonly repoURL: string;
}

/** The name of a target's Application: `<cluster>.<namespace>.<app>`. */
export function applicationName({ cluster, namespace, app }: TargetName): string {
  return `${cluster}.${namespace}.${app}`;
}

/**
 * The branch that Argo CD follows for a target, by the gate of its cluster: the operator's own, the pipeline's, or the main
 * branch. The path is the overlay's on all of them; on the pipeline's, that path holds the built manifests.
 */
export function followedBranch({
  target,
  cluster,
  infraYaml,
}: Pick<ApplicationOf, 'target' | 'cluster' | 'infraYaml'>): string {
  switch (cluster.gate) {
    case 'none':
      return installBranch(target);
    case 'ci':
      return `deployed/${printTarget(target)}`;
    case 'main':
      return infraYaml.git.branch;
  }
}

/** The text of a target's application.yaml. It never names what tracks a resource: Argo CD writes that itself. */
export function applicationText(of: ApplicationOf): string {
  const { target, cluster, infraYaml, repoURL } = of;
  return `# The Argo CD Application of ${printTarget(target)}. To make it again from infra.yaml: delete it, and infra add ${printTarget(target)}
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${yamlScalar(applicationName(target))}
  namespace: ${yamlScalar(infraYaml.argocd.namespace)}
  annotations:
    # Asks the API server what a sync would change: it knows its defaults, also those of volumeClaimTemplates.
    argocd.argoproj.io/compare-options: ServerSideDiff=true
    # Commits that touch none of these make no new manifests.
    argocd.argoproj.io/manifest-generate-paths: ${sourcePaths(of)}
  finalizers:
  # Deleting the Application deletes what it installed.
  - resources-finalizer.argocd.argoproj.io
spec:
  project: ${yamlScalar(target.cluster)}
  source:
    repoURL: ${yamlScalar(repoURL)}
    targetRevision: ${yamlScalar(followedBranch(of))}
    path: ${yamlScalar(overlayDirectory(target))}
  destination:
    ${destinationOf(target.cluster, cluster)}
    namespace: ${yamlScalar(target.namespace)}
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
    syncOptions:
    - CreateNamespace=true
    # Big CRDs do not fit into the annotation of a client-side apply.
    - ServerSideApply=true
    - PruneLast=true
    retry:
      limit: 5
      backoff:
        duration: 5s
        factor: 2
        maxDuration: 3m
`;
}

/** How Argo CD knows a cluster: by its address, else by its name. */
export function destinationOf(name: string, { server }: Cluster): string {
  return server === undefined ? `name: ${yamlScalar(name)}` : `server: ${yamlScalar(server)}`;
}

/** What the manifests are made of: the overlay, its base and the shared components; built ones are made of nothing else. */
function sourcePaths({ target, cluster }: ApplicationOf): string {
  return cluster.gate === 'ci' ? '.' : `.;/base/${target.app};/overlays/_shared`;
}
