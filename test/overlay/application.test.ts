import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { applicationText } from '../../src/overlay/application.ts';
import { rootText } from '../../src/overlay/root-application.ts';
import { readInfraYaml } from '../../src/project/infra-yaml.ts';
import { parseTarget } from '../../src/project/target.ts';

const INFRA = readInfraYaml(
  `clusters:
  dev: { server: "https://kubernetes.default.svc" }
  checked: { gate: ci }
  live: { gate: main, server: "https://live.example.com:6443" }
  "123": {}
git: { branch: trunk }
argocd: { namespace: cd }
`,
  'infra.yaml',
);
const repoURL = 'git@git.example.com:ops/platform.git';

interface ApplicationObject {
  readonly metadata: {
    name: unknown;
    namespace: unknown;
    finalizers?: unknown;
    annotations: Record<string, string>;
  };
  readonly spec: {
    project: unknown;
    source: Record<string, unknown>;
    destination: Record<string, unknown>;
    syncPolicy: { automated: object; syncOptions: string[] };
  };
}

function applicationOf(name: string): ApplicationObject {
  const target = parseTarget(name);
  const cluster = INFRA.clusters.get(target.cluster)!;
  return parse(applicationText({ target, cluster, infraYaml: INFRA, repoURL })) as ApplicationObject;
}

test('an Application follows the overlay on the install branch', () => {
  const { metadata, spec } = applicationOf('dev/ci/jenkins');
  expect(metadata).toMatchObject({
    name: 'dev.ci.jenkins',
    namespace: 'cd',
    finalizers: ['resources-finalizer.argocd.argoproj.io'],
    annotations: {
      'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
      'argocd.argoproj.io/manifest-generate-paths': '.;/base/jenkins;/overlays/_shared',
    },
  });
  expect(spec.project).toBe('dev');
  expect(spec.source).toEqual({
    repoURL,
    targetRevision: 'install/dev/ci/jenkins',
    path: 'overlays/dev/ci/jenkins',
  });
  expect(spec.destination).toEqual({ server: 'https://kubernetes.default.svc', namespace: 'ci' });
  expect(spec.syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
  expect(spec.syncPolicy.syncOptions).toEqual(
    expect.arrayContaining(['CreateNamespace=true', 'ServerSideApply=true']),
  );
});

test.each([
  ['dev', 'install/dev/ci/web'],
  ['checked', 'deployed/checked/ci/web'],
  ['live', 'trunk'],
])('the gate of %s makes it follow %s', (cluster, branch) => {
  expect(applicationOf(`${cluster}/ci/web`).spec.source['targetRevision']).toBe(branch);
});

test('names that look like something else stay texts', () => {
  const { metadata, spec } = applicationOf('123/null/0x1');
  expect([metadata.name, spec.project, spec.destination]).toEqual([
    '123.null.0x1',
    '123',
    { name: '123', namespace: 'null' },
  ]);
});

describe('the root of a cluster', () => {
  function rootOf(name: string): { spec: Record<string, unknown>; metadata: object }[] {
    const text = rootText({ name, cluster: INFRA.clusters.get(name)!, infraYaml: INFRA, repoURL });
    return parseAllDocuments(text).map((document) => document.toJS() as ReturnType<typeof rootOf>[number]);
  }

  test('is a project, and an Application that reads all others, also when there are none', () => {
    const [project, application] = rootOf('dev');
    expect(project!.spec).toMatchObject({
      sourceRepos: [repoURL],
      destinations: [{ server: 'https://kubernetes.default.svc', namespace: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
    });
    expect(application).toMatchObject({
      metadata: { name: 'dev', namespace: 'cd' },
      spec: {
        project: 'dev',
        source: {
          targetRevision: 'trunk',
          path: 'overlays/dev',
          directory: { recurse: true, include: '*/*/application.yaml' },
        },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'cd' },
        syncPolicy: { automated: { prune: true, selfHeal: true, allowEmpty: true } },
      },
    });
    expect(application!.metadata).not.toHaveProperty('finalizers');
  });

  test('may write Applications where Argo CD runs, if that is another cluster', () => {
    expect(rootOf('live')[0]!.spec['destinations']).toEqual([
      { server: 'https://live.example.com:6443', namespace: '*' },
      { server: 'https://kubernetes.default.svc', namespace: 'cd' },
    ]);
  });
});
