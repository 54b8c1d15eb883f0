import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { editorOf } from '../../src/commands/patch-by-hand.ts';
import type { PatchOptions } from '../../src/commands/patch-options.ts';
import { patchAsText } from '../../src/commands/patch-report.ts';
import { OVERLAY, patchRepository, type PatchRepository } from './patch-repository.ts';

let repository: PatchRepository;
beforeEach(() => {
  repository = patchRepository();
});
afterEach(() => {
  repository.remove();
});

const DEV = 'overlays/dev/ci/web';
type Flags = Omit<PatchOptions, 'words'>;

interface Effect {
  readonly name: string;
  readonly words: string;
  readonly flags: Flags;
  /** files that are there before */
  readonly files?: Readonly<Record<string, string>>;
  /** what files below the overlay hold afterwards */
  readonly written: Readonly<Record<string, string>>;
}

const DEPLOYMENT = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: ci\n';
const LISTED = (text: string): string => `${OVERLAY}${text}`;

const EFFECTS: readonly Effect[] = [
  {
    name: '--set writes a strategic merge patch, in which a list goes by its key',
    words: 'dev/ci/web Deployment/web',
    flags: { set: ['spec.template.spec.containers.web.image=example.com/web:2.0'] },
    written: {
      'patches/deployment-web.yaml': `${DEPLOYMENT}spec:\n  template:\n    spec:\n      containers:\n      - name: web\n        image: example.com/web:2.0\n`,
      'kustomization.yaml': LISTED('patches:\n- path: patches/deployment-web.yaml\n'),
    },
  },
  {
    name: 'a second patch joins the first one, and keeps its comments',
    words: 'dev/ci/web deploy/web',
    flags: { set: ['spec.minReadySeconds=5'], unset: ['spec.replicas'] },
    files: {
      [`${DEV}/patches/mine.yaml`]: `# Slow to start.\n${DEPLOYMENT}spec:\n  progressDeadlineSeconds: 900 # measured\n`,
      [`${DEV}/kustomization.yaml`]: LISTED('patches:\n# why\n- path: patches/mine.yaml\n'),
    },
    written: {
      'patches/mine.yaml': `# Slow to start.\n${DEPLOYMENT}spec:\n  progressDeadlineSeconds: 900 # measured\n  minReadySeconds: 5\n  replicas: null\n`,
      'kustomization.yaml': LISTED('patches:\n# why\n- path: patches/mine.yaml\n'),
    },
  },
  {
    name: 'a list without a key needs operations, with the resource as target',
    words: 'dev/ci/web Deployment/web',
    flags: { set: ['spec.template.spec.containers.web.args.-=--verbose'] },
    written: {
      'kustomization.yaml': LISTED(
        'patches:\n- path: patches/deployment-web.json6902.yaml\n  target:\n    group: apps\n    version: v1\n    kind: Deployment\n    name: web\n    namespace: ci\n',
      ),
    },
  },
  {
    name: '--image writes an entry of images, and joins it',
    words: 'dev/ci/web',
    flags: { image: ['example.com/web=mirror.example.com/web:2.0'] },
    files: {
      [`${DEV}/kustomization.yaml`]: LISTED('images:\n# why\n- name: example.com/web\n  newTag: "1.5"\n'),
    },
    written: {
      'kustomization.yaml': LISTED(
        'images:\n# why\n- name: example.com/web\n  newName: mirror.example.com/web\n  newTag: "2.0"\n',
      ),
    },
  },
  {
    name: '--image takes the name that an entry made',
    words: 'dev/ci/web',
    flags: { image: ['mirror.example.com/web=:3'] },
    files: {
      [`${DEV}/kustomization.yaml`]: LISTED(
        'images:\n- name: example.com/web\n  newName: mirror.example.com/web\n',
      ),
    },
    written: {
      'kustomization.yaml': LISTED(
        'images:\n- name: example.com/web\n  newName: mirror.example.com/web\n  newTag: "3"\n',
      ),
    },
  },
  {
    name: '--replicas writes an entry of replicas',
    words: 'dev/ci/web Deployment/web',
    flags: { replicas: '3' },
    written: { 'kustomization.yaml': LISTED('replicas:\n- name: web\n  count: 3\n') },
  },
  {
    name: '--merge takes fields away by null',
    words: 'dev/ci/web Service/web',
    flags: { merge: 'in.json' },
    files: { 'in.json': '{"metadata": {"labels": null}, "spec": {"type": "NodePort"}}' },
    written: {
      'patches/service-web.yaml':
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: ci\n  labels: null\nspec:\n  type: NodePort\n',
    },
  },
  {
    name: '--json writes operations as they are, behind those there',
    words: 'dev/ci/web Service/web',
    flags: { json: 'in.yaml' },
    files: { 'in.yaml': '- {op: replace, path: /spec/ports/0/port, value: 8080}\n' },
    written: {
      'patches/service-web.json6902.yaml': '- op: replace\n  path: /spec/ports/0/port\n  value: 8080\n',
    },
  },
  {
    name: '--from names the resource by its header, and writes what differs',
    words: 'dev/ci/web',
    flags: { from: 'in.yaml' },
    files: {
      'in.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: {name: web, labels: {tier: front}}\nspec:\n  type: NodePort\n  selector: {app: web}\n  ports: [{name: http, port: 80}]\n',
    },
    written: {
      'patches/service-web.yaml':
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: ci\nspec:\n  type: NodePort\n',
    },
  },
  {
    name: '--add gives a resource a file of its own, comments and all, in the namespace of the target',
    words: 'dev/ci/web',
    flags: { add: ['in.yaml'] },
    files: { 'in.yaml': '# More.\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n' },
    written: {
      'configmap-more.yaml':
        '# More.\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: more, namespace: ci}\n',
      'kustomization.yaml': OVERLAY.replace('base/web\n', 'base/web\n- configmap-more.yaml\n'),
    },
  },
  {
    name: '--delete takes the place of all patches of the resource',
    words: 'dev/ci/web Service/web',
    flags: { delete: true },
    written: {
      'patches/service-web.yaml':
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: ci\n$patch: delete\n',
    },
  },
];

