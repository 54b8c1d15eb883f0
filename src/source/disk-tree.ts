import { realpathSync, statSync } from 'node:fs';
import { directoryNames, fileStatus, readFile } from '../system/files.ts';

/** What is at a path, links followed. */
interface Found {
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

/** The files of this disk, as a build reads them. Each path is looked at once: files must not change meanwhile. */
export interface DiskTree {
  readonly find: (path: string) => Found | undefined;
  readonly read: (path: string) => Uint8Array;
  readonly list: (path: string) => readonly string[];
}

/** A view of the disk for one run. Paths are absolute. */
export function diskTree(): DiskTree {
  const known = new Map<string, Found | undefined>();
  const contents = new Map<string, Uint8Array>();

  function find(path: string): Found | undefined {
    if (known.has(path)) return known.get(path);
    const found = look(path, (directory) => find(directory)?.path);
    known.set(path, found);
    return found;
  }

  function read(path: string): Uint8Array {
    let content = contents.get(path);
    if (content === undefined) contents.set(path, (content = readFile(path)));
    return content;
  }

  return { find, read, list: directoryNames };
}

/** Only a link needs the whole path to be resolved: else the directory's real path, which is known, and the name make it. */
function look(path: string, realDirectory: (directory: string) => string | undefined): Found | undefined {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  if (name === '' || name === '.' || name === '..')
    return path === '/' ? { path, kind: 'directory' } : resolve(path);
  const directory = slash === 0 ? '/' : realDirectory(path.slice(0, slash));
  if (directory === undefined) return undefined;
  const real = directory === '/' ? `/${name}` : `${directory}/${name}`;
  const kind = fileStatus(real, false)?.kind;
  if (kind === 'symlink') return resolve(real);
  return kind === 'file' || kind === 'directory' ? { path: real, kind } : undefined;
}

function resolve(path: string): Found | undefined {
  try {
    const real = realpathSync(path);
    const status = statSync(real);
    if (status.isDirectory()) return { path: real, kind: 'directory' };
    return status.isFile() ? { path: real, kind: 'file' } : undefined;
  } catch {
    return undefined;
  }
}
