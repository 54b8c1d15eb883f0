import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeChart } from './describe-chart.ts';

const JENKINS = { archive: 'jenkins-5.9.53.tgz', app: 'jenkins', namespace: 'ci' };
const SET = 'infra patch $T StatefulSet/jenkins --set';
const POD = 'spec.template.spec';

describeChart(JENKINS, 'a patch is refused, and nothing is written', (fresh) => {
  test.each([
    ['changes nothing', `${SET} spec.serviceName=jenkins`, 'the patch changes nothing: StatefulSet/jenkins'],
    [
      'breaks the selector of its own pods',
      `${SET} 'spec.template.metadata.labels.[app.kubernetes.io/instance]=other'`,
      'the selector of StatefulSet/jenkins would not fit its own pods',
    ],
    [
      'takes the pods from a Service',
      `infra patch $T Service/jenkins --set 'spec.selector.[app.kubernetes.io/instance]=other'`,
      'Service/jenkins would select no pods',
    ],
    [
      'has a password in a variable',
      `${SET} ${POD}.containers.jenkins.env.ADMIN_PASSWORD.value=hunter2`,
      'would put a secret into Git',
    ],
    [
      'has a password in a Secret',
      `printf 'apiVersion: v1\\nkind: Secret\\nmetadata: {name: jenkins}\\nstringData: {password: hunter2}\\n' |
        infra patch $T --add -`,
      'stringData.password of Secret/jenkins would put a secret into Git',
    ],
    [
      'has a password in a value of the chart',
      'infra patch $T --set-value controller.admin.password=hunter2',
      'would put a secret into Git',
    ],
    [
      'has a value that the chart refuses',
      'infra patch $T --set-value controller.replicas=2',
      'controller.replicas must be 0 or 1',
    ],
    [
      'leaves two sources of a volume',
      `${SET} '${POD}.volumes.jenkins-home.emptyDir={}'`,
      'the volume jenkins-home of StatefulSet/jenkins would have 2 sources',
    ],
  ])('that %s', (_, lines, message) => {
    const repository = fresh();
    const { status, stdout, stderr } = repository.try(lines);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('hunter2');
    expect(existsSync(`${repository.root}/overlays`)).toBe(false);
  });
});

/** What an app.yaml of this project says behind where its chart comes from. */
function appYamlOf(app: string, field: string): string {
  const text = readFileSync(new URL(`../../infra/${app}/app.yaml`, import.meta.url), 'utf8');
  return text.slice(text.indexOf(`\n${field}:`) + 1);
}

describeChart({ ...JENKINS, appYaml: appYamlOf('jenkins', 'bounds') }, 'a second controller', (fresh) => {
  test.each(['--replicas 2', '--set spec.replicas=2'])('is refused: %s', (flags) => {
    const repository = fresh();
    const { status, stderr } = repository.try(`infra patch $T StatefulSet/jenkins ${flags}`);
    expect([status, stderr]).toEqual([2, expect.stringContaining('the app allows at most 1')]);
    expect(existsSync(`${repository.root}/overlays`)).toBe(false);
  });
});

const INGRESS = { archive: 'ingress-nginx-4.15.1.tgz', app: 'ingress-nginx', namespace: 'ingress-nginx' };

describeChart(
  { ...INGRESS, appYaml: appYamlOf('ingress-nginx', 'retired') },
  'a chart that is retired',
  (fresh) => {
    test('is installed nowhere before somebody says that this is known', async () => {
      const repository = fresh();
      const { status, stderr } = repository.try('infra add $T');
      expect([status, stderr]).toEqual([2, expect.stringContaining('ingress-nginx is retired')]);
      expect(existsSync(`${repository.root}/overlays`)).toBe(false);
      repository.write('infra.yaml', `${repository.read('infra.yaml')}acknowledged: [ingress-nginx]\n`);
      repository.run('infra add $T');
      await repository.build();
    });
  },
);

describeChart(INGRESS, 'a value of the chart', (fresh) => {
  test('is named where it does what a patch would', () => {
    const deployment = 'infra patch $T Deployment/ingress-nginx-controller --find-value --set';
    const repository = fresh();
    const lines = repository.run(`${deployment} spec.template.spec.nodeSelector.pool=infra`).split('\n');
    const command = lines.find((line) => line.startsWith('  infra patch'))!;
    expect(command).toContain('--set-value controller.nodeSelector.pool=infra');
    const none = repository.try(`${deployment} spec.paused=true`);
    expect([none.status, none.stdout]).toEqual([1, expect.stringContaining('No chart value was found')]);
    expect(existsSync(`${repository.root}/overlays`)).toBe(false);
    repository.run(command);
    expect(repository.read(`overlays/${repository.target}/values.yaml`)).toContain('pool: infra');
  });
});

describeChart(JENKINS, 'two patches of one field', (fresh) => {
  test('are told of: the later one holds', async () => {
    const repository = fresh();
    const output = repository.run(`
      ${SET} ${POD}.terminationGracePeriodSeconds=90
      printf '[{"op": "replace", "path": "/spec/template/spec/terminationGracePeriodSeconds", "value": 120}]' |
        infra patch $T StatefulSet/jenkins --json -
    `);
    expect(output).toContain(`two patches write ${POD}.terminationGracePeriodSeconds of StatefulSet/jenkins`);
    await repository.build();
  });

  test('are one when the same flag sets it again', async () => {
    const repository = fresh();
    const output = repository.run(`
      ${SET} ${POD}.terminationGracePeriodSeconds=90
      ${SET} ${POD}.terminationGracePeriodSeconds=120
    `);
    expect(output).not.toContain('two patches');
    const patches = `overlays/${repository.target}/patches`;
    expect(repository.read(`${patches}/statefulset-jenkins.yaml`)).toContain(
      'terminationGracePeriodSeconds: 120',
    );
    await repository.build();
  });
});
