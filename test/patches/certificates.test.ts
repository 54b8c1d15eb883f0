import { expect, test } from 'vitest';
import { describeChart } from './describe-chart.ts';
import { containerOf, podSpecOf } from './pod-specs.ts';

const JENKINS = { archive: 'jenkins-5.9.53.tgz', app: 'jenkins', namespace: 'ci' };
const POD = 'spec.template.spec';
const MOUNT = '{name: corporate-ca, mountPath: /etc/ssl/corporate, readOnly: true}';

describeChart(JENKINS, 'a CA bundle', (fresh) => {
  test('is mounted where it is needed, and variables keep their order', async () => {
    const [repository, untouched] = [fresh(), fresh()];
    untouched.run('infra add $T');
    repository.run(`
      infra patch $T --add - <<'FILE'
apiVersion: v1
kind: ConfigMap
metadata: { name: corporate-ca, namespace: ci }
data: { ca.pem: "-----BEGIN CERTIFICATE-----" }
FILE
      infra patch $T StatefulSet/jenkins \\
        --set '${POD}.volumes.corporate-ca={configMap: {name: corporate-ca}}' \\
        --set '${POD}.containers.jenkins.volumeMounts.-=${MOUNT}' \\
        --set '${POD}.initContainers.init.volumeMounts.-=${MOUNT}' \\
        --set '${POD}.initContainers.init.env.CURL_CA_BUNDLE.value=/etc/ssl/corporate/ca.pem' \\
        --set '${POD}.containers.jenkins.env.JAVA_OPTS.value=-Dcasc.reload.token=$(POD_NAME) -Djavax.net.ssl.trustStore=$(CA_DIR)' \\
        --set '${POD}.containers.jenkins.env.CA_DIR.value=/etc/ssl/corporate'
    `);
    const [before, after] = [await untouched.build(), await repository.build()].map((built) =>
      podSpecOf(built.get('StatefulSet', 'jenkins')),
    ) as [ReturnType<typeof podSpecOf>, ReturnType<typeof podSpecOf>];
    expect(after.volumes.find(({ name }) => name === 'corporate-ca')?.configMap?.name).toBe('corporate-ca');
    for (const name of ['jenkins', 'init']) {
      const [old, mounts] = [before, after].map((spec) => containerOf(spec, name).volumeMounts) as [
        object[],
        object[],
      ];
      expect(mounts).toEqual([
        ...old,
        { name: 'corporate-ca', mountPath: '/etc/ssl/corporate', readOnly: true },
      ]);
    }
    for (const name of ['config-reload', 'config-reload-init'])
      expect(containerOf(after, name)).toEqual(containerOf(before, name));
    const [old, variables] = [before, after].map((spec) =>
      containerOf(spec, 'jenkins').env!.map(({ name }) => name),
    ) as [string[], string[]];
    expect(variables).toEqual([...old, 'CA_DIR']);
    expect(containerOf(after, 'jenkins').env!.find(({ name }) => name === 'JAVA_OPTS')!.value).toBe(
      '-Dcasc.reload.token=$(POD_NAME) -Djavax.net.ssl.trustStore=$(CA_DIR)',
    );
    expect(containerOf(after, 'init').env).toEqual([
      { name: 'CURL_CA_BUNDLE', value: '/etc/ssl/corporate/ca.pem' },
    ]);
  });

  test('keeps the order of variables when one is put in their midst by a JSON patch', async () => {
    const repository = fresh();
    repository.run(`
      printf '[{"op": "add", "path": "/spec/template/spec/containers/0/env/2", "value": {"name": "CA_DIR", "value": "/ca"}}]' |
        infra patch $T StatefulSet/jenkins --json -
      infra patch $T StatefulSet/jenkins --set '${POD}.containers.jenkins.env.JAVA_OPTS.value=-Dx=$(CA_DIR)'
    `);
    const { env } = containerOf(
      podSpecOf((await repository.build()).get('StatefulSet', 'jenkins')),
      'jenkins',
    );
    const names = env!.map(({ name }) => name);
    expect(names.indexOf('CA_DIR')).toBe(2);
    expect(names.indexOf('JAVA_OPTS')).toBe(3);
    expect(env![3]!.value).toBe('-Dx=$(CA_DIR)');
  });

  test('is not given to a container that nobody knows', () => {
    const { status, stderr } = fresh().try(
      `infra patch $T StatefulSet/jenkins --set '${POD}.containers.jenkin.volumeMounts.-=${MOUNT}'`,
    );
    expect([status, stderr]).toEqual([2, expect.stringContaining('did you mean jenkins?')]);
  });
});
