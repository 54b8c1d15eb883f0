import { describe, expect, test } from 'vitest';
import { InfraError } from '../../src/lib/error.ts';
import { readAppYaml } from '../../src/project/app-yaml.ts';
import { checkRequires, readInfraYaml } from '../../src/project/infra-yaml.ts';
import { readLock, writeLock, type LockSection } from '../../src/project/lock.ts';

/** The message and the place of what a reader refuses. */
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    const { line = 0, column = 0 } = error.location ?? {};
    return `${line}:${column} ${error.message}${error.hint === undefined ? '' : ` (${error.hint})`}`;
  }
  return 'nothing';
}

describe('infra.yaml', () => {
  test('gives clusters, repositories and what it requires', () => {
    const text = `clusters:
  dev: {phase: dev}
  prod-a: {phase: production, server: "https://a", kubeVersion: 1.33, apiVersions: [a/v1], gate: ci}
repositories: {jenkins: https://charts.example.com/jenkins/}
requires: ^1.2
`;
    const { clusters, repositories, requires, git } = readInfraYaml(text, 'infra.yaml');
    expect(clusters.get('dev')).toEqual({ phase: 'dev', apiVersions: [], gate: 'none' });
    expect(clusters.get('prod-a')).toEqual({
      phase: 'production',
      server: 'https://a',
      kubeVersion: '1.33',
      apiVersions: ['a/v1'],
      gate: 'ci',
    });
    expect(repositories.get('jenkins')).toBe('https://charts.example.com/jenkins');
    expect(requires?.constraint).toBe('^1.2');
    expect(git).toEqual({ remote: 'origin', branch: 'main' });
  });

  test.each([
    [
      'clusters:\n  dev: {phse: dev}\n',
      '2:9 infra.yaml: clusters.dev has no field "phse" (did you mean phase?)',
    ],
    ['clusters: []\n', '1:11 infra.yaml: clusters must be a mapping, not a list'],
    ['clusters: {Dev: {}}\n', '1:12 infra.yaml: clusters.Dev cannot be the name of a cluster'],
    [
      'clusters: {dev: {gate: cy}}\n',
      '1:24 infra.yaml: clusters.dev.gate must be none or ci or main, not "cy" (did you mean ci?)',
    ],
    ['git: &x {}\nargocd: *x\n', '2:9 infra.yaml: argocd is an alias'],
    ['repositories: {a: ftp://x}\n', '1:19 infra.yaml: repositories.a must be an https:// or oci:// address'],
    [
      'repositories: {a: "https://me:pw@x"}\n',
      '1:19 infra.yaml: repositories.a has credentials in its address',
    ],
    ['git: {remote: a}\ngit: {}\n', '2:1 infra.yaml is no YAML that can be read: Map keys must be unique'],
    ['{', '1:2 infra.yaml is no YAML that can be read:'],
    ['['.repeat(100_000), ' infra.yaml is nested too deeply'],
    ['#'.repeat(2_000_000), '0:0 infra.yaml has more than'],
  ])('refuses %.60j', (text, message) => {
    const found = refusal(() => readInfraYaml(text, 'infra.yaml'));
    expect(found).toContain(message);
    expect(found).not.toContain('me:pw');
  });

  test('requires versions of this tool', () => {
    const infraYaml = readInfraYaml('requires: ^2\n', 'infra.yaml');
    expect(
      refusal(() => {
        checkRequires(infraYaml, '1.0.0', () => false);
      }),
    ).toMatch(/^1:11 this is infra 1\.0\.0, and this/);
    expect(
      refusal(() => {
        checkRequires(infraYaml, '2.0.0', () => true);
      }),
    ).toBe('nothing');
    const bad = (): boolean => {
      throw new Error('improper');
    };
    expect(
      refusal(() => {
        checkRequires(infraYaml, '2.0.0', bad);
      }),
    ).toContain('is no constraint on a version: improper');
  });
});

