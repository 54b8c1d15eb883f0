import type { FileTree } from '../../kustomize/file-tree.ts';
import { joinPath } from '../../lib/path.ts';
import { toBytes } from '../../lib/utf8.ts';

/** A tree of files to which directories are added that are not there, while builds go on. */
export interface ScratchTree extends FileTree {
  /** Adds a directory with files by their paths in it; what else is looked for in it is found in `like`, if that is given. */
  add(directory: string, files: ReadonlyMap<string, string>, like?: string): void;
}

interface Added {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly directories: ReadonlySet<string>;
  readonly like: string | undefined;
}

/** A tree with room for directories to try. Those that are added must not lie in one another. */
export function scratchTree(tree: FileTree): ScratchTree {
  const directories = new Map<string, Added>();
  const homeOf = (path: string): string | undefined => {
    for (const directory of directories.keys()) {
      if (path === directory || path.startsWith(`${directory}/`)) return directory;
    }
    return undefined;
  };
  return {
    add(directory, files, like) {
      directories.set(directory, added(files, like));
    },
    find(given) {
      const path = joinPath('/', given);
      const home = homeOf(path);
      if (home === undefined) return tree.find(given);
      const { files, directories: below, like } = directories.get(home)!;
      const rest = path.slice(home.length + 1);
      if (files.has(rest)) return { path, kind: 'file' };
      if (below.has(rest)) return { path, kind: 'directory' };
      const found = like === undefined ? undefined : tree.find(`${like}/${rest}`);
      return found === undefined ? undefined : { path, kind: found.kind };
    },
    read(path) {
      const home = homeOf(path);
      if (home === undefined) return tree.read(path);
      const { files, like = home } = directories.get(home)!;
      const rest = path.slice(home.length + 1);
      return files.get(rest) ?? tree.read(`${like}/${rest}`);
    },
    list: (path) => (homeOf(path) === undefined ? tree.list(path) : []),
  };
}

function added(texts: ReadonlyMap<string, string>, like: string | undefined): Added {
  const files = new Map([...texts].map(([path, text]) => [path, toBytes(text)]));
  const directories = new Set(['']);
  for (const path of files.keys()) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
      directories.add(path.slice(0, slash));
  }
  return { files, directories, like };
}
