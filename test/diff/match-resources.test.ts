import { expect, test } from 'vitest';
import { diffResources } from '../../src/diff/diff-resources.ts';
import { diffOf, resourcesOf } from './manifests.ts';

const named = (...names: string[]): string =>
  names
    .map((text) => {
      const [kind = '', name = '', namespace = 'x', apiVersion = 'v1'] = text.split(' ');
      return `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: ${name}, namespace: ${namespace}}, data: {a: b}}`;
    })
    .join('\n---\n');

/** What is on each side, and what comes of it. */
test.each<[string, string[], string[], string[]]>([
  [
    'the order is that of the resources',
    ['A a', 'A b', 'A c'],
    ['A d', 'A b', 'A e'],
    ['removed a', 'added d', 'removed c', 'added e'],
  ],
  ['another version is a change', ['A a x apps/v1'], ['A a x apps/v2'], ['changed a']],
  ['another group is another resource', ['A a x apps/v1'], ['A a x other/v1'], ['removed a', 'added a']],
  ['another namespace is another resource', ['A a x'], ['A a y'], ['removed a', 'added a']],
  ['a hash', ['ConfigMap a-abc123'], ['ConfigMap a-def456'], ['changed a-def456']],
  [
    'a hash of Kustomize, whatever the kind',
    ['A a-2t5m9c7f8k'],
    ['A a-m4h2g6b8dd'],
    ['changed a-m4h2g6b8dd'],
  ],
  [
    'a word is no hash',
    ['ConfigMap a-primary'],
    ['ConfigMap a-standby'],
    ['removed a-primary', 'added a-standby'],
  ],
  [
    'two of them',
    ['ConfigMap a-abc123', 'ConfigMap a-abc124'],
    ['ConfigMap a-def456'],
    ['removed a-abc123', 'removed a-abc124', 'added a-def456'],
  ],
])('%s', (_, before, after, expected) => {
  const { changes } = diffOf(named(...before), named(...after));
  expect(changes.map(({ change, name }) => `${change} ${name.name}`)).toEqual(expected);
});

test('across namespaces, as two targets have them', () => {
  const { changes } = diffOf(named('A a x', 'A b x', 'A c x'), named('A a y', 'A b x', 'A b y'), {
    acrossNamespaces: true,
  });
  expect(changes.map(({ change, name }) => `${change} ${name.namespace}/${name.name}`)).toEqual([
    'changed y/a',
    'removed x/c',
    'added y/b',
  ]);
});

test('thousands of resources take no time', () => {
  const of = (replicas: number): string =>
    Array.from(
      { length: 5000 },
      (_, index) =>
        `{apiVersion: apps/v1, kind: Deployment, metadata: {name: n${index}}, spec: {replicas: ${replicas}, template: {spec: {containers: [{name: a, image: "i:${replicas}", env: [{name: A, value: b}]}]}}}}`,
    ).join('\n---\n');
  const [before, after] = [resourcesOf(of(1)), resourcesOf(of(2))];
  const start = process.cpuUsage().user;
  expect(diffResources(before, after).changes).toHaveLength(5000);
  expect((process.cpuUsage().user - start) / 1e3).toBeLessThan(1500);
});