describe('app.yaml', () => {
  test('gives where an app comes from and how it is unpacked', () => {
    const text = `upstream: {chart: web, repository: shop, version: ~1.2}
namespace: ops
policies: {labels: keep}
scopes: {example.com/Widget: Cluster}
`;
    expect(readAppYaml(text, 'app.yaml')).toEqual({
      upstream: { chart: 'web', repository: 'shop', version: '~1.2' },
      namespace: 'ops',
      apiVersions: [],
      skipSchemaValidation: false,
      policies: { labels: 'keep' },
      scopes: new Map([['example.com/Widget', 'Cluster']]),
      bounds: [],
    });
  });

  test('gives bounds, and that an app is retired', () => {
    const text = `upstream: {chart: web}
bounds:
- {resource: Deployment/web, path: spec.replicas, most: 1, why: it keeps its state in memory}
retired: Nobody has worked on it since 2020.
`;
    const { bounds, retired } = readAppYaml(text, 'app.yaml');
    expect(bounds).toMatchObject([{ resource: 'Deployment/web', path: 'spec.replicas', most: 1 }]);
    expect(bounds[0]).not.toHaveProperty('least');
    expect(retired?.why).toBe('Nobody has worked on it since 2020.');
  });

  test.each([
    ['', '1:1 app.yaml has no upstream'],
    [
      'upstream: {version: 1}\n',
      '1:11 app.yaml: upstream must name either a chart, or manifests, or a kustomization',
    ],
    ['upstream: {chart: a, repo: b}\n', '1:22 app.yaml: upstream has no field "repo"'],
    [
      'upstream: {chart: a}\npolicies: {hooks: drop}\n',
      '2:19 app.yaml: policies.hooks must be argocd or keep, not "drop"',
    ],
    [
      'upstream: {chart: a}\nscopes: {Widget: Cluster}\n',
      '2:10 app.yaml: scopes.Widget must be written group/Kind',
    ],
    ['upstream: {chart: [a]}\n', '1:19 app.yaml: upstream.chart must be a text, not a list'],
    [
      'upstream: {chart: a}\nbounds: {resource: Deployment/a}\n',
      '2:9 app.yaml: bounds must be a list (write an entry as {resource: StatefulSet/jenkins,',
    ],
    [
      'upstream: {chart: a}\nbounds:\n- {path: a, most: 1, why: b}\n',
      '3:3 app.yaml: bounds[0] has no resource',
    ],
    [
      'upstream: {chart: a}\nbounds:\n- {resource: A/b, path: a, why: b}\n',
      '3:3 app.yaml: bounds[0] has neither most nor least',
    ],
    [
      'upstream: {chart: a}\nbounds:\n- {resource: A/b, path: a, most: two, why: b}\n',
      '3:34 app.yaml: bounds[0].most must be a number, not "two"',
    ],
    [
      'upstream: {chart: a}\nbounds:\n- {resource: A/b, path: a, most: 1, least: 2, why: b}\n',
      '3:3 app.yaml: bounds[0] can hold for no number: at least 2 and at most 1',
    ],
    ['upstream: {chart: a}\nretired: yes\n', '2:10 app.yaml: retired must be a sentence that says why'],
  ])('refuses %j', (text, message) => {
    expect(refusal(() => readAppYaml(text, 'app.yaml'))).toContain(message);
  });
});

const SECTION: LockSection = {
  upstream: { source: './web', version: '1.0.0' },
  engine: 'infra',
  profile: 'helm 4.2.4',
  release: 'web',
  namespace: 'web',
  kubeVersion: 'v1.36.0',
  apiVersions: [],
  values: `sha256:${'0'.repeat(64)}`,
  policies: { labels: 'strip' },
  files: { 'service-web.yaml': `sha256:${'1'.repeat(64)}` },
  resources: { 'Service/web/web': 'service-web.yaml' },
  dropped: [],
  changed: [],
  secrets: {},
  frozen: [],
};

describe('app.lock', () => {
  const text = writeLock(new Map([['web', SECTION]]));

  test('is read as it was written, whatever the order', () => {
    expect(readLock(text, 'app.lock')).toEqual(new Map([['web', SECTION]]));
    const two: [string, LockSection][] = [
      ['web@1.0.0', SECTION],
      ['web', SECTION],
    ];
    expect(writeLock(new Map(two))).toBe(writeLock(new Map([...two].reverse())));
  });

  test.each([
    [
      'a conflict',
      text.replace('      "engine"', '<<<<<<< ours\n      "engine"'),
      ':1 app.lock is no lock that can be read',
    ],
    [
      'a path that leads out',
      text.replace('service-web.yaml', '../../x'),
      'bases.web.files.../../x cannot be the name of a file',
    ],
    [
      'a digest that is none',
      text.replace(`sha256:${'1'.repeat(64)}`, 'sha256:1'),
      'app.lock is no lock that can be used: bases.web.files.service-web.yaml',
    ],
    [
      'another schema',
      text.replace('infra.lock/v1', 'infra.lock/v9'),
      '2:13 app.lock is no lock that can be used: schema',
    ],
    ['something missing', text.replace('"values"', '"valves"'), 'bases.web.values is no text'],
    ['no mapping', '[]', '1:1 app.lock is no lock that can be used: is no mapping'],
    ['no JSON', '{', 'app.lock is no lock that can be read'],
    ['depth', '['.repeat(200_000), 'app.lock is no lock that can be read'],
  ])('refuses %s', (_, changed, message) => {
    expect(refusal(() => readLock(changed, 'app.lock'))).toContain(message);
  });
});
