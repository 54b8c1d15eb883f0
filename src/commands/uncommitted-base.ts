import type { FileTree } from '../kustomize/file-tree.ts';
import { joinPath } from '../lib/path.ts';

/**
 * The files of a commit, with bases that are not committed taken from the work tree, where the commit's lock of that app is
 * the one in the work tree: then the base is the same, since `infra unpack` makes it from the lock alone. `root` is the
 * absolute path of the project.
 */
export function withUncommittedBases(commit: FileTree, workTree: FileTree, root: string): FileTree {
  const known = new Map<string, FileTree>();
  const home = `${root}/base/`;

  function treeOf(path: string): FileTree {
    const plain = joinPath('/', path);
    if (!plain.startsWith(home)) return commit;
    const [base = ''] = plain.slice(home.length).split('/');
    let tree = known.get(base);
    if (tree === undefined) known.set(base, (tree = chosen(base)));
    return tree;
  }

  function chosen(base: string): FileTree {
    const [app = ''] = base.split('@');
    const lock = `${root}/infra/${app}/app.lock`;
    if (commit.find(home + base) !== undefined) return commit;
    return hasSameFile(commit, workTree, lock) ? workTree : commit;
  }

  return {
    find: (path) => treeOf(path).find(path),
    read: (path) => treeOf(path).read(path),
    list: (path) => treeOf(path).list(path),
  };
}

function hasSameFile(commit: FileTree, workTree: FileTree, path: string): boolean {
  if (commit.find(path)?.kind !== 'file' || workTree.find(path)?.kind !== 'file') return false;
  const [old, present] = [commit.read(path), workTree.read(path)];
  return old.length === present.length && old.every((byte, index) => byte === present[index]);
}
