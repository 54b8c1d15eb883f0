import { describe, expect, test } from 'vitest';
import * as kustomize from '../../src/kustomize/index.ts';
import { inBrowser } from './in-browser.ts';
import type * as patch from '../../src/patch/index.ts';

const FILES = new Map([
  ['base/kustomization.yaml', 'resources: [a.yaml]\nconfigMapGenerator:\n- name: c\n  literals: [x=1]\n'],
  [
    'base/a.yaml',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {volumes: [{name: v, configMap: {name: c}}]}\n',
  ],
  [
    'over/kustomization.yaml',
    'resources: [../base]\nnamePrefix: p-\ncommonLabels: {a: b}\nimages: [{name: "x.*", newTag: z}]\n',
  ],
]);

const OUTPUT = `apiVersion: v1
data:
  x: "1"
kind: ConfigMap
metadata:
  labels:
    a: b
  name: p-c-hmg6f82fh6
---
apiVersion: v1
kind: Pod
metadata:
  labels:
    a: b
  name: p-a
spec:
  volumes:
  - configMap:
      name: p-c-hmg6f82fh6
    name: v
`;

describe('infra/kustomize', () => {
  test('bundles for a browser, and builds where nothing of Node is', async () => {
    const library = await inBrowser<typeof kustomize>('kustomize');
    const { text, warnings, findings } = await library.buildFiles(FILES, '/over');
    expect(text).toBe(OUTPUT);
    expect(warnings).toEqual([expect.stringContaining("'commonLabels' is deprecated")]);
    expect(findings).toEqual([]);
  });

  test('builds several directories with what they share read once', async () => {
    const reads: string[] = [];
    const tree = kustomize.memoryTree(FILES);
    const counted = { ...tree, read: (path: string) => (reads.push(path), tree.read(path)) };
    const session = kustomize.createSession({ tree: counted });
    for (const directory of ['/over', '/base', '/over']) await kustomize.build(session, directory);
    expect(reads.filter((path) => path === '/base/a.yaml')).toHaveLength(1);
  });

  test('throws one kind of error', async () => {
    await expect(kustomize.buildFiles(new Map())).rejects.toThrow(kustomize.InfraError);
  });
});

describe('infra/patch', () => {
  test('bundles for a browser, and merges', async () => {
    const { applyMergePatch, applyJson6902, builtInSchema, mergeStrategic, nodeOf, parseJson6902, plainOf } =
      await inBrowser<typeof patch>('patch');
    const pod = (spec: object): patch.Mapping =>
      nodeOf(toPlain({ apiVersion: 'v1', kind: 'Pod', spec })) as patch.Mapping;
    const before = pod({ containers: [{ name: 'a', image: 'x' }] });
    const strategic = mergeStrategic(
      before,
      pod({ containers: [{ name: 'a', image: 'y' }] }),
      builtInSchema(),
    );
    expect(strategic && plainOf(strategic)).toEqual(
      toPlain({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image: 'y' }] } }),
    );
    const changed = applyJson6902(before, parseJson6902('- {op: remove, path: /spec}'));
    expect(plainOf(changed)).toEqual(toPlain({ apiVersion: 'v1', kind: 'Pod' }));
    expect(plainOf(applyMergePatch(before, nodeOf(toPlain({ spec: null }))))).toEqual(
      toPlain({ apiVersion: 'v1', kind: 'Pod' }),
    );
  });
});

/** Objects as the maps that data is made of. */
function toPlain(value: unknown): never {
  if (Array.isArray(value)) return value.map(toPlain) as never;
  if (typeof value !== 'object' || value === null) return value as never;
  return new Map(Object.entries(value).map(([key, each]) => [key, toPlain(each)])) as never;
}
