import { describe, expect, test } from 'vitest';
import type { Mapping } from '../../src/k8s/node.ts';
import { builtInSchema } from '../../src/k8s/schema.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';
import { mergeStrategic } from '../../src/patch/strategic.ts';

function mapping(yaml: string): Mapping {
  return readNodes(yaml)[0]!.root as Mapping;
}

const POD = `
apiVersion: v1
kind: Pod
metadata: {name: p, finalizers: [a, b]}
spec:
  containers:
  - {name: a, ports: [{containerPort: 80, protocol: TCP}]}
  - {name: b, env: [{name: X, value: "1"}]}
  nodeSelector: {x: z}
`;

describe('mergeStrategic', () => {
  test.each([
    'metadata: {name: p}',
    'spec: {containers: [{name: a}]}',
    'spec: {containers: [{name: a, ports: [{containerPort: 80, protocol: TCP}]}]}',
    'spec: {nodeSelector: {x: z, w: null}}',
    'metadata: {finalizers: [a]}',
    'spec: {containers: [{name: c, $patch: delete}]}',
  ])('gives the same document where nothing changes: %s', (patch) => {
    const pod = mapping(POD);
    expect(mergeStrategic(pod, mapping(patch), builtInSchema())).toBe(pod);
  });

  test('shares what it does not change', () => {
    const pod = mapping(POD);
    const merged = mergeStrategic(pod, mapping('spec: {nodeSelector: {x: w}}'), builtInSchema())!;
    const spec = merged.get('spec') as Mapping;
    expect(spec.get('containers')).toBe((pod.get('spec') as Mapping).get('containers'));
    expect(merged.get('metadata')).toBe(pod.get('metadata'));
  });

  test('merges long lists in short time', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `  - {name: c${index}}\n`).join('');
    const pod = mapping(`apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${names}`);
    const merged = mergeStrategic(
      pod,
      mapping(`spec:\n  containers:\n${names}  - {name: new}\n`),
      builtInSchema(),
    )!;
    expect((merged.get('spec') as Mapping).get('containers')).toHaveLength(20_001);
  }, 5_000);
});
