import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { infraRun } from './program.ts';

let directory: string;

const CONFIG = (name: string, value = 'v'): string =>
  `apiVersion: v1\ndata:\n  k: ${value}\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

const FILES: Readonly<Record<string, string>> = {
  'one/kustomization.yaml': 'resources: [all.yaml]\n',
  'one/all.yaml': `${CONFIG('b')}---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n`,
  'outside/kustomization.yaml': 'resources: [../one/all.yaml]\n',
  'twice/kustomization.yaml': 'resources: [../one, ../one]\n',
  'old/kustomization.yaml': 'bases: [../one]\n',
  'label/kustomization.yaml': 'resources: [../one]\nbuildMetadata: [managedByLabel]\n',
  'chart/kustomization.yaml': 'helmCharts: [{name: mini, releaseName: r}]\n',
  'chart/charts/mini/Chart.yaml': 'apiVersion: v2\nname: mini\nversion: 1.0.0\n',
  'chart/charts/mini/values.yaml': '',
  'chart/charts/mini/templates/a.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n' +
    '  kube: {{ .Capabilities.KubeVersion.Version }}\n  has: {{ .Capabilities.APIVersions.Has "x/v1" | quote }}\n',
  'suspicious/kustomization.yaml':
    'resources: [../one]\nreplacements:\n- sourceValue: x\n  targets:\n  - select: {kind: Nothing}\n',
  'empty/readme': '',
  'apps/base/kustomization.yaml': 'resources: [all.yaml]\n',
  'apps/base/all.yaml': CONFIG('shared'),
  'apps/addition/kustomization.yaml':
    'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nnameSuffix: -added\n',
  'apps/overlays/dev/ci/web/kustomization.yaml': 'resources: [../../../../base]\nnamePrefix: dev-web-\n',
  'apps/overlays/dev/ci/db/kustomization.yml': 'resources: [../../../../base]\nnamePrefix: dev-db-\n',
  'apps/overlays/prod/ci/web/Kustomization':
    'resources: [../../_common]\ncomponents: [../../../../addition]\nnamePrefix: prod-web-\n',
  'apps/overlays/prod/_common/kustomization.yaml': 'resources: [../../../base]\nnameSuffix: -common\n',
  'broken/overlays/a/kustomization.yaml': 'resources: [nowhere.yaml]\n',
  'broken/overlays/b/kustomization.yaml': 'resources: [all.yaml]\n',
  'broken/overlays/b/all.yaml': CONFIG('b'),
};

const ONE = `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n---\n${CONFIG('b')}`;

beforeAll(() => {
  directory = mkdtempSync(`${tmpdir()}/infra-build-`);
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(`${directory}/${path}`), { recursive: true });
    writeFileSync(`${directory}/${path}`, content);
  }
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

function build(words: readonly string[], where = '', env: object = {}): ReturnType<typeof infraRun> {
  const cache = { XDG_CACHE_HOME: `${directory}/cache` };
  return infraRun(['build', ...words], { cwd: `${directory}/${where}`, env: { ...cache, ...env } });
}

/** A program that prints a text in place of kustomize. */
function fakeKustomize(text: string, status = 0): string {
  const path = `${directory}/bin/kustomize`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.txt`, text);
  writeFileSync(path, `#!/bin/sh\necho "$@" >&2\ncat ${path}.txt\nexit ${status}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('one kustomization', () => {
  test.each<[string[], string, string]>([
    [['one'], '', ONE],
    [[], 'one', ONE],
    [['.'], 'one', ONE],
    [['./one/'], '', ONE],
    [['../one'], 'twice', ONE],
    [['outside', '--load-restrictor', 'LoadRestrictionsNone'], '', ONE],
    [['--load-restrictor=LoadRestrictionsNone', 'outside'], '', ONE],
    [['one', '--enable-alpha-plugins', '--enable-exec', '--network', '--as-current-user'], '', ONE],
    [['one', '-e', 'A=B', '--env', 'C', '--mount', 'type=bind', '--network-name', 'n'], '', ONE],
    [['one', '--helm-command', 'nothing', '--helm-debug', '--enable-helm'], '', ONE],
  ])('%j in %j', (words, where, expected) => {
    const { status, stdout, stderr } = build(words, where);
    expect(stderr).toBe('');
    expect(stdout).toBe(expected);
    expect(status).toBe(0);
  });

  test.each<[string[], string]>([
    [['label'], '  labels:\n    app.kubernetes.io/managed-by: kustomize-'],
    [['one', '--enable-managedby-label'], '  labels:\n    app.kubernetes.io/managed-by: kustomize-'],
    [['chart', '--enable-helm', '--helm-kube-version', '1.30.1'], '  kube: v1.30.1\n'],
    [['chart', '--enable-helm', '--helm-api-versions', 'x/v1'], '  has: "true"\n'],
  ])('%j prints %j', (words, part) => {
    const { status, stdout } = build(words);
    expect(stdout).toContain(part);
    expect(status).toBe(0);
  });

  test.each<[string[], string]>([
    [['--reorder', 'none'], `${CONFIG('b')}---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n`],
    [['--reorder=legacy'], ONE],
  ])('%j, an old flag', (words, expected) => {
    const { status, stdout, stderr } = build(['one', ...words]);
    expect(stdout).toBe(expected);
    expect(stderr).toMatch(/^Flag --reorder has been deprecated, [^\n]*\n$/);
    expect(status).toBe(0);
  });

  test('warns of old fields on standard error', () => {
    const { status, stdout, stderr } = build(['old']);
    expect(stdout).toBe(ONE);
    expect(stderr).toMatch(/^# Warning: 'bases' is deprecated\. [^\n]*\n$/);
    expect(status).toBe(0);
  });

  test('tells what is suspicious, a line each; only --strict minds', () => {
    const told =
      /^\S*suspicious\/kustomization\.yaml:\d+:\d+: warning: .* \[REPLACEMENT_MATCHES_NOTHING\]\n$/;
    const lax = build(['suspicious']);
    expect(lax.stderr).toMatch(told);
    expect(lax.status).toBe(0);
    const strict = build(['suspicious', '--strict']);
    expect(strict.stderr).toMatch(told);
    expect(strict.stdout).toBe(ONE);
    expect(strict.status).toBe(1);
    expect(build(['one', '--strict']).status).toBe(0);
  });

  test('--json names its schema', () => {
    const { stdout, stderr } = build(['suspicious', '--json']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'infra.build/v1',
      builds: [
        {
          target: 'suspicious',
          resources: [{ kind: 'Namespace' }, { kind: 'ConfigMap', data: { k: 'v' } }],
          findings: [{ code: 'REPLACEMENT_MATCHES_NOTHING', severity: 'warning' }],
        },
      ],
    });
  });

  test('-o writes a file, or into a directory a file for each resource', () => {
    expect(build(['one', '-o', 'written.yaml'])).toMatchObject({ status: 0, stdout: '' });
    expect(readFileSync(`${directory}/written.yaml`, 'utf8')).toBe(ONE);
    mkdirSync(`${directory}/into`);
    writeFileSync(`${directory}/into/other`, 'stays');
    expect(build(['one', '--output=into'])).toMatchObject({ status: 0, stdout: '' });
    expect(readdirSync(`${directory}/into`).sort()).toEqual([
      'other',
      'v1_configmap_b.yaml',
      'v1_namespace_a.yaml',
    ]);
    expect(readFileSync(`${directory}/into/v1_configmap_b.yaml`, 'utf8')).toBe(CONFIG('b'));
  });
});

describe('many kustomizations', () => {
  const stream = (names: readonly (readonly [string, string])[]): string =>
    names.map(([source, name]) => `---\n# Source: ${source}\n${CONFIG(name)}`).join('');

  test('--all builds those that no other one takes in, and no component', () => {
    const { status, stdout, stderr } = build(['--all'], 'apps');
    expect(stderr).toBe('');
    expect(stdout).toBe(
      stream([
        ['dev/ci/db', 'dev-db-shared'],
        ['dev/ci/web', 'dev-web-shared'],
        ['prod/ci/web', 'prod-web-shared-common-added'],
      ]),
    );
    expect(status).toBe(0);
    expect(build(['--all', 'apps/overlays']).stdout).toBe(stdout);
    expect(build(['--all', '.'], 'apps/overlays').stdout).toBe(stdout);
    expect(build(['--all'], 'apps').stdout).toBe(stdout);
    expect(build(['--all', '--no-cache'], 'apps').stdout).toBe(stdout);
  });

  test('--all sees what changed since the last run', () => {
    const base = `${directory}/apps/base/all.yaml`;
    writeFileSync(base, CONFIG('shared', 'changed'));
    const { stdout } = build(['--all'], 'apps');
    writeFileSync(base, CONFIG('shared'));
    expect(stdout.match(/k: changed/g)).toHaveLength(3);
    expect(build(['--all'], 'apps').stdout).not.toContain('changed');
  });

  test('--all -o writes a file for each', () => {
    expect(build(['--all', '-o', 'built'], 'apps')).toMatchObject({ status: 0, stdout: '' });
    const path = `${directory}/apps/built`;
    expect(
      readdirSync(path, { recursive: true })
        .filter((name) => String(name).endsWith('.yaml'))
        .sort(),
    ).toEqual(['dev/ci/db.yaml', 'dev/ci/web.yaml', 'prod/ci/web.yaml']);
    expect(readFileSync(`${path}/dev/ci/db.yaml`, 'utf8')).toBe(CONFIG('dev-db-shared'));
  });

  test.each<[string[], string[]]>([
    [['*/ci/web'], ['overlays/dev/ci/web', 'overlays/prod/ci/web']],
    [['dev/**'], ['overlays/dev/ci/db', 'overlays/dev/ci/web']],
    [['**/web'], ['overlays/dev/ci/web', 'overlays/prod/ci/web']],
    [['d?v/ci/[a-d]b'], ['overlays/dev/ci/db']],
    [
      ['prod/ci/web', 'overlays/dev/ci/db'],
      ['overlays/prod/ci/web', 'overlays/dev/ci/db'],
    ],
  ])('%j', (words, names) => {
    const { status, stdout } = build(words, 'apps');
    expect([...stdout.matchAll(/^# Source: (.*)$/gm)].map((match) => match[1])).toEqual(names);
    expect(status).toBe(0);
  });

  test('a target below overlays/ goes without its name', () => {
    expect(build(['dev/ci/db'], 'apps').stdout).toBe(CONFIG('dev-db-shared'));
  });

  test('one that fails is told of, and the others are built', () => {
    const { status, stdout, stderr } = build(['--all'], 'broken');
    expect(stdout).toBe(stream([['b', 'b']]));
    expect(stderr).toMatch(/^a: Error: /);
    expect(stderr).toContain('nowhere.yaml');
    expect(status).toBe(2);
    const json = JSON.parse(build(['--all', '--json'], 'broken').stdout) as { builds: object[] };
    expect(json.builds).toMatchObject([
      { target: 'a', error: {} },
      { target: 'b', resources: [{}] },
    ]);
  });
});

describe('the real kustomize', () => {
  test('--engine runs it, with the same flags', () => {
    const path = { PATH: `${dirname(fakeKustomize('theirs\n'))}:${process.env['PATH']!}` };
    const { status, stdout, stderr } = build(['one', '--engine', 'kustomize', '--reorder', 'none'], '', path);
    expect(stdout).toBe('theirs\n');
    expect(stderr).toMatch(/^build one .*--reorder=none/);
    expect(status).toBe(0);
    fakeKustomize('', 1);
    expect(build(['one', '--engine', 'kustomize'], '', path).status).toBe(2);
  });

  test('--verify-with compares with it', () => {
    expect(build(['one', '--verify-with', fakeKustomize(ONE)])).toMatchObject({
      status: 0,
      stdout: ONE,
      stderr: '',
    });
    const { status, stdout, stderr } = build([
      'one',
      '--verify-with',
      fakeKustomize(ONE.replace('k: v', 'k: w')),
    ]);
    expect(stdout).toBe(ONE);
    expect(stderr).toMatch(/line 8 differs .*\n- {3}k: w\n\+ {3}k: v\n/);
    expect(status).toBe(1);
  });
});

describe('refusals end with 2, an error on standard error, nothing on standard output', () => {
  test.each<[string[], string]>([
    [['nowhere'], 'Error: nowhere is neither a directory nor a target'],
    [['empty'], 'has no kustomization file'],
    [['one/all.yaml'], 'Error: one/all.yaml is a file'],
    [['outside'], 'Error: '],
    [['twice'], 'Error: '],
    [['chart'], 'Error: '],
    [['--all', 'nowhere'], 'Error: there is no directory nowhere'],
    [['--all', 'one', 'twice'], 'Error: --all takes one directory'],
    [['one', '--no-such-flag'], "Error: unknown option '--no-such-flag'"],
    [['one', '--load-restrictor', 'x'], "Error: option '--load-restrictor <name>' argument 'x' is invalid"],
    [['one', '--engine', 'x'], "Error: option '--engine <name>' argument 'x' is invalid"],
    [['one', '--verify-with', './nowhere'], 'Error: ./nowhere cannot be run'],
  ])('%j', (words, message) => {
    const { status, stdout, stderr } = build(words);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  test('as JSON with --json', () => {
    const { status, stdout, stderr } = build(['empty', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'infra.error/v1', error: { code: 'KUSTOMIZATION' } });
    expect(stderr).toBe('');
    expect(status).toBe(2);
  });

  test('and nothing is written', () => {
    expect(build(['twice', '-o', 'never.yaml']).status).toBe(2);
    expect(existsSync(`${directory}/never.yaml`)).toBe(false);
  });
});
