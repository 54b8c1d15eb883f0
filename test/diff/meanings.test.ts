import { expect, test } from 'vitest';
import { diffOf } from './manifests.ts';

const KINDS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  StorageClass: 'storage.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
};

/** A resource whose fields are written in braces; empty: there is none. */
function resource(kind: string, fields: string): string {
  const head = `apiVersion: ${KINDS[kind] ?? 'v1'}, kind: ${kind}`;
  if (fields === '') return '';
  return `{${head}, ${fields.includes('metadata:') ? '' : 'metadata: {name: x}, '}${fields}}`;
}

const pod = (spec: string): string => `spec: {template: {spec: ${spec}}}`;
const replicated = (more: string, image: string): string =>
  `spec: {${more}, template: {spec: {containers: [{name: a, command: [${image}]}]}}}`;
const image = (name: string): string =>
  `spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: "${name}"}]}}}}}`;
const NEXT: [string, string, string] = ['routine', 'PODS_RESTART', 'next run'];
const secure = (context: string): string => pod(`{containers: [{name: a, securityContext: ${context}}]}`);
const size = (text: string): string => `spec: {resources: {requests: {storage: ${text}}}}`;
const rules = (text: string): string => `rules: [${text}]`;
const bound = (role: string, ...names: string[]): string =>
  `roleRef: {kind: ClusterRole, name: ${role}}, subjects: [${names.map((name) => `{kind: User, name: "${name}"}`).join()}]`;
const hooks = (policy: string, of = 'deployments'): string =>
  `webhooks: [{name: w, ${policy === '' ? '' : `failurePolicy: ${policy}, `}rules: [{resources: [${of}]}]}]`;
const versions = (...served: string[]): string =>
  `spec: {versions: [${served.map((name) => `{name: ${name}, served: true}`).join()}]}`;

