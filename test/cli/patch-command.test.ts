import { afterEach, beforeEach, expect, test } from 'vitest';
import { patchRepository, type PatchRepository } from './patch-repository.ts';
import { infraRun, type Run } from './program.ts';

let repository: PatchRepository;
beforeEach(() => {
  repository = patchRepository();
});
afterEach(() => {
  repository.remove();
});

const infra = (words: readonly string[], input = ''): Run => infraRun(words, { cwd: repository.root, input });

test('what changes is shown, then what was written, then what to do next', () => {
  const { status, stdout, stderr } = infra([
    'patch',
    'dev/ci/web',
    'Deployment/web',
    '--set',
    'spec.replicas=2',
  ]);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Deployment/web in ci\n  spec.replicas  1 → 2\n');
  expect(stdout).toContain('wrote  overlays/dev/ci/web/patches/deployment-web.yaml\n');
  expect(stdout).toContain('  infra diff dev/ci/web\n');
});

test('a patch comes from standard input, and the result is for programs', () => {
  const words = ['patch', 'dev/ci/web', 'svc/web', '--merge', '-', '--output', 'json', '--dry-run'];
  const { status, stdout } = infra(words, 'spec: {type: NodePort}\n');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'infra.patch/v1',
    isDryRun: true,
    resources: ['Service/web'],
    changes: ['overlays/dev/ci/web/kustomization.yaml', 'overlays/dev/ci/web/patches/service-web.yaml'],
    targets: [{ target: 'dev/ci/web', diff: { counts: { changed: 1 } } }],
  });
});

test('a refusal is an error with a way out', () => {
  const refused = infra(['patch', 'dev/ci/web', 'ServiceAccount/web', '--delete']);
  expect([refused.status, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toContain('still refers to ServiceAccount/web');
  expect(refused.stderr).toContain('--force writes it all the same');
});

test('an editor may be a program that needs no terminal', () => {
  const words = ['patch', 'dev/ci/web', 'Service/web', '--edit'];
  const edit = (EDITOR: string): Run =>
    infraRun(words, { cwd: repository.root, env: { VISUAL: '', EDITOR } });
  expect(edit('').stderr).toMatch(/^Error: --edit needs an editor/);
  const { status, stdout } = edit('sed -i "s/port: 80/port: 81/"');
  expect(status).toBe(0);
  expect(stdout).toContain('+ port: 81');
});

test('lift says what it moved', () => {
  infra(['patch', 'prod-*/ci/web', 'Deployment/web', '--set', 'spec.replicas=2']);
  const { status, stdout } = infra(['lift', 'web']);
  expect(status).toBe(0);
  expect(stdout).toContain('production: 1 patch shared by 2 targets\nevery target builds what it did\n');
  expect(stdout).toContain('removed  overlays/prod-a/ci/web/patches/deployment-web.yaml\n');
  expect(infra(['lift', 'web', '--json']).stdout).toContain('"schema": "infra.lift/v1"');
});
