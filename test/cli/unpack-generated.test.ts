import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { infraRun, program } from './program.ts';

/** A chart of which no two renders are the same. */
const CHART = {
  'Chart.yaml': 'apiVersion: v2\nname: vault\nversion: 1.0.0\n',
  'templates/secret.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata: {name: vault}\ndata: {password: {{ randAlphaNum 20 | b64enc }}}\n',
  'templates/config.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: vault}\ndata: {id: "{{ uuidv4 }}", at: "{{ now | unixEpoch }}"}\n',
  'templates/job.yaml':
    'apiVersion: batch/v1\nkind: Job\nmetadata: {name: "make-{{ randAlphaNum 5 | lower }}"}\nspec: {template: {spec: {containers: []}}}\n',
  'templates/deployment.yaml': [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: {name: vault}',
    'spec:',
    '  template:',
    '    metadata:',
    '      annotations:',
    '        checksum/secret: {{ include (print $.Template.BasePath "/secret.yaml") . | sha256sum }}',
    '        checksum/config: {{ include (print $.Template.BasePath "/config.yaml") . | sha256sum }}',
    '',
  ].join('\n'),
  'templates/test.yaml': [
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    '  name: "test-{{ randAlphaNum 6 | lower }}"',
    '  annotations: {helm.sh/hook: test}',
    'spec: {containers: [{name: c, env: [{name: RUN, value: "{{ uuidv4 }}"}]}]}',
    '',
  ].join('\n'),
};

interface Locked {
  readonly resources: Readonly<Record<string, string>>;
  readonly dropped: readonly { readonly what: string }[];
  readonly secrets: Readonly<Record<string, unknown>>;
  readonly frozen: readonly { readonly identity: string }[];
  readonly checksums: readonly { readonly identity: string; readonly objects: readonly string[] }[];
}

let home: string;

beforeEach(() => {
  home = mkdtempSync(`${tmpdir()}/infra-generated-`);
  for (const [path, text] of Object.entries(CHART)) write(`one/chart/${path}`, text);
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(`${home}/${path.slice(0, path.lastIndexOf('/'))}`, { recursive: true });
  writeFileSync(`${home}/${path}`, text);
}

/** Runs on a machine that has nothing but the repository. */
function unpackOn(machine: string, ...words: readonly string[]): ReturnType<typeof infraRun> {
  const env = {
    HOME: `${home}/${machine}-home`,
    XDG_CACHE_HOME: `${home}/${machine}-cache`,
    TZ: machine === 'one' ? 'Asia/Tokyo' : 'America/Lima',
  };
  return infraRun(['unpack', ...words], { cwd: `${home}/${machine}`, env });
}

function tree(machine: string): Record<string, string> {
  const root = `${home}/${machine}`;
  const entries = ['base', 'infra'].flatMap((directory) =>
    readdirSync(`${root}/${directory}`, { recursive: true, withFileTypes: true }),
  );
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
  return Object.fromEntries(
    paths.sort().map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]),
  );
}

function lockOf(machine: string): Locked {
  const text = readFileSync(`${home}/${machine}/infra/vault/app.lock`, 'utf8');
  return (JSON.parse(text) as { bases: Record<string, Locked> }).bases['vault']!;
}

test('what a chart makes up is the same at each unpack, on another machine and at another time', () => {
  const first = unpackOn('one', './chart', '--namespace', 'ops');
  expect([first.status, first.stderr]).toEqual([0, '']);
  const before = tree('one');
  expect(JSON.stringify(before)).not.toMatch(/kind: Secret\b/);
  cpSync(`${home}/one`, `${home}/two`, { recursive: true });
  expect(unpackOn('two', 'vault', '--locked').stderr).toBe('');
  expect(unpackOn('two', 'vault', '--force').status).toBe(0);
  expect(tree('two')).toEqual(before);
});

