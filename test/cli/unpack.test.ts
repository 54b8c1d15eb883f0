import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beacon, infraRun, program } from './program.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(`${tmpdir()}/infra-unpack-`);
  cpSync(beacon, `${root}/charts/beacon`, { recursive: true });
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const CHART = './charts/beacon';

function unpack(...words: readonly string[]): ReturnType<typeof infraRun> {
  return infraRun(['unpack', ...words], { cwd: root });
}

function read(path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8');
}

/** Every file but those of the chart and of a run, with its content. */
function tree(): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
  return Object.fromEntries(
    paths
      .map((path) => path.slice(root.length + 1))
      .filter((path) => !/^(?:charts|mirror|\.infra|\.infra-cache|\.git)\//.test(path))
      .sort()
      .map((path) => [path, read(path)]),
  );
}

describe('a first unpack', () => {
  test('writes the base, its definition and its lock, and says what became of the chart', () => {
    const { status, stdout, stderr } = unpack(CHART);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^read {8}\.\/charts\/beacon 1\.4\.0: 9 resources\n/);
    expect(stdout).toMatch(/^as {10}release beacon in namespace beacon, for Kubernetes v/m);
    expect(stdout).toMatch(/^wrote {7}base\/beacon: 8 resources and kustomization\.yaml$/m);
    expect(stdout).toMatch(/^dropped {5}Pod\/.*beacon-test: a test of the chart$/m);
    expect(stdout).toContain('git add infra/beacon base/beacon && git commit -m "Unpack beacon 1.4.0"');
    expect(Object.keys(tree()).filter((path) => path.startsWith('infra/'))).toEqual([
      'infra/beacon/app.lock',
      'infra/beacon/app.yaml',
    ]);
    expect(read('base/beacon/service-beacon-cache.yaml')).toMatch(/^apiVersion: v1\nkind: Service\n/);
  });

  test('keeps flags in app.yaml and values in values.yaml', () => {
    writeFileSync(`${root}/mine.yaml`, '# Why: two zones\nreplicas: 2\n');
    const words = ['--app', 'status', '--release', 'page', '--namespace', 'ops', '-a', 'example.com/v1'];
    unpack(CHART, ...words, '-f', 'mine.yaml', '--set', 'ingress.enabled=false');
    expect(read('infra/status/app.yaml')).toBe(
      '# Where status comes from and how it is unpacked: `infra unpack status` reads this.\n' +
        'upstream:\n  chart: ./charts/beacon\nrelease: page\nnamespace: ops\napiVersions:\n  - example.com/v1\n',
    );
    expect(read('infra/status/values.yaml')).toBe(
      '# Why: two zones\nreplicas: 2\ningress:\n  enabled: false\n',
    );
    const files = readdirSync(`${root}/base/status`);
    expect(files).toContain('deployment-page-beacon.yaml');
    expect(files.some((file) => file.startsWith('ingress'))).toBe(false);
    expect(read('base/status/deployment-page-beacon.yaml')).toMatch(/^ {2}namespace: ops\n/m);
  });

  test('works from a directory below the root', () => {
    writeFileSync(`${root}/infra.yaml`, '');
    expect(infraRun(['unpack', './beacon'], { cwd: `${root}/charts` }).status).toBe(0);
    expect(read('infra/beacon/app.yaml')).toContain('chart: ./charts/beacon\n');
  });

  test('--dry-run writes nothing', () => {
    expect(unpack(CHART, '--dry-run').stdout).toContain('would write base/beacon: 8 resources');
    expect(tree()).toEqual({});
  });

  test('--json has counts that add up', () => {
    const result = JSON.parse(unpack(CHART, '--json').stdout) as {
      apps: { counts: { read: number; written: number; kinds: object }; dropped: unknown[] }[];
    };
    expect(result).toMatchObject({ schema: 'infra.unpack/v1', dryRun: false, apps: [{ app: 'beacon' }] });
    const { counts, dropped } = result.apps[0]!;
    expect(counts.read).toBe(counts.written + dropped.length);
    expect(Object.values(counts.kinds).reduce((sum: number, count: number) => sum + count, 0)).toBe(
      counts.written,
    );
  });
});

