import type { FileTree } from '../kustomize/file-tree.ts';
import { InfraError } from '../lib/error.ts';
import { joinPath } from '../lib/path.ts';
import { fromBytes } from '../lib/utf8.ts';
import { KustomizationText } from '../overlay/edit-kustomization-text.ts';
import { readAppYaml } from '../project/app-yaml.ts';
import type { InfraYaml } from '../project/infra-yaml.ts';
import { readLock, type LockSection } from '../project/lock.ts';
import { appPaths, type AppFiles } from '../project/repository.ts';
import { overlayDirectory, type TargetName } from '../project/target.ts';

/** What decides how a target differs from its base. Paths are from the repository's root. */
export interface TargetContext {
  readonly target: TargetName;
  readonly overlay: string;
  readonly kustomization: { readonly name: string; readonly text: string };
  /** the entry of `resources` that is the base */
  readonly baseEntry: string;
  /** of its directory below base/ */
  readonly baseName: string;
  /** of the app, with the lock of the very base that the overlay stands on */
  readonly files: AppFiles;
  readonly section: LockSection;
  /** of the overlay's values.yaml; undefined where it says nothing */
  readonly valuesText: string | undefined;
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
}

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * Reads what a target is rendered with: its namespace, the values of its overlay, and what the cluster is able to do, as
 * infra.yaml says, else as the base was rendered for. Undefined for a target that has no overlay, or one over a base that has no
 * lock: such a base is right for all. Throws InfraError.
 */
export function targetContext(
  tree: FileTree,
  root: string,
  target: TargetName,
  infraYaml: InfraYaml,
): TargetContext | undefined {
  const overlay = overlayDirectory(target);
  const read = (path: string): string | undefined => textAt(tree, `${root}/${path}`);
  const name = KUSTOMIZATIONS.find((each) => tree.find(`${root}/${overlay}/${each}`)?.kind === 'file');
  const text = name === undefined ? undefined : read(`${overlay}/${name}`);
  if (name === undefined || text === undefined) return undefined;
  const base = baseOf(text, overlay, `${overlay}/${name}`);
  const files = appFiles(target.app, read);
  const section = base === undefined ? undefined : files.lock.get(base.name);
  const written = read(`${overlay}/values.yaml`);
  const valuesText = written === undefined || isEmpty(written) ? undefined : written;
  if (base === undefined || section === undefined) {
    if (valuesText !== undefined) throw withoutChart(target, `${overlay}/values.yaml`);
    return undefined;
  }
  const cluster = infraYaml.clusters.get(target.cluster);
  const ownVersions = cluster?.apiVersions ?? [];
  return {
    ...{
      target,
      overlay,
      kustomization: { name, text },
      baseEntry: base.entry,
      baseName: base.name,
      section,
      valuesText,
    },
    files: { ...files, lock: new Map([[target.app, section]]) },
    kubeVersion: cluster?.kubeVersion ?? section.kubeVersion,
    apiVersions: ownVersions.length === 0 ? section.apiVersions : ownVersions,
  };
}

/** Whether the target has anything that its base was not made for. */
export function differsFromBase({
  target,
  section,
  valuesText,
  kubeVersion,
  apiVersions,
}: TargetContext): boolean {
  return (
    valuesText !== undefined ||
    target.namespace !== section.namespace ||
    plain(kubeVersion) !== plain(section.kubeVersion) ||
    !isSameSet(apiVersions, section.apiVersions)
  );
}

/** Says that there is no chart to take values. */
export function withoutChart({ app }: TargetName, file: string): InfraError {
  return new InfraError('VALUES', `${app} comes from no chart, and only charts take values`, {
    location: { file },
    hint: 'patch its resources instead: infra patch --set, --strategic or --edit',
  });
}

/** The text of a file, undefined where there is none. */
export function textAt(tree: FileTree, path: string): string | undefined {
  const found = tree.find(path);
  return found?.kind === 'file' ? fromBytes(tree.read(found.path)) : undefined;
}

/** The entry of an overlay's resources that is a base, and the name of that below base/. */
function baseOf(text: string, overlay: string, file: string): { entry: string; name: string } | undefined {
  for (const { data } of new KustomizationText(text, file).entries('resources')) {
    const name =
      typeof data === 'string' ? /^\/base\/([^/]+)$/.exec(joinPath(`/${overlay}`, data))?.[1] : undefined;
    if (name !== undefined) return { entry: data as string, name };
  }
  return undefined;
}

function appFiles(app: string, read: (path: string) => string | undefined): AppFiles {
  const paths = appPaths(app);
  const [definitionText, lockText] = [read(paths.definition), read(paths.lock)];
  return {
    app,
    definition: definitionText === undefined ? undefined : readAppYaml(definitionText, paths.definition),
    definitionText,
    valuesText: read(paths.values),
    lockText,
    lock: lockText === undefined ? new Map<string, LockSection>() : readLock(lockText, paths.lock),
  };
}

function isEmpty(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#.*|---|\{\s*\})?\s*$/.test(line));
}

function plain(version: string): string {
  return version.replace(/^v/, '');
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.every((item) => b.includes(item)) && b.every((item) => a.includes(item));
}
