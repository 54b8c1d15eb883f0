import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fieldTypes, type FieldType } from '../../src/k8s/field-types.ts';
import type { Mapping } from '../../src/k8s/node.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';

/** The type at the end of a path; `[]` is the element of a list. */
function at(type: FieldType | undefined, path: string): FieldType | undefined {
  return path
    .split('.')
    .reduce((found, step) => (step === '[]' ? found?.element() : found?.field(step)), type);
}

describe('built-in kinds', () => {
  const types = fieldTypes([]);
  const pod = 'spec.template.spec';

  test.each([
    ['apps/v1', 'StatefulSet', 'spec.replicas', 'integer', ''],
    ['apps/v1', 'Deployment', `${pod}.containers.[].image`, 'string', ''],
    ['apps/v1', 'Deployment', `${pod}.containers.[].resources.limits.memory`, 'string', 'quantity'],
    ['apps/v1', 'Deployment', `${pod}.containers.[].livenessProbe.httpGet.port`, 'int-or-string', ''],
    ['apps/v1', 'Deployment', `${pod}.containers.[].args.[]`, 'string', ''],
    ['apps/v1', 'DaemonSet', `${pod}.hostNetwork`, 'boolean', ''],
    ['batch/v1', 'CronJob', 'spec.jobTemplate.spec.template.spec.nodeSelector', 'map', ''],
    ['v1', 'Secret', 'data.password', 'string', 'byte'],
    ['v1', 'ConfigMap', 'data.anything', 'string', ''],
    ['networking.k8s.io/v1', 'Ingress', 'spec.rules.[].http.paths.[].path', 'string', ''],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', 'spec.maxReplicas', 'integer', ''],
    ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'roleRef.name', 'string', ''],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'spec.versions.[].served', 'boolean', ''],
    [
      'admissionregistration.k8s.io/v1',
      'ValidatingWebhookConfiguration',
      'webhooks.[].timeoutSeconds',
      'integer',
      '',
    ],
  ])('%s %s %s is %s', (apiVersion, kind, path, expected, format) => {
    expect(at(types.ofResource(apiVersion, kind), path)).toMatchObject({ kind: expected, format });
  });

  test.each([
    ['v1', 'Pod', 'spec.containers', ['name']],
    ['v1', 'Pod', 'spec.containers.[].ports', ['containerPort', 'protocol']],
    ['v1', 'Pod', 'spec.containers.[].volumeMounts', ['mountPath']],
    ['v1', 'Pod', 'spec.tolerations', []],
    ['v1', 'Service', 'spec.ports', ['port', 'protocol']],
    ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'webhooks', ['name']],
  ])('%s %s %s is told apart by %j', (apiVersion, kind, path, keys) => {
    expect(at(types.ofResource(apiVersion, kind), path)?.mergeKeys).toEqual(keys);
  });

  test('know which fields they have', () => {
    const spec = types.ofResource('apps/v1', 'Deployment').field('spec');
    expect(spec?.fieldNames).toContain('replicas');
    expect(spec?.field('replica')).toBeUndefined();
    expect(spec?.isOpen).toBe(false);
  });

  test('refer to themselves', () => {
    const schema = 'spec.versions.[].schema.openAPIV3Schema.properties.a.properties.b.maxLength';
    const type = types.ofResource('apiextensions.k8s.io/v1', 'CustomResourceDefinition');
    expect(at(type, schema)?.kind).toBe('integer');
  });

  test('of which nothing is known are open, but have metadata', () => {
    const type = types.ofResource('example.com/v1', 'Widget');
    expect(at(type, 'spec.whatever.is')?.kind).toBe('any');
    expect(at(type, 'metadata.labels.a')?.kind).toBe('string');
    expect(at(type, 'metadata.labls')).toBeUndefined();
  });

  test('come from a table that is small', () => {
    const table = new URL('../../src/k8s/tables/field-types.ts', import.meta.url);
    expect(readFileSync(table).length).toBeLessThan(60_000);
  });
});

describe('defined kinds', () => {
  const crd = readNodes(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.com
  names: {kind: Widget}
  versions:
  - name: v1
    schema:
      openAPIV3Schema:
        type: object
        properties:
          metadata: {type: object}
          spec:
            type: object
            properties:
              size: {type: integer}
              mode: {type: string, enum: [Fast, Slow]}
              port: {x-kubernetes-int-or-string: true}
              extra: {type: object, x-kubernetes-preserve-unknown-fields: true}
              labels: {type: object, additionalProperties: {type: string}}
              parts:
                type: array
                x-kubernetes-list-map-keys: [name]
                items: {type: object, properties: {name: {type: string}, count: {type: number}}}
  - name: v1alpha1
`)[0]!.root as Mapping;
  const types = fieldTypes([crd, new Map([['kind', 'ConfigMap']])]);
  const widget = types.ofResource('example.com/v1', 'Widget');

  test.each([
    ['spec.size', 'integer'],
    ['spec.port', 'int-or-string'],
    ['spec.extra.a.b', 'any'],
    ['spec.labels.a', 'string'],
    ['spec.parts', 'list'],
    ['spec.parts.[].count', 'number'],
    ['metadata.annotations.a', 'string'],
    ['kind', 'string'],
  ])('%s is %s', (path, kind) => {
    expect(at(widget, path)?.kind).toBe(kind);
  });

  test('have keys, choices, and only their fields', () => {
    expect(at(widget, 'spec.parts')?.mergeKeys).toEqual(['name']);
    expect(at(widget, 'spec.mode')?.choices).toEqual(['Fast', 'Slow']);
    expect(at(widget, 'spec.sise')).toBeUndefined();
    expect(at(widget, 'specs')).toBeUndefined();
  });

  test('are open in a version without a schema', () => {
    expect(at(types.ofResource('example.com/v1alpha1', 'Widget'), 'spec.sise')?.kind).toBe('any');
  });
});