describe('a patch', () => {
  test.each(EFFECTS)('$name', async ({ words, flags, files = {}, written }) => {
    for (const [path, text] of Object.entries(files)) repository.write(path, text);
    await repository.patch(words, flags);
    for (const [path, text] of Object.entries(written)) expect(repository.read(`${DEV}/${path}`)).toBe(text);
  });

  test('that takes back what another one did takes that away', async () => {
    const before = await repository.build('dev/ci/web');
    await repository.patch('dev/ci/web Deployment/web', { set: ['spec.replicas=4'] });
    expect(await repository.build('dev/ci/web')).toBe(before.replace('replicas: 1', 'replicas: 4'));
    const { removed } = await repository.patch('dev/ci/web Deployment/web', { set: ['spec.replicas=1'] });
    expect(removed).toEqual([`${DEV}/patches/deployment-web.yaml`]);
    expect(repository.files(DEV)).toEqual(['kustomization.yaml']);
    expect(repository.read(`${DEV}/kustomization.yaml`)).toBe(OVERLAY);
  });

  test('of what a ConfigMap holds rolls the pods, and back', async () => {
    const set = ['data.[app.yaml]#log.level=debug'];
    const result = await repository.patch('dev/ci/web ConfigMap/web', { set });
    expect(repository.read(`${DEV}/patches/configmap-web.yaml`)).toContain('    log: {level: debug}\n');
    expect(repository.read(`${DEV}/patches/deployment-web.yaml`)).toMatch(/checksum\/config: [0-9a-f]{64}\n/);
    expect(patchAsText(result, false)).toContain('checksum annotations in 1 resource');
    await repository.patch('dev/ci/web ConfigMap/web', { set: ['data.[app.yaml]#log.level=info'] });
    expect(repository.files(DEV)).toEqual(['kustomization.yaml']);
    await repository.patch('dev/ci/web ConfigMap/web', { set, keepChecksums: true });
    expect(repository.files(DEV)).toEqual(['kustomization.yaml', 'patches/configmap-web.yaml']);
  });

  test('hits several resources that labels select, each with a file', async () => {
    const { resources } = await repository.patch('dev/ci/web', {
      selector: 'tier=front',
      set: ['metadata.labels.team=a'],
    });
    expect(resources).toEqual(['Service/web', 'Deployment/web']);
    expect(repository.files(`${DEV}/patches`)).toEqual(['deployment-web.yaml', 'service-web.yaml']);
  });

  test('finds resources that the overlay renames and moves', async () => {
    repository.write(`${DEV}/kustomization.yaml`, LISTED('namespace: other\nnamePrefix: my-\n'));
    await repository.patch('dev/ci/web Deployment/my-web', { set: ['spec.replicas=2'] });
    expect(repository.read(`${DEV}/patches/deployment-web.yaml`)).toBe(`${DEPLOYMENT}spec:\n  replicas: 2\n`);
    expect(await repository.build('dev/ci/web')).toContain('replicas: 2');
  });

  test('may leave annotations empty', async () => {
    const annotated = DEPLOYMENT.replace('  namespace: ci\n', '  namespace: ci\n  annotations: {a: b}\n');
    repository.write(`${DEV}/a.yaml`, annotated);
    repository.write(`${DEV}/kustomization.yaml`, LISTED('patches:\n- path: a.yaml\n'));
    repository.write('in.yaml', 'metadata: {annotations: {a: null}}\n');
    await repository.patch('dev/ci/web Deployment/web', { merge: 'in.yaml' });
    expect(await repository.build('dev/ci/web')).not.toContain('a: b');
  });

  test('of images proposes a commit of them', async () => {
    const result = await repository.patch('dev/ci/web', { image: ['example.com/web=:2'] });
    expect(patchAsText(result, false)).toContain('git commit -m "Patch images of dev/ci/web"');
  });

  test('--dry-run shows it and writes nothing', async () => {
    const result = await repository.patch('dev/ci/web Deployment/web', {
      set: ['spec.replicas=2'],
      dryRun: true,
    });
    expect(patchAsText(result, false)).toContain('spec.replicas  1 → 2');
    expect(patchAsText(result, false)).toContain(`would write  ${DEV}/patches/deployment-web.yaml`);
    expect(repository.files(DEV)).toEqual(['kustomization.yaml']);
  });

  test('the first one of a target declares it', async () => {
    const result = await repository.patch('prod-a/ci2/web Service/web', { set: ['spec.type=NodePort'] });
    expect(result.added).toEqual([{ cluster: 'prod-a', namespace: 'ci2', app: 'web' }]);
    expect(repository.files('overlays/prod-a/ci2/web')).toContain('application.yaml');
    expect(await repository.build('prod-a/ci2/web')).toContain('namespace: ci2\nspec:');
  });
});

