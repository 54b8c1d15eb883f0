import { describe, expect, test } from 'vitest';
import { build, createSession, printBuilt } from '../../../src/kustomize/build.ts';
import { memoryTree } from '../../../src/kustomize/memory-tree.ts';
import { idOf } from '../../../src/kustomize/resource.ts';
import { withDerivedEntries } from '../../../src/overlay/derived/derived-entries.ts';
import { derivePatches, type Derivation } from '../../../src/overlay/derived/derive-patches.ts';
import { scratchTree } from '../../../src/overlay/derived/scratch-tree.ts';

const OVERLAY = '/r/overlays/dev/ci/app';
const OVER_BASE = 'resources:\n- ../../../../base/app\n';
const MOVE = { from: 'app', to: 'ci' };

interface Case {
  readonly base: readonly string[];
  readonly wanted?: readonly string[];
  readonly overlay?: string;
  readonly present?: string;
  readonly others?: Readonly<Record<string, string>>;
}

/** An overlay with what was derived for it, and what that and the wanted base build to. */
async function derived({ base, wanted, overlay = OVER_BASE, present = overlay, others = {} }: Case): Promise<{
  derivation: Derivation;
  kustomization: string;
  built: string;
  wantedBuild: string;
}> {
  const files = new Map([
    ...Object.entries(others),
    ...asBase(base).map(([name, text]) => [`/r/base/app/${name}`, text] as const),
    [`${OVERLAY}/kustomization.yaml`, overlay] as const,
  ]);
  const tree = scratchTree(memoryTree(files));
  const derivation = await derivePatches({
    ...{ session: createSession({ tree }), tree, overlay: OVERLAY, present, move: MOVE },
    kustomization: { name: 'kustomization.yaml', text: overlay },
    baseEntry: '../../../../base/app',
    wanted: wanted && new Map(asBase(wanted)),
    fileName: (root) => `${idOf(root).kind}-${idOf(root).name}.yaml`.toLowerCase(),
    header: '# made\n',
  });
  const kustomization = withDerivedEntries(overlay, derivation.entries, 'kustomization.yaml');
  const result = new Map([...files, [`${OVERLAY}/kustomization.yaml`, kustomization] as const]);
  for (const [name, text] of derivation.files) result.set(`${OVERLAY}/patches/derived/${name}`, text);
  if (wanted) for (const [name, text] of asBase(wanted)) result.set(`/r/wanted/${name}`, text);
  return {
    ...{ derivation, kustomization, built: await printed(result, OVERLAY) },
    wantedBuild: wanted ? await printed(result, '/r/wanted') : '',
  };
}

async function printed(files: ReadonlyMap<string, string>, directory: string): Promise<string> {
  const built = printBuilt(await build(createSession({ tree: memoryTree(files) }), directory));
  return built.split('---\n').sort().join('---\n');
}

function asBase(documents: readonly string[]): [string, string][] {
  const names = documents.map((_, index) => `r${index}.yaml`);
  const list = names.length === 0 ? ' []' : names.map((name) => `\n- ${name}`).join('');
  return [
    ['kustomization.yaml', `resources:${list}\n`],
    ...documents.map((text, index): [string, string] => [`r${index}.yaml`, `${text}\n`]),
  ];
}

function config(name: string, namespace: string, data = '{a: "1"}'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\ndata: ${data}`;
}

function subject(binding: string, namespace: string): string {
  return [
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: reader, namespace: ${binding}}`,
    'roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}',
    `subjects: [{kind: ServiceAccount, name: app, namespace: ${namespace}}]`,
  ].join('\n');
}

function custom(scope: string): string {
  return `apiVersion: example.com/v1\nkind: Issuer\nmetadata: {name: one${scope}}\nspec: {}`;
}

const LAW: Readonly<Record<string, Case & { readonly entries: object }>> = {
  'nothing to do': {
    base: [config('a', 'app')],
    wanted: [config('a', 'app')],
    entries: { component: false, patches: [] },
  },
  'changes, additions and deletions': {
    base: [config('a', 'app'), config('b', 'app'), config('gone', 'app')],
    wanted: [config('a', 'app'), config('b', 'app', '{a: "2"}'), config('new', 'app')],
    entries: { component: true, patches: [{ path: 'patches/derived/deleted.yaml' }] },
  },
  'another apiVersion is another resource': {
    base: ['apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a, namespace: app}'],
    wanted: ['apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a, namespace: app}'],
    entries: { component: true, patches: [{ path: 'patches/derived/deleted.yaml' }] },
  },
  'all in one namespace': {
    base: [config('a', 'app'), config('b', 'app', '{at: app.svc}')],
    wanted: [config('a', 'ci'), config('b', 'ci', '{at: ci.svc}')],
    entries: { component: true, patches: [], namespace: 'ci' },
  },
  'an object in a namespace of its own': {
    base: [config('a', 'app'), subject('kube-system', 'app')],
    wanted: [config('a', 'ci'), subject('kube-system', 'ci')],
    entries: {
      component: true,
      patches: [{ path: 'patches/derived/namespace.json6902.yaml', target: { namespace: 'app' } }],
    },
  },
  'a custom resource that lives in no namespace': {
    base: [config('a', 'app'), custom('')],
    wanted: [config('a', 'ci'), custom('')],
    entries: {
      component: false,
      patches: [{ path: 'patches/derived/namespace.json6902.yaml', target: { namespace: 'app' } }],
    },
  },
  'one object that stays where the others were': {
    base: [config('a', 'app'), config('stays', 'app')],
    wanted: [config('a', 'ci'), config('stays', 'app')],
    entries: {
      component: false,
      patches: [
        {
          path: 'patches/derived/namespace.json6902.yaml',
          target: { version: 'v1', kind: 'ConfigMap', name: 'a', namespace: 'app' },
        },
      ],
    },
  },
  'one that takes the place of another': {
    base: [config('a', 'app'), config('a', 'ci', '{a: "2"}')],
    wanted: [config('a', 'ci', '{a: "3"}')],
    entries: { component: true, patches: [{ path: 'patches/derived/deleted.yaml' }] },
  },
};

