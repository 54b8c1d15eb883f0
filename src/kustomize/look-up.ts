import type { Loader } from './loader.ts';
import { joinPath } from '../lib/path.ts';
import type { Session } from './session.ts';

/** What a path leads to, seen from a kustomization: `outside` is a file that it may not read. */
export interface Found {
  readonly kind: 'file' | 'directory' | 'outside' | 'missing';
  /** The real path; of what is missing, the path that was looked for. */
  readonly path: string;
}

/** What is at a path, absolute or relative to the kustomization, and whether it may read it. */
export function lookUp(loader: Loader, path: string): Found {
  const { session, root } = loader;
  const absolute = joinPath(root, path);
  const found = findPath(session, absolute);
  if (found === undefined) return { kind: 'missing', path: absolute };
  if (found.kind === 'directory' || !isRestricted(loader)) return found;
  return isWithin(found.path, root) ? found : { kind: 'outside', path: found.path };
}

/** Clones are always restricted. */
function isRestricted({ session, repository }: Loader): boolean {
  return repository !== undefined || session.options.loadRestrictor === 'LoadRestrictionsRootOnly';
}

/** Whether a path is a directory or in or below it. */
export function isWithin(path: string, directory: string): boolean {
  return directory === '/' || path === directory || path.startsWith(`${directory}/`);
}

/** What is at a path. What no disk could have (a NUL, a name too long) or would show is not there. */
export function findPath({ tree }: Pick<Session, 'tree'>, path: string): Found | undefined {
  if (path.includes('\0')) return undefined;
  try {
    return tree.find(path);
  } catch {
    return undefined;
  }
}