describe('resources that --add brings without a namespace', () => {
  const DEFINITION = (scope: string): string =>
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: bars.example.com}\n' +
    `spec: {group: example.com, scope: ${scope}, names: {kind: Bar}}\n---\n`;
  const BAR = 'apiVersion: example.com/v1\nkind: Bar\nmetadata: {name: x}\n';

  test.each([
    ['a kind of the cluster', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n', [], []],
    ['a custom kind of the cluster', DEFINITION('Cluster') + BAR, [], []],
    ['a custom kind of namespaces', DEFINITION('Namespaced') + BAR, ['Bar/x in ci'], []],
    ['a kind that nothing describes', BAR, [], ['ADDED_WITHOUT_NAMESPACE']],
    ['one that says it', BAR.replace('name: x', 'name: x, namespace: there'), [], []],
  ])('get that of the target only where they live in one: %s', async (_, text, moved, codes) => {
    repository.write('in.yaml', text);
    const result = await repository.patch('dev/ci/web', { add: ['in.yaml'] });
    expect(result.moved).toEqual(moved);
    expect(result.findings.map(({ code }) => code)).toEqual(codes);
    expect((await repository.build('dev/ci/web')).includes('name: x\n  namespace: ci')).toBe(
      moved.length > 0,
    );
  });

  test('replace what was added without one', async () => {
    repository.write('in.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n');
    repository.write(`${DEV}/more.yaml`, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n');
    repository.write(`${DEV}/kustomization.yaml`, `${OVERLAY}- more.yaml\n`);
    const result = await repository.patch('dev/ci/web', { add: ['in.yaml'], force: true });
    expect(repository.files(DEV)).toEqual(['kustomization.yaml', 'more.yaml']);
    expect(patchAsText(result, false)).toContain('note   ConfigMap/more in ci: its file says no namespace');
  });
});

interface Refusal {
  readonly name: string;
  readonly words: string;
  readonly flags: Flags;
  readonly files?: Readonly<Record<string, string>>;
  readonly says: RegExp;
}

const PATCHED = (text: string): Readonly<Record<string, string>> => ({
  [`${DEV}/kustomization.yaml`]: LISTED(text),
});

const REFUSALS: readonly Refusal[] = [
  {
    name: 'what is so already',
    words: 'dev/ci/web Deployment/web',
    flags: { set: ['spec.replicas=1'] },
    says: /^the patch is refused: the patch changes nothing: Deployment\/web is as it says already$/,
  },
  {
    name: 'a field that replicas sets behind it',
    words: 'dev/ci/web Deployment/web',
    flags: { set: ['spec.replicas=2'] },
    files: PATCHED('replicas: [{name: web, count: 5}]\n'),
    says: /spec\.replicas of Deployment\/web would not come out as the patch says: replicas of the overlay sets it too/,
  },
  {
    name: 'an image that images sets behind it',
    words: 'dev/ci/web Deployment/web',
    flags: { set: ['spec.template.spec.containers.web.image=example.com/web:7'] },
    files: PATCHED('images: [{name: example.com/web, newTag: "5"}]\n'),
    says: /images of the overlay sets it too/,
  },
  {
    name: 'a field that another patch sets behind it',
    words: 'dev/ci/web Deployment/web',
    flags: { set: ['spec.replicas=2'] },
    files: {
      [`${DEV}/patches/deployment-web.yaml`]: `${DEPLOYMENT}spec:\n  paused: true\n`,
      ...PATCHED(
        'patches:\n- path: patches/deployment-web.yaml\n- target: {kind: Deployment}\n  patch: |-\n    - {op: replace, path: /spec/replicas, value: 9}\n',
      ),
    },
    says: /kustomization\.yaml sets it too/,
  },
  {
    name: 'an image that no container has',
    words: 'dev/ci/web',
    flags: { image: ['example.com/wep=:2'] },
    says: /^no container of the build has an image example\.com\/wep$/,
  },
  {
    name: 'something that one of several resources does not have',
    words: 'dev/ci/web Deployment,Service/web',
    flags: { set: ['spec.replicas=2'] },
    says: /^Service\/web: .*has no field/,
  },
  {
    name: 'a count of what has none',
    words: 'dev/ci/web Service/web',
    flags: { replicas: '2' },
    says: /^Service\/web has no count/,
  },
  {
    name: 'a container that nobody has described',
    words: 'dev/ci/web Deployment/web',
    flags: { strategic: 'in.yaml' },
    files: { 'in.yaml': 'spec: {template: {spec: {containers: [{name: wep, command: [x]}]}}}\n' },
    says: /refused: Deployment\/web would get a new container "wep" that has no image$/,
  },
  {
    name: 'a volume with two sources',
    words: 'dev/ci/web Deployment/web',
    flags: { set: ['spec.template.spec.volumes.data.emptyDir={}'] },
    says: /the volume data of Deployment\/web would have 2 sources: persistentVolumeClaim, emptyDir$|2 sources: emptyDir, persistentVolumeClaim$/,
  },
  {
    name: 'a mount of a volume that is not there',
    words: 'dev/ci/web Deployment/web',
    flags: { set: ['spec.template.spec.containers.web.volumeMounts.-={name: cache, mountPath: /cache}'] },
    says: /the container web of Deployment\/web would mount a volume cache that its pods do not have$/,
  },
  {
    name: 'a selector that does not fit its own pods',
    words: 'dev/ci/web Deployment/web',
    flags: { set: ['spec.template.metadata.labels.app=other'] },
    says: /the selector of Deployment\/web would not fit its own pods: they lack app=web(?:.|\n)*Service\/web would select no pods/,
  },
  {
    name: 'a resource that something still refers to',
    words: 'dev/ci/web ServiceAccount/web',
    flags: { delete: true },
    says: /Deployment\/web still refers to ServiceAccount\/web, at serviceAccountName$/,
  },
  {
    name: 'a Secret that a variable still refers to',
    words: 'dev/ci/web Secret/web',
    flags: { delete: true },
    says: /Deployment\/web still refers to Secret\/web, at containers\.web\.env\.DB_PASSWORD$/,
  },
  {
    name: 'a claim that a volume still refers to',
    words: 'dev/ci/web pvc/web',
    flags: { delete: true },
    says: /PersistentVolumeClaim\/web, at volumes\.data$/,
  },
  {
    name: 'secret data',
    words: 'dev/ci/web Secret/web',
    flags: { set: ['stringData.password=hunter2'] },
    says: /^(?!.*hunter2).*stringData\.password of Secret\/web would put a secret into Git$/,
  },
  {
    name: 'a password in a variable',
    words: 'dev/ci/web Deployment/web',
    flags: { json: 'in.yaml' },
    files: {
      'in.yaml':
        '- {op: replace, path: /spec/template/spec/containers/0/env/1, value: {name: DB_PASSWORD, value: hunter2}}\n',
    },
    says: /^(?!.*hunter2).*variable DB_PASSWORD of the container web of Deployment\/web would put a secret into Git$/,
  },
  {
    name: 'a password in a text',
    words: 'dev/ci/web ConfigMap/web',
    flags: { set: ['data.[app.yaml]#db.password=hunter2'] },
    says: /^(?!.*hunter2).*"password" in data\.\[app\.yaml\] of ConfigMap\/web would put a secret into Git$/,
  },
  {
    name: 'a patch of another resource',
    words: 'dev/ci/web Service/web',
    flags: { strategic: 'in.yaml' },
    files: { 'in.yaml': 'kind: ConfigMap\nmetadata: {name: web}\n' },
    says: /^the patch is for a resource with the kind ConfigMap, not Service$/,
  },
  {
    name: 'a further resource that the build has already',
    words: 'dev/ci/web',
    flags: { add: ['in.yaml'] },
    files: { 'in.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: ci}\n' },
    says: /^Service\/web is already in the build$/,
  },
];

describe('a patch is refused that does', () => {
  test.each(REFUSALS)('$name', async ({ words, flags, files = {}, says }) => {
    for (const [path, text] of Object.entries(files)) repository.write(path, text);
    const before = repository.files('overlays');
    await expect(repository.patch(words, flags)).rejects.toThrow(says);
    expect(repository.files('overlays')).toEqual(before);
  });

  test('any of that without --force', async () => {
    const { findings } = await repository.patch('dev/ci/web pvc/web', { delete: true, force: true });
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['PATCH_LEAVES_REFERENCE', 'warning'],
    ]);
    expect(await repository.build('dev/ci/web')).not.toContain('kind: PersistentVolumeClaim');
  });

  test.each<readonly [words: string, flags: Flags, says: string]>([
    ['dev/ci/web Service/web', {}, 'say what to change'],
    ['dev/ci/web', { set: ['spec.type=NodePort'] }, 'name the resource to patch'],
    ['dev/ci/web Service/web', { image: ['example.com/web=:2'] }, 'leave Service/web out'],
    ['dev/ci/web Service/web', { from: 'a', json: 'b' }, '--json does not go with --from'],
    ['dev/ci/web Service/web', { key: 'a', set: ['a=b'] }, '--key goes with --edit'],
    [
      'dev/ci/web Deployment/web',
      { setValue: ['a=b'], replicas: '2' },
      '--set-value and --values do not go with patches',
    ],
    ['dev/ci/web', { setValue: ['a=b'] }, 'web'],
    ['*/ci/web Service/web', { edit: true }, '--edit edits a resource of one target'],
    ['dev/ci/web Deployment/web', { replicas: 'two' }, '--replicas takes a count'],
    ['dev/ci Service/web', { delete: true }, 'dev/ci is no target'],
    ['test/ci/web Service/web', { delete: true }, 'infra.yaml has no cluster test'],
    ['dev/ci/web Service/web', { from: 'none.yaml' }, 'cannot read none.yaml: no such file or directory'],
  ])('not make sense: %s %o', async (words, flags, says) => {
    await expect(repository.patch(words, flags)).rejects.toThrow(says);
  });
});

