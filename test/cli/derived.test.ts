import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planAllDerived, planDerived } from '../../src/commands/derive-overlay.ts';
import type { CommandIo } from '../../src/commands/io.ts';
import { unpack } from '../../src/commands/unpack.ts';
import { build, createSession, printBuilt } from '../../src/kustomize/build.ts';
import { openInfraYaml } from '../../src/project/repository.ts';
import { parseTarget } from '../../src/project/target.ts';
import { applyChanges } from '../../src/project/transaction.ts';
import { diskTree } from '../../src/source/disk-tree.ts';
import { nodeEnvironment } from '../../src/system/environment.ts';

/** A chart of which everything depends on where it is installed. */
const CHART = {
  'Chart.yaml': 'apiVersion: v2\nname: vault\nversion: 1.0.0\n',
  'values.yaml': 'level: info\nextra: false\nreplicas: 1\n',
  'templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: vault}
data:
  url: http://vault.{{ .Release.Namespace }}.svc
  level: {{ .Values.level }}
  id: {{ uuidv4 }}
`,
  'templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: vault}
spec:
  replicas: {{ .Values.replicas }}
  template: {spec: {containers: [{name: vault, image: vault}]}}
`,
  'templates/extra.yaml': `{{ if .Values.extra }}
apiVersion: v1
kind: ConfigMap
metadata: {name: extra}
data: {id: "{{ uuidv4 }}"}
{{ end }}
`,
  'templates/reader.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: vault, namespace: kube-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: vault, namespace: {{ .Release.Namespace }}}]
`,
  'templates/monitor.yaml': `{{ if .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: vault, namespace: {{ .Release.Namespace }}}
{{ end }}{{ if semverCompare "<1.34-0" .Capabilities.KubeVersion.Version }}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: old}
{{ end }}
`,
};
const INFRA_YAML = `clusters:
  dev: {}
  old: { kubeVersion: 1.33.2 }
  watched: { apiVersions: [monitoring.coreos.com/v1] }
`;

let root: string;
let warnings: string[];
let io: CommandIo;

beforeEach(async () => {
  root = realpathSync(mkdtempSync(`${tmpdir()}/infra-derived-`));
  warnings = [];
  io = {
    readStandardInput: () => new Uint8Array(),
    environment: nodeEnvironment(),
    cacheDirectory: () => `${root}-cache`,
    loginFiles: () => [],
    warn: (message) => warnings.push(message),
    progress: () => undefined,
    version: 'development',
  };
  write('infra.yaml', INFRA_YAML);
  for (const [path, text] of Object.entries(CHART)) write(`charts/vault/${path}`, text);
  await unpack({ words: ['./charts/vault'] }, root, io);
});

afterEach(() => {
  for (const directory of [root, `${root}-cache`]) rmSync(directory, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(`${root}/${path}`.replace(/\/[^/]*$/, ''), { recursive: true });
  writeFileSync(`${root}/${path}`, text);
}

function read(path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8');
}

/** Writes an overlay and what is derived for it; returns what changed. */
async function derive(word: string, values?: string, rest = ''): Promise<string[]> {
  const overlay = `overlays/${word}`;
  if (!existsSync(`${root}/${overlay}/kustomization.yaml`))
    write(`${overlay}/kustomization.yaml`, `resources:\n- ../../../../base/vault\n${rest}`);
  const staged = new Map<string, string | undefined>();
  if (values !== undefined) staged.set(`${overlay}/values.yaml`, values);
  const changes = await planDerived(root, parseTarget(word), openInfraYaml(root), staged, io);
  await applyChanges(root, new Map([...staged, ...changes]));
  return [...changes.keys()].map((path) => path.replace(`${overlay}/`, ''));
}

async function built(directory: string): Promise<string> {
  return printBuilt(await build(createSession({ tree: diskTree() }), `${root}/${directory}`));
}

describe('values of a target', () => {
  test('become patches, and go with them', async () => {
    const before = await built('base/vault');
    const changed = await derive('dev/vault/vault', 'level: debug\n');
    expect(changed).toEqual([
      'kustomization.yaml',
      'patches/derived/configmap-vault.yaml',
      'patches/derived/kustomization.yaml',
    ]);
    expect(await built('overlays/dev/vault/vault')).toBe(before.replace('level: info', 'level: debug'));
    expect(await derive('dev/vault/vault')).toEqual([]);
    expect(await derive('dev/vault/vault', '# nothing any more\n')).toEqual(changed);
    expect(existsSync(`${root}/overlays/dev/vault/vault/patches`)).toBe(false);
    expect(read('overlays/dev/vault/vault/kustomization.yaml')).toBe(
      'resources:\n- ../../../../base/vault\n',
    );
  });

  test('that add an object keep what the chart makes up for it', async () => {
    await derive('dev/vault/vault', 'extra: true\n');
    const added = read('overlays/dev/vault/vault/patches/derived/added/configmap-extra.yaml');
    expect(await derive('dev/vault/vault')).toEqual([]);
    expect(await derive('dev/vault/vault', 'extra: true\nlevel: debug\n')).toContain(
      'patches/derived/configmap-vault.yaml',
    );
    expect(read('overlays/dev/vault/vault/patches/derived/added/configmap-extra.yaml')).toBe(added);
  });

  test('are refused without a chart', async () => {
    write('manifests/plain/plain.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: plain}\n');
    await unpack({ words: ['./manifests/plain'] }, root, io);
    write('overlays/dev/plain/plain/kustomization.yaml', 'resources: [../../../../base/plain]\n');
    await expect(derive('dev/plain/plain', 'a: 1\n')).rejects.toMatchObject({
      code: 'VALUES',
      location: { file: 'overlays/dev/plain/plain/values.yaml' },
    });
    rmSync(`${root}/overlays`, { recursive: true });
    write('overlays/dev/other/plain/kustomization.yaml', 'resources: [../../../../base/plain]\n');
    await derive('dev/other/plain');
    expect(await built('overlays/dev/other/plain')).toContain('namespace: other');
  });
});

describe('another context', () => {
  test.each([
    ['dev/ci/vault', 'ci', {}],
    ['old/vault/vault', 'vault', { kubeVersion: '1.33.2' }],
    ['watched/kube-public/vault', 'kube-public', { apiVersions: ['monitoring.coreos.com/v1'] }],
  ])('%s is what unpacking for it gives', async (word, namespace, capabilities) => {
    expect(await derive(word)).not.toEqual([]);
    const ours = await built(`overlays/${word}`);
    const lock = read('infra/vault/app.lock');
    write('infra/vault/app.lock', lock.replaceAll('/vault/vault', `/${namespace}/vault`));
    await unpack({ words: ['vault'], namespace, ...capabilities }, root, io);
    expect(ours.split('---\n').sort()).toEqual((await built('base/vault')).split('---\n').sort());
    expect(ours).toContain(`vault.${namespace}.svc`);
    expect(ours).toContain('namespace: kube-system');
  });

  test('a patch by hand finds what it says, and has the last word', async () => {
    const patch =
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: vault, namespace: vault}, data: {level: mine}}';
    await derive('dev/ci/vault', 'level: debug\n', `patches:\n- patch: '${patch}'\n`);
    const ours = await built('overlays/dev/ci/vault');
    expect(ours).toContain('level: mine');
    expect(ours).toContain('url: http://vault.ci.svc');
  });
});

test('unpacking again makes all that is derived anew', async () => {
  await derive('dev/ci/vault', 'extra: true\n');
  await derive('dev/vault/vault');
  write('overlays/dev/root.yaml', 'kind: Application\n');
  write('charts/vault/templates/config.yaml', CHART['templates/config.yaml'].replace('level:', 'loud:'));
  write('charts/vault/Chart.yaml', CHART['Chart.yaml'].replace('1.0.0', '1.1.0'));
  await unpack({ words: ['vault'] }, root, io);
  const changes = await planAllDerived(root, 'vault', openInfraYaml(root), new Map(), io);
  await applyChanges(root, changes);
  const ours = await built('overlays/dev/ci/vault');
  expect(ours).toContain('loud: info');
  expect(ours).toContain('url: http://vault.ci.svc');
  expect((await planAllDerived(root, 'vault', openInfraYaml(root), new Map(), io)).size).toBe(0);
});

test('a base that is older than its values is no ground to stand on', async () => {
  write('infra/vault/values.yaml', 'level: warn\n');
  await expect(derive('dev/ci/vault')).rejects.toMatchObject({
    code: 'LOCK',
    message: 'dev/ci/vault: infra/vault/values.yaml was changed since base/vault was made with it',
  });
});
