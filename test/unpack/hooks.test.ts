import { describe, expect, test } from 'vitest';
import { readYaml } from '../../src/k8s/yaml/read.ts';
import type { Base } from '../../src/unpack/base.ts';
import type { Policies } from '../../src/unpack/policies.ts';
import type { RenderedDocuments } from '../../src/unpack/split.ts';
import { baseOf as makeBase, object, onlyFile, rendered } from './render.ts';

const PREFIX = 'argocd.argoproj.io/';

/** A base whose policy for namespaces does not matter. */
function baseOf(documents: RenderedDocuments, policies: Partial<Policies> = {}): Base {
  return makeBase(documents, { namespaces: 'keep', ...policies });
}

/** The annotations of a resource, those of Argo CD by their short names. */
function annotations(text: string): Record<string, unknown> {
  const data = readYaml(text) as Map<string, Map<string, Map<string, unknown>>>;
  const found = data.get('metadata')?.get('annotations') ?? new Map<string, unknown>();
  return Object.fromEntries([...found].map(([key, value]) => [key.replace(PREFIX, ''), value]));
}

function annotationsIn({ files }: Base, file: string): Record<string, unknown> {
  return annotations(files.get(file)!);
}

function hook(kind: string, events: string, more = '', spec = ''): [string, string] {
  const text = `  annotations:\n    helm.sh/hook: ${events}\n${more}${spec}`;
  return [events, object(kind, kind.toLowerCase(), text)];
}

const BEFORE_CREATION = { 'hook-delete-policy': 'BeforeHookCreation' };

describe('a job', () => {
  test.each<[string, Record<string, unknown>]>([
    ['pre-install', { hook: 'PreSync', ...BEFORE_CREATION }],
    ['pre-install,pre-upgrade', { hook: 'PreSync', ...BEFORE_CREATION }],
    ['post-install', { hook: 'PostSync', ...BEFORE_CREATION }],
    ['post-upgrade,post-install', { hook: 'PostSync', ...BEFORE_CREATION }],
    ['pre-delete', { hook: 'PreDelete', ...BEFORE_CREATION }],
    ['post-delete,pre-delete', { hook: 'PreDelete,PostDelete', ...BEFORE_CREATION }],
    ['pre-install,post-delete', { hook: 'PreSync,PostDelete', ...BEFORE_CREATION }],
    ['pre-upgrade,pre-rollback', { hook: 'PreSync', ...BEFORE_CREATION }],
    ['pre-install,post-upgrade', {}],
  ])('for %s', (events, expected) => {
    const base = baseOf(rendered([hook('Job', events)]));
    expect(annotations(onlyFile(base))).toEqual(expected);
    const isPlain = expected['hook'] === undefined;
    expect(base.report.findings.map(({ code }) => code)).toEqual(isPlain ? ['HOOK_PLAIN_TASK'] : []);
  });
});

test('weights become waves, delete policies those of Argo CD', () => {
  const more =
    '    helm.sh/hook-weight: "-5"\n    helm.sh/hook-delete-policy: hook-succeeded, before-hook-creation\n    x: z\n';
  expect(annotations(onlyFile(baseOf(rendered([hook('Job', 'pre-install', more)]))))).toEqual({
    hook: 'PreSync',
    'hook-delete-policy': 'HookSucceeded,BeforeHookCreation',
    'sync-wave': '-5',
    x: 'z',
  });
});

test('the weight of what is no hook is a wave too', () => {
  const content = object('ConfigMap', 'a', '  annotations: {helm.sh/hook-weight: "3"}\n');
  expect(annotations(onlyFile(baseOf(rendered([content]))))).toEqual({ 'sync-wave': '3' });
});

test('annotations of Argo CD that the chart has win', () => {
  const more = `    ${PREFIX}hook: Sync\n    ${PREFIX}sync-wave: "7"\n    helm.sh/hook-weight: "1"\n`;
  expect(annotations(onlyFile(baseOf(rendered([hook('Job', 'pre-install', more)]))))).toEqual({
    hook: 'Sync',
    'sync-wave': '7',
  });
});