test('a mount of a volume that is there, or was missing before, is no news', async () => {
  const mount = (name: string): Flags => ({
    set: [`spec.template.spec.containers.web.volumeMounts.-={name: ${name}, mountPath: /${name}}`],
  });
  await repository.patch('dev/ci/web Deployment/web', mount('data'));
  await repository.patch('dev/ci/web Deployment/web', { ...mount('cache'), force: true });
  const { findings } = await repository.patch('dev/ci/web Deployment/web', { set: ['spec.paused=true'] });
  expect(findings).toEqual([]);
});

test('a reference to what is not there is told, where something is named nearly so', async () => {
  const { findings } = await repository.patch('dev/ci/web Deployment/web', {
    set: [
      'spec.template.spec.serviceAccountName=wep',
      'spec.template.spec.volumes.data.persistentVolumeClaim.claimName=far',
    ],
  });
  expect(findings.map(({ message, hint }) => [message, hint])).toEqual([
    [
      'Deployment/web refers to ServiceAccount/wep, at serviceAccountName, which the build does not have',
      'did you mean web?',
    ],
  ]);
});

describe('what an autoscaler scales', () => {
  const SCALER =
    'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: ci}\n' +
    'spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}\n';
  beforeEach(() => {
    repository.write(`${DEV}/scaler.yaml`, SCALER);
    repository.write(`${DEV}/kustomization.yaml`, `${OVERLAY}- scaler.yaml\n`);
  });

  test.each<readonly [name: string, words: string, flags: Flags, codes: readonly string[]]>([
    ['keeps no count', 'Deployment/web', { replicas: '2' }, ['PATCH_OF_SCALED_REPLICAS']],
    ['may lose its count', 'Deployment/web', { unset: ['spec.replicas'] }, []],
    ['should be there', 'hpa/web', { set: ['spec.scaleTargetRef.kind=Rollout'] }, ['PATCH_REFERS_NOWHERE']],
  ])('%s', async (_, word, flags, codes) => {
    const { findings } = await repository.patch(`dev/ci/web ${word}`, flags);
    expect(findings.map(({ code }) => code)).toEqual(codes);
  });

  test('is not deleted alone', async () => {
    const gone = repository.patch('dev/ci/web Deployment/web', { delete: true });
    await expect(gone).rejects.toThrow('refers to Deployment/web, at spec.scaleTargetRef');
  });
});

