import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { EditResource } from '../../src/commands/patch-planning.ts';
import { patch, type PatchResult } from '../../src/commands/patch.ts';
import type { CommandIo } from '../../src/commands/io.ts';
import type { PatchOptions } from '../../src/commands/patch-options.ts';
import { diskTree } from '../../src/source/disk-tree.ts';
import { build, createSession, printBuilt } from '../../src/kustomize/build.ts';
import { writeLock, type LockSection } from '../../src/project/lock.ts';

const BASE = `apiVersion: v1
kind: ConfigMap
metadata: {name: web, namespace: ci}
data:
  app.yaml: |
    # What the program reads.
    log: {level: info}
  motd: hello
---
apiVersion: v1
kind: Secret
metadata: {name: web, namespace: ci}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: ci}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: ci, labels: {tier: front}}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ci, labels: {tier: front}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
      annotations: {checksum/config: "0"}
    spec:
      serviceAccountName: web
      initContainers:
      - {name: init, image: "example.com/web:1.0"}
      containers:
      - name: web
        image: example.com/web:1.0
        args: [serve]
        env:
        - {name: A, value: a}
        - name: DB_PASSWORD
          valueFrom: {secretKeyRef: {name: web, key: password}}
      volumes:
      - {name: config, configMap: {name: web}}
      - {name: data, persistentVolumeClaim: {claimName: web}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: web, namespace: ci}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`;

const SECTION: LockSection = {
  upstream: { source: 'web' },
  ...{ engine: 'infra', profile: 'helm 4', release: 'web', namespace: 'ci', kubeVersion: 'v1.36.0' },
  ...{
    apiVersions: [],
    values: 'sha256:0',
    policies: {},
    files: {},
    resources: {},
    dropped: [],
    changed: [],
  },
  ...{ secrets: {}, frozen: [] },
  checksums: [
    {
      identity: 'Deployment.apps/ci/web',
      path: '/spec/template/metadata/annotations/checksum~1config',
      templates: ['web/templates/config.yaml'],
      objects: ['ConfigMap/ci/web'],
    },
  ],
};

export const OVERLAY = `# The overlay of a target.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- ../../../../base/web
`;

const FILES = {
  'infra.yaml': `clusters:
  dev: {phase: dev}
  prod-a: {phase: production}
  prod-b: {phase: production}
git: {url: "https://git.example.com/infra.git"}
`,
  'base/web/kustomization.yaml': 'resources: [all.yaml]\n',
  'base/web/all.yaml': BASE,
  'infra/web/app.yaml': 'upstream: {manifests: ./web.yaml}\n',
  'infra/web/app.lock': writeLock(new Map([['web', SECTION]])),
  'overlays/dev/root.yaml': '',
  'overlays/dev/ci/web/kustomization.yaml': OVERLAY,
  'overlays/prod-a/ci/web/kustomization.yaml': OVERLAY,
  'overlays/prod-b/ci/web/kustomization.yaml': OVERLAY,
};

/** A repository with one app and three targets, and what commands do in it. */
export interface PatchRepository {
  readonly root: string;
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
  /** the names of the files below a directory, sorted */
  readonly files: (directory: string) => string[];
  readonly patch: (
    words: string,
    options?: Omit<PatchOptions, 'words'>,
    edit?: EditResource,
  ) => Promise<PatchResult>;
  readonly build: (target: string) => Promise<string>;
  readonly remove: () => void;
}

export function patchRepository(): PatchRepository {
  const root = mkdtempSync(`${tmpdir()}/infra-patch-`);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(`${root}/${path}`), { recursive: true });
    writeFileSync(`${root}/${path}`, text);
  };
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  return {
    root,
    write,
    read: (path) => readFileSync(`${root}/${path}`, 'utf8'),
    files: (directory) => filesBelow(`${root}/${directory}`),
    patch: (words, options = {}, edit = () => Promise.resolve(undefined)) =>
      patch({ ...options, words: words.split(' ') }, root, IO, edit),
    build: async (target) =>
      printBuilt(await build(createSession({ tree: diskTree() }), `${root}/overlays/${target}`)),
    remove: () => {
      rmSync(root, { recursive: true });
    },
  };
}

const IO = {
  version: 'development',
  warn: () => undefined,
  progress: () => undefined,
  readStandardInput: () => new Uint8Array(),
  cacheDirectory: () => '/nowhere',
} as unknown as CommandIo;

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(directory.length + 1))
    .sort();
}
