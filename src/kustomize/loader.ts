import { InfraError } from '../lib/error.ts';
import { fromBytes } from '../lib/utf8.ts';
import { findPath, isWithin, lookUp } from './look-up.ts';
import { missingPath } from './missing-path.ts';
import { joinPath } from '../lib/path.ts';
import { notReadable, placed } from './not-readable.ts';
import { isHttpUrl, type GitRemote } from './remote-ref.ts';
import type { Session } from './session.ts';

/** A kustomization's view of the files: relative paths start at its root. */
export interface Loader {
  readonly session: Session;
  /** The real, absolute path of the directory of the kustomization. */
  readonly root: string;
  /** The loader of the kustomization that named this one; cycles are found by following it. */
  readonly parent: Loader | undefined;
  /** The root of the clone this directory is in, and where it came from (as it was written). */
  readonly repository: { readonly root: string; readonly url: string; readonly ref: string } | undefined;
}

/** The loader of the directory that a build begins with. Throws InfraError if there is no such directory. */
export function openLoader(session: Session, path: string): Loader {
  const found = findPath(session, path);
  if (found?.kind === 'directory')
    return { session, root: found.path, parent: undefined, repository: undefined };
  if (found === undefined) throw missingPath(session.tree, '/', path, 'folder');
  throw new InfraError('KUSTOMIZATION', `${path} is a file, but only a folder can be built`, {
    hint: 'give the folder that the kustomization file is in',
  });
}

/** The real path of a file that a kustomization names. Throws InfraError if it is missing, no file, or out of bounds. */
export function resolveFile(loader: Loader, path: string): string {
  const found = lookUp(loader, path);
  if (found.kind === 'file') return found.path;
  throw notReadable(loader, path, found, 'file');
}

/** The bytes of a file that a kustomization names; throws as resolveFile does. */
export function loadBytes(loader: Loader, path: string): Uint8Array {
  if (isHttpUrl(path)) {
    throw new InfraError('REMOTE', `${path} is on a web server, from which only resources are read`, {
      ...placed(loader, path),
      hint: 'save the file beside the kustomization and name that',
    });
  }
  return readBytes(loader, path, resolveFile(loader, path));
}

/** The bytes of the file at a real path, which a kustomization names as `path`. Throws InfraError if the disk refuses it. */
export function readBytes(loader: Loader, path: string, realPath: string): Uint8Array {
  try {
    return loader.session.tree.read(realPath);
  } catch (error) {
    if (error instanceof InfraError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new InfraError('NOT_FOUND', `${path} cannot be read: ${reason}`, {
      ...placed(loader, path),
      cause: error,
    });
  }
}

/** The text (a Go string) of a file that a kustomization names; throws as resolveFile does. */
export function loadText(loader: Loader, path: string): string {
  return fromBytes(loadBytes(loader, path));
}

/**
 * The loader of a directory that a kustomization names by a relative path. Throws InfraError if there is none, it is out of
 * the clone that the kustomization is in, or it is or holds a directory that is being built.
 */
export function enterDirectory(loader: Loader, path: string): Loader {
  const { session, repository } = loader;
  if (path === '') throw new InfraError('KUSTOMIZATION', 'an entry is empty', placed(loader, path));
  if (path.startsWith('/')) {
    throw new InfraError('RESTRICTED_PATH', `${path} is an absolute path, by which no folder can be named`, {
      ...placed(loader, path),
      hint: 'give the way to it from the folder of the kustomization',
    });
  }
  const found = lookUp({ ...loader, repository: undefined }, path);
  if (found.kind === 'missing') throw notReadable(loader, path, found, 'folder');
  if (found.kind !== 'directory') {
    throw new InfraError('KUSTOMIZATION', `${path} is a file, but must be a folder`, placed(loader, path));
  }
  if (repository !== undefined && !isWithin(found.path, repository.root)) {
    throw new InfraError('RESTRICTED_PATH', `${path} leads out of the repository ${repository.url}`, {
      ...placed(loader, path),
      hint: 'what is in a repository can use nothing outside of it',
    });
  }
  checkCycle(loader, path, found.path);
  return { session, root: found.path, parent: loader, repository };
}

/** The loader of the directory in a clone that a Git URL names. Throws InfraError if there is none, or it is not in the clone. */
export function enterClone(loader: Loader, remote: GitRemote, clone: { readonly root: string }): Loader {
  const { session } = loader;
  const root = findPath(session, clone.root)?.path ?? clone.root;
  const path = joinPath(root, `./${remote.path}`);
  const found = findPath(session, path);
  if (found?.kind === 'directory' && isWithin(found.path, root)) {
    const repository = { root, url: remote.text, ref: remote.ref ?? '' };
    return { session, root: found.path, parent: loader, repository };
  }
  const what =
    found === undefined
      ? 'has no folder'
      : found.kind === 'file'
        ? 'has a file, no folder,'
        : 'leads out of itself by';
  throw new InfraError(
    'REMOTE',
    `the repository ${remote.clone} ${what} ${remote.path}`,
    placed(loader, remote.text),
  );
}

/** Refuses a clone of a repository from which, or from a directory of which, the kustomization was itself cloned. */
export function checkRepositoryCycle(loader: Loader, { text }: GitRemote): void {
  for (let at: Loader | undefined = loader; at !== undefined; at = at.parent) {
    if (at.repository?.url.startsWith(text) !== true) continue;
    throw new InfraError(
      'CYCLE',
      `${text} leads back to ${at.repository.url}, which is being built`,
      placed(loader, text),
    );
  }
}

function checkCycle(loader: Loader, path: string, candidate: string): void {
  for (let at: Loader | undefined = loader; at !== undefined; at = at.parent) {
    if (!isWithin(at.root, candidate)) continue;
    const message =
      at.root === candidate
        ? `${path} leads back to ${candidate}, which is being built`
        : `${path} leads to ${candidate}, which holds ${at.root}, a folder that is being built`;
    throw new InfraError('CYCLE', message, {
      ...placed(loader, path),
      hint: `the way there is ${[...wayTo(loader), candidate].join(' → ')}`,
    });
  }
}

function wayTo(loader: Loader): string[] {
  const way: string[] = [];
  for (let at: Loader | undefined = loader; at !== undefined; at = at.parent) way.unshift(at.root);
  return way;
}