test('a patch that matched nothing before is told', async () => {
  const dead = '- target: {kind: Job}\n  patch: |-\n    - {op: remove, path: /spec}\n';
  repository.write(`${DEV}/kustomization.yaml`, LISTED(`patches:\n${dead}`));
  const { findings } = await repository.patch('dev/ci/web Deployment/web', { set: ['spec.paused=true'] });
  expect(findings.map(({ code, location }) => [code, location?.file])).toEqual([
    ['PATCH_MATCHES_NOTHING', `${DEV}/kustomization.yaml`],
  ]);
});

describe('two patches that write one field', () => {
  test('are told with their names', async () => {
    await repository.patch('web Deployment/web', { shared: 'production', set: ['spec.replicas=2'] });
    const { findings } = await repository.patch('prod-a/ci/web Deployment/web', { set: ['spec.replicas=3'] });
    expect(findings.map(({ message }) => message)).toEqual([
      'two patches write spec.replicas of Deployment/web: overlays/_shared/production/web/patches/deployment-web.yaml, then ' +
        'overlays/prod-a/ci/web/patches/deployment-web.yaml',
    ]);
    // Another field of the same files is no reason to say it again.
    const other = await repository.patch('prod-a/ci/web Deployment/web', { set: ['spec.paused=true'] });
    expect(other.findings).toEqual([]);
  });
});

