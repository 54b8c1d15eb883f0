import { expect, test } from 'vitest';
import { describeChart } from './describe-chart.ts';
import { containersOf, podSpecs } from './pod-specs.ts';
import type { Container, PodSpec } from './resources.ts';

const JENKINS = { archive: 'jenkins-5.9.53.tgz', app: 'jenkins', namespace: 'ci' };
const INGRESS = { archive: 'ingress-nginx-4.15.1.tgz', app: 'ingress-nginx', namespace: 'ingress-nginx' };
const MONITORING = {
  archive: 'kube-prometheus-stack-88.5.3.tgz',
  app: 'monitoring',
  namespace: 'monitoring',
  appYaml: 'policies: { crds: omit }\n',
};
const POD = 'spec.template.spec';

/** What the restricted profile of the Pod Security Standards forbids of a container. */
function violations(spec: PodSpec, container: Container): string[] {
  const own = container.securityContext ?? {};
  const { runAsNonRoot, seccompProfile, runAsUser } = { ...spec.securityContext, ...own };
  const { allowPrivilegeEscalation, capabilities = {}, privileged = false } = own;
  const added = (capabilities.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE');
  const checks: readonly (readonly [boolean, string])[] = [
    [runAsNonRoot === true, 'runAsNonRoot'],
    [runAsUser !== 0, 'runAsUser'],
    [['RuntimeDefault', 'Localhost'].includes(seccompProfile?.type ?? ''), 'seccompProfile'],
    [allowPrivilegeEscalation === false, 'allowPrivilegeEscalation'],
    [capabilities.drop?.includes('ALL') === true && added.length === 0, 'capabilities'],
    [!privileged && spec.hostNetwork !== true, 'host'],
  ];
  return checks.flatMap(([isMet, name]) => (isMet ? [] : [`${container.name}: ${name}`]));
}

function violationsOf(spec: PodSpec): string[] {
  return containersOf(spec).flatMap((container) => violations(spec, container));
}

const CONTAINER = ['allowPrivilegeEscalation=false', 'capabilities.drop=[ALL]'];

/** The flags that make containers of a list restricted. */
function restricted(list: string): string {
  return CONTAINER.map((field) => `--set '${POD}.${list}.*.securityContext.${field}'`).join(' ');
}

const RESTRICTED_POD = `--set ${POD}.securityContext.runAsNonRoot=true --set ${POD}.securityContext.seccompProfile.type=RuntimeDefault`;

describeChart(JENKINS, 'pods are restricted', (fresh) => {
  test('with their init containers', async () => {
    const repository = fresh();
    repository.run(
      `infra patch $T StatefulSet/jenkins ${RESTRICTED_POD} ${restricted('containers')} ${restricted('initContainers')}`,
    );
    const [[, spec]] = podSpecs(await repository.build()) as [[string, PodSpec]];
    expect(containersOf(spec).length).toBe(4);
    expect(violationsOf(spec)).toEqual([]);
    for (const { name } of containersOf(spec)) expect(name).not.toBe('');
    const { runAsUser } = spec.securityContext ?? {};
    expect(runAsUser).toBe(1000);
  });
});

describeChart(INGRESS, 'pods of a Deployment and of Jobs', (fresh) => {
  test('are restricted by one line', async () => {
    const repository = fresh();
    repository.run(`infra patch $T 'Deployment,Job/*' ${RESTRICTED_POD} ${restricted('containers')}`);
    const specs = podSpecs(await repository.build());
    expect(specs.map(([title, spec]) => [title, violationsOf(spec)])).toEqual(
      specs.map(([title]) => [title, []]),
    );
    expect(specs.filter(([title]) => title.startsWith('Job/')).length).toBe(2);
  });
});

describeChart(MONITORING, 'what must see its node', (fresh) => {
  test('stays as it is, and the rest is restricted', async () => {
    const repository = fresh();
    repository.run(`infra patch $T 'Deployment,Job/*' ${RESTRICTED_POD} ${restricted('containers')}`);
    const found = podSpecs(await repository.build()).map(
      ([title, spec]) => [title, violationsOf(spec)] as const,
    );
    const failing = found.filter(([, list]) => list.length > 0).map(([title]) => title);
    expect(failing).toEqual(['DaemonSet/monitoring-prometheus-node-exporter']);
  });
});
