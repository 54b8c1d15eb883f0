import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chartRepository, type ChartRepository } from './chart-repository.ts';

const CONFIG = `apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data:
  web.yaml: |
    log: {level: {{ .Values.logging.level }}}
    pool: {size: {{ .Values.poolSize }}}
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  ports: [{name: http, port: {{ .Values.port }}}]
`;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: {{ .Values.replicaCount }}
  minReadySeconds: 5
  template:
    metadata:
      annotations: {checksum/config: {{ include (print $.Template.BasePath "/config.yaml") . | sha256sum }}}
    spec:
      containers:
      - name: web
        image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
        env:
        - {name: PORT, value: "{{ .Values.port }}"}
        - {name: LOG_LEVEL, value: {{ .Values.logging.level }}}
        ports: [{containerPort: {{ .Values.port }}}]
        resources: {{ toJson .Values.resources }}
      tolerations: {{ toJson .Values.tolerations }}
`;
const CACHE = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web-cache}
spec:
  replicas: {{ .Values.replicas }}
  template: {spec: {containers: [{name: cache, image: "cache:1", args: ["--memory={{ .Values.memory }}"]}]}}
`;
const CHARTS = {
  'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'web/values.yaml': `replicaCount: 1
port: 8080
workers: 1
poolSize: 1
image: {repository: example.com/web, tag: 1.2.3}
logging: {level: info}
resources: {}
tolerations: []
cache: {replicas: 1}
`,
  'web/templates/config.yaml': CONFIG,
  'web/templates/service.yaml': SERVICE,
  'web/templates/deployment.yaml': DEPLOYMENT,
  'web/charts/cache/Chart.yaml': 'apiVersion: v2\nname: cache\nversion: 1.0.0\n',
  'web/charts/cache/values.yaml': 'replicas: 1\nmemory: 256Mi\n',
  'web/charts/cache/templates/cache.yaml': CACHE,
};

let repository: ChartRepository;
beforeEach(() => {
  repository = chartRepository(CHARTS);
  repository.done('unpack', './charts/web', '--namespace', 'ci');
});
afterEach(() => {
  repository.remove();
});

interface Answer {
  readonly status: number | null;
  readonly value: { readonly key: string; readonly command: string } | null;
  readonly nearest: { readonly key: string; readonly others: readonly string[] } | null;
  readonly tried: number;
  readonly isAlready: boolean;
  readonly patch: string | null;
}

function search(resource: string, ...set: string[]): Answer {
  const flags = set.flatMap((text) => ['--set', text]);
  const words = ['patch', 'dev/ci/web', resource, ...flags, '--find-value', '--output', 'json'];
  const { status, stdout, stderr } = repository.infra(...words);
  if (stdout === '') throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Answer), status };
}

describe('a value is found for', () => {
  const POD = 'spec.template.spec';
  test.each([
    ['a name that is alike', 'Deployment/web', 'spec.replicas=3', 'replicaCount=3'],
    [
      'a piece of a text',
      'Deployment/web',
      `${POD}.containers.web.image=example.com/web:1.3.0`,
      'image.tag=1.3.0',
    ],
    [
      'what is to be added to a mapping',
      'Deployment/web',
      `${POD}.containers.web.resources.limits.memory=1Gi`,
      'resources.limits.memory=1Gi',
    ],
    [
      'a whole mapping',
      'Deployment/web',
      `${POD}.containers.web.resources={limits: {cpu: 500m, memory: 1Gi}}`,
      'resources.limits.cpu=500m --set-value resources.limits.memory=1Gi',
    ],
    [
      'a list',
      'Deployment/web',
      `${POD}.tolerations=[{key: gpu, operator: Exists}]`,
      "'tolerations[0].key=gpu' --set-value 'tolerations[0].operator=Exists'",
    ],
    ['what a text holds', 'ConfigMap/web', 'data.[web.yaml]#pool.size=5', 'poolSize=5'],
    ['a subchart', 'StatefulSet/web-cache', 'spec.replicas=3', 'cache.replicas=3'],
    [
      'a piece of an argument',
      'StatefulSet/web-cache',
      `${POD}.containers.cache.args.0=--memory=1Gi`,
      'cache.memory=1Gi',
    ],
  ])('%s', (_, resource, set, flags) => {
    const { status, value } = search(resource, set);
    expect(value?.command).toBe(`infra patch dev/ci/web --set-value ${flags}`);
    expect(status).toBe(0);
  });

  test('no field that the value does not make alone', () => {
    const level = `${POD}.containers.web.env.LOG_LEVEL.value=debug`;
    const one = search('Deployment/web', level);
    expect([one.status, one.value]).toEqual([1, null]);
    expect(one.nearest).toMatchObject({ key: 'logging.level', others: ['ConfigMap/web data.[web.yaml]'] });
  });
});

test('the command that is printed does what was asked for', () => {
  const { stdout, status } = repository.infra(
    'patch',
    'dev/ci/web',
    'Deployment/web',
    '--replicas',
    '4',
    '--find-value',
  );
  expect(status).toBe(0);
  expect(stdout).toContain('spec.replicas of Deployment/web of dev/ci/web');
  const command = /^ {2}infra (.*)$/m.exec(stdout)?.[1] ?? '';
  expect(command).toBe('patch dev/ci/web --set-value replicaCount=4');
  repository.done(...command.split(' '));
  expect(repository.done('build', 'dev/ci/web')).toContain('replicas: 4\n');
  expect(search('Deployment/web', 'spec.replicas=4')).toMatchObject({
    status: 0,
    isAlready: true,
    value: null,
  });
});

test('nothing is written, and a target need not be there', () => {
  search('Deployment/web', 'spec.replicas=3');
  expect(repository.infra('build', 'dev/ci/web').status).toBe(2);
});

test('what no value does is said, with the one that does more', () => {
  const { stdout, status } = repository.infra(
    ...['patch', 'dev/ci/web', 'Service/web', '--set', 'spec.ports.[name=http].port=80', '--find-value'],
  );
  expect(status).toBe(1);
  expect(stdout).toContain('No chart value was found that does just that');
  expect(stdout).toContain('The nearest changes also Deployment/web ');
  expect(stdout).toContain('infra patch dev/ci/web --set-value port=80\n');
  expect(search('Deployment/web', 'spec.minReadySeconds=9')).toMatchObject({
    status: 1,
    value: null,
    nearest: null,
  });
});

test('a patch that a value could replace since an upgrade is found', () => {
  const set = ['Deployment/web', '--set', 'spec.minReadySeconds=9'];
  repository.done('patch', 'dev/ci/web', ...set);
  expect(search('Deployment/web', 'spec.minReadySeconds=9').status).toBe(1);
  repository.write('charts/web/Chart.yaml', CHARTS['web/Chart.yaml'].replace('1.0.0', '2.0.0'));
  repository.write('charts/web/values.yaml', `${CHARTS['web/values.yaml']}minReadySeconds: 5\n`);
  repository.write(
    'charts/web/templates/deployment.yaml',
    DEPLOYMENT.replace('minReadySeconds: 5', 'minReadySeconds: {{ .Values.minReadySeconds }}'),
  );
  repository.done('unpack', 'web');
  const { status, value, patch } = search('Deployment/web', 'spec.minReadySeconds=9');
  expect([status, value?.command]).toEqual([0, 'infra patch dev/ci/web --set-value minReadySeconds=9']);
  expect(patch).toBe('overlays/dev/ci/web/patches/deployment-web.yaml');
});

test.each([
  [['dev/ci/web', 'Deployment/web'], '--find-value goes with --set'],
  [['dev/ci/web', 'Deployment/web', '--set', 'spec.replicas=2', '--delete'], 'goes with --set'],
  [['dev/ci/web', '--set', 'spec.replicas=2'], '--find-value needs a target and a resource'],
  [['dev/*/web', 'Deployment/web', '--set', 'spec.replicas=2'], ''],
  [['dev/ci/web', '*/*', '--set', 'metadata.labels.a=b'], '--find-value looks at one resource'],
  [['dev/ci/web', 'Deployment/wed', '--set', 'spec.replicas=2'], 'did you mean Deployment/web?'],
])('%j is refused', (words, message) => {
  const { status, stderr } = repository.infra('patch', ...words, '--find-value');
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

test('an app without a chart takes no values', () => {
  repository.write('manifests/web.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: plain}\n');
  repository.done('unpack', './manifests', '--app', 'plain');
  const words = ['patch', 'dev/ci/plain', 'ConfigMap/plain', '--set', 'data.a=b', '--find-value'];
  expect(repository.infra(...words).stderr).toContain('comes from no chart');
});
