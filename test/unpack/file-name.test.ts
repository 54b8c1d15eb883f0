import { expect, test } from 'vitest';
import { fileNames } from '../../src/unpack/file-name.ts';
import { identityOf } from '../../src/unpack/resource.ts';

function named(kind: string, name: string, group = '', namespace = '') {
  return { kind, name, group, namespace };
}

test.each([
  [[named('Service', 'web')], ['service-web']],
  [[named('ClusterRole', 'system:admin_X')], ['clusterrole-system-admin-x']],
  [[named('A', '../../etc')], ['a-..-..-etc']],
  [
    [named('Ingress', 'a', 'x'), named('Ingress', 'a', 'y')],
    ['ingress.x-a', 'ingress.y-a'],
  ],
  [
    [named('Role', 'a', 'rbac', 'n1'), named('Role', 'a', 'rbac', 'n2')],
    ['role.rbac-a.n1', 'role.rbac-a.n2'],
  ],
  [
    [named('Role', 'a'), named('Role', 'a', '', 'n')],
    ['role-a', 'role-a.n'],
  ],
  [
    [named('A', 'x_y'), named('A', 'x:y')],
    ['a-x-y-2', 'a-x-y'],
  ],
  [[named('A', 'x'.repeat(253))], [`a-${'x'.repeat(238)}`]],
  [[named('CustomResourceDefinition', 'a.x.io')], ['crds/customresourcedefinition-a.x.io']],
])('%j', (resources, expected) => {
  const names = fileNames(resources);
  expect(resources.map((each) => names.get(identityOf(each)))).toEqual(
    expected.map((each) => `${each}.yaml`),
  );
});

test('a name that a lock gave wins, and others make way', () => {
  const [old, fresh] = [named('Role', 'a', 'rbac', 'n1'), named('Role', 'a', 'rbac', 'n2')];
  const names = fileNames([fresh, old], new Map([[identityOf(old), 'role-a.yaml']]));
  expect(Object.fromEntries(names)).toEqual({
    'Role.rbac/n1/a': 'role-a.yaml',
    'Role.rbac/n2/a': 'role.rbac-a.yaml',
  });
});

test.each(['../a.yaml', '/a.yaml', 'kustomization.yaml', 'x/a.yaml', 'a', '.git.yaml', 'a\n.yaml'])(
  'a lock cannot name %j',
  (name) => {
    const resource = named('Role', 'a');
    expect([...fileNames([resource], new Map([[identityOf(resource), name]])).values()]).toEqual([
      'role-a.yaml',
    ]);
  },
);
