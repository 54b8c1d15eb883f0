import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lift } from '../../src/commands/lift.ts';
import type { CommandIo } from '../../src/commands/io.ts';
import { patchAsText } from '../../src/commands/patch-report.ts';
import { OVERLAY, patchRepository, type PatchRepository } from './patch-repository.ts';

let repository: PatchRepository;
beforeEach(() => {
  repository = patchRepository();
});
afterEach(() => {
  repository.remove();
});

const SHARED = 'overlays/_shared/production/web';
const [A, B] = ['overlays/prod-a/ci/web', 'overlays/prod-b/ci/web'];
const LISTING = `${OVERLAY}components:\n- ../../../_shared/production/web\n`;
const REPLICAS = { set: ['spec.replicas=2'] };

describe('a shared patch', () => {
  test('is listed by every target of its phase', async () => {
    const result = await repository.patch('web Deployment/web', { shared: 'production', ...REPLICAS });
    expect(result.changes).toEqual([
      `${SHARED}/kustomization.yaml`,
      `${SHARED}/patches/deployment-web.yaml`,
      `${A}/kustomization.yaml`,
      `${B}/kustomization.yaml`,
    ]);
    expect(repository.read(`${SHARED}/kustomization.yaml`)).toBe(
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- path: patches/deployment-web.yaml\n',
    );
    expect(repository.read(`${A}/kustomization.yaml`)).toBe(LISTING);
    expect(patchAsText(result, false)).toContain('prod-a/ci/web, prod-b/ci/web\n');
    for (const target of ['prod-a/ci/web', 'prod-b/ci/web'])
      expect(await repository.build(target)).toContain('replicas: 2');
    expect(await repository.build('dev/ci/web')).toContain('replicas: 1');
  });

  test('joins the one there, and takes the component away when nothing is left of it', async () => {
    await repository.patch('web Deployment/web', { shared: 'production', ...REPLICAS });
    const joined = await repository.patch('web Deployment/web', {
      shared: 'production',
      set: ['spec.paused=true'],
    });
    expect(joined.changes).toEqual([`${SHARED}/patches/deployment-web.yaml`]);
    await repository.patch('prod-b/ci/web Deployment/web', {
      component: 'production',
      unset: ['spec.paused'],
      set: ['spec.replicas=1'],
    });
    expect(repository.files('overlays')).not.toContain('_shared/production/web/kustomization.yaml');
    expect(repository.read(`${A}/kustomization.yaml`)).toBe(OVERLAY);
  });

  test('is refused where it does not hold in a target, which is named', async () => {
    await repository.patch('prod-b/ci/web Deployment/web', { set: ['spec.replicas=5'] });
    const shared = repository.patch('web Deployment/web', { shared: 'production', ...REPLICAS });
    await expect(shared).rejects.toThrow(
      'prod-b/ci/web: spec.replicas of Deployment/web would not come out as the patch says: ' +
        'overlays/prod-b/ci/web/patches/deployment-web.yaml sets it too',
    );
    expect(repository.read(`${A}/kustomization.yaml`)).toBe(OVERLAY);
  });

  test('is refused where a target has no such resource', async () => {
    await repository.patch('prod-b/ci/web Service/web', { delete: true });
    const shared = repository.patch('web Service/web', { shared: 'production', set: ['spec.type=NodePort'] });
    await expect(shared).rejects.toThrow('prod-b/ci/web: no resource is Service/web');
  });

  test('rolls the pods of targets that have a checksum of their own', async () => {
    const set = (text: string): { set: string[] } => ({ set: [`data.motd=${text}`] });
    const checksum = async (target: string): Promise<string> =>
      /checksum\/config: (\S+)/.exec(await repository.build(target))![1]!;
    await repository.patch('prod-a/ci/web ConfigMap/web', { set: ['data.own=a'] });
    const own = await checksum('prod-a/ci/web');
    await repository.patch('web ConfigMap/web', { shared: 'production', ...set('one') });
    const [a, b] = [await checksum('prod-a/ci/web'), await checksum('prod-b/ci/web')];
    expect(new Set([own, a, b, '"0"']).size).toBe(4);
    const { findings } = await repository.patch('web ConfigMap/web', { shared: 'production', ...set('two') });
    expect(await checksum('prod-a/ci/web')).not.toBe(a);
    expect(await checksum('prod-b/ci/web')).not.toBe(b);
    expect(findings).toEqual([]);
  });

  test('says that a target lists a component from now on', async () => {
    await repository.patch('web Deployment/web', { shared: 'production', ...REPLICAS });
    repository.write(`${B}/kustomization.yaml`, OVERLAY);
    const { findings } = await repository.patch('web Deployment/web', {
      shared: 'production',
      set: ['spec.paused=true'],
    });
    expect(findings.map(({ code }) => code)).toEqual(['COMPONENT_LISTED']);
    expect(repository.read(`${B}/kustomization.yaml`)).toBe(LISTING);
  });

  test.each([
    ['productoin', 'web', /on a cluster of the phase productoin/],
    ['production', 'dev/ci/web', /"dev\/ci\/web" is no DNS label/],
  ])('of %s for %s names nothing', async (shared, app, says) => {
    await expect(repository.patch(`${app} Deployment/web`, { shared, ...REPLICAS })).rejects.toThrow(says);
  });
});

