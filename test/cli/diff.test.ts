import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { infraRun } from './program.ts';

let root: string;

const WEB = (replicas: number): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: ${replicas}\n`;
const SECRET = (value: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: key\nstringData:\n  key: ${value}\n`;
const OVERLAY = 'resources: [../../../../base/web]\n';

const FILES: Readonly<Record<string, string>> = {
  'infra.yaml': 'clusters: {dev: {}, prod: {}}\n',
  'infra/web/app.lock': 'same\n',
  'base/web/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web/web.yaml': WEB(1),
  'overlays/dev/shop/web/kustomization.yaml': OVERLAY,
  'overlays/prod/store/web/kustomization.yaml': `${OVERLAY}namespace: store\nreplicas: [{name: web, count: 3}]\n`,
};

function write(path: string, content: string): void {
  mkdirSync(dirname(`${root}/${path}`), { recursive: true });
  writeFileSync(`${root}/${path}`, content);
}

function git(...words: string[]): void {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
  execFileSync('git', [...who, ...words], { cwd: root, env, stdio: 'pipe' });
}

function commit(message: string): void {
  git('add', '.');
  git('commit', '--quiet', '-m', message);
}

function diff(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return infraRun(['diff', ...words], { cwd: root });
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(`${tmpdir()}/infra-diff-`));
  git('init', '--quiet', '-b', 'main');
  for (const [path, content] of Object.entries(FILES)) write(path, content);
  commit('one');
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const SCALED = (from: number, to: number): string =>
  `dev/shop/web, compared with HEAD: 1 changed\n\nDeployment/web\n  spec.replicas  ${from} → ${to}\n`;

test('a patch that matches nothing is told, though nothing is different', () => {
  write(
    'overlays/dev/shop/web/kustomization.yaml',
    `${OVERLAY}patches:\n- target: {kind: Job, name: web}\n  patch: |-\n    - {op: remove, path: /spec}\n`,
  );
  const { status, stdout, stderr } = diff('dev/shop/web');
  expect([status, stdout]).toEqual([0, 'dev/shop/web is the same as HEAD\n']);
  expect(stderr).toMatch(
    /^overlays\/dev\/shop\/web\/kustomization\.yaml:3:\d+: warning: .*selects no resource \[PATCH_MATCHES_NOTHING\]/,
  );
  const { findings } = JSON.parse(diff('dev/shop/web', '--json').stdout) as { findings: { code: string }[] };
  expect(findings.map(({ code }) => code)).toEqual(['PATCH_MATCHES_NOTHING']);
});

describe('against a commit', () => {
  test('nothing that a target is made of has changed', () => {
    write('README.md', 'new\n');
    write('overlays/prod/store/web/kustomization.yaml', OVERLAY);
    const { status, stdout, stderr } = diff('dev/shop/web');
    expect([status, stdout, stderr]).toEqual([0, 'dev/shop/web is the same as HEAD\n', '']);
  });

  test.each(['dev/shop/web', 'overlays/dev/shop/web', './overlays/dev/shop/web/'])('%s', (word) => {
    write('base/web/web.yaml', WEB(2));
    const { status, stdout, stderr } = diff(word);
    expect([status, stdout, stderr]).toEqual([1, SCALED(1, 2), '']);
  });

  test('from a directory further down', () => {
    write('base/web/web.yaml', WEB(2));
    const { status, stdout } = infraRun(['diff', 'shop/web', '../base/web'], { cwd: `${root}/overlays` });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    const here = infraRun(['diff', 'dev/shop/web', '../base/web'], { cwd: `${root}/overlays` });
    expect(here.stdout).toBe(`${SCALED(1, 2)}\n${SCALED(1, 2).replace('dev/shop/web', 'base/web')}`);
  });

  test('an older one, a tag, a branch', () => {
    git('tag', 'v1');
    git('branch', 'old');
    write('base/web/web.yaml', WEB(2));
    commit('two');
    expect(diff('dev/shop/web').status).toBe(0);
    for (const ref of ['v1', 'old', 'HEAD~1']) {
      expect(diff('dev/shop/web', '--against', ref).stdout).toBe(SCALED(1, 2).replace('HEAD', ref));
    }
  });

  test('a target that is new, and one that is gone', () => {
    write('overlays/dev/shop2/web/kustomization.yaml', OVERLAY);
    rmSync(`${root}/overlays/dev/shop`, { recursive: true });
    const { status, stdout } = diff('dev/shop2/web', 'dev/shop/web');
    expect(status).toBe(1);
    expect(stdout).toContain('dev/shop2/web, compared with HEAD: 1 added\n\n+ Deployment/web\n');
    expect(stdout).toContain(
      'dev/shop/web, compared with HEAD: 1 removed\n\nnotice  Deployment/web: it will be pruned',
    );
  });

  test('what is not committed counts', () => {
    write('base/web/kustomization.yaml', 'resources: [web.yaml, key.yaml]\n');
    write('base/web/key.yaml', SECRET('hunter2'));
    const { status, stdout } = diff('dev/shop/web', '--unfold');
    expect(status).toBe(1);
    expect(stdout).toContain('+   key: sha256:f52fbd32\n');
    expect(stdout).not.toContain('hunter2');
  });

  test('a base that is not committed is that of the lock', () => {
    write('.gitignore', 'base/\n');
    git('rm', '-r', '--quiet', '--cached', 'base');
    commit('two');
    write('overlays/dev/shop/web/kustomization.yaml', `${OVERLAY}replicas: [{name: web, count: 5}]\n`);
    expect(diff('dev/shop/web').stdout).toBe(SCALED(1, 5));
    write('infra/web/app.lock', 'another\n');
    const { status, stderr } = diff('dev/shop/web');
    expect(status).toBe(2);
    expect(stderr).toContain('at HEAD: ');
  });
});