describe('an editor', () => {
  const editing = (change: (text: string) => string): ReturnType<typeof editorOf> =>
    editorOf((text) => change(text));

  test('changes what was changed', async () => {
    await repository.patch(
      'dev/ci/web Service/web',
      { edit: true },
      editing((text) => text.replace('port: 80', 'port: 81')),
    );
    expect(await repository.build('dev/ci/web')).toContain('port: 81');
  });

  test('changes nothing where nothing was changed', async () => {
    const result = await repository.patch(
      'dev/ci/web Service/web',
      { edit: true },
      editing((text) => text),
    );
    expect(patchAsText(result, false)).toBe('nothing changed\n');
    expect(repository.files(DEV)).toEqual(['kustomization.yaml']);
  });

  test('edits an entry of a ConfigMap as a file', async () => {
    const edit = editing((text) => text.replace('info', 'debug'));
    await repository.patch('dev/ci/web ConfigMap/web', { edit: true, key: 'app.yaml' }, edit);
    expect(repository.read(`${DEV}/patches/configmap-web.yaml`)).toContain(
      '# What the program reads.\n    log: {level: debug}\n',
    );
    const missing = repository.patch('dev/ci/web ConfigMap/web', { edit: true, key: 'app.yam' }, edit);
    await expect(missing).rejects.toThrow('has no entry "app.yam"');
  });
});

