import type { FileTree } from '../kustomize/file-tree.ts';
import { openLoader } from '../kustomize/loader.ts';
import type { Session } from '../kustomize/session.ts';
import { topTarget } from '../kustomize/target.ts';
import { joinPath } from '../lib/path.ts';
import { overlayDirectory, type TargetName } from '../project/target.ts';

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The name of the kustomization file in a directory, undefined where there is none. */
export function kustomizationIn(tree: FileTree, directory: string): string | undefined {
  return KUSTOMIZATIONS.find((name) => tree.find(`${directory}/${name}`)?.kind === 'file');
}

/** Every target of an app that has an overlay, sorted. */
export function targetsOfApp(tree: FileTree, root: string, app: string): TargetName[] {
  // Nothing is looked for below a file.
  const directories = (path: string): string[] =>
    tree.find(`${root}/${path}`)?.kind !== 'directory'
      ? []
      : [...tree.list(`${root}/${path}`)]
          .filter((name) => tree.find(`${root}/${path}/${name}`)?.kind === 'directory')
          .sort();
  return directories('overlays')
    .filter((cluster) => !cluster.startsWith('_'))
    .flatMap((cluster) =>
      directories(`overlays/${cluster}`).map((namespace) => ({ cluster, namespace, app })),
    )
    .filter((target) => kustomizationIn(tree, `${root}/${overlayDirectory(target)}`) !== undefined);
}

/** The directories of the components that a kustomization lists, absolute. Throws InfraError. */
export function componentsOf(session: Session, directory: string): string[] {
  const quiet = { ...session, warn: () => undefined };
  const { kustomization, loader } = topTarget(openLoader(quiet, directory));
  return kustomization.components.map((entry) => joinPath(loader.root, entry));
}

/** The name of the base that a kustomization stands on: that of its directory below `base/`. Throws InfraError. */
export function baseOf(session: Session, root: string, directory: string): string | undefined {
  const quiet = { ...session, warn: () => undefined };
  const { kustomization, loader } = topTarget(openLoader(quiet, directory));
  const paths = kustomization.resources.map((entry) => joinPath(loader.root, entry));
  return paths.find((path) => path.startsWith(`${root}/base/`))?.slice(root.length + '/base/'.length);
}

/** A directory of the repository as a kustomization in another one names it. */
export function entryFor(from: string, to: string): string {
  const [own, other] = [from.split('/'), to.split('/')];
  let shared = 0;
  while (shared < own.length && own[shared] === other[shared]) shared++;
  return [...own.slice(shared).map(() => '..'), ...other.slice(shared)].join('/');
}
