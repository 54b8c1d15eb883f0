/** The files that a repository starts with, by path. `name` is that of its directory. */
export function newRepository(name: string): Map<string, string> {
  return new Map([
    ['.gitignore', GITIGNORE],
    ['README.md', readme(name)],
    ['infra.yaml', INFRA_YAML],
  ]);
}

const INFRA_YAML = `# What is installed where; \`infra\` reads this file.

# A target is <cluster>/<namespace>/<app>.
clusters:
  dev:
    phase: dev
    # The address by which Argo CD knows the cluster; this is the cluster it runs on.
    server: https://kubernetes.default.svc

# Chart repositories, by the name that charts are asked for with: \`infra unpack jenkins/jenkins\`.
repositories:
  jenkins: https://charts.jenkins.io
  ingress-nginx: https://kubernetes.github.io/ingress-nginx
  argo: https://argoproj.github.io/argo-helm

git:
  remote: origin
  branch: main
  # Where Argo CD reads this repository, if that is not the remote's address:
  # url: https://git.example.com/platform.git

argocd:
  namespace: argocd
`;

const GITIGNORE = `# State of a run of infra in a directory without Git
/.infra/
# Secrets have no place in Git
*.key
*.pem
.env
`;

function readme(name: string): string {
  return `# ${name === '' ? 'Infrastructure' : name.replace(/[^\w .-]/g, '-')}

What runs on our clusters beside our own products, installed by Argo CD from this repository.

    infra unpack jenkins/jenkins    # a chart becomes base/jenkins, which is plain Kustomize
    infra add dev/ci/jenkins        # declares it on the cluster dev, in the namespace ci
    infra build dev/ci/jenkins      # what Argo CD would apply
    infra install dev/ci/jenkins    # pushes the branch that Argo CD follows

| path | holds |
| --- | --- |
| \`infra.yaml\` | clusters, chart repositories |
| \`infra/<app>/\` | where an app comes from (\`app.yaml\`), its chart values (\`values.yaml\`), what exactly was unpacked (\`app.lock\`) |
| \`base/<app>/\` | what \`infra unpack\` wrote: never edited by hand |
| \`overlays/<cluster>/<namespace>/<app>/\` | what is different at one installation, and its Argo CD Application |
| \`overlays/<cluster>/root.yaml\` | what Argo CD must know of a cluster: apply it once, \`kubectl apply -f\` |

Nothing here needs \`infra\` to be deployed: it is stock Kustomize. \`infra unpack --all --check\` in the pipeline says whether
every base still is what its lock says.
`;
}
