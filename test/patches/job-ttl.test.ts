import { renameSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeChart, type ChartRepository } from './describe-chart.ts';

const INGRESS = { archive: 'ingress-nginx-4.15.1.tgz', app: 'ingress-nginx', namespace: 'ingress-nginx' };
const TTL = `printf '[{"op": "remove", "path": "/spec/ttlSecondsAfterFinished"}]' | infra patch $T 'Job/*' --json -`;

/** What an upgrade does that gives a Job another name. */
function renameJob(repository: ChartRepository): void {
  const fileOf = (name: string): string => `base/ingress-nginx/job-ingress-nginx-admission-${name}.yaml`;
  renameSync(`${repository.root}/${fileOf('patch')}`, `${repository.root}/${fileOf('inject')}`);
  for (const path of [fileOf('inject'), 'base/ingress-nginx/kustomization.yaml'])
    repository.write(
      path,
      repository.read(path).replaceAll('nginx-admission-patch', 'nginx-admission-inject'),
    );
}

describeChart(INGRESS, 'a Job that is gone as soon as it ends', (fresh) => {
  test.each([
    ['by a JSON patch', TTL],
    ['by its field', "infra patch $T 'Job/*' --unset spec.ttlSecondsAfterFinished"],
  ])('stays, %s', async (_, lines) => {
    const repository = fresh();
    const before = repository.read('base/ingress-nginx/job-ingress-nginx-admission-create.yaml');
    expect(before).toContain('ttlSecondsAfterFinished: 0');
    repository.run(lines);
    const jobs = (await repository.build()).kinds('Job');
    expect(jobs.map(({ metadata }) => metadata.name).sort()).toEqual([
      'ingress-nginx-admission-create',
      'ingress-nginx-admission-patch',
    ]);
    for (const { spec } of jobs) expect(Object.keys(spec)).toEqual(['template']);
    const again = repository.try(lines);
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('ttlSecondsAfterFinished');
  });

  test('under another name is told of: the JSON patch of the old name is for nothing', () => {
    const repository = fresh();
    repository.run(TTL);
    renameJob(repository);
    const { status, stderr } = repository.try('infra build $T --strict > /dev/null');
    expect(status).toBe(1);
    expect(stderr).toContain('the target of the patch selects no resource [PATCH_MATCHES_NOTHING]');
    expect(stderr).toContain('overlays/dev/ingress-nginx/ingress-nginx/kustomization.yaml');
  });

  test('under another name is among all Jobs, where the patch is one of all', async () => {
    const repository = fresh();
    repository.run("infra patch $T 'Job/*' --unset spec.ttlSecondsAfterFinished");
    renameJob(repository);
    const jobs = (await repository.build()).kinds('Job');
    expect(jobs.map(({ metadata }) => metadata.name)).toContain('ingress-nginx-admission-inject');
    for (const { spec } of jobs) expect(Object.keys(spec)).toEqual(['template']);
  });

  test('under another name stops the build where the patch is a strategic one', () => {
    const repository = fresh();
    repository.run('infra patch $T Job/ingress-nginx-admission-patch --unset spec.ttlSecondsAfterFinished');
    renameJob(repository);
    for (const command of ['infra build $T', 'infra patch $T IngressClass/nginx --set metadata.labels.a=b']) {
      const { status, stderr } = repository.try(`${command} > /dev/null`);
      expect(status).toBe(2);
      expect(stderr).toContain('Job.v1.batch/ingress-nginx-admission-patch');
      expect(stderr).toContain('patches/job-ingress-nginx-admission-patch.yaml');
    }
  });
});
