import type { FileTree } from '../kustomize/file-tree.ts';
import { joinPath } from '../lib/path.ts';

/** What a repository is to become: contents by path below its root, undefined for a file that goes. */
export type StagedChanges = ReadonlyMap<string, string | undefined>;

/**
 * The files of a disk as they will be once some changes are made. `root` is the absolute real path of the repository; what
 * lies elsewhere is as it is.
 */
export function stagedTree(tree: FileTree, root: string, changes: StagedChanges): FileTree {
  const contents = new Map<string, Uint8Array | undefined>();
  const names = new Map<string, Set<string>>();
  for (const [path, text] of changes) {
    const absolute = `${root}/${path}`;
    contents.set(absolute, text === undefined ? undefined : new TextEncoder().encode(text));
    if (text === undefined) continue;
    for (let at = absolute; at.length > root.length; at = at.slice(0, at.lastIndexOf('/'))) {
      const parent = at.slice(0, at.lastIndexOf('/'));
      const present = names.get(parent);
      if (present === undefined) names.set(parent, new Set([at.slice(parent.length + 1)]));
      else present.add(at.slice(parent.length + 1));
    }
  }
  return {
    find(path) {
      const plain = joinPath('/', path);
      if (contents.has(plain)) {
        return contents.get(plain) === undefined ? undefined : { path: plain, kind: 'file' };
      }
      if (names.has(plain)) return { path: plain, kind: 'directory' };
      return tree.find(path);
    },
    read: (path) => contents.get(path) ?? tree.read(path),
    list(path) {
      const added = names.get(path);
      const present = tree.find(path)?.kind === 'directory' ? tree.list(path) : [];
      const kept = present.filter((name) => !contents.has(`${path}/${name}`));
      return added === undefined ? kept : [...new Set([...kept, ...added])].sort();
    },
  };
}
