import { describe, expect, test } from 'vitest';
import { buildFiles } from '../../src/kustomize/index.ts';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: app
    image: app:1
  volumes:
  - name: data
    emptyDir: {}
`;

async function findings(patches: string): Promise<string[]> {
  const files = new Map([
    ['/kustomization.yaml', `resources: [pod.yaml]\npatches:\n${patches}`],
    ['/pod.yaml', POD],
  ]);
  const { findings: found } = await buildFiles(files);
  return found.map(({ code, message, location, hint }) => [code, message, location?.line, hint].join(' | '));
}

function strategic(text: string): string {
  const lines = `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n${text}`
    .split('\n')
    .map((line) => `    ${line}`);
  return `- patch: |\n${lines.join('\n')}\n`;
}

describe('findings about patches', () => {
  test.each<[string, string, readonly string[]]>([
    ['one that works', strategic('spec: {containers: [{name: app, image: "app:2"}]}'), []],
    [
      'a target that selects nothing',
      '- target: {kind: Pod, name: wbe}\n  patch: "[]"\n- target: {kind: Pod, name: wbe}\n  patch: |\n    - {op: remove, path: /x}\n',
      ['PATCH_MATCHES_NOTHING | the target of the patch selects no resource | 5 | there is Pod/web'],
    ],
    [
      'one that changes nothing',
      strategic('spec: {containers: [{name: app}]}'),
      ['PATCH_CHANGES_NOTHING | the patch changes nothing in Pod.v1.[noGrp]/web.[noNs] | 3 | '],
    ],
    [
      'a JSON patch that changes nothing',
      '- target: {kind: Pod}\n  patch: |\n    - {op: test, path: /kind, value: Pod}\n',
      ['PATCH_CHANGES_NOTHING | the patch changes nothing in Pod.v1.[noGrp]/web.[noNs] | 3 | '],
    ],
    [
      'a container without image',
      strategic('spec: {containers: [{name: ap, args: [x]}]}'),
      [
        'PATCH_ADDS_CONTAINER | the patch adds a container ap without an image to containers | 3 | the resource has app',
      ],
    ],
    [
      'a volume with two sources',
      strategic('spec: {volumes: [{name: data, configMap: {name: c}}]}'),
      [
        'PATCH_MIXES_VOLUMES | the volume data has several sources after the patch: emptyDir, configMap | 3 | set the old source to null in the patch',
      ],
    ],
    [
      'directives that Kustomize does not know',
      strategic('spec: {$setElementOrder/containers: [{name: app}]}'),
      [
        'PATCH_DIRECTIVE | $setElementOrder/containers is no directive of Kustomize: it becomes a field of the resource | 3 | only `$patch` directs a merge',
      ],
    ],
    [
      'a label that becomes the text null',
      '- target: {kind: Pod}\n  patch: |\n    apiVersion: v1\n    kind: Pod\n    metadata: {name: web, labels: {a: null, b: c}}\n',
      [
        'PATCH_NULL_TEXT | the patch sets labels a to the text "null" instead of taking it away | 3 | leave the target out and name the resource, or remove it with a JSON patch',
      ],
    ],
  ])('%s', async (_, patches, expected) => {
    expect(await findings(patches)).toEqual(expected);
  });
});