describe('unpacking again', () => {
  test('by name changes no byte', () => {
    unpack(CHART, '--set', 'replicas=3', '--namespace', 'ops');
    const before = tree();
    const { stdout } = unpack('beacon');
    expect(stdout).toMatch(/^unchanged {3}base\/beacon/m);
    expect(unpack(CHART).status).toBe(0);
    expect(unpack('--all', '--locked').stdout).toBe('unchanged   base/beacon: 8 resources\n');
    expect(tree()).toEqual(before);
  });

  test('merges values into values.yaml and keeps its comments', () => {
    unpack(CHART, '--set', 'replicas=3');
    writeFileSync(
      `${root}/infra/beacon/values.yaml`,
      '# ours\nreplicas: 3 # for three zones\n\ningress: {enabled: true}\n',
    );
    expect(unpack('beacon', '--set', 'ingress.enabled=false,note=yes there,replicas=4').status).toBe(0);
    expect(read('infra/beacon/values.yaml')).toBe(
      '# ours\nreplicas: 4 # for three zones\n\ningress: {enabled: false}\nnote: "yes there"\n',
    );
  });

  test('takes files away that are gone', () => {
    unpack(CHART);
    expect(existsSync(`${root}/base/beacon/ingress-beacon.yaml`)).toBe(true);
    expect(unpack('beacon', '--set', 'ingress.enabled=false').status).toBe(0);
    expect(existsSync(`${root}/base/beacon/ingress-beacon.yaml`)).toBe(false);
  });

  test('--app makes another app of the same definition', () => {
    unpack(CHART, '--set', 'replicas=3');
    expect(unpack('beacon', '--app', 'second').status).toBe(0);
    expect(read('infra/second/values.yaml')).toBe(read('infra/beacon/values.yaml'));
    expect(readdirSync(`${root}/base`)).toEqual(['beacon', 'second']);
  });

  test('refuses to lose what was edited by hand, but for --force', () => {
    unpack(CHART);
    const before = tree();
    writeFileSync(
      `${root}/base/beacon/service-beacon.yaml`,
      `${read('base/beacon/service-beacon.yaml')}# mine\n`,
    );
    const edited = tree();
    const { status, stderr } = unpack('beacon', '--set', 'replicas=5');
    expect(status).toBe(2);
    expect(stderr).toContain('base/beacon/service-beacon.yaml was edited by hand');
    expect(stderr).toContain(
      'infra patch <cluster>/beacon/beacon Service/beacon --from base/beacon/service-beacon.yaml',
    );
    expect(tree()).toEqual(edited);
    expect(unpack('beacon', '--force').status).toBe(0);
    expect(tree()).toEqual(before);
  });

  test.each([
    ['a file that somebody added', 'base/beacon/mine.yaml', 'is not from the chart: somebody added it'],
    ['a base without a lock', 'infra/beacon/app.lock', 'was not unpacked by infra: it has no lock'],
  ])('refuses to lose %s', (_, path, message) => {
    unpack(CHART);
    if (path.endsWith('.lock')) rmSync(`${root}/${path}`);
    else writeFileSync(`${root}/${path}`, 'kind: Mine\n');
    if (path.endsWith('.lock'))
      writeFileSync(
        `${root}/charts/beacon/templates/more.yaml`,
        'kind: X\napiVersion: v1\nmetadata: {name: x}\n',
      );
    if (path.endsWith('.lock')) writeFileSync(`${root}/base/beacon/service-beacon.yaml`, '');
    const before = tree();
    const { status, stderr } = unpack('beacon');
    expect(stderr).toContain(message);
    expect(status).toBe(2);
    expect(tree()).toEqual(before);
  });

  test('--locked fails where the lock would change', () => {
    expect(unpack(CHART, '--locked').stderr).toContain('the lock of beacon would change: it has none yet');
    expect(tree()).toEqual({});
    unpack(CHART);
    expect(unpack('beacon', '--locked').status).toBe(0);
    const { status, stderr } = unpack('beacon', '--locked', '--set', 'replicas=9');
    expect(stderr).toMatch(/the lock of beacon would change: .*values/);
    expect(status).toBe(2);
  });
});

