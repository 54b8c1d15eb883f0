import { expect, test } from 'vitest';
import { describeChart, type Built } from './describe-chart.ts';
import { containersOf, podSpecs } from './pod-specs.ts';

const MONITORING = {
  archive: 'kube-prometheus-stack-88.5.3.tgz',
  app: 'monitoring',
  namespace: 'monitoring',
  appYaml: 'policies: { crds: omit }\n',
};
const JENKINS = { archive: 'jenkins-5.9.53.tgz', app: 'jenkins', namespace: 'ci' };
const INGRESS = { archive: 'ingress-nginx-4.15.1.tgz', app: 'ingress-nginx', namespace: 'ingress-nginx' };
const MIRROR = 'registry.example.com';

function imagesOf(built: Built): string[] {
  return podSpecs(built).flatMap(([, spec]) => containersOf(spec).map(({ image }) => image));
}

/** The images that a patch says were left behind. */
function leftIn(output: string): string[] {
  return [...output.matchAll(/warning: (\S+) is still from .*\[IMAGE_LEFT\]/g)].map(([, image]) =>
    image!.replace(/:.*/, ''),
  );
}

describeChart(MONITORING, 'all images come from our registry', (fresh) => {
  test('those of containers, of custom resources and in arguments: none is forgotten', async () => {
    const repository = fresh();
    const moved = [
      'prometheus/node-exporter',
      'prometheus-operator/prometheus-operator',
      'kiwigrid/k8s-sidecar',
    ];
    const first = repository.run(
      `infra patch $T ${moved.map((name) => `--image quay.io/${name}=${MIRROR}/${name}`).join(' ')}`,
    );
    expect(leftIn(first).sort()).toEqual([
      'quay.io/prometheus-operator/prometheus-config-reloader',
      'quay.io/prometheus/alertmanager',
      'quay.io/prometheus/prometheus',
      'quay.io/thanos/thanos',
    ]);
    const operator = 'spec.template.spec.containers.kube-prometheus-stack.args';
    const argument = (flag: string, image: string): string =>
      `--set '${operator}.[--${flag}=quay.io/${image}]=--${flag}=${MIRROR}/${image}'`;
    const args = [
      /--(prometheus-config-reloader)=quay.io\/(\S+)/,
      /--(thanos-default-base-image)=quay.io\/(\S+)/,
    ].map((flag) => {
      const [, name, image] = flag.exec(
        repository.read('base/monitoring/deployment-monitoring-kube-prometheus-operator.yaml'),
      )!;
      return argument(name!, image!);
    });
    const last = repository.run(`
      infra patch $T 'Prometheus/*' --set spec.image=${MIRROR}/prometheus/prometheus:v3
      infra patch $T 'Alertmanager/*' --set spec.image=${MIRROR}/prometheus/alertmanager:v0
      infra patch $T Deployment/monitoring-kube-prometheus-operator ${args.join(' ')}
      infra patch $T --image ghcr.io/jkroepke/kube-webhook-certgen=${MIRROR}/kube-webhook-certgen@sha256:${'0'.repeat(64)}
      infra patch $T --image registry.k8s.io/kube-state-metrics/kube-state-metrics=${MIRROR}/kube-state-metrics
      infra patch $T --image docker.io/grafana/grafana=${MIRROR}/grafana
    `);
    expect(leftIn(last)).toEqual([]);
    const built = await repository.build();
    for (const image of imagesOf(built)) expect(image).toMatch(/^registry\.example\.com\//);
    expect(
      new Set(
        built.kinds('Job').flatMap(({ spec }) => containersOf(spec.template.spec).map(({ image }) => image)),
      ),
    ).toEqual(new Set([`${MIRROR}/kube-webhook-certgen@sha256:${'0'.repeat(64)}`]));
    for (const { spec } of built.kinds('Prometheus', 'Alertmanager'))
      expect(spec.image).toMatch(/^registry\.example\.com\//);
    const [, spec] = podSpecs(built).find(
      ([title]) => title === 'Deployment/monitoring-kube-prometheus-operator',
    )!;
    const text = spec.containers[0]!.args!.join('\n');
    expect(text).toContain(`--thanos-default-base-image=${MIRROR}/thanos/thanos:`);
    expect(text).not.toContain('quay.io');
  });

  test('a name that no container has is refused, with those that there are', () => {
    const { status, stderr } = fresh().try(
      `infra patch $T --image quay.io/prometheus/node-exportr=${MIRROR}/n`,
    );
    expect(status).toBe(2);
    expect(stderr).toContain('did you mean quay.io/prometheus/node-exporter?');
  });
});

describeChart(JENKINS, 'all images of Jenkins', (fresh) => {
  test('those of init containers, and that of agents in its configuration', async () => {
    const repository = fresh();
    const output = repository.run(`
      infra patch $T --image docker.io/jenkins/jenkins=${MIRROR}/jenkins/jenkins \\
        --image docker.io/kiwigrid/k8s-sidecar=${MIRROR}/kiwigrid/k8s-sidecar
    `);
    expect(leftIn(output)).toEqual(['jenkins/inbound-agent']);
    const agent = '#jenkins.clouds.0.kubernetes.templates.0.containers.0.image';
    repository.run(`
      infra patch $T ConfigMap/jenkins-jenkins-jcasc-config \\
        --set 'data.[jcasc-default-config.yaml]${agent}=${MIRROR}/jenkins/inbound-agent:1'
    `);
    const built = await repository.build();
    for (const image of imagesOf(built)) expect(image).toMatch(/^registry\.example\.com\/\w+\/.*:/);
    const configuration = built.get('ConfigMap', 'jenkins-jenkins-jcasc-config').data[
      'jcasc-default-config.yaml'
    ];
    expect(configuration).toContain(`image: "${MIRROR}/jenkins/inbound-agent:1"\n`);
  });
});

describeChart(INGRESS, 'images with a tag and a digest', (fresh) => {
  test('keep both under another name, and lose the digest with another tag', async () => {
    const repository = fresh();
    const name = 'registry.k8s.io/ingress-nginx';
    const output = repository.run(`
      infra patch $T --image ${name}/controller=${MIRROR}/controller \\
        --image ${name}/kube-webhook-certgen=${MIRROR}/certgen:v9
    `);
    expect(leftIn(output)).toEqual([]);
    const built = await repository.build();
    const [controller, ...jobs] = imagesOf(built);
    expect(controller).toMatch(/^registry\.example\.com\/controller:v[\d.]+@sha256:[0-9a-f]{64}$/);
    expect(jobs).toEqual([`${MIRROR}/certgen:v9`, `${MIRROR}/certgen:v9`]);
  });
});
