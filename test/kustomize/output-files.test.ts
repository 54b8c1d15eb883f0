import { describe, expect, test } from 'vitest';
import { outputFiles } from '../../src/kustomize/output-files.ts';
import { parseResources } from '../../src/kustomize/parse-resources.ts';
import { Resource } from '../../src/kustomize/resource.ts';

function filesOf(text: string): Map<string, string> {
  const resources = parseResources(text, 'all.yaml');
  return outputFiles(
    resources.map(({ root, document, line }) => new Resource(root, { file: 'all.yaml', document, line })),
  );
}

const DEPLOYMENT = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: Web}\n';
const CLUSTER_ROLE = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: "a:b"}\n';

describe('outputFiles', () => {
  test('names files after group, version, kind and name', () => {
    const files = filesOf(`${DEPLOYMENT}---\n${CLUSTER_ROLE}---\nkind: Thing\nmetadata: {name: x}\n`);
    expect([...files.keys()]).toEqual([
      'apps_v1_deployment_web.yaml',
      'thing_x.yaml',
      'rbac.authorization.k8s.io_v1_clusterrole_a:b.yaml',
    ]);
    expect(files.get('apps_v1_deployment_web.yaml')).toBe(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: Web\n',
    );
  });

  test('puts the namespace in front where there are several', () => {
    const other = 'kind: Thing\nmetadata: {name: x, namespace: Other}\n';
    expect([...filesOf(`${DEPLOYMENT}---\n${other}---\n${CLUSTER_ROLE}`).keys()]).toEqual([
      'default_apps_v1_deployment_web.yaml',
      'other_thing_x.yaml',
      'rbac.authorization.k8s.io_v1_clusterrole_a:b.yaml',
    ]);
  });

  test('keeps the last of two resources with one file name', () => {
    const files = filesOf('kind: A\nmetadata: {name: x}\n---\nkind: a\nmetadata: {name: X}\n');
    expect([...files]).toEqual([['a_x.yaml', 'kind: a\nmetadata:\n  name: X\n']]);
  });

  test('takes values as they are read, not as they are written', () => {
    const files = filesOf(
      'kind: A\nmetadata: {name: x, a: }\nb: >\n  one\n    two\nc: [2020-01-01T10:20:30.100Z]\nd: |2\n  \tone\n  two\n',
    );
    expect(files.get('a_x.yaml')).toBe(
      'b: |\n  one\n    two\nc:\n- "2020-01-01T10:20:30.1Z"\nd: "\\tone\\ntwo\\n"\nkind: A\nmetadata:\n  a: null\n  name: x\n',
    );
  });
});
