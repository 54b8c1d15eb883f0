import { describe, expect, test } from 'vitest';
import { editKustomization, type KustomizationEdit } from '../../src/overlay/edit-kustomization.ts';

const OVERLAY = `# What prod-a has of its own.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- ../../../../base/web # the base

# Patches: each says why.
patches:
# Two of them, because one is not enough.
- path: patches/deployment-web.yaml
- target: {kind: Job}
  patch: |-
    # not a comment
    - op: remove
      path: /spec/suspend

# The end.
`;

interface Case {
  readonly name: string;
  readonly text: string;
  readonly edit: KustomizationEdit;
  readonly becomes: string;
}

const CASES: readonly Case[] = [
  {
    name: 'adds a resource behind the others, and leaves one that is there',
    text: OVERLAY,
    edit: { resources: { add: ['../../../../base/web', 'job-x.yaml'] } },
    becomes: OVERLAY.replace('# the base\n', '# the base\n- job-x.yaml\n'),
  },
  {
    name: 'puts components behind resources',
    text: OVERLAY,
    edit: { components: { add: ['../c'] } },
    becomes: OVERLAY.replace('# the base\n', '# the base\ncomponents:\n- ../c\n'),
  },
  {
    name: 'adds patches: derived ones first, beside another one, behind all',
    text: OVERLAY,
    edit: {
      patches: {
        add: [
          { path: 'patches/x.yaml' },
          {
            path: 'patches/deployment-web.json6902.yaml',
            target: { kind: 'Deployment', name: 'web' },
            place: { after: 'patches/deployment-web.yaml' },
          },
          { path: 'patches/derived/a.yaml' },
          { path: 'patches/derived/b.yaml' },
        ],
      },
    },
    becomes: OVERLAY.replace(
      '# Two of them',
      '- path: patches/derived/a.yaml\n- path: patches/derived/b.yaml\n# Two of them',
    )
      .replace(
        'deployment-web.yaml\n',
        'deployment-web.yaml\n- path: patches/deployment-web.json6902.yaml\n  target:\n    kind: Deployment\n    name: web\n',
      )
      .replace('/spec/suspend\n', '/spec/suspend\n- path: patches/x.yaml\n'),
  },
  {
    name: 'takes away a patch with what is said of it',
    text: OVERLAY,
    edit: { patches: { remove: ['patches/deployment-web.yaml', 'patches/none.yaml'] } },
    becomes: OVERLAY.replace(
      '# Two of them, because one is not enough.\n- path: patches/deployment-web.yaml\n',
      '',
    ),
  },
  {
    name: 'takes away a list that gets empty',
    text: 'resources:\n- a\npatches:\n- path: p.yaml\nnamespace: x\n',
    edit: { patches: { remove: ['p.yaml'] } },
    becomes: 'resources:\n- a\nnamespace: x\n',
  },
  {
    name: 'sets an image once, as text, with the comment above it',
    text: 'resources:\n  - a\nimages:\n  # Ours is signed.\n  - name: x\n    newTag: "1"\n  - name: y\n',
    edit: {
      images: [
        { name: 'x', newName: 'r/x', newTag: '1.10' },
        { name: 'z', digest: 'sha256:0' },
      ],
    },
    becomes:
      'resources:\n  - a\nimages:\n  # Ours is signed.\n  - name: x\n    newName: r/x\n    newTag: "1.10"\n  - name: y\n' +
      '  - name: z\n    digest: sha256:0\n',
  },
  {
    name: 'writes a flow list with a dash for each when it changes',
    text: 'resources: [a, b] # both\nnamespace: x',
    edit: { resources: { remove: ['a'], add: ['c'] }, replicas: [{ name: 'web', count: 3 }] },
    becomes: 'resources:\n- b\n- c\nreplicas:\n- name: web\n  count: 3\nnamespace: x\n',
  },
  {
    name: 'keeps the line ends of the file',
    text: 'resources:\r\n- a\r\n',
    edit: { resources: { add: ['b'] } },
    becomes: 'resources:\r\n- a\r\n- b\r\n',
  },
  {
    name: 'fills an empty file',
    text: '',
    edit: { resources: { add: ['b'] } },
    becomes: 'resources:\n- b\n',
  },
];

describe('editKustomization', () => {
  test.each(CASES)('$name', ({ text, edit, becomes }) => {
    expect(editKustomization(text, edit)).toBe(becomes);
  });

  test('changes no byte where there is nothing to do', () => {
    const edit = { resources: { add: ['../../../../base/web'], remove: ['none'] } };
    expect(editKustomization(OVERLAY, edit)).toBe(OVERLAY);
  });

  test('refuses what is no mapping', () => {
    expect(() => editKustomization('- a\n', {}, 'k.yaml')).toThrow(
      'k.yaml cannot be changed: it is no mapping',
    );
  });
});
