import { describe, expect, test } from 'vitest';
import type { Mapping } from '../../src/k8s/node.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';
import { Resource } from '../../src/kustomize/resource.ts';
import { InfraError } from '../../src/lib/error.ts';
import { selectResources, type ResourceWords } from '../../src/overlay/select-resources.ts';

const RESOURCES = readNodes(`
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop, labels: {app: web}}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: worker, namespace: shop, labels: {app: worker}}}
---
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: shop}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop, labels: {app: web}}}
---
{apiVersion: serving.example.com/v1, kind: Service, metadata: {name: web, namespace: shop}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: kube-system}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: "system:web"}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: all}}
`).map(
  ({ root }, document) => new Resource(root as Mapping, { file: 'all.yaml', document, line: undefined }),
);
RESOURCES[2]!.rememberId();
RESOURCES[2]!.setName('prod-db');

function names(words: ResourceWords): string[] {
  return selectResources(RESOURCES, words).map(
    ({ id }) => `${id.group}/${id.kind}/${id.namespace}/${id.name}`,
  );
}

function problemOf(resource: string | undefined, labels?: string): string {
  try {
    names({ ...(resource !== undefined && { resource }), ...(labels !== undefined && { labels }) });
  } catch (error) {
    if (error instanceof InfraError) return `${error.code}: ${error.message} | ${error.hint ?? ''}`;
    throw error;
  }
  return 'none';
}

describe('selectResources', () => {
  test.each<[string, string]>([
    ['Deployment/web', 'apps/Deployment/shop/web'],
    ['deployments/web', 'apps/Deployment/shop/web'],
    ['deploy/web', 'apps/Deployment/shop/web'],
    ['apps/Deployment/web', 'apps/Deployment/shop/web'],
    ['apps/v1/Deployment/web', 'apps/Deployment/shop/web'],
    ['Deployment.apps/web', 'apps/Deployment/shop/web'],
    ['deployments.v1.apps/web', 'apps/Deployment/shop/web'],
    ['Deployment/shop/web', 'apps/Deployment/shop/web'],
    ['core/Service/web', '/Service/shop/web'],
    ['serving.example.com/Service/web', 'serving.example.com/Service/shop/web'],
    ['service.serving.example.com/web', 'serving.example.com/Service/shop/web'],
    ['cm/kube-system/settings', '/ConfigMap/kube-system/settings'],
    ['core/ConfigMap/shop/settings', '/ConfigMap/shop/settings'],
    ['netpol/default/all', 'networking.k8s.io/NetworkPolicy//all'],
    ['NetworkPolicies/all', 'networking.k8s.io/NetworkPolicy//all'],
    ['ClusterRole/system:web', 'rbac.authorization.k8s.io/ClusterRole//system:web'],
    ['sts/prod-db', 'apps/StatefulSet/shop/prod-db'],
    ['sts/db', 'apps/StatefulSet/shop/prod-db'],
  ])('%s', (resource, expected) => {
    expect(names({ resource })).toEqual([expected]);
  });

  test.each<[ResourceWords, number]>([
    [{ resource: 'Deployment/*' }, 2],
    [{ resource: 'Deployment/w?b' }, 1],
    [{ resource: '*/web' }, 3],
    [{ resource: '*/*/web' }, 3],
    [{ resource: '*Set/*' }, 1],
    [{ resource: 'Deployment,sts/*' }, 3],
    [{ resource: 'Deployment/web,worker' }, 2],
    [{ resource: 'apps/Deployment,StatefulSet/*' }, 3],
    [{ labels: 'app=web' }, 2],
    [{ labels: 'app in (web,worker)' }, 3],
    [{ resource: 'Deployment', labels: 'app' }, 2],
    [{ resource: '*/*', labels: 'app=worker' }, 1],
  ])('%j means %d', (words, count) => {
    expect(names(words)).toHaveLength(count);
  });

  test.each([
    ['Deployment/wbe', 'NOT_FOUND: no resource is Deployment/wbe | did you mean Deployment/web?'],
    ['StatefulSet/web', 'NOT_FOUND: no resource is StatefulSet/web | there is Deployment/web or Service/web'],
    ['StatefulSet/cache', 'NOT_FOUND: no resource is StatefulSet/cache | there is StatefulSet/prod-db'],
    ['Deplyment/x', 'NOT_FOUND: no resource is Deplyment/x | did you mean the kind Deployment?'],
    ['Job/x', 'NOT_FOUND: no resource is Job/x | the kinds here are ClusterRole, ConfigMap, Deployment'],
    [
      'Service/web',
      'USAGE: Service/web means 2 resources: core/Service/web, serving.example.com/Service/web | name one',
    ],
    [
      'ConfigMap/settings',
      'USAGE: ConfigMap/settings means 2 resources: ConfigMap/shop/settings, ConfigMap/kube-system/settings',
    ],
    [
      'Deployment',
      'USAGE: "Deployment" names no resource | write it as Deployment/NAME, or Deployment/* for each',
    ],
    ['Deployment,Job/*', 'NOT_FOUND: no resource is Job/*'],
    ['Deployment,/*', 'USAGE: "/*" has empty parts or too many'],
    ['Deployment/', 'USAGE: "Deployment/" has empty parts or too many'],
    [undefined, 'USAGE: no resource is named'],
  ])('%s: %s', (resource, problem) => {
    expect(problemOf(resource)).toContain(problem);
  });

  test('labels that nothing has', () => {
    expect(problemOf(undefined, 'app=none')).toBe('NOT_FOUND: no resource has the labels app=none | ');
    expect(problemOf('Service/web', 'app=none')).toContain(
      'no resource is Service/web and has the labels app=none',
    );
  });
});
