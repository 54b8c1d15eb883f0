import type { Schema } from '../k8s/schema-node.ts';
import type { Finding } from '../lib/finding.ts';
import type { FileTree } from './file-tree.ts';
import type { GitRemote } from './remote-ref.ts';
import type { ResourceSet } from './resource-set.ts';

/** The flags of `kustomize build` that change what is built. */
export interface BuildOptions {
  readonly loadRestrictor: 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone';
  /** undefined: not said. */
  readonly reorder: 'legacy' | 'none' | undefined;
  readonly enableHelm: boolean;
  readonly helmCommand: string;
  readonly helmApiVersions: readonly string[];
  readonly helmKubeVersion: string;
  readonly helmDebug: boolean;
  readonly enableAlphaPlugins: boolean;
  readonly enableExec: boolean;
  readonly addManagedByLabel: boolean;
}

/** What a chart is inflated with: the fields of a `helmCharts` entry after defaults, paths made absolute. */
export interface ChartRequest {
  /** Where the chart is read. */
  readonly tree: FileTree;
  /** The directory of the chart, absolute (below helmGlobals.chartHome), whether or not it is there. */
  readonly directory: string;
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly releaseName: string;
  readonly nameTemplate: string;
  readonly namespace: string;
  /** Each values file, in order; inline values are merged into the first one. */
  readonly values: readonly { readonly name: string; readonly text: string }[];
  readonly includeCrds: boolean;
  readonly skipHooks: boolean;
  readonly skipTests: boolean;
  readonly apiVersions: readonly string[];
  readonly kubeVersion: string;
}

/** What a build needs of the world outside, given by the caller; absent: refused with a clear error. */
export interface Outside {
  /** Renders a chart; gives what `helm template` prints. */
  readonly inflateChart?: (request: ChartRequest) => Promise<string>;
  /** The bytes of an http(s) file. */
  readonly fetchFile?: (url: string) => Promise<Uint8Array>;
  /** The directory (in the same FileTree) of a clone, and the commit. */
  readonly clone?: (remote: GitRemote) => Promise<{ readonly root: string; readonly commit: string }>;
}

/** What builds of one run share: files are read and parsed once, each base is built once. */
export interface Session {
  readonly tree: FileTree;
  /** Every path that was looked for, in order: what a build depends on. */
  readonly lookups: string[];
  readonly options: BuildOptions;
  readonly outside: Outside;
  /** The schema of strategic merges: the built-in one until a kustomization's `openapi` sets another (the first one wins). */
  schema: Schema;
  schemaIsSet: boolean;
  /** What `warn` was told. */
  readonly warnings: readonly string[];
  /** Text for stderr, as Kustomize words it: deprecated fields. */
  readonly warn: (message: string) => void;
  /** What is suspicious, but changes no byte. */
  readonly addFinding: (finding: Finding) => void;
  /** Is shown what a kustomization's own patches and other transformers are going to work on. */
  observe?: (directory: string, set: ResourceSet) => void;
  /** Values by key, kept for the run (parsed files by path, for example). */
  readonly memory: Map<string, unknown>;
}
