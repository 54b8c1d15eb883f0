import { describe, expect, test } from 'vitest';
import type { Plain } from '../../src/k8s/plain.ts';
import { isClusterScoped } from '../../src/k8s/resource-scope.ts';
import { builtInSchema, schemaOf } from '../../src/k8s/schema.ts';
import { readYaml } from '../../src/k8s/yaml/read.ts';
import { InfraError } from '../../src/lib/error.ts';

describe('builtInSchema', () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    ['v1', 'Pod', ['spec', 'containers'], ['name']],
    [
      'apps/v1',
      'StatefulSet',
      ['spec', 'template', 'spec', 'topologySpreadConstraints'],
      ['topologyKey', 'whenUnsatisfiable'],
    ],
    ['batch/v1', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'volumes'], ['name']],
    ['v1', 'Service', ['spec', 'ports'], ['port', 'protocol']],
    ['v1', 'Secret', ['metadata', 'ownerReferences'], ['uid']],
    ['kustomize.config.k8s.io/v1beta1', 'Kustomization', ['configMapGenerator'], ['name']],
  ])('knows the keys of %s %s %j', (apiVersion, kind, path, keys) => {
    let node = builtInSchema().ofResource(apiVersion, kind);
    for (const key of path) node = node?.field(key);
    expect(node?.mergeKeys).toEqual(keys);
  });

  test('knows the elements of merged lists', () => {
    const containers = builtInSchema().ofResource('v1', 'Pod')?.field('spec')?.field('containers');
    expect(containers?.element()?.field('ports')?.mergeKeys).toEqual(['containerPort', 'protocol']);
    expect(containers?.element()?.field('args')).toBeUndefined();
  });

  test.each([
    ['example.com/v1', 'Pod'],
    ['v1', 'constructor'],
  ])('knows no %s %s', (apiVersion, kind) => {
    expect(builtInSchema().ofResource(apiVersion, kind)).toBeUndefined();
  });
});

describe('schemaOf', () => {
  const kind = 'x-kubernetes-group-version-kind: [{group: "", version: v1, kind: K}]';

  test('takes references in a circle for unknown', () => {
    const text = `definitions:\n  K:\n    ${kind}\n    properties: {a: {$ref: "#/definitions/A"}}\n  A: {$ref: "#/definitions/B"}\n  B: {$ref: "#/definitions/A"}\n`;
    expect(schemaOf(readYaml(text)).ofResource('v1', 'K')?.field('a')).toBeUndefined();
  });

  test.each<[string, Plain]>([
    ['a list', []],
    ['a text', 'text'],
    ['definitions in a list', new Map([['definitions', []]])],
  ])('refuses %s when it is asked', (_, document) => {
    const schema = schemaOf(document);
    expect(() => schema.ofResource('v1', 'Pod')).toThrow(InfraError);
  });

  test.each([
    'definitions: {K: 1}',
    `definitions: {K: {${kind}, properties: [a]}}`,
    'definitions: {K: {x-kubernetes-group-version-kind: 1}}',
  ])('takes what is not as it should be for unknown: %s', (text) => {
    expect(schemaOf(readYaml(text)).ofResource('v1', 'K')?.field('a')).toBeUndefined();
  });
});

describe('isClusterScoped', () => {
  test.each<[string, string, string, boolean]>([
    ['', 'v1', 'Namespace', true],
    ['rbac.authorization.k8s.io', 'v1', 'ClusterRole', true],
    ['rbac.authorization.k8s.io', 'v2', 'ClusterRole', false],
    ['', 'v1', 'Pod', false],
    ['example.com', 'v1', 'ClusterThing', false],
    ['', 'v1', 'toString', false],
  ])('%s/%s %s: %s', (group, version, kind, expected) => {
    expect(isClusterScoped(group, version, kind)).toBe(expected);
  });
});
