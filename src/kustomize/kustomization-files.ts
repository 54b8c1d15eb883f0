import type { Loader } from './loader.ts';
import { lookUp } from './look-up.ts';
import { joinPath } from '../lib/path.ts';

export const KUSTOMIZATION_NAMES: readonly string[] = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/** The kustomization files that a loader may read in its directory. */
export function kustomizationFiles(loader: Loader): string[] {
  return KUSTOMIZATION_NAMES.filter((name) => lookUp(loader, name).kind === 'file').map((name) =>
    joinPath(loader.root, name),
  );
}
