import { expect, test } from 'vitest';
import type { Mapping } from '../../src/k8s/node.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';
import { Resource } from '../../src/kustomize/resource.ts';
import { imageElsewhere, leftImages } from '../../src/overlay/left-images.ts';
import { parseImage } from '../../src/overlay/patch-images.ts';

const RESOURCES = readNodes(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, annotations: {docs: "https://quay.io/x/y"}}
spec:
  template:
    spec:
      initContainers: [{name: wait, image: "busybox:1"}]
      containers:
      - name: web
        image: quay.io/team/web:1
        args: ["--helper=quay.io/team/helper:v2", "--url=http://quay.io/team/web", "--file=a/b.c"]
        env: [{name: IMAGES, value: "quay.io/a/one:1,quay.io/a/two:2"}]
---
apiVersion: example.com/v1
kind: Engine
metadata: {name: e}
spec: {image: "quay.io/team/engine:3", version: 3}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: agents}
data: {agents.yaml: "agents:\\n- image: \\"team/agent:4\\"\\n- image: quay.io/team/agent:5\\n"}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: engines.example.com}
spec: {image: quay.io/not/one}
`).map(
  ({ root }, document) => new Resource(root as Mapping, { file: 'all.yaml', document, line: undefined }),
);

function left(...images: string[]): string[] {
  return leftImages(RESOURCES, images.map(parseImage)).map(
    ({ message, hint }) => `${message} | ${hint ?? ''}`,
  );
}

test('images that are still from a registry from which others were moved', () => {
  const text = 'it stands within a text: --set or --edit';
  expect(left('quay.io/team/other=registry.example.com/other')).toEqual([
    'quay.io/team/web:1 is still from quay.io: Deployment/web at spec.template.spec.containers.[name=web].image | --image quay.io/team/web=…',
    `quay.io/team/helper:v2 is still from quay.io: Deployment/web at spec.template.spec.containers.[name=web].args.0 | ${text}`,
    `quay.io/a/one:1 is still from quay.io: Deployment/web at spec.template.spec.containers.[name=web].env.[name=IMAGES].value | ${text}`,
    `quay.io/a/two:2 is still from quay.io: Deployment/web at spec.template.spec.containers.[name=web].env.[name=IMAGES].value | ${text}`,
    "quay.io/team/engine:3 is still from quay.io: Engine/e at spec.image | images of a kustomization do not reach it: --set 'spec.image=…'",
    `quay.io/team/agent:5 is still from quay.io: ConfigMap/agents at data.[agents.yaml] | ${text}`,
  ]);
  expect(left('docker.io/x=registry.example.com/x')).toEqual([
    'busybox:1 is still from docker.io: Deployment/web at spec.template.spec.initContainers.[name=wait].image | --image busybox=…',
    `team/agent:4 is still from docker.io: ConfigMap/agents at data.[agents.yaml] | ${text}`,
  ]);
});

test.each(['quay.io/team/web=quay.io/mine/web', 'quay.io/team/web=:2', 'gcr.io/a=registry.example.com/a'])(
  'nothing of %s',
  (image) => {
    expect(left(image)).toEqual([]);
  },
);

test('a long text takes no time', () => {
  const data = `${'a.'.repeat(100_000)}/${'b/'.repeat(100_000)}`;
  const root = new Map([['data', new Map([['a', data]])]]);
  const long = new Resource(root, { file: 'a.yaml', document: 0, line: undefined });
  const start = performance.now();
  leftImages([long], [parseImage('quay.io/a=gcr.io/a')]);
  expect(performance.now() - start).toBeLessThan(1000);
});

test('an image that only a field outside of containers has', () => {
  expect(imageElsewhere('quay.io/team/engine', RESOURCES)).toBe(
    "Engine/e has it at spec.image; images of a kustomization do not reach it: --set 'spec.image=…'",
  );
  expect(imageElsewhere('quay.io/not/one', RESOURCES)).toBeUndefined();
});
