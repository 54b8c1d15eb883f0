import { builtInSchema } from '../k8s/schema.ts';
import { InfraError, type Location } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import { accumulateTarget, emptyAccumulation, type Accumulation } from './accumulate.ts';
import { managedByLabel } from './build-metadata.ts';
import { dropLocal } from './drop-local.ts';
import { finishedRoot } from './finish.ts';
import { addHashes } from './generators/hash.ts';
import type { FileTree } from './file-tree.ts';
import { openLoader } from './loader.ts';
import { fixNameReferences } from './name-references.ts';
import { setOpenApi } from './open-api.ts';
import { resourceLocation } from './location.ts';
import { printResource } from './output.ts';
import type { Resource } from './resource.ts';
import type { BuildOptions, Outside, Session } from './session.ts';
import { sortResources } from './sort-order.ts';
import { contextOf, topTarget, type Target } from './target.ts';
import { resolveVars } from './vars.ts';

export const DEFAULT_OPTIONS: BuildOptions = {
  loadRestrictor: 'LoadRestrictionsRootOnly',
  reorder: undefined,
  enableHelm: false,
  helmCommand: 'helm',
  helmApiVersions: [],
  helmKubeVersion: '',
  helmDebug: false,
  enableAlphaPlugins: false,
  enableExec: false,
  addManagedByLabel: false,
};

export interface SessionInput {
  readonly tree: FileTree;
  readonly options?: Partial<BuildOptions>;
  readonly outside?: Outside;
  readonly warn?: (message: string) => void;
  readonly addFinding?: (finding: Finding) => void;
}

/** What the builds of one run share. Files must not change meanwhile. */
export function createSession({ tree, options, outside, warn, addFinding }: SessionInput): Session {
  const warnings: string[] = [];
  const lookups: string[] = [];
  const find = (path: string): ReturnType<FileTree['find']> => {
    lookups.push(path);
    return tree.find(path);
  };
  return {
    tree: { find, read: (path) => bounded(tree.read(path), path), list: (path) => tree.list(path) },
    lookups,
    options: { ...DEFAULT_OPTIONS, ...options },
    outside: outside ?? {},
    schema: builtInSchema(),
    schemaIsSet: false,
    warnings,
    warn: (message) => {
      warnings.push(message);
      warn?.(message);
    },
    addFinding: addFinding ?? ((): void => undefined),
    memory: new Map(),
  };
}

/** No file of a build may be larger, in bytes: what is made of it takes ten times as much. */
const MAX_FILE_SIZE = 100 * 2 ** 20;

function bounded(content: Uint8Array, file: string): Uint8Array {
  if (content.length <= MAX_FILE_SIZE) return content;
  const size = Math.ceil(content.length / 2 ** 20);
  throw new InfraError(
    'LIMIT',
    `${file} has ${size} MB, but no file may have more than ${MAX_FILE_SIZE / 2 ** 20}`,
    {
      location: { file },
      hint: 'split it, or build with --engine kustomize',
    },
  );
}

/** What a build comes to: resources in the order they are printed. */
export interface Built {
  readonly session: Session;
  readonly resources: readonly Resource[];
}

/**
 * Builds the kustomization in a directory (absolute path), as `kustomize build` does. Throws InfraError for whatever
 * Kustomize refuses.
 */
export async function build(session: Session, directory: string): Promise<Built> {
  warnOfFlags(session);
  const target = topTarget(openLoader(session, directory));
  setOpenApi(target, true);
  const accumulation = emptyAccumulation();
  await accumulateTarget(target, accumulation);
  finishNames(target, accumulation);
  const { set } = accumulation;
  dropLocal(set);
  const resources = sorted(target, set.resources);
  const { buildMetadata } = target;
  if (session.options.addManagedByLabel || buildMetadata.includes('managedByLabel')) managedByLabel(set);
  const recorded = {
    origin: buildMetadata.includes('originAnnotations'),
    transformations: buildMetadata.includes('transformerAnnotations'),
  };
  for (const resource of resources) resource.root = finishedRoot(resource, recorded);
  return { session, resources };
}

/** What the real program says of flags that it keeps for old scripts. */
function warnOfFlags({ options, warn }: Session): void {
  if (options.reorder !== undefined) {
    warn(
      "Flag --reorder has been deprecated, use the new 'sortOptions' field in kustomization.yaml instead.",
    );
  }
  if (options.addManagedByLabel) {
    warn(
      'Flag --enable-managedby-label has been deprecated, The flag `enable-managedby-label` has been deprecated. ' +
        'Use the `managedByLabel` option in the `buildMetadata` field instead.',
    );
  }
}

/** The text of a build, one document a resource. Throws InfraError for what Kustomize cannot print. */
export function printBuilt({ session, resources }: Built): string {
  const locate = (resource: Resource, path: readonly (string | number)[]): Location =>
    resourceLocation({ session }, resource, path);
  return resources
    .map((resource) => printResource(resource.root, (path) => locate(resource, path)))
    .join('---\n');
}

/** The steps that need all names to be known: hashes, then what refers to names, then vars. */
function finishNames(target: Target, { set, config, vars }: Accumulation): void {
  addHashes(set);
  if (config === undefined) return;
  fixNameReferences(set, config.nameReference, contextOf(target, config));
  resolveVars(set, vars, config.varReference, target.loader.session.warn);
}

const SORTED_TWICE =
  "Warning: Sorting order is set both in 'kustomization.yaml' ('sortOptions') and in a CLI flag ('--reorder'). Using the " +
  'kustomization file over the CLI flag.';

function sorted(
  { kustomization, loader, file }: Target,
  resources: readonly Resource[],
): readonly Resource[] {
  const { session } = loader;
  const { reorder } = session.options;
  if (kustomization.sortOptions !== undefined) {
    if (reorder !== undefined) session.warn(SORTED_TWICE);
    return sortResources(resources, kustomization.sortOptions, file);
  }
  if (reorder === 'none') return resources;
  return sortResources(resources, { order: 'legacy', legacySortOptions: undefined });
}
