import { expect, test } from 'vitest';
import { describeChart } from './describe-chart.ts';

const INGRESS = { archive: 'ingress-nginx-4.15.1.tgz', app: 'ingress-nginx', namespace: 'ingress-nginx' };
const NAME = 'ingress-nginx-controller';

const AUTOSCALER = `infra patch $T --add - <<'FILE'
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${NAME}, namespace: ingress-nginx }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${NAME} }
  minReplicas: 2
  maxReplicas: 6
FILE`;
const ROLLOUT = `infra patch $T --add - <<'FILE'
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: ${NAME}, namespace: ingress-nginx }
spec:
  workloadRef: { apiVersion: apps/v1, kind: Deployment, name: ${NAME}, scaleDown: never }
  strategy: { canary: { maxUnavailable: 0, steps: [{ setWeight: 20 }, { pause: {} }] } }
FILE`;

describeChart(INGRESS, 'who counts the pods', (fresh) => {
  test('is an autoscaler: the Deployment says nothing of it', async () => {
    const repository = fresh();
    repository.run(`
      ${AUTOSCALER}
      infra patch $T Deployment/${NAME} --unset spec.replicas
    `);
    const built = await repository.build();
    expect(Object.keys(built.get('Deployment', NAME).spec)).not.toContain('replicas');
    expect(built.get('HorizontalPodAutoscaler', NAME).spec.scaleTargetRef.kind).toBe('Deployment');
    expect(repository.read(`overlays/${repository.target}/patches/deployment-${NAME}.yaml`)).toContain(
      'replicas: null',
    );
  });

  test('is an autoscaler of a Rollout: the Deployment that it replaces has no pods of its own', async () => {
    const repository = fresh();
    repository.run(`
      ${AUTOSCALER}
      ${ROLLOUT}
      infra patch $T HorizontalPodAutoscaler/${NAME} \\
        --set spec.scaleTargetRef.apiVersion=argoproj.io/v1alpha1 --set spec.scaleTargetRef.kind=Rollout
      infra patch $T Deployment/${NAME} --replicas 0
    `);
    const built = await repository.build();
    expect(built.get('Deployment', NAME).spec.replicas).toBe(0);
    expect(built.get('Rollout', NAME).spec.replicas).toBe(undefined);
    expect(built.get('Rollout', NAME).spec.workloadRef).toMatchObject({
      kind: 'Deployment',
      name: NAME,
      scaleDown: 'never',
    });
    expect(built.get('HorizontalPodAutoscaler', NAME).spec.scaleTargetRef).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      name: NAME,
    });
  });

  test('is said with null in a merge patch too, and not in --set', async () => {
    const repository = fresh();
    const { status, stderr } = repository.try(`infra patch $T Deployment/${NAME} --set spec.replicas=null`);
    expect([status, stderr]).toEqual([2, expect.stringContaining('use --unset to take a field away')]);
    repository.run(`printf '{"spec": {"replicas": null}}' | infra patch $T Deployment/${NAME} --merge -`);
    expect((await repository.build()).get('Deployment', NAME).spec.replicas).toBe(undefined);
  });
});