describe('an overlay builds to what is wanted', () => {
  test.each(Object.entries(LAW))('%s', async (_, { entries, ...given }) => {
    const { derivation, built, wantedBuild } = await derived(given);
    expect(built).toBe(wantedBuild);
    expect(derivation.entries).toEqual({ namespace: undefined, ...entries });
  });
});

test('every file says that it is made', async () => {
  const { derivation } = await derived(LAW['changes, additions and deletions']!);
  expect([...derivation.files.keys()].sort()).toEqual([
    'added/configmap-new.yaml',
    'configmap-b.yaml',
    'deleted.yaml',
    'kustomization.yaml',
  ]);
  for (const text of derivation.files.values()) expect(text).toMatch(/^# made\n/);
});

test('without a chart what stood in the base’s namespace moves, with what names it', async () => {
  const { built } = await derived({
    base: [config('a', 'app', '{at: app.svc}'), subject('kube-system', 'app'), namespace('app')],
  });
  expect(built).toContain('name: ci');
  expect(built).toContain('namespace: kube-system');
  expect(built).not.toContain('namespace: app');
  expect(built).toContain('at: app.svc');
});

test('what a binding leaves out is its own namespace, which Kustomize writes', async () => {
  const open = (where: string): string => subject(where, 'x').replace(', namespace: x', '');
  const account = (where: string): string =>
    `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: app, namespace: ${where}}`;
  const { derivation, built } = await derived({
    base: [open('app'), account('app')],
    wanted: [open('ci'), account('ci')],
  });
  expect(derivation).toEqual({
    files: new Map(),
    entries: { component: false, patches: [], namespace: 'ci' },
  });
  expect(built).toContain('- kind: ServiceAccount\n  name: app\n  namespace: ci\n');
});

function namespace(name: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}`;
}

describe('patches of people', () => {
  const byHand = (where: string): string =>
    `patches:\n- patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: ${where}}, data: {hand: "1"}}'\n`;

  test('find resources by the namespace of the base, however those are moved', async () => {
    for (const rest of [[], [subject('kube-system', 'x')]]) {
      const { built } = await derived({
        base: [config('a', 'app'), ...rest],
        wanted: [config('a', 'ci'), ...rest],
        overlay: OVER_BASE + byHand('app'),
      });
      expect(built).toContain('hand: "1"');
      expect(built).not.toContain('namespace: app');
    }
  });

  test('that say the new namespace keep the patch that they rely on', async () => {
    const overlay = OVER_BASE + byHand('ci');
    const { kustomization, built } = await derived({
      base: [config('a', 'app')],
      wanted: [config('a', 'ci')],
      overlay,
      present: `${overlay}- path: patches/derived/namespace.json6902.yaml\n`,
    });
    expect(kustomization).not.toMatch(/^namespace:/m);
    expect(built).toContain('hand: "1"');
  });

  test('and shared ones have the last word', async () => {
    const shared = `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${byHand('app').replace('hand: "1"', 'a: shared')}`;
    const { built, kustomization } = await derived({
      base: [config('a', 'app'), config('gone', 'app')],
      wanted: [config('a', 'app', '{a: derived}')],
      overlay: `${OVER_BASE}components:\n- ../../../_shared/dev/app\n`,
      others: {
        '/r/overlays/_shared/dev/app/kustomization.yaml': `${shared}- patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: gone, namespace: app}, data: {b: "1"}}'\n`,
      },
    });
    expect(built).toContain('a: shared');
    expect(built).not.toContain('gone');
    expect(kustomization).toContain('components:\n- patches/derived\n- ../../../_shared/dev/app\n');
  });

  test('a resource of the overlay in another namespace stays there', async () => {
    const { built } = await derived({
      base: [config('a', 'app')],
      wanted: [config('a', 'ci')],
      overlay: `${OVER_BASE}- own.yaml\n`,
      others: { [`${OVERLAY}/own.yaml`]: `${config('own', 'elsewhere')}\n` },
    });
    expect(built).toContain('namespace: elsewhere');
    expect(built).toContain('namespace: ci');
  });
});
