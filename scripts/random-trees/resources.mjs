// Resources with references to one another, by a small pool of names so that references hit.
import fc from 'fast-check';
import { image, labels, labelValue, maybe, name, namespace, text } from './scalars.mjs';

const metadata = fc.record({
  name,
  namespace,
  labels: maybe(labels()),
  annotations: maybe(labels(text)),
});

const containerName = fc.constantFrom('main', 'side');
const env = fc.array(
  fc.oneof(
    fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: text }),
    fc.record({
      name: fc.constantFrom('A', 'B', 'D'),
      valueFrom: fc.oneof(
        fc.record({ configMapKeyRef: fc.record({ name, key: fc.constant('a') }) }),
        fc.record({ secretKeyRef: fc.record({ name, key: fc.constant('a') }) }),
      ),
    }),
  ),
  { maxLength: 2 },
);
const port = fc.record(
  {
    containerPort: fc.constantFrom(80, 443),
    protocol: fc.constantFrom('TCP', 'UDP'),
    name: fc.constantFrom('http', 'dns'),
  },
  { requiredKeys: ['containerPort'] },
);
const container = fc.record(
  {
    name: containerName,
    image,
    args: fc.array(text, { maxLength: 2 }),
    env,
    ports: fc.array(port, { maxLength: 2 }),
    envFrom: fc.array(fc.record({ configMapRef: fc.record({ name }) }), { maxLength: 1 }),
    volumeMounts: fc.array(
      fc.record({ name: fc.constantFrom('v', 'w'), mountPath: fc.constantFrom('/a', '/b') }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ['name'] },
);
const volume = fc.oneof(
  fc.record({ name: fc.constantFrom('v', 'w'), configMap: fc.record({ name }) }),
  fc.record({ name: fc.constantFrom('v', 'w'), secret: fc.record({ secretName: name }) }),
  fc.record({ name: fc.constantFrom('v', 'w'), persistentVolumeClaim: fc.record({ claimName: name }) }),
  fc.record({ name: fc.constantFrom('v', 'w'), emptyDir: fc.constant({}) }),
);
const podSpec = fc.record(
  {
    containers: fc.uniqueArray(container, { minLength: 1, maxLength: 2, selector: (each) => each.name }),
    initContainers: fc.array(container, { maxLength: 1 }),
    volumes: fc.array(volume, { maxLength: 2 }),
    serviceAccountName: name,
    nodeSelector: labels(),
    tolerations: fc.array(fc.record({ key: labelValue, operator: fc.constant('Exists') }), { maxLength: 2 }),
    imagePullSecrets: fc.array(fc.record({ name }), { maxLength: 2 }),
  },
  { requiredKeys: ['containers'] },
);
const template = fc.record({
  metadata: fc.record({ labels: maybe(labels()), annotations: maybe(labels(text)) }),
  spec: podSpec,
});
const selector = fc.record({ matchLabels: labels() });

/**
 * @returns {fc.Arbitrary<any>}
 * @param {string} apiVersion @param {string} kind @param {Record<string, import('fast-check').Arbitrary<unknown>>} fields @param {string[]} [required]
 */
const kind = (apiVersion, kind, fields, required = Object.keys(fields)) =>
  fc.record(
    { apiVersion: fc.constant(apiVersion), kind: fc.constant(kind), metadata, ...fields },
    { requiredKeys: /** @type {any} */ (['apiVersion', 'kind', 'metadata', ...required]) },
  );

const workload = { replicas: fc.integer({ min: 0, max: 5 }), selector, template };
const rules = fc.array(
  fc.record({
    apiGroups: fc.constant(['']),
    resources: fc.constant(['secrets']),
    verbs: fc.constant(['get']),
    resourceNames: fc.array(name, { maxLength: 1 }),
  }),
  { maxLength: 1 },
);
const subjects = fc.array(
  fc.record({
    kind: fc.constantFrom('ServiceAccount', 'User'),
    name: fc.oneof(name, fc.constant('default')),
    namespace: fc.constantFrom('one', 'two', 'default'),
  }),
  { minLength: 1, maxLength: 2 },
);
const roleRef = fc.record({
  apiGroup: fc.constant('rbac.authorization.k8s.io'),
  kind: fc.constantFrom('Role', 'ClusterRole'),
  name,
});
const scaleTarget = fc.record({
  apiVersion: fc.constant('apps/v1'),
  kind: fc.constantFrom('Deployment', 'StatefulSet'),
  name,
});
/** @type {fc.Arbitrary<unknown>} */
const anything = /** @type {any} */ (
  fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 2 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      tie('list'),
      tie('map'),
    ),
    list: fc.array(tie('value'), { maxLength: 2 }),
    map: fc.dictionary(fc.constantFrom('name', 'key', 'image', 'value', 'items', 'spec'), tie('value'), {
      maxKeys: 3,
    }),
  })).map
);

