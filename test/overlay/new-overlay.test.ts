import { describe, expect, test } from 'vitest';
import { InfraError } from '../../src/lib/error.ts';
import { likeFiles, likeFindings } from '../../src/overlay/like-overlay.ts';
import { planAdd } from '../../src/overlay/new-overlay.ts';
import { readInfraYaml } from '../../src/project/infra-yaml.ts';
import { parseTarget } from '../../src/project/target.ts';

const INFRA = readInfraYaml(
  `clusters:
  dev: { phase: dev, server: "https://kubernetes.default.svc" }
  prod-a: { phase: production, server: "https://api.prod-a.example.com:6443" }
  prod-b: { phase: "../production", server: "https://10.0.0.2" }
`,
  'infra.yaml',
);
const BASE = { 'base/web/kustomization.yaml': 'resources: []\n' };
const PLAIN =
  'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- ../../../../base/web\n';

function plan(
  name: string,
  files: Readonly<Record<string, string>>,
  like?: ReadonlyMap<string, string>,
): Map<string, string | undefined> {
  const wanted = {
    infraYaml: INFRA,
    target: parseTarget(name),
    repoURL: () => 'https://git.example.com/x.git',
  };
  return new Map(planAdd({ ...wanted, ...(like && { files: like }) }, (path) => files[path]));
}

/** A repository after what was planned is written. */
function after(name: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return { ...files, ...Object.fromEntries(plan(name, files)) } as Record<string, string>;
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof InfraError) return `${error.message} | ${error.hint ?? ''}`;
    throw error;
  }
  return 'no error';
}

describe('a new target', () => {
  test('is an overlay, an Application and, once, the root of the cluster', () => {
    const changes = plan('dev/ci/web', BASE);
    expect([...changes.keys()]).toEqual([
      'overlays/dev/ci/web/kustomization.yaml',
      'overlays/dev/ci/web/application.yaml',
      'overlays/dev/root.yaml',
    ]);
    expect(changes.get('overlays/dev/ci/web/kustomization.yaml')).toBe(PLAIN);
    expect([...plan('dev/other/web', after('dev/ci/web', BASE)).keys()]).not.toContain(
      'overlays/dev/root.yaml',
    );
  });

  test('lists what its phase shares', () => {
    const shared = { 'overlays/_shared/production/web/kustomization.yaml': 'kind: Component\n' };
    const text = plan('prod-a/ci/web', { ...BASE, ...shared }).get(
      'overlays/prod-a/ci/web/kustomization.yaml',
    );
    expect(text).toBe(`${PLAIN}components:\n- ../../../_shared/production/web\n`);
    expect(
      plan('prod-b/ci/web', { ...BASE, ...shared }).get('overlays/prod-b/ci/web/kustomization.yaml'),
    ).toBe(PLAIN);
  });

  test('changes nothing where it is there, also with what is derived', () => {
    const files = after('dev/ci/web', BASE);
    expect([...plan('dev/ci/web', files)]).toEqual([]);
    const path = 'overlays/dev/ci/web/kustomization.yaml';
    const derived = { ...files, [path]: `${files[path]!}components:\n- patches/derived\n` };
    expect([...plan('dev/ci/web', derived)]).toEqual([]);
  });

  test('may have an overlay that somebody wrote', () => {
    const files = { ...BASE, 'overlays/dev/ci/web/kustomization.yml': 'resources: [../../../../base/web]\n' };
    expect([...plan('dev/ci/web', files).keys()]).toEqual([
      'overlays/dev/ci/web/application.yaml',
      'overlays/dev/root.yaml',
    ]);
  });
});

describe('refuses', () => {
  const patched = after('dev/ci/web', BASE);
  patched['overlays/dev/ci/web/kustomization.yaml'] = `${PLAIN}patches:\n- path: a.yaml\n`;
  const otherApplication = { ...after('dev/ci/web', BASE), 'overlays/dev/ci/web/application.yaml': 'x\n' };

  test.each([
    [
      'an unknown cluster',
      'prod-c/ci/web',
      BASE,
      'infra.yaml has no cluster prod-c | did you mean prod-a or prod-b?',
    ],
    ['an unknown cluster unlike any', 'moon/ci/web', BASE, 'known are dev, prod-a, prod-b; to add it'],
    [
      'an app without a base',
      'dev/ci/other',
      BASE,
      'other is not unpacked: there is no base/other | infra unpack other',
    ],
    [
      'a target with patches',
      'dev/ci/web',
      patched,
      'dev/ci/web is already there | change it with infra patch',
    ],
    [
      'another Application',
      'dev/ci/web',
      otherApplication,
      'is already there | infra.yaml gives another application.yaml now',
    ],
  ])('%s', (_, name, files, message) => {
    expect(messageOf(() => plan(name, files))).toContain(message);
  });

  test('to be like another one where it is there', () => {
    const files = new Map([['kustomization.yaml', `${PLAIN}images: []\n`]]);
    expect(messageOf(() => plan('dev/ci/web', after('dev/ci/web', BASE), files))).toContain(
      'is already there',
    );
  });
});

