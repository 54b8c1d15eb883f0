import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { gitRepository, type GitRepository } from './git-repository.ts';

let repository: GitRepository;
beforeEach(() => {
  repository = gitRepository();
});
afterEach(() => {
  repository.remove();
});

const FILES = [
  'overlays/dev/ci/web/application.yaml',
  'overlays/dev/ci/web/kustomization.yaml',
  'overlays/dev/root.yaml',
];

test('a target is declared, builds as its base, and is not declared twice', () => {
  const { status, stdout, stderr } = repository.infra('add', 'dev/ci/web');
  expect([status, stderr]).toEqual([0, '']);
  for (const file of FILES) expect(stdout).toContain(`wrote  ${file}\n`);
  expect(stdout).toContain('builds       1 resource\n');
  expect(stdout).toContain('kubectl apply -f overlays/dev/root.yaml');
  expect(repository.infra('build', 'dev/ci/web').stdout).toBe(repository.infra('build', 'base/web').stdout);
  const { spec } = parse(repository.read(FILES[0]!)) as { spec: { source: { repoURL: string } } };
  expect(spec.source.repoURL).toBe(`file://${repository.remote}`);

  const again = repository.infra('add', 'overlays/dev/ci/web/');
  expect([again.status, again.stdout]).toEqual([0, 'dev/ci/web is there already, just like this\n']);
  repository.write(FILES[1]!, `${repository.read(FILES[1]!)}namePrefix: x-\n`);
  const other = repository.infra('add', 'dev/ci/web');
  expect([other.status, other.stdout]).toEqual([2, '']);
  expect(other.stderr).toContain('dev/ci/web is already there');
});

test('--dry-run writes nothing, --json is for programs', () => {
  const { stdout } = repository.infra('add', 'dev/ci/web', '--dry-run', '--json');
  expect(JSON.parse(stdout)).toEqual({
    schema: 'infra.add/v1',
    target: 'dev/ci/web',
    gate: 'none',
    changes: FILES,
    resources: 1,
    findings: [],
    isDryRun: true,
  });
  expect(existsSync(`${repository.root}/overlays`)).toBe(false);
});

test('where nothing says where the repository is, nothing is written', () => {
  repository.git('remote', 'remove', 'origin');
  const { status, stderr } = repository.infra('add', 'dev/ci/web');
  expect(status).toBe(2);
  expect(stderr).toContain('Git has no remote origin');
  expect(stderr).toContain('git remote add origin <address>');
  expect(existsSync(`${repository.root}/overlays`)).toBe(false);
  repository.write(
    'infra.yaml',
    `${repository.read('infra.yaml')}git: { url: "https://git.example.com/x.git" }\n`,
  );
  expect(repository.infra('add', 'dev/ci/web').status).toBe(0);
  expect(repository.read('overlays/dev/root.yaml')).toContain('repoURL: https://git.example.com/x.git\n');
});

test('an overlay that does not build is not written', () => {
  repository.write('base/web/kustomization.yaml', 'resources:\n- gone.yaml\n');
  const { status, stderr } = repository.infra('add', 'dev/ci/web');
  expect(status).toBe(2);
  expect(stderr).toContain('gone.yaml');
  expect(existsSync(`${repository.root}/overlays`)).toBe(false);
});

test('--like copies, and lists what still names the other target', () => {
  repository.infra('add', 'prod-a/ci/web');
  const directory = 'overlays/prod-a/ci/web';
  repository.write(
    `${directory}/kustomization.yaml`,
    `${repository.read(`${directory}/kustomization.yaml`)}patches:\n- path: patches/web.yaml\n`,
  );
  repository.write(
    `${directory}/patches/web.yaml`,
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  namespace: ci\ndata:\n  url: web.prod-a.example.com\n',
  );
  const { status, stdout, stderr } = repository.infra('add', 'prod-b/ci/web', '--like', 'prod-a/ci/web');
  expect(status).toBe(0);
  expect(stdout).toContain('1 place');
  expect(stderr).toBe(
    'overlays/prod-b/ci/web/patches/web.yaml:7:12: warning: this names the cluster prod-a, from prod-a/ci/web [NAMES_OTHER_TARGET]\n',
  );
  expect(repository.read('overlays/prod-b/ci/web/patches/web.yaml')).toContain('web.prod-a.example.com');
  expect(repository.read('overlays/prod-b/ci/web/application.yaml')).toContain('install/prod-b/ci/web');
  expect(repository.infra('build', 'prod-b/ci/web').stdout).toBe(
    repository.infra('build', 'prod-a/ci/web').stdout,
  );
});

test.each([
  [['dev/web'], 'dev/web is no target'],
  [['dev/ci/web', '--like', 'prod-a/ci/web'], 'there is no target prod-a/ci/web'],
  [['dev/ci/web', '--like', 'dev/ci/db'], 'that is another app'],
])('infra add %j is refused', (words, message) => {
  const { status, stderr } = repository.infra('add', ...words);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});