describe('resources of one kind that are selected together', () => {
  const TWO =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more, labels: {tier: front}}\ndata: {b: b}\n';
  const set = (text: string): Flags => ({ set: [`data.a=${text}`], keepChecksums: true });

  test('share a patch with a target, which later ones join', async () => {
    repository.write(`${DEV}/more.yaml`, TWO);
    repository.write(`${DEV}/kustomization.yaml`, `${OVERLAY}- more.yaml\n`);
    await repository.patch('dev/ci/web ConfigMap/*', set('b'));
    await repository.patch('dev/ci/web ConfigMap/*', set('c'));
    expect(repository.read(`${DEV}/patches/configmap-all.yaml`)).toBe(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: any\ndata:\n  a: c\n',
    );
    expect(repository.read(`${DEV}/kustomization.yaml`)).toBe(
      `${OVERLAY}- more.yaml\npatches:\n- path: patches/configmap-all.yaml\n  target:\n    version: v1\n    kind: ConfigMap\n`,
    );
    expect((await repository.build('dev/ci/web')).match(/^ {2}a: c$/gm)).toHaveLength(2);
    await repository.patch('dev/ci/web ConfigMap/*', { unset: ['data.a'], keepChecksums: true });
    expect(repository.files(DEV)).toEqual(['kustomization.yaml', 'more.yaml']);
  });

  test('have files of their own where they change in different ways, or a null would become a text', async () => {
    repository.write(`${DEV}/more.yaml`, TWO.replace('tier: front', 'app: a, b: c'));
    repository.write(
      `${DEV}/kustomization.yaml`,
      `${OVERLAY}- more.yaml\npatches:\n- target: {kind: ConfigMap}\n  patch: |-\n    - {op: add, path: /metadata/labels, value: {gone: x}}\n`,
    );
    await repository.patch('dev/ci/web ConfigMap/*', {
      unset: ['metadata.labels.gone'],
      keepChecksums: true,
    });
    expect(repository.files(`${DEV}/patches`)).toHaveLength(2);
    expect(await repository.build('dev/ci/web')).not.toContain('gone');
  });
});
