import { readFileSync, statSync, type Stats } from 'node:fs';
import { replaceFile } from './cache-file.ts';

/**
 * How long a file must have stayed as it is before its digest is remembered, in milliseconds: a change right behind another
 * one may leave the same time behind (Git's rule for its index).
 */
const SETTLED = 3000;

/** Digests of files of this disk, for as long as the files stay as they are. */
export interface FileDigests {
  /** The digest that the file had, if its size, its times and its place on the disk are what they were. */
  readonly find: (path: string) => string | undefined;
  readonly keep: (path: string, digest: string) => void;
}

/** Opens those of a directory. What cannot be written there costs time, never an answer. `now` is in milliseconds. */
export function openFileDigests(directory: string, now = Date.now): FileDigests {
  return {
    find(path) {
      try {
        const status = statSync(path);
        const [state, digest] = readFileSync(recordOf(directory, status), 'utf8').split(' ');
        return state === stateOf(status) ? digest : undefined;
      } catch {
        return undefined;
      }
    },
    keep(path, digest) {
      try {
        const status = statSync(path);
        if (now() - Math.max(status.mtimeMs, status.ctimeMs) < SETTLED) return;
        replaceFile(recordOf(directory, status), `${stateOf(status)} ${digest}`);
      } catch {
        // Then it is computed again.
      }
    },
  };
}

function recordOf(directory: string, { dev, ino }: Stats): string {
  return `${directory}/${dev}-${ino}`;
}

function stateOf({ size, mtimeMs, ctimeMs }: Stats): string {
  return `${size}:${mtimeMs}:${ctimeMs}`;
}