describe('plain manifests', () => {
  const MANIFESTS =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\nkind: Service\napiVersion: v1\nmetadata: {name: s}\n';

  test('of a directory become a base, again the same one', () => {
    mkdirSync(`${root}/plain/below`, { recursive: true });
    writeFileSync(`${root}/plain/all.yaml`, MANIFESTS);
    writeFileSync(`${root}/plain/README.md`, 'no manifest');
    writeFileSync(
      `${root}/plain/below/b.json`,
      '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"b"}}',
    );
    expect(unpack('./plain').stdout).toContain('base/plain: 3 resources');
    expect(read('infra/plain/app.yaml')).toContain('manifests: ./plain\n');
    const before = tree();
    expect(unpack('plain', '--locked').status).toBe(0);
    expect(unpack('./plain').status).toBe(0);
    expect(tree()).toEqual(before);
  });

  test('come from standard input, under a name', () => {
    const run = (...words: string[]) => infraRun(['unpack', '-', ...words], { cwd: root, input: MANIFESTS });
    expect(run().stderr).toContain('manifests on standard input have no name');
    expect(run('--app', 'piped').stdout).toMatch(/^read {8}standard input: 2 resources\n/);
    expect(unpack('-', '--app', 'piped').stderr).toContain('there is nothing on standard input');
  });

  test('have no kustomization among them', () => {
    mkdirSync(`${root}/plain/below`, { recursive: true });
    writeFileSync(`${root}/plain/below/kustomization.yaml`, 'resources: []\n');
    expect(unpack('./plain').stderr).toContain('plain has a kustomization in it');
  });
});

test('an app that comes with infra is copied, and is the same app by the name of its repository', () => {
  // What is fetched here must not come into the cache of whoever runs the tests.
  const env = { XDG_CACHE_HOME: `${root}/.infra-cache`, INFRA_CODE_CACHE: 'off' };
  const run = (...words: string[]) => infraRun(['unpack', ...words], { cwd: root, env });
  const chart = ['apiVersion: v2', 'name: jenkins', 'version: 5.9.53', ''].join('\n');
  mkdirSync(`${root}/mirror/jenkins`, { recursive: true });
  writeFileSync(`${root}/mirror/jenkins/Chart.yaml`, chart);
  execFileSync('tar', ['-czf', 'jenkins-5.9.53.tgz', 'jenkins'], { cwd: `${root}/mirror` });
  writeFileSync(`${root}/infra.yaml`, 'repositories: {jenkins: https://charts.jenkins.io}\n');
  const { stdout, stderr } = run('jenkins', '--mirror', 'mirror');
  expect(stderr).toBe('');
  expect(stdout).toContain('copied      infra/jenkins from the definitions that come with infra');
  const before = tree();
  expect(read('infra/jenkins/app.lock')).not.toContain('mirror');
  expect(run('jenkins/jenkins', '--mirror', 'mirror').status).toBe(0);
  expect(tree()).toEqual(before);
  // The locked archive is at hand without the mirror.
  expect(run('jenkins', '--locked', '--offline').stderr).toBe('');
  writeFileSync(`${root}/mirror/jenkins/Chart.yaml`, `${chart}description: changed\n`);
  execFileSync('tar', ['-czf', 'jenkins-5.9.53.tgz', 'jenkins'], { cwd: `${root}/mirror` });
  const changed = run('jenkins', '--mirror', 'mirror', '--version', '5.9.53');
  expect([changed.status, changed.stderr]).toEqual([0, '']);
});

describe('--all --check', () => {
  test('ends with 0 where every base is what its lock says', () => {
    unpack(CHART);
    const before = tree();
    expect(unpack('--all', '--check')).toEqual({
      status: 0,
      stdout: 'ok     beacon  is what its lock says\n',
      stderr: '',
    });
    expect(tree()).toEqual(before);
  });

  test.each<[string, () => void, string]>([
    [
      'is edited',
      () => {
        writeFileSync(`${root}/base/beacon/service-beacon.yaml`, '');
      },
      'base/beacon/service-beacon.yaml is not what its lock says',
    ],
    [
      'lacks a file',
      () => {
        rmSync(`${root}/base/beacon/service-beacon.yaml`);
      },
      'base/beacon/service-beacon.yaml is not there',
    ],
    [
      'has one more',
      () => {
        writeFileSync(`${root}/base/beacon/x.yaml`, '');
      },
      'base/beacon/x.yaml is not in the lock',
    ],
    [
      'is not there',
      () => {
        rmSync(`${root}/base`, { recursive: true });
      },
      'base/beacon is not there',
    ],
    [
      'has other values',
      () => {
        writeFileSync(`${root}/infra/beacon/values.yaml`, 'replicas: 7\n');
      },
      'infra/beacon/app.lock would change: values, files',
    ],
    [
      'has no lock',
      () => {
        rmSync(`${root}/infra/beacon/app.lock`);
      },
      'infra/beacon/app.lock is not there',
    ],
  ])('ends with 1 where one %s', (_, spoil, problem) => {
    unpack(CHART);
    spoil();
    const { status, stdout } = unpack('--all', '--check');
    expect(stdout).toContain(`wrong  beacon  ${problem}`);
    expect(status).toBe(1);
  });
});

