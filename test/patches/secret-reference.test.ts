import { expect, test } from 'vitest';
import { describeChart } from './describe-chart.ts';
import { containersOf, podSpecOf, podSpecs } from './pod-specs.ts';

const JENKINS = { archive: 'jenkins-5.9.53.tgz', app: 'jenkins', namespace: 'ci' };
const SENTRY = { archive: 'sentry-25.20.0.tgz', app: 'sentry', namespace: 'sentry' };

describeChart(JENKINS, 'a Secret that a chart makes up becomes a reference', (fresh) => {
  test('to one that exists, in the volume that had it', async () => {
    const repository = fresh();
    const sources = 'spec.template.spec.volumes.jenkins-secrets.projected.sources';
    repository.run(`infra patch $T StatefulSet/jenkins --set ${sources}.0.secret.name=jenkins-admin`);
    const built = await repository.build();
    expect(built.kinds('Secret')).toEqual([]);
    const { volumes } = podSpecOf(built.get('StatefulSet', 'jenkins'));
    const { secret } = volumes.find(({ name }) => name === 'jenkins-secrets')!.projected!.sources[0]!;
    expect(secret.name).toBe('jenkins-admin');
    expect(secret.items.map(({ path }) => path)).toEqual(['chart-admin-username', 'chart-admin-password']);
  });

  test('and unpacking again changes nothing: the chart invents it anew each time', () => {
    const repository = fresh();
    const lines = 'infra unpack jenkins >&2; cat base/jenkins/*.yaml infra/jenkins/app.lock';
    expect(repository.try(lines).stdout).toBe(repository.try(lines).stdout);
    expect(repository.try('infra unpack jenkins --locked').status).toBe(0);
  });
});

describeChart(SENTRY, 'a Secret with a password in it is deleted', (fresh) => {
  test('only when nothing refers to it any more', async () => {
    const repository = fresh();
    const refused = repository.try('infra patch $T Secret/sentry-rabbitmq --delete');
    expect(refused.status).toBe(2);
    for (const variable of ['RABBITMQ_ERL_COOKIE', 'RABBITMQ_PASSWORD'])
      expect(refused.stderr).toContain(
        `StatefulSet/sentry-rabbitmq still refers to Secret/sentry-rabbitmq, at containers.rabbitmq.env.${variable}`,
      );
    const env = 'spec.template.spec.containers.rabbitmq.env';
    const output = repository.run(`
      infra patch $T StatefulSet/sentry-rabbitmq \\
        --set ${env}.RABBITMQ_PASSWORD.valueFrom.secretKeyRef.name=rabbitmq \\
        --set ${env}.RABBITMQ_ERL_COOKIE.valueFrom.secretKeyRef.name=rabbitmq
      infra patch $T Secret/sentry-rabbitmq --delete
    `);
    expect(output).toContain('- Secret/sentry-rabbitmq in sentry\n');
    expect(output).toContain('it will be pruned');
    const built = await repository.build();
    expect(built.kinds('Secret').map(({ metadata }) => metadata.name)).not.toContain('sentry-rabbitmq');
    const variables = podSpecs(built).flatMap(([, spec]) =>
      containersOf(spec).flatMap(({ env }) => env ?? []),
    );
    const used = variables.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name);
    expect(used).not.toContain('sentry-rabbitmq');
    expect(used.filter((name) => name === 'rabbitmq').length).toBe(2);
  });
});