test('a pattern patches each target that matches', async () => {
  await repository.patch('prod-*/ci/web Deployment/web', REPLICAS);
  for (const overlay of [A, B])
    expect(repository.files(overlay)).toEqual(['kustomization.yaml', 'patches/deployment-web.yaml']);
  expect(repository.files('overlays/dev/ci/web')).toEqual(['kustomization.yaml']);
});

describe('lift', () => {
  const io = { version: 'development', warn: () => undefined } as unknown as CommandIo;

  test('moves patches that are equal in all targets of a phase, and leaves the others', async () => {
    await repository.patch('prod-*/ci/web Deployment/web', REPLICAS);
    await repository.patch('prod-*/ci/web Service/web', { set: ['spec.ports.80.port=81'] });
    await repository.patch('prod-a/ci/web ConfigMap/web', { set: ['data.own=a'], keepChecksums: true });
    const path = `${B}/patches/deployment-web.yaml`;
    repository.write(path, `# the same, in other words\n${repository.read(path)}`);
    const before = await Promise.all(['prod-a/ci/web', 'prod-b/ci/web'].map(repository.build));
    const { phases } = await lift({ app: 'web' }, repository.root, io);
    expect(phases.map(({ phase, patches }) => [phase, patches])).toEqual([
      ['production', ['patches/deployment-web.yaml', 'patches/service-web.yaml']],
    ]);
    expect(repository.files(A)).toEqual(['kustomization.yaml', 'patches/configmap-web.yaml']);
    expect(repository.read(`${B}/kustomization.yaml`)).toBe(LISTING);
    expect(await Promise.all(['prod-a/ci/web', 'prod-b/ci/web'].map(repository.build))).toEqual(before);
    expect((await lift({ app: 'web' }, repository.root, io)).changes).toEqual([]);
  });

  test('changes nothing where a build would change', async () => {
    await repository.patch('prod-*/ci/web Deployment/web', REPLICAS);
    const inline =
      'patches:\n- target: {kind: Deployment}\n  patch: |-\n    - {op: replace, path: /spec/replicas, value: 9}\n';
    const overlay = repository.read(`${A}/kustomization.yaml`).replace('patches:\n', inline);
    repository.write(`${A}/kustomization.yaml`, overlay);
    await expect(lift({ app: 'web' }, repository.root, io)).rejects.toThrow(
      'prod-a/ci/web would build something else',
    );
    expect(repository.read(`${A}/kustomization.yaml`)).toBe(overlay);
  });

  test('--dry-run writes nothing, and a phase must have targets', async () => {
    await repository.patch('prod-*/ci/web Deployment/web', REPLICAS);
    const { changes } = await lift({ app: 'web', dryRun: true }, repository.root, io);
    expect(changes).toContain(`${SHARED}/kustomization.yaml`);
    expect(repository.files('overlays')).not.toContain('_shared/production/web/kustomization.yaml');
    await expect(lift({ app: 'web', phase: 'none' }, repository.root, io)).rejects.toThrow(
      'web has no targets',
    );
  });
});