describe('refusals write nothing', () => {
  test.each([
    [
      'a chart that fails',
      [CHART, '--set', 'ingress.host='],
      'ingress.host is needed when the ingress is on',
    ],
    [
      'values that do not fit',
      [CHART, '--set', 'replicas=0'],
      "values don't meet the specifications of the schema",
    ],
    ['a bad app name', [CHART, '--app', 'Not/A/Name'], '"Not/A/Name" cannot be the name of an app'],
    ['an app that is not there', ['beakon'], 'there is no app beakon'],
    ['nothing', [], 'name one app or chart to unpack, or give --all'],
    ['an app and all', ['beacon', '--all'], '--all takes no app'],
    ['values for all', ['--all', '--set', 'a=b'], '--set is for one app'],
    ['--check alone', [CHART, '--check'], '--check goes with --all'],
    ['a password', ['https://me:secret@charts.example.com/web-1.0.0.tgz'], 'has credentials in it'],
  ])('%s', (_, words, message) => {
    const { status, stdout, stderr } = unpack(...words);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('me:secret');
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(tree()).toEqual({});
  });

  test('a file of its own that is wrong is told with its place', () => {
    unpack(CHART);
    writeFileSync(`${root}/infra/beacon/app.yaml`, 'upstream:\n  chart: ./charts/beacon\nnamspace: ops\n');
    const { status, stderr } = unpack('beacon');
    expect(stderr).toContain('infra/beacon/app.yaml:3:1');
    expect(stderr).toContain('did you mean namespace?');
    expect(status).toBe(2);
  });

  test('another chart under the same name', () => {
    unpack(CHART);
    writeFileSync(`${root}/infra/beacon/app.yaml`, 'upstream:\n  chart: some/beacon\n');
    const { stderr } = unpack(CHART);
    expect(stderr).toContain('infra/beacon comes from some/beacon, not from ./charts/beacon');
  });

  test('a version of infra that infra.yaml does not allow', () => {
    writeFileSync(`${root}/infra.yaml`, 'requires: ">= 99"\n');
    const { status, stderr } = unpack(CHART);
    expect(stderr).toContain('this repository takes >= 99');
    expect(stderr).toContain('infra.yaml:1:11');
    expect(status).toBe(2);
  });

  test('what is no base is not replaced', () => {
    mkdirSync(`${root}/base/beacon`, { recursive: true });
    writeFileSync(`${root}/base/beacon/precious.txt`, '');
    const { status, stderr } = unpack(CHART, '--force');
    expect(stderr).toContain('base/beacon exists and is no base: it has no kustomization.yaml');
    expect(status).toBe(2);
    expect(readdirSync(`${root}/base/beacon`)).toEqual(['precious.txt']);
  });

  test('a link does not lead out of the repository', () => {
    const outside = mkdtempSync(`${tmpdir()}/infra-outside-`);
    symlinkSync(outside, `${root}/base`);
    expect(unpack(CHART).stderr).toContain('base is a link');
    expect(readdirSync(outside)).toEqual([]);
    rmSync(outside, { recursive: true });
  });

  test.skipIf(process.getuid?.() === 0)('a directory that cannot be written is one error', () => {
    chmodSync(root, 0o555);
    expect(unpack(CHART).stderr).toContain('permission denied');
    chmodSync(root, 0o755);
  });
});

test('killed at any instant, the repository is the old one or the new one', async () => {
  unpack(CHART);
  const old = tree();
  unpack('beacon', '--set', 'replicas=4,ingress.enabled=false');
  const fresh = tree();
  unpack('beacon', '--force');
  const [node, main] = program.split(' ') as [string, string];
  for (let run = 0; run < 20; run++) {
    rmSync(`${root}/base`, { recursive: true });
    rmSync(`${root}/infra`, { recursive: true });
    for (const [path, text] of Object.entries(old)) {
      mkdirSync(`${root}/${path.slice(0, path.lastIndexOf('/'))}`, { recursive: true });
      writeFileSync(`${root}/${path}`, text);
    }
    const words = [main, 'unpack', 'beacon', '--set', 'replicas=4,ingress.enabled=false'];
    const child = spawn(node, words, { cwd: root, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await sleep(Math.floor(60 + Math.random() * 240));
    child.kill('SIGKILL');
    await ended;
    // Whatever comes next finishes what was begun, or forgets it.
    infraRun(['unpack', '--all', '--check'], { cwd: root });
    const found = tree();
    expect(JSON.stringify(found) === JSON.stringify(old) ? old : fresh).toEqual(found);
  }
}, 60_000);
