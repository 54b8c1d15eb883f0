import { expect, test } from 'vitest';
import { describeChart } from './describe-chart.ts';
import { podSpecOf, podSpecs } from './pod-specs.ts';

const INGRESS = { archive: 'ingress-nginx-4.15.1.tgz', app: 'ingress-nginx', namespace: 'ingress-nginx' };
const MONITORING = {
  archive: 'kube-prometheus-stack-88.5.3.tgz',
  app: 'monitoring',
  namespace: 'monitoring',
  appYaml: 'policies: { crds: omit }\n',
};
const TOLERATION = { key: 'dedicated', operator: 'Equal', value: 'infra', effect: 'NoSchedule' };
const AFFINITY = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['infra'] }] }],
    },
  },
};
const POD = 'spec.template.spec';

describeChart(INGRESS, 'all pods go to nodes of their own', (fresh) => {
  test('those of Jobs too, by one line', async () => {
    const repository = fresh();
    repository.run(`
      infra patch $T 'Deployment,Job/*' --set '${POD}.tolerations=[${JSON.stringify(TOLERATION)}]' \\
        --set ${POD}.nodeSelector.pool=infra --set '${POD}.affinity=${JSON.stringify(AFFINITY)}'
    `);
    const specs = podSpecs(await repository.build());
    expect(specs.length).toBe(3);
    for (const [, { tolerations, nodeSelector, affinity }] of specs) {
      expect(tolerations).toEqual([TOLERATION]);
      expect(nodeSelector).toEqual({ 'kubernetes.io/os': 'linux', pool: 'infra' });
      expect(affinity).toEqual(AFFINITY);
    }
  });

  test('or by their labels', async () => {
    const repository = fresh();
    const labels = 'app.kubernetes.io/component=admission-webhook';
    repository.run(`infra patch $T 'Job/*' -l ${labels} --set ${POD}.nodeSelector.pool=infra`);
    const built = await repository.build();
    const selected = podSpecs(built).filter(([, { nodeSelector }]) => nodeSelector?.['pool'] === 'infra');
    expect(selected.map(([title]) => title)).toEqual([
      'Job/ingress-nginx-admission-create',
      'Job/ingress-nginx-admission-patch',
    ]);
  });
});

describeChart(MONITORING, 'a list of tolerations that is there', (fresh) => {
  const daemonSet = 'DaemonSet/monitoring-prometheus-node-exporter';
  const PRESENT = { effect: 'NoSchedule', operator: 'Exists' };
  const NEW = JSON.stringify(TOLERATION);

  test.each([
    ['is replaced where that is asked for, and what goes is shown', `=[${NEW}]`, [TOLERATION]],
    ['gets one more', `.-=${NEW}`, [PRESENT, TOLERATION]],
  ])('%s', async (_, assignment, expected) => {
    const repository = fresh();
    const output = repository.run(`infra patch $T ${daemonSet} --set '${POD}.tolerations${assignment}'`);
    expect(output).toContain('dedicated');
    expect(output.includes('Exists')).toBe(expected.length === 1);
    const built = await repository.build();
    expect(podSpecOf(built.get('DaemonSet', 'monitoring-prometheus-node-exporter')).tolerations).toEqual(
      expected,
    );
  });

  test('of a strategic merge patch is the whole list: what it drops is shown', () => {
    const repository = fresh();
    const output = repository.run(`
      infra patch $T ${daemonSet} --strategic - <<'PATCH'
spec: { template: { spec: { tolerations: [${NEW}] } } }
PATCH
    `);
    expect(output).toMatch(/tolerations.*Exists → Equal/);
  });
});