test('what is to be kept is neither pruned nor deleted', () => {
  const content = object('ConfigMap', 'a', '  annotations: {helm.sh/resource-policy: keep}\n');
  expect(annotations(onlyFile(baseOf(rendered([content]))))).toEqual({
    'sync-options': 'Prune=false,Delete=false',
  });
});

test('anything but a job is a plain object, so that no sync deletes it', () => {
  const claim = baseOf(rendered([hook('PersistentVolumeClaim', 'pre-install')]));
  expect(annotations(onlyFile(claim))).toEqual({ 'sync-wave': '-1' });
  const late = baseOf(rendered([hook('Issuer', 'post-install')]));
  expect(annotations(onlyFile(late))).toEqual({ 'sync-wave': '1' });
  const account = baseOf(rendered([hook('ServiceAccount', 'pre-install,post-install')]));
  expect(onlyFile(account)).not.toContain('annotations');
});

test('a job before that needs objects of the app runs in the sync, behind them', () => {
  const job = hook(
    'Job',
    'pre-install',
    '',
    'spec: {template: {spec: {serviceAccountName: serviceaccount}}}\n',
  );
  const binding = object(
    'RoleBinding',
    'b',
    'roleRef: {kind: Role, name: role}\nsubjects: [{kind: ServiceAccount, name: serviceaccount}]\n',
  );
  const role = hook('Role', 'pre-install,post-install');
  const base = baseOf(
    rendered([
      job,
      hook('ServiceAccount', 'pre-install,post-install'),
      binding,
      role,
      object('ConfigMap', 'other'),
    ]),
  );
  expect(annotationsIn(base, 'job-job.yaml')).toEqual({
    hook: 'Sync',
    ...BEFORE_CREATION,
    'sync-wave': '-1',
  });
  for (const file of ['serviceaccount-serviceaccount', 'rolebinding-b', 'role-role']) {
    expect(annotationsIn(base, `${file}.yaml`)).toEqual({ 'sync-wave': '-1' });
  }
  expect(annotationsIn(base, 'configmap-other.yaml')).toEqual({});
});

test('workloads come behind jobs that prepare something for them', () => {
  const containers = (image: string) =>
    `template: {spec: {containers: [{image: ${image}}], volumes: [{persistentVolumeClaim: {claimName: v}}]}}`;
  const migrate = hook(
    'Job',
    'post-install',
    '    helm.sh/hook-weight: "5"\n',
    `spec: {${containers('web:1')}}\n`,
  );
  const wait = [
    'post-install',
    object('Job', 'wait', '  annotations: {helm.sh/hook-weight: "-1"}\n'),
  ] as const;
  const web = object('Deployment', 'web', `spec: {${containers('web:1')}}\n`).replace('v1', 'apps/v1');
  const data = object('StatefulSet', 'data', `spec: {${containers('data:1')}}\n`).replace('v1', 'apps/v1');
  const base = baseOf(rendered([migrate, wait, web, data, object('PersistentVolumeClaim', 'v')]));
  expect(annotationsIn(base, 'job-wait.yaml')).toMatchObject({ hook: 'Sync', 'sync-wave': '1' });
  expect(annotationsIn(base, 'job-job.yaml')).toMatchObject({ hook: 'Sync', 'sync-wave': '7' });
  expect(annotationsIn(base, 'deployment-web.yaml')).toEqual({ 'sync-wave': '8' });
  expect(annotationsIn(base, 'persistentvolumeclaim-v.yaml')).toEqual({ 'sync-wave': '8' });
  expect(annotationsIn(base, 'statefulset-data.yaml')).toEqual({});
  expect(base.report.findings).toMatchObject([{ code: 'HOOK_IN_SYNC' }]);
});

describe('by choice', () => {
  test('hooks stay as they are', () => {
    const base = baseOf(rendered([hook('Job', 'pre-install'), ['test', object('Pod', 't')]]), {
      hooks: 'keep',
    });
    expect(annotations(onlyFile(base))).toEqual({ 'helm.sh/hook': 'pre-install' });
  });

  test('tests stay as they are', () => {
    const base = baseOf(rendered([hook('Pod', 'test')]), { tests: 'keep' });
    expect(annotations(onlyFile(base))).toEqual({ 'helm.sh/hook': 'test' });
  });
});