export const resource = fc.oneof(
  {
    weight: 4,
    arbitrary: kind('apps/v1', 'Deployment', { spec: fc.record(workload, { requiredKeys: ['template'] }) }),
  },
  {
    weight: 2,
    arbitrary: kind('v1', 'Service', {
      spec: fc.record({
        selector: maybe(labels()),
        ports: fc.array(
          fc.record(
            { port: fc.constantFrom(80, 443), targetPort: fc.constantFrom(80, 'http') },
            { requiredKeys: ['port'] },
          ),
          { maxLength: 2 },
        ),
      }),
    }),
  },
  {
    weight: 3,
    arbitrary: kind(
      'v1',
      'ConfigMap',
      { data: labels(text), binaryData: fc.constant({ b: 'AAEC' }), immutable: fc.boolean() },
      ['data'],
    ),
  },
  {
    weight: 2,
    arbitrary: kind(
      'v1',
      'Secret',
      { data: fc.constant({ a: 'YQ==' }), stringData: labels(text), type: fc.constant('Opaque') },
      [],
    ),
  },
  {
    weight: 1,
    arbitrary: kind('apps/v1', 'StatefulSet', {
      spec: fc.record(
        {
          ...workload,
          serviceName: name,
          volumeClaimTemplates: fc.array(
            fc.record({
              metadata: fc.record({ name, labels: maybe(labels()) }),
              spec: fc.constant({ storageClassName: 'fast' }),
            }),
            { maxLength: 1 },
          ),
        },
        { requiredKeys: ['template'] },
      ),
    }),
  },
  { weight: 1, arbitrary: kind('apps/v1', 'DaemonSet', { spec: fc.record({ selector, template }) }) },
  {
    weight: 1,
    arbitrary: kind('batch/v1', 'CronJob', {
      spec: fc.record({
        schedule: fc.constant('0 0 * * *'),
        jobTemplate: fc.record({ spec: fc.record({ template }) }),
      }),
    }),
  },
  { weight: 1, arbitrary: kind('batch/v1', 'Job', { spec: fc.record({ template }) }) },
  { weight: 1, arbitrary: kind('v1', 'Pod', { spec: podSpec }) },
  {
    weight: 2,
    arbitrary: kind(
      'v1',
      'ServiceAccount',
      {
        imagePullSecrets: fc.array(fc.record({ name }), { maxLength: 1 }),
        secrets: fc.array(fc.record({ name }), { maxLength: 1 }),
      },
      [],
    ),
  },
  { weight: 1, arbitrary: kind('rbac.authorization.k8s.io/v1', 'Role', { rules }) },
  { weight: 1, arbitrary: kind('rbac.authorization.k8s.io/v1', 'ClusterRole', { rules }) },
  { weight: 2, arbitrary: kind('rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef, subjects }) },
  { weight: 1, arbitrary: kind('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { roleRef, subjects }) },
  {
    weight: 1,
    arbitrary: kind('networking.k8s.io/v1', 'Ingress', {
      spec: fc.record({
        ingressClassName: name,
        tls: fc.array(fc.record({ secretName: name }), { maxLength: 1 }),
        rules: fc.array(
          fc.record({
            host: fc.constantFrom('a.b', 'c.d'),
            http: fc.record({
              paths: fc.array(
                fc.record({
                  path: fc.constant('/'),
                  pathType: fc.constant('Prefix'),
                  backend: fc.record({ service: fc.record({ name, port: fc.constant({ number: 80 }) }) }),
                }),
                { minLength: 1, maxLength: 2 },
              ),
            }),
          }),
          { maxLength: 2 },
        ),
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: kind('networking.k8s.io/v1', 'NetworkPolicy', {
      spec: fc.record({
        podSelector: selector,
        ingress: fc.array(
          fc.record({ from: fc.array(fc.record({ podSelector: selector }), { maxLength: 1 }) }),
          { maxLength: 1 },
        ),
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: kind('policy/v1', 'PodDisruptionBudget', {
      spec: fc.record({ selector, minAvailable: fc.constantFrom(1, '50%') }),
    }),
  },
  {
    weight: 1,
    arbitrary: kind('autoscaling/v2', 'HorizontalPodAutoscaler', {
      spec: fc.record({ scaleTargetRef: scaleTarget, minReplicas: fc.integer({ min: 1, max: 3 }) }),
    }),
  },
  {
    weight: 1,
    arbitrary: kind('v1', 'PersistentVolumeClaim', {
      spec: fc.record({ volumeName: name, storageClassName: name }),
    }),
  },
  { weight: 1, arbitrary: kind('v1', 'Namespace', {}) },
  {
    weight: 1,
    arbitrary: kind('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
      spec: fc.constant({ group: 'x.io', names: { kind: 'Thing' } }),
    }),
  },
  { weight: 2, arbitrary: kind('x.io/v1', 'Thing', { spec: anything }) },
  {
    weight: 1,
    arbitrary: kind('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
      webhooks: fc.array(
        fc.record({
          name: fc.constantFrom('a.x', 'b.x'),
          clientConfig: fc.record({
            service: fc.record({ name, namespace: fc.constantFrom('one', 'default') }),
          }),
        }),
        { maxLength: 2 },
      ),
    }),
  },
  { weight: 1, arbitrary: kind('storage.k8s.io/v1', 'StorageClass', { provisioner: fc.constant('p') }) },
);
