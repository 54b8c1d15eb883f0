import { expect, test } from 'vitest';
import { describeChart, type Built } from './describe-chart.ts';

const INGRESS = { archive: 'ingress-nginx-4.15.1.tgz', app: 'ingress-nginx', namespace: 'ingress-nginx' };
const SENTRY = { archive: 'sentry-25.20.0.tgz', app: 'sentry', namespace: 'sentry' };
const WAVE = 'argocd.argoproj.io/sync-wave';

/** When Argo CD applies a resource, within its phase. */
function waveOf(built: Built, kind: string, name: string): number {
  return Number(built.get(kind, name).metadata.annotations?.[WAVE] ?? 0);
}

/** Nothing that Argo CD or Helm would take for a hook of Helm's, and no text where something was taken away. */
function expectNoHelm({ resources }: Built): void {
  for (const { metadata } of resources) {
    const entries = Object.entries({ ...metadata.annotations, ...metadata.labels });
    expect(entries.filter(([key]) => key.startsWith('helm.sh/') || key.startsWith('meta.helm.sh/'))).toEqual(
      [],
    );
    expect(entries.filter(([, value]) => value === 'null' || value === '')).toEqual([]);
  }
}

describeChart(INGRESS, 'hooks of Helm are hooks of Argo CD', (fresh) => {
  test('and a patch moves one, by annotations that it adds and takes away', async () => {
    const repository = fresh();
    const job = 'infra patch $T Job/ingress-nginx-admission-patch';
    repository.run(`
      ${job} --set 'metadata.annotations.[${WAVE}]=5'
      ${job} --set 'metadata.annotations.[argocd.argoproj.io/hook]=Sync'
      ${job} --unset 'metadata.annotations.[argocd.argoproj.io/hook-delete-policy]'
    `);
    const built = await repository.build();
    expectNoHelm(built);
    expect(built.get('Job', 'ingress-nginx-admission-patch').metadata.annotations).toEqual({
      'argocd.argoproj.io/hook': 'Sync',
      [WAVE]: '5',
    });
    const create = waveOf(built, 'Job', 'ingress-nginx-admission-create');
    expect(create).toBeLessThan(waveOf(built, 'Deployment', 'ingress-nginx-controller'));
    expect(waveOf(built, 'ServiceAccount', 'ingress-nginx-admission')).toBeLessThanOrEqual(create);
  });

  test('and what goes from all of them leaves no text "null"', async () => {
    const repository = fresh();
    const policy = 'metadata.annotations.[argocd.argoproj.io/hook-delete-policy]';
    repository.run(`infra patch $T 'Job/*' --unset '${policy}' --set metadata.labels.team=platform`);
    const built = await repository.build();
    expectNoHelm(built);
    for (const { metadata } of built.kinds('Job')) {
      expect(Object.keys(metadata.annotations ?? {})).not.toContain('argocd.argoproj.io/hook-delete-policy');
      expect(metadata.labels?.['team']).toBe('platform');
    }
  });

  test('and one may become a plain Job', async () => {
    const repository = fresh();
    const unset = ['hook', 'hook-delete-policy', 'sync-wave'].map(
      (key) => `--unset 'metadata.annotations.[argocd.argoproj.io/${key}]'`,
    );
    repository.run(`infra patch $T Job/ingress-nginx-admission-create ${unset.join(' ')}`);
    const built = await repository.build();
    expectNoHelm(built);
    expect(
      Object.keys(built.get('Job', 'ingress-nginx-admission-create').metadata.annotations ?? {}),
    ).toEqual([]);
  });
});

describeChart(SENTRY, 'the order of a chart whose workloads need its hooks', (fresh) => {
  test('is: what Jobs need, the Jobs one by one, the workloads', async () => {
    const repository = fresh();
    repository.run(`infra patch $T Job/sentry-user-create --set 'metadata.annotations.[${WAVE}]=20'`);
    const built = await repository.build();
    expectNoHelm(built);
    const jobs = ['db-check', 'snuba-db-init', 'snuba-migrate', 'db-init'].map((name) =>
      waveOf(built, 'Job', `sentry-${name}`),
    );
    expect(jobs).toEqual([...new Set(jobs)].sort((a, b) => a - b));
    expect(jobs[0]).toBeGreaterThan(0);
    expect(jobs.at(-1)).toBeLessThan(waveOf(built, 'Deployment', 'sentry-web'));
    expect(waveOf(built, 'Job', 'sentry-user-create')).toBe(20);
    const deployments = built
      .kinds('Deployment')
      .filter(({ metadata }) => metadata.annotations?.['argocd.argoproj.io/hook'] !== undefined);
    expect(deployments).toEqual([]);
  });
});
