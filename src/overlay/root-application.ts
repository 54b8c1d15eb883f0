import type { Cluster, InfraYaml } from '../project/infra-yaml.ts';
import { destinationOf } from './application.ts';
import { yamlScalar } from './application-scalar.ts';

/** The address by which Argo CD knows the cluster that it runs on. */
const OWN_CLUSTER = 'https://kubernetes.default.svc';

/** What a cluster's root is made of. */
interface RootOf {
  readonly name: string;
  readonly cluster: Cluster;
  readonly infraYaml: InfraYaml;
  /** address of this repository, as Argo CD reads it */
  readonly repoURL: string;
}

/** The path of a cluster's root, from the repository's root. */
export function rootPath(cluster: string): string {
  return `overlays/${cluster}/root.yaml`;
}

/**
 * The text of a cluster's root.yaml: the AppProject that its Applications are in, and the root Application that reads them
 * from the main branch. It is applied once; Argo CD does the rest.
 */
export function rootText({ name, cluster, infraYaml, repoURL }: RootOf): string {
  const argocd = yamlScalar(infraYaml.argocd.namespace);
  const project = yamlScalar(name);
  return `# What Argo CD must know of the cluster ${name}: kubectl apply -f ${rootPath(name)}
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: ${project}
  namespace: ${argocd}
spec:
  description: What is installed on ${name} from this repository
  sourceRepos:
  - ${yamlScalar(repoURL)}
  destinations:
  - ${destinationOf(name, cluster)}
    namespace: "*"
${cluster.server === OWN_CLUSTER ? '' : ownDestination(argocd)}  # Charts bring CRDs, cluster roles and webhooks.
  clusterResourceWhitelist:
  - group: "*"
    kind: "*"
---
# Without a finalizer: deleting it leaves what is installed.
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${project}
  namespace: ${argocd}
spec:
  project: ${project}
  source:
    repoURL: ${yamlScalar(repoURL)}
    targetRevision: ${yamlScalar(infraYaml.git.branch)}
    path: ${yamlScalar(`overlays/${name}`)}
    directory:
      recurse: true
      include: "*/*/application.yaml"
  destination:
    server: ${OWN_CLUSTER}
    namespace: ${argocd}
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
      # Else the last Application of a cluster would never be taken away.
      allowEmpty: true
    retry:
      limit: 5
      backoff:
        duration: 5s
        factor: 2
        maxDuration: 3m
`;
}

/** Where the Applications themselves live, for a cluster that Argo CD does not run on. */
function ownDestination(argocd: string): string {
  return `  # The Applications themselves are objects of the cluster that Argo CD runs on.
  - server: ${OWN_CLUSTER}
    namespace: ${argocd}
`;
}