describe('against something else', () => {
  test('another target', () => {
    const { status, stdout } = diff('prod/store/web', '--against', 'dev/shop/web');
    expect(status).toBe(1);
    expect(stdout).toContain('prod/store/web, compared with dev/shop/web: 1 changed\n');
    expect(stdout).toContain('  spec.replicas  1 → 3\n');
  });

  test('what is installed: the branch of the remote before the local one', () => {
    expect(diff('dev/shop/web', '--installed').stdout).toContain(
      'compared with nothing (there is no branch install/dev/shop/web): 1 added',
    );
    git('branch', 'install/dev/shop/web');
    expect(diff('dev/shop/web', '--installed').status).toBe(0);
    write('base/web/web.yaml', WEB(4));
    commit('two');
    git('update-ref', 'refs/remotes/origin/install/dev/shop/web', 'HEAD');
    write('base/web/web.yaml', WEB(5));
    expect(diff('dev/shop/web', '--installed').stdout).toContain('spec.replicas  4 → 5');
  });

  test('several targets share what they read', () => {
    write('base/web/web.yaml', WEB(2));
    const { status, stdout } = diff('*/*/web');
    expect(status).toBe(1);
    expect(stdout).toBe(`${SCALED(1, 2)}\nprod/store/web is the same as HEAD\n`);
  });
});

describe('forms', () => {
  test('for programs', () => {
    write('base/web/web.yaml', WEB(0));
    const { status, stdout } = diff('dev/shop/web', '--json');
    expect(status).toBe(1);
    const result = JSON.parse(stdout) as { schema: string; targets: Record<string, unknown>[] };
    expect(result.schema).toBe('infra.diff/v1');
    expect(result.targets[0]).toMatchObject({
      ...{ name: 'dev/shop/web', against: 'HEAD' },
      counts: { added: 0, removed: 0, changed: 1, danger: 1, notice: 0 },
      changes: [{ fields: [{ path: 'spec.replicas', before: 1, after: 0 }] }],
    });
  });

  test('for a pull request', () => {
    write('base/web/web.yaml', WEB(0));
    const { status, stdout } = diff('dev/shop/web', '--markdown');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^### dev\/shop\/web, compared with HEAD\n\n\*\*0 resources added/);
  });
});

test.each<[string[], string]>([
  [['dev/shop/web', '--against', 'nothing'], 'there is no commit, branch, tag or target nothing'],
  [['dev/shop/web', '--against=--output=x'], 'no name of a commit'],
  [['dev/shop/other'], 'overlays/dev/shop/other has no kustomization'],
  [['nothing'], 'nothing is neither a directory nor a target'],
  [['no-*/shop/web'], 'is neither a directory nor a target'],
  [['..'], 'is not in this repository'],
  [['dev/shop/web', '--installed', '--against', 'HEAD'], 'cannot be given together'],
  [['base/web', '--installed'], 'base/web is no target'],
  [['dev/shop/web', '--against', 'prod/shop/none'], 'there is no commit, branch, tag or target'],
])('%j cannot be run', (words, message) => {
  const { status, stdout, stderr } = diff(...words);
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([2, '']);
});
