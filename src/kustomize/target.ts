import { appendPath, type Origin } from './build-metadata.ts';
import { findKustomizationFile } from './find-kustomization.ts';
import type { Kustomization } from './kustomization.ts';
import { loadText, type Loader } from './loader.ts';
import { readKustomization } from './read-kustomization.ts';
import type { StepContext } from './transform.ts';
import type { TransformerConfig } from './transformer-config.ts';

/** A kustomization that is being built. */
export interface Target {
  readonly loader: Loader;
  /** The path of its file. */
  readonly file: string;
  readonly kustomization: Kustomization;
  /** What the top asks to be recorded; it holds for all below. */
  readonly buildMetadata: readonly string[];
  /** Where it stands, seen from the top; undefined where nothing is recorded. */
  readonly origin: Origin | undefined;
  /** The namespace that charts inherit from the kustomizations above. */
  readonly helmNamespace: string;
}

interface Decoded {
  readonly kustomization: Kustomization;
  readonly warnings: readonly string[];
}

/** Reads the kustomization of a directory. Its warnings are told each time, the file is read once a run. */
function readTarget(loader: Loader): Pick<Target, 'loader' | 'file' | 'kustomization'> {
  const { session } = loader;
  const file = findKustomizationFile(loader);
  const key = `kustomization ${file}`;
  const known = session.memory.get(key) as Decoded | undefined;
  const { kustomization, warnings } = known ?? decode(loader, file);
  if (known === undefined) session.memory.set(key, { kustomization, warnings });
  warnings.forEach(session.warn);
  return { loader, file, kustomization };
}

function decode(loader: Loader, file: string): Decoded {
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  return { kustomization: readKustomization(loadText(loader, file), file, warn), warnings };
}

/** The target a build begins with. */
export function topTarget(loader: Loader): Target {
  const target = readTarget(loader);
  const { buildMetadata } = target.kustomization;
  const origin = buildMetadata.length === 0 ? undefined : { path: '', repo: '', ref: '' };
  return { ...target, buildMetadata, origin, helmNamespace: '' };
}

/** The target of a directory that another one names as `entry`. */
export function childTarget(parent: Target, loader: Loader, entry: string): Target {
  const { buildMetadata, helmNamespace, kustomization } = parent;
  return {
    ...readTarget(loader),
    buildMetadata,
    origin: parent.origin === undefined ? undefined : appendPath(parent.origin, entry),
    helmNamespace: kustomization.namespace === '' ? helmNamespace : kustomization.namespace,
  };
}

/** What the steps of a target see. */
export function contextOf({ loader, file, kustomization }: Target, config: TransformerConfig): StepContext {
  return { session: loader.session, loader, kustomization, file, config };
}
