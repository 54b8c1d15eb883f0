import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readInfraYaml } from '../../src/project/infra-yaml.ts';
import { gitRepository } from './git-repository.ts';
import { beacon, infraRun } from './program.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(`${tmpdir()}/infra-init-`);
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

test('a new repository has one cluster and is ready to commit', () => {
  const { status, stdout, stderr } = infraRun(['init', 'platform'], { cwd: root });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('wrote  platform/infra.yaml\n');
  expect(stdout).toContain('cd platform\n');
  expect(readdirSync(`${root}/platform`).sort()).toEqual(['.gitignore', 'README.md', 'infra.yaml']);
  const { clusters } = readInfraYaml(readFileSync(`${root}/platform/infra.yaml`, 'utf8'), 'infra.yaml');
  expect([...clusters.keys()]).toEqual(['dev']);
  expect(infraRun(['unpack', beacon], { cwd: `${root}/platform` }).status).toBe(0);
});

test('what is there stays', () => {
  writeFileSync(`${root}/README.md`, 'mine\n');
  const { stdout } = infraRun(['init', '--json'], { cwd: root });
  expect(JSON.parse(stdout)).toEqual({ schema: 'infra.init/v1', files: ['.gitignore', 'infra.yaml'] });
  expect(readFileSync(`${root}/README.md`, 'utf8')).toBe('mine\n');
});

test('a repository is not made twice', () => {
  infraRun(['init'], { cwd: root });
  const { status, stderr } = infraRun(['init'], { cwd: root });
  expect(stderr).toContain('it has an infra.yaml');
  expect(status).toBe(2);
});

test('--dry-run writes nothing', () => {
  expect(infraRun(['init', '--dry-run'], { cwd: root }).stdout).toContain('would write  infra.yaml\n');
  expect(readdirSync(root)).toEqual([]);
});

test('what Argo CD must know of the cluster is there where Git has a remote', () => {
  const repository = gitRepository();
  try {
    rmSync(`${repository.root}/infra.yaml`);
    repository.infra('init');
    const text = repository.read('overlays/dev/root.yaml');
    expect(text).toContain(`repoURL: file://${repository.remote}\n`);
    expect(repository.infra('add', 'dev/ci/web').status).toBe(0);
    expect(repository.read('overlays/dev/root.yaml')).toBe(text);
  } finally {
    repository.remove();
  }
});
