/** The files that a build may read: a disk, or a map in memory. Paths are absolute, with `/`. */
export interface FileTree {
  /** What is at a path, links followed: `path` is the real path. undefined where there is nothing. */
  find(path: string): { readonly path: string; readonly kind: 'file' | 'directory' } | undefined;
  /** The bytes of a file; called with a path for which `find` gave a file. */
  read(path: string): Uint8Array;
  /** Names in a directory, for messages that name what is near. */
  list(path: string): readonly string[];
}
