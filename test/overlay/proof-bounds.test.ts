import { describe, expect, test } from 'vitest';
import { build, createSession } from '../../src/kustomize/build.ts';
import { memoryTree } from '../../src/kustomize/memory-tree.ts';
import { InfraError } from '../../src/lib/error.ts';
import { brokenBounds, openBounds } from '../../src/overlay/proof-bounds.ts';
import { readAppYaml } from '../../src/project/app-yaml.ts';

const RESOURCES = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ci}
spec:
  replicas: 3
  template:
    spec:
      containers:
      - {name: web, ports: [{containerPort: 80}]}
      - {name: proxy, ports: [{containerPort: 90}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: other}
spec: {replicas: 1}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data: {a.yaml: "size: 3\\n", b.yaml: "[", n: "7"}
`;

/** What bounds say of those resources, with a prefix. */
async function broken(bound: string): Promise<string[]> {
  const files = {
    '/a/kustomization.yaml': 'resources: [all.yaml]\nnamePrefix: x-\n',
    '/a/all.yaml': RESOURCES,
  };
  const tree = memoryTree(new Map(Object.entries(files)));
  const { resources } = await build(createSession({ tree }), '/a');
  const { bounds } = readAppYaml(`upstream: {chart: a}\nbounds:\n- ${bound}\n`, 'app.yaml');
  return brokenBounds(openBounds(bounds), resources).map(({ message }) => message);
}

describe('bounds', () => {
  test.each([
    [
      '{resource: Deployment/web, path: spec.replicas, most: 2, why: A}',
      ['would be 3, and the app allows at most 2: A'],
    ],
    [
      '{resource: deploy/x-web, path: spec.replicas, least: 2, why: A}',
      ['would be 1, and the app needs at least 2: A'],
    ],
    ['{resource: "*/web", path: spec.replicas, most: 0, why: A}', ['would be 3, ', 'would be 1, ']],
    [
      '{resource: Deployment/ci/web, path: spec.template.spec.containers.*.ports.0.containerPort, most: 1, why: A}',
      ['be 80,', 'be 90,'],
    ],
    [
      '{resource: Deployment/web, path: spec.template.spec.containers.proxy.ports.0.containerPort, most: 1, why: A}',
      ['be 90,'],
    ],
    ['{resource: ConfigMap/web, path: "data.[a.yaml]#size", most: 2, why: A}', ['be 3,']],
    ['{resource: ConfigMap/web, path: data, most: 2, why: A}', ['be no number,']],
    ['{resource: ConfigMap/web, path: data.n, most: 7, least: 7, why: A}', []],
    ['{resource: ConfigMap/web, path: "data.[b.yaml]#size", most: 2, why: A}', []],
    ['{resource: Deployment/wob, path: spec.replicas, most: 2, why: A}', []],
    ['{resource: Deployment/web, path: spec.minReadySeconds, least: 2, why: A}', []],
  ])('%s', async (bound, messages) => {
    const found = await broken(bound);
    expect(found).toHaveLength(messages.length);
    for (const [index, message] of messages.entries()) expect(found[index]).toContain(message);
  });

  test.each([
    ['{resource: web, path: spec.replicas, most: 2, why: A}', '3:14', 'bounds[0].resource is not understood'],
    ['{resource: A/b, path: "a..b", most: 2, why: A}', '3:25', 'bounds[0].path is not understood'],
  ])('that are wrong are told with their place: %s', async (bound, place, message) => {
    const error = await broken(bound).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(InfraError);
    const { location, message: text } = error as InfraError;
    expect(`${location?.line}:${location?.column}`).toBe(place);
    expect(text).toContain(message);
  });
});