/** Kind, both sides, and what it means: severity and code, and a part of the sentence. */
test.each<[string, string, string, [string, string, string][]]>([
  // Pods restart.
  [
    'Deployment',
    replicated('replicas: 3', 'a'),
    replicated('replicas: 3', 'b'),
    [['notice', 'PODS_RESTART', 'its 3 pods restart, new before old']],
  ],
  [
    'Deployment',
    replicated('replicas: 1, strategy: {type: Recreate}', 'a'),
    replicated('replicas: 1, strategy: {type: Recreate}', 'b'),
    [['notice', 'PODS_RESTART', 'its only pod stops before a new one starts']],
  ],
  [
    'Deployment',
    replicated('strategy: {rollingUpdate: {maxUnavailable: 0}}', 'a'),
    replicated('strategy: {rollingUpdate: {maxUnavailable: 0}}', 'b'),
    [['notice', 'PODS_RESTART', 'its pods restart, new before old (RollingUpdate, maxUnavailable 0)']],
  ],
  [
    'Deployment',
    replicated('replicas: 0', 'a'),
    replicated('replicas: 0', 'b'),
    [['routine', 'PODS_RESTART', 'no pods']],
  ],
  [
    'StatefulSet',
    replicated('replicas: 1', 'a'),
    replicated('replicas: 1', 'b'),
    [['notice', 'PODS_RESTART', 'away meanwhile']],
  ],
  [
    'StatefulSet',
    replicated('replicas: 2, updateStrategy: {type: OnDelete}', 'a'),
    replicated('replicas: 2, updateStrategy: {type: OnDelete}', 'b'),
    [['notice', 'PODS_RESTART', 'only when deleted']],
  ],
  [
    'DaemonSet',
    replicated('x: y', 'a'),
    replicated('x: y', 'b'),
    [['notice', 'PODS_RESTART', 'node by node']],
  ],
  [
    'CronJob',
    'spec: {jobTemplate: {spec: {template: {a: b}}}}',
    'spec: {jobTemplate: {spec: {template: {a: c}}}}',
    [['routine', 'PODS_RESTART', 'next run']],
  ],
  ['Deployment', 'spec: {minReadySeconds: 1}', 'spec: {minReadySeconds: 2}', []],
  // Immutable.
  [
    'StatefulSet',
    'spec: {serviceName: a}',
    'spec: {serviceName: b}',
    [['danger', 'IMMUTABLE', 'spec.serviceName cannot change']],
  ],
  ['StatefulSet', 'spec: {minReadySeconds: 1}', 'spec: {minReadySeconds: 2}', []],
  [
    'StatefulSet',
    'spec: {volumeClaimTemplates: [{metadata: {name: v}, spec: {a: b}}]}',
    'spec: {volumeClaimTemplates: [{metadata: {name: v}, spec: {a: c}}]}',
    [['danger', 'IMMUTABLE', 'spec.volumeClaimTemplates']],
  ],
  [
    'Deployment',
    'spec: {selector: {matchLabels: {a: b}}}',
    'spec: {selector: {matchLabels: {a: c}}}',
    [['danger', 'IMMUTABLE', 'spec.selector']],
  ],
  ['Job', pod('{a: b}'), pod('{a: c}'), [['danger', 'IMMUTABLE', 'spec.template']]],
  [
    'Service',
    'spec: {clusterIP: 10.0.0.1}',
    'spec: {clusterIP: None}',
    [['danger', 'IMMUTABLE', 'spec.clusterIP']],
  ],
  ['Service', 'spec: {clusterIP: ""}', 'spec: {clusterIP: None}', []],
  ['Service', 'spec: {clusterIP: 10.0.0.1}', 'spec: {}', []],
  [
    'PersistentVolumeClaim',
    'spec: {storageClassName: a}',
    'spec: {storageClassName: b}',
    [['danger', 'IMMUTABLE', 'spec.storageClassName']],
  ],
  ['RoleBinding', bound('a', 'u'), bound('b', 'u'), [['danger', 'IMMUTABLE', 'roleRef']]],
  ['StorageClass', 'provisioner: a', 'provisioner: b', [['danger', 'IMMUTABLE', 'provisioner']]],
  [
    'ConfigMap',
    'immutable: true, data: {a: b}',
    'immutable: true, data: {a: c}',
    [['danger', 'IMMUTABLE', 'data']],
  ],
  ['ConfigMap', 'immutable: false, data: {a: b}', 'immutable: true, data: {a: c}', []],
  [
    'Secret',
    'immutable: true, data: {a: Yg==}',
    'immutable: true, data: {a: Yw==}',
    [['danger', 'IMMUTABLE', 'data']],
  ],
  ['Secret', 'type: a', 'type: b', [['danger', 'IMMUTABLE', 'type']]],
  [
    'CustomResourceDefinition',
    'spec: {scope: Cluster}',
    'spec: {scope: Namespaced}',
    [['danger', 'IMMUTABLE', 'spec.scope']],
  ],
  [
    'Job',
    `metadata: {name: x, annotations: {argocd.argoproj.io/hook: Sync}}, ${pod('{a: b}')}`,
    `metadata: {name: x, annotations: {argocd.argoproj.io/hook: Sync}}, ${pod('{a: c}')}`,
    [['notice', 'IMMUTABLE', 'made anew']],
  ],
  [
    'Job',
    `metadata: {name: x, annotations: {argocd.argoproj.io/sync-options: "Force=true,Replace=true"}}, ${pod('{a: b}')}`,
    `metadata: {name: x, annotations: {argocd.argoproj.io/sync-options: "Force=true,Replace=true"}}, ${pod('{a: c}')}`,
    [['notice', 'IMMUTABLE', 'made anew']],
  ],
  // Prune.
  ['StatefulSet', 'a: b', '', [['danger', 'PRUNE', 'its volumes stay']]],
  ['PersistentVolumeClaim', 'a: b', '', [['danger', 'PRUNE', 'data']]],
  ['Namespace', 'a: b', '', [['danger', 'PRUNE', 'everything in it']]],
  ['CustomResourceDefinition', 'a: b', '', [['danger', 'PRUNE', 'every resource of that kind']]],
  ['NetworkPolicy', 'a: b', '', [['danger', 'PRUNE', 'let in']]],
  ['Deployment', 'a: b', '', [['notice', 'PRUNE', 'its pods stop']]],
  ['ConfigMap', 'a: b', '', [['routine', 'PRUNE', 'it will be pruned']]],
  [
    'StatefulSet',
    'metadata: {name: x, annotations: {argocd.argoproj.io/sync-options: "Delete=false, Prune=false"}}',
    '',
    [['routine', 'PRUNE', 'stays']],
  ],
  // Replicas.
  ['Deployment', 'spec: {replicas: 2}', 'spec: {replicas: 0}', [['danger', 'REPLICAS', 'all its pods stop']]],
  ['Deployment', 'spec: {replicas: 2}', 'spec: {replicas: 1}', [['notice', 'REPLICAS', '2 → 1']]],
  ['Deployment', 'spec: {replicas: 2}', 'spec: {replicas: 3}', [['routine', 'REPLICAS', '2 → 3']]],
  [
    'HorizontalPodAutoscaler',
    'spec: {maxReplicas: 2}',
    'spec: {maxReplicas: 3}',
    [['notice', 'REPLICAS', 'maxReplicas 2 → 3']],
  ],
  // Images.
  ['CronJob', image('r/a:1.2.3'), image('r/a:1.3.0'), [NEXT, ['routine', 'IMAGE', 'r/a:1.2.3 → r/a:1.3.0']]],
  [
    'CronJob',
    image('r/a:1.2.3'),
    image('r/a:v2.0.0-alpine'),
    [NEXT, ['notice', 'IMAGE', 'another major version']],
  ],
  ['CronJob', image('r:5/a:1.10.0'), image('r:5/a:1.9.0'), [NEXT, ['notice', 'IMAGE', 'an older version']]],
  ['CronJob', image('r/a:1.2'), image('q/a:1.2'), [NEXT, ['notice', 'IMAGE', 'another repository']]],
  ['CronJob', image('r/a:1.2'), image('r/a:latest'), [NEXT, ['notice', 'IMAGE', 'no version']]],
  ['CronJob', image('r/a:1.2@sha256:0'), image('r/a:1.2@sha256:1'), [NEXT, ['routine', 'IMAGE', 'sha256:1']]],
  ['CronJob', image('r/a:abc'), image('r/a:def'), [NEXT, ['routine', 'IMAGE', 'r/a:def']]],
  // More rights.
  [
    'Role',
    rules('{apiGroups: [""], resources: [pods], verbs: [get]}'),
    rules('{apiGroups: [""], resources: [pods], verbs: [get, list]}'),
    [['notice', 'RBAC_WIDENED', 'it allows more: list on pods']],
  ],
  [
    'Role',
    rules('{apiGroups: [""], resources: [pods, nodes], verbs: ["*"]}'),
    rules('{apiGroups: [""], resources: [pods], verbs: [get]}'),
    [],
  ],
  [
    'ClusterRole',
    rules('{apiGroups: [""], resources: [pods], verbs: [get]}'),
    rules('{apiGroups: [""], resources: ["*"], verbs: [get]}'),
    [['danger', 'RBAC_WIDENED', 'get on *']],
  ],
  [
    'Role',
    rules('{apiGroups: [""], resources: [secrets], resourceNames: [a], verbs: [get]}'),
    rules('{apiGroups: [""], resources: [secrets], verbs: [get]}'),
    [['danger', 'RBAC_WIDENED', 'get on secrets']],
  ],
  [
    'ClusterRole',
    '',
    rules('{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}'),
    [['notice', 'RBAC_WIDENED', 'whoever is bound to it']],
  ],
  [
    'ClusterRoleBinding',
    bound('view', 'a'),
    bound('view', 'a', 'b'),
    [['notice', 'RBAC_WIDENED', 'User b gets ClusterRole view in the whole cluster']],
  ],
  ['ClusterRoleBinding', '', bound('cluster-admin', 'a'), [['danger', 'RBAC_WIDENED', 'cluster-admin']]],
  [
    'RoleBinding',
    bound('view', 'a'),
    bound('view', 'a', 'system:anonymous'),
    [['danger', 'RBAC_WIDENED', 'anonymous']],
  ],
  ['RoleBinding', bound('view', 'a', 'b'), bound('view', 'b'), []],
  // More power over nodes.
  ['Job', '', secure('{privileged: true}'), [['danger', 'PRIVILEGED', 'container a rules its node']]],
  ['Job', '', pod('{hostNetwork: true, hostPID: false}'), [['danger', 'PRIVILEGED', "node's network"]]],
  ['Job', '', secure('{capabilities: {add: [SYS_ADMIN]}}'), [['danger', 'PRIVILEGED', 'SYS_ADMIN']]],
  [
    'Job',
    '',
    secure('{capabilities: {add: [NET_BIND_SERVICE]}}'),
    [['notice', 'PRIVILEGED', 'NET_BIND_SERVICE']],
  ],
  ['Job', '', secure('{runAsUser: 0}'), [['notice', 'PRIVILEGED', 'runs as root']]],
  ['Job', '', secure('{runAsUser: 1000, runAsNonRoot: false}'), []],
  [
    'Job',
    '',
    pod(
      '{securityContext: {runAsUser: 0}, containers: [{name: a, securityContext: {runAsUser: 5}}, {name: b}]}',
    ),
    [['notice', 'PRIVILEGED', 'container b runs as root']],
  ],
  ['Job', '', pod('{volumes: [{name: v, hostPath: {path: /var}}]}'), [['notice', 'PRIVILEGED', '/var']]],
  // Volumes.
  ['PersistentVolumeClaim', size('10Gi'), size('9000Mi'), [['danger', 'PVC_SHRINK', '10Gi → 9000Mi']]],
  ['PersistentVolumeClaim', size('1Gi'), size('2G'), []],
  // Webhooks.
  [
    'ValidatingWebhookConfiguration',
    hooks('Ignore'),
    hooks('Fail'),
    [['notice', 'WEBHOOK', 'while w does not answer, no deployments']],
  ],
  ['ValidatingWebhookConfiguration', hooks('Ignore'), hooks('', 'pods'), [['danger', 'WEBHOOK', 'pods']]],
  ['ValidatingWebhookConfiguration', hooks('Fail'), hooks('Ignore'), []],
  // What can be reached.
  [
    'Service',
    'spec: {type: ClusterIP}',
    'spec: {type: LoadBalancer}',
    [['notice', 'SERVICE_EXPOSED', 'outside']],
  ],
  ['Service', '', 'spec: {type: NodePort}', [['notice', 'SERVICE_EXPOSED', 'NodePort']]],
  ['Service', 'spec: {type: LoadBalancer}', 'spec: {type: ClusterIP}', []],
  [
    'Ingress',
    'spec: {rules: [{host: a}]}',
    'spec: {rules: [{host: a}, {host: b}]}',
    [['notice', 'SERVICE_EXPOSED', 'it answers at b']],
  ],
  // Versions of resources.
  ['CustomResourceDefinition', versions('v1', 'v2'), versions('v2'), [['danger', 'CRD_VERSION', 'v1']]],
])('%s: %s becomes %s', (kind, before, after, expected) => {
  const found = diffOf(resource(kind, before), resource(kind, after)).changes.flatMap(
    ({ meanings }) => meanings,
  );
  expect(found.map(({ severity, code }) => [severity, code])).toEqual(
    expected.map(([severity, code]) => [severity, code]),
  );
  expected.forEach(([, , part], index) => {
    expect(found[index]?.sentence).toContain(part);
  });
});
