/** The disk. Everything that reads or writes files goes through here; messages name the path as the user gave it. */
import {
  closeSync,
  copyFileSync,
  fsync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { InfraError } from '../lib/error.ts';

export type FileKind = 'file' | 'directory' | 'symlink' | 'other';

export interface FileStatus {
  readonly kind: FileKind;
  readonly size: number;
}

/** What is at `path`, links followed unless `follow` is false; undefined when nothing is, not even the directory. */
export function fileStatus(path: string, follow = true): FileStatus | undefined {
  const status = attempt(path, () => {
    try {
      return (follow ? statSync : lstatSync)(path, { throwIfNoEntry: false });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
      throw error;
    }
  });
  return status && { kind: kindOf(status), size: status.size };
}

/** The whole content. Throws InfraError NOT_FOUND with the system's reason. */
export function readFile(path: string): Uint8Array {
  return attempt(path, () => readFileSync(path));
}

/** Standard input up to its end. */
export function readStandardInput(): Uint8Array {
  return attempt('standard input', () => readFileSync(0));
}

/** The names in a directory, in no particular order. */
export function directoryNames(path: string): string[] {
  return attempt(path, () => readdirSync(path));
}

/** The path with every link resolved. */
export function realPath(path: string): string {
  return attempt(path, () => realpathSync(path));
}

/** Makes the directory and those above it. */
export function makeDirectory(path: string): void {
  attempt(path, () => mkdirSync(path, { recursive: true }), 'WRITE');
}

/** Writes the content. */
export function writeFile(path: string, content: Uint8Array): void {
  attempt(path, () => writeFileSync(path, content), 'WRITE');
}

/** Writes the content and waits until the disk has it. */
export function writeFileSynced(path: string, content: Uint8Array | string): void {
  attempt(path, () => writeFileSync(path, content, { flush: true }), 'WRITE');
}

/** So many files are open at once. */
const MOST_OPEN = 200;

/** Writes files (content by path) and waits until the disk has them all: at once, since each wait alone takes as long. */
export async function writeFilesSynced(files: ReadonlyMap<string, Uint8Array | string>): Promise<void> {
  const entries = [...files];
  for (let start = 0; start < entries.length; start += MOST_OPEN) {
    const opened: (readonly [path: string, descriptor: number])[] = [];
    try {
      for (const [path, content] of entries.slice(start, start + MOST_OPEN)) {
        opened.push([path, attempt(path, () => openSync(path, 'w'), 'WRITE')]);
        const [, descriptor] = opened.at(-1)!;
        attempt(path, () => writeFileSync(descriptor, content), 'WRITE');
      }
      const waits = await Promise.all(
        opened.map(async ([path, descriptor]) => [path, await synced(descriptor)] as const),
      );
      for (const [path, error] of waits) if (error !== null) failWith(path, error);
    } finally {
      for (const [, descriptor] of opened) closeSync(descriptor);
    }
  }
}

/** What went wrong, if anything. */
function synced(descriptor: number): Promise<Error | null> {
  return new Promise((resolve) => {
    fsync(descriptor, resolve);
  });
}

function failWith(path: string, error: Error): never {
  return attempt(
    path,
    () => {
      throw error;
    },
    'WRITE',
  );
}

export function rename(from: string, to: string): void {
  attempt(to, () => renameSync(from, to), 'WRITE');
}

/** Moves a file into a place that may be on another disk; there it is whole or not at all. */
export function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') {
      rename(from, to);
      return;
    }
    const near = `${to}.infra-new`;
    attempt(
      to,
      () => {
        copyFileSync(from, near);
      },
      'WRITE',
    );
    rename(near, to);
    remove(from);
  }
}

/** Makes a file with this content if there is none; whether it did. */
export function createFileExclusively(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    return failWith(path, error as Error);
  }
}

/** Waits until the disk has the names in a directory. */
export function syncDirectory(path: string): void {
  attempt(
    path,
    () => {
      const descriptor = openSync(path, 'r');
      try {
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    },
    'WRITE',
  );
}

/** Removes a directory with nothing in it. */
export function removeEmptyDirectory(path: string): void {
  attempt(
    path,
    () => {
      rmdirSync(path);
    },
    'WRITE',
  );
}

/** Whether a process with this id runs. */
export function isProcessAlive(id: number): boolean {
  try {
    return Number.isInteger(id) && id > 0 && process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes a file or a whole directory; nothing happens when there is none. */
export function remove(path: string): void {
  attempt(
    path,
    () => {
      const status = lstatSync(path, { throwIfNoEntry: false });
      if (status === undefined) return;
      // What removes whole trees takes long to load.
      if (!status.isDirectory()) unlinkSync(path);
      else if (readdirSync(path).length === 0) rmdirSync(path);
      else rmSync(path, { recursive: true, force: true });
    },
    'WRITE',
  );
}

function kindOf(status: Stats): FileKind {
  if (status.isFile()) return 'file';
  if (status.isDirectory()) return 'directory';
  return status.isSymbolicLink() ? 'symlink' : 'other';
}

function attempt<T>(path: string, action: () => T, code: 'NOT_FOUND' | 'WRITE' = 'NOT_FOUND'): T {
  try {
    return action();
  } catch (error) {
    const { code: systemCode, syscall } = error as NodeJS.ErrnoException;
    const reason = REASONS[systemCode ?? ''] ?? (error as Error).message;
    throw new InfraError(code, `${syscall ?? 'access'} ${path}: ${reason}`, {
      location: { file: path },
      cause: error,
    });
  }
}

/** The system's reasons in the words of Go, which Helm's messages use. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  ELOOP: 'too many levels of symbolic links',
  ENOSPC: 'no space left on device',
  EROFS: 'read-only file system',
  ENAMETOOLONG: 'file name too long',
};
