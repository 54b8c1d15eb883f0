import { expect, test } from 'vitest';
import { describeChart, type Built } from './describe-chart.ts';
import type { Rule } from './resources.ts';

const MONITORING = {
  archive: 'kube-prometheus-stack-88.5.3.tgz',
  app: 'monitoring',
  namespace: 'monitoring',
  appYaml: 'policies: { crds: omit }\n',
};
const JENKINS = { archive: 'jenkins-5.9.53.tgz', app: 'jenkins', namespace: 'ci' };
const CHECKSUM = 'checksum/config';

const RULES = 'monitoring-kube-prometheus-alertmanager.rules';

function rulesOf(built: Built): readonly Rule[] {
  return built.get('PrometheusRule', RULES).spec.groups[0]!.rules;
}

describeChart(MONITORING, 'an alert that a chart hard-codes', (fresh) => {
  const group = 'spec.groups.[name=alertmanager.rules].rules';
  const expression = 'up{job="alertmanager",pod=~"a|b"} == 0';

  test('gets another expression, by its name, and no other one does', async () => {
    const [repository, untouched] = [fresh(), fresh()];
    untouched.run('infra add $T');
    repository.run(`
      infra patch $T PrometheusRule/${RULES} --set '${group}.[alert=AlertmanagerFailedReload].expr=${expression}'
    `);
    const [before, after] = [await untouched.build(), await repository.build()].map(rulesOf) as [
      readonly Rule[],
      readonly Rule[],
    ];
    const changed = after.flatMap(({ alert, expr }, index) =>
      expr === before[index]!.expr ? [] : [[alert, expr]],
    );
    expect(changed).toEqual([['AlertmanagerFailedReload', expression]]);
    expect(after.length).toBe(before.length);
  });

  test('is not found under a name that is wrong, or that two have', () => {
    const repository = fresh();
    const set = (alert: string): string =>
      repository.try(`infra patch $T PrometheusRule/${RULES} --set '${group}.[alert=${alert}].expr=up'`)
        .stderr;
    const wrong = set('AlertmanagerFailedRelaod');
    expect(wrong).toContain('did you mean [alert=AlertmanagerFailedReload]');
    expect(wrong.split('\n').length).toBeLessThan(6);
    expect(set('AlertmanagerClusterFailedToSendAlerts')).toContain('means 2 elements of the list');
  });
});

describeChart(JENKINS, 'a script or list in a ConfigMap', (fresh) => {
  const plugins = `infra patch $T ConfigMap/jenkins --set 'data.[plugins.txt]=git:5.0.0'`;
  const checksumOf = (built: Built): string =>
    built.get('StatefulSet', 'jenkins').spec.template.metadata.annotations![CHECKSUM]!;

  test('rolls the pods that were made with it, each time it changes', async () => {
    const repository = fresh();
    repository.run('infra add $T');
    const before = checksumOf(await repository.build());
    const output = repository.run(plugins);
    expect(output).toContain('restarts');
    const first = await repository.build();
    expect(first.get('ConfigMap', 'jenkins').data['plugins.txt']).toBe('git:5.0.0');
    repository.run(`infra patch $T ConfigMap/jenkins --set 'data.[plugins.txt]=git:5.0.1'`);
    const checksums = [before, checksumOf(first), checksumOf(await repository.build())];
    expect(new Set(checksums).size).toBe(3);
    for (const checksum of checksums) expect(checksum).toMatch(/^[0-9a-f]{64}$/);
  });

  test('and leaves them where that is asked for', async () => {
    const repository = fresh();
    repository.run(`${plugins} --keep-checksums`);
    const base = /checksum\/config: (\S+)/.exec(repository.read('base/jenkins/statefulset-jenkins.yaml'))![1];
    expect(checksumOf(await repository.build())).toBe(base);
  });
});
