import { InfraError } from '../lib/error.ts';
import { directoryNames, fileStatus, readFile } from '../system/files.ts';
import { digestOf } from './digest.ts';
import type { FileMap } from './write.ts';

/** How the files of a base differ from what its lock says. */
export interface BaseState {
  readonly exists: boolean;
  /** names of all files that are there */
  readonly present: readonly string[];
  readonly edited: readonly string[];
  /** not in the lock */
  readonly added: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Compares the base in `directory` (below `root`) with the digests of its lock. Files that are what they are to become
 * count as right. Throws InfraError WRITE for a directory that is no base.
 */
export function inspectBase(
  root: string,
  directory: string,
  locked: Readonly<Record<string, string>>,
  wanted: FileMap,
): BaseState {
  const status = fileStatus(`${root}/${directory}`, false);
  if (status === undefined)
    return { exists: false, present: [], edited: [], added: [], missing: Object.keys(locked) };
  const isBase =
    status.kind === 'directory' && fileStatus(`${root}/${directory}/kustomization.yaml`)?.kind === 'file';
  if (!isBase) {
    throw new InfraError('WRITE', `${directory} exists and is no base: it has no kustomization.yaml`, {
      location: { file: directory },
      hint: 'move it away, or choose another name with --app',
    });
  }
  const present = filesBelow(`${root}/${directory}`, '');
  const edited: string[] = [];
  const added: string[] = [];
  for (const name of present) {
    const digest = contentDigest(`${root}/${directory}/${name}`);
    const target = wanted.get(name);
    if (digest === locked[name] || (target !== undefined && digest === digestOf(target))) continue;
    (Object.hasOwn(locked, name) ? edited : added).push(name);
  }
  const names = new Set(present);
  return {
    exists: true,
    present,
    edited,
    added,
    missing: Object.keys(locked).filter((name) => !names.has(name)),
  };
}

/** What is to change so that a directory holds exactly the files of a base. */
export function baseChanges(
  directory: string,
  present: readonly string[],
  files: FileMap,
): Map<string, string | undefined> {
  const changes = new Map<string, string | undefined>();
  for (const name of present) changes.set(`${directory}/${name}`, undefined);
  for (const [name, content] of files) changes.set(`${directory}/${name}`, content);
  return changes;
}

/** Undefined for what is no file: no digest fits it. */
function contentDigest(path: string): string | undefined {
  return fileStatus(path, false)?.kind === 'file' ? digestOf(readFile(path)) : undefined;
}

/** Names of all that is in a directory and is none itself. */
function filesBelow(root: string, below: string): string[] {
  return directoryNames(`${root}${below}`)
    .sort()
    .flatMap((name) => {
      const path = `${below}/${name}`;
      return fileStatus(`${root}${path}`, false)?.kind === 'directory'
        ? filesBelow(root, path)
        : [path.slice(1)];
    });
}