test('a lock calls each object what the base calls it, and what was dropped the same each time', () => {
  unpackOn('one', './chart', '--namespace', 'ops');
  const { resources, dropped, secrets, frozen, checksums } = lockOf('one');
  const known = Object.keys(resources);
  expect(known).toContain('ConfigMap/ops/vault');
  expect(Object.keys(secrets)).toEqual(['Secret/ops/vault']);
  expect(dropped.map(({ what }) => what)).toEqual(['Secret/ops/vault', 'Pod/ops/test-*']);
  expect(frozen.map(({ identity }) => identity)).toHaveLength(3);
  expect(known).toEqual(expect.arrayContaining(frozen.map(({ identity }) => identity)));
  expect(checksums.map(({ identity, objects }) => [identity, ...objects])).toEqual([
    ['Deployment.apps/ops/vault', 'Secret/ops/vault'],
    ['Deployment.apps/ops/vault', 'ConfigMap/ops/vault'],
  ]);
  const before = tree('one')['infra/vault/app.lock'];
  rmSync(`${home}/one/base`, { recursive: true });
  unpackOn('one', 'vault');
  expect(tree('one')['infra/vault/app.lock']).toBe(before);
});

test('an archive with another digest than the locked one is an error, and nothing is written', () => {
  const pack = (): void => {
    execFileSync('tar', ['-czf', 'mirror/vault-1.0.0.tgz', '-C', `${home}/one/chart/..`, 'chart'], {
      cwd: `${home}/one`,
    });
  };
  write('one/infra.yaml', 'repositories: {ours: https://charts.example.com}\n');
  mkdirSync(`${home}/one/mirror`);
  pack();
  expect(unpackOn('one', 'ours/vault', '--mirror', 'mirror').stderr).toBe('');
  const before = tree('one');
  write('one/chart/templates/more.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n');
  pack();
  cpSync(`${home}/one`, `${home}/two`, { recursive: true });
  const { status, stderr } = unpackOn('two', 'vault', '--mirror', 'mirror');
  expect(stderr).toContain('is not the one that the lock names');
  expect(status).toBe(2);
  expect(tree('two')).toEqual(before);
});

test.each(['base', 'infra'])(
  'what cannot be written leaves all as it was: a file is where %s/ should be',
  (name) => {
    write(`one/${name}`, 'in the way');
    const before = readdirSync(`${home}/one`, { recursive: true });
    const { status, stderr } = unpackOn('one', './chart');
    expect(stderr).toMatch(new RegExp(`^error: .*${name}`, 'i'));
    expect(status).toBe(2);
    expect(readdirSync(`${home}/one`, { recursive: true })).toEqual(before);
    expect(readFileSync(`${home}/one/${name}`, 'utf8')).toBe('in the way');
  },
);

test('on a disk that takes no more, all stays as it was', () => {
  expect(unpackOn('one', './chart').status).toBe(0);
  const before = tree('one');
  // No file may become larger than a block or two: the lock does not fit.
  const script = `trap '' XFSZ; ulimit -f 1; exec ${program} unpack vault --set a=b --namespace other`;
  const env = { ...process.env, HOME: `${home}/none`, XDG_CACHE_HOME: `${home}/none`, NO_COLOR: '1' };
  const { status, stderr } = spawnSync('sh', ['-c', script], { cwd: `${home}/one`, env, encoding: 'utf8' });
  expect(stderr).toMatch(/^error: /i);
  expect(status).toBe(2);
  expect(tree('one')).toEqual(before);
  expect(readdirSync(`${home}/one`).sort()).toEqual(['base', 'chart', 'infra']);
  expect(unpackOn('one', 'vault', '--locked').status).toBe(0);
});

test.skipIf(process.getuid?.() === 0)('in a directory that nobody may write to, all stays as it was', () => {
  expect(unpackOn('one', './chart').status).toBe(0);
  const before = tree('one');
  chmodSync(`${home}/one`, 0o500);
  const { status, stderr } = unpackOn('one', 'vault', '--namespace', 'other');
  chmodSync(`${home}/one`, 0o700);
  expect(stderr).toContain('permission denied');
  expect(status).toBe(2);
  expect(tree('one')).toEqual(before);
});