describe('like another target', () => {
  const other = new Map([
    ['application.yaml', 'kind: Application\n'],
    [
      'kustomization.yaml',
      `resources:\n- ../../../../base/web\ncomponents:\n- patches/derived\n- ../../../_shared/production/web\npatches:\n# made\n- path: patches/derived/a.yaml\n- path: patches/b.yaml # ours\n`,
    ],
    [
      'patches/b.yaml',
      'url: https://web.prod-a.example.com # api.prod-a.example.com\nhost: prod-ab\nns: ci\n',
    ],
    ['patches/derived/a.yaml', 'x\n'],
    ['patches/secret.yaml', 'kind: Secret\nstringData:\n  a: hunter2-prod-a\n'],
    ['values.yaml', 'a: 1\n'],
  ]);
  const files = likeFiles(other);
  const places = (from: string, to: string): string[] => {
    const side = (name: string): Parameters<typeof likeFindings>[1] => {
      const target = parseTarget(name);
      return { target, cluster: INFRA.clusters.get(target.cluster) };
    };
    return likeFindings(files, side(from), side(to)).map(({ location, message }) => {
      const { file, line, column, source } = location!;
      return `${file.replace(/^overlays\/\S+?\/web\//, '')}:${line}:${column} ${message.replace(/, from .*/, '')}: ${source}`;
    });
  };

  test('begins with its files, but for what is made anew', () => {
    expect([...files.keys()]).toEqual([
      'kustomization.yaml',
      'patches/b.yaml',
      'patches/secret.yaml',
      'values.yaml',
    ]);
    expect(files.get('kustomization.yaml')).toBe(
      'resources:\n- ../../../../base/web\ncomponents:\n- ../../../_shared/production/web\npatches:\n- path: patches/b.yaml # ours\n',
    );
  });

  test('tells every place that names it, and shows nothing of a Secret', () => {
    const line = 'url: https://web.prod-a.example.com # api.prod-a.example.com';
    expect(places('prod-a/ci/web', 'dev/ci/web')).toEqual([
      'kustomization.yaml:4:12 this names the shared component of phase production: - ../../../_shared/production/web',
      `patches/b.yaml:1:18 this names the cluster prod-a: ${line}`,
      `patches/b.yaml:1:39 this names the server api.prod-a.example.com: ${line}`,
      'patches/secret.yaml:3:14 this names the cluster prod-a: undefined',
    ]);
  });

  test('tells its namespace where that is another', () => {
    expect(places('prod-a/ci/web', 'prod-a/cd/web')).toEqual([
      'patches/b.yaml:3:5 this names the namespace ci: ns: ci',
    ]);
  });

  test('tells a namespace that has the name of the app only where it is certain to be one', () => {
    const from = parseTarget('prod-a/web/web');
    const kustomization = 'resources:\n- ../../../../base/web\n- ingress-web.yaml\nnamespace: web\n';
    const patch =
      'metadata: {name: web, namespace: "web"}\nurl: http://api.web.svc.cluster.local/web\nhost: web.example.com\n';
    const texts = new Map([
      ['kustomization.yaml', `${kustomization}patches:\n- path: patches/web.yaml\n`],
      ['patches/web.yaml', patch],
    ]);
    const found = likeFindings(
      texts,
      { target: from, cluster: undefined },
      { target: { ...from, namespace: 'ci' }, cluster: undefined },
    );
    expect(found.map(({ location }) => [location!.file, location!.line, location!.column])).toEqual([
      ['overlays/prod-a/ci/web/kustomization.yaml', 4, 12],
      ['overlays/prod-a/ci/web/patches/web.yaml', 1, 35],
      ['overlays/prod-a/ci/web/patches/web.yaml', 2, 17],
    ]);
  });

  test('tells no namespace in the paths of a kustomization', () => {
    const from = parseTarget('prod-a/ci/web');
    const text =
      'resources: [../../../../base/ci]\ncomponents:\n- ../ci/x # a\npatches:\n- path: ci.yaml\n  target: {name: ci}\n';
    const found = likeFindings(
      new Map([['kustomization.yaml', text]]),
      { target: from, cluster: undefined },
      { target: { ...from, namespace: 'cd' }, cluster: undefined },
    );
    expect(found.map(({ location }) => location!.line)).toEqual([6]);
  });
});
