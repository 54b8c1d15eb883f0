/** The disk. Everything that reads or writes files goes through here; messages name the path as the user gave it. */
import {
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { InfraError } from '../lib/error.ts';

export type FileKind = 'file' | 'directory' | 'symlink' | 'other';

export interface FileStatus {
  readonly kind: FileKind;
  readonly size: number;
}

/** What is at `path`, links followed unless `follow` is false; undefined when nothing is. */
export function fileStatus(path: string, follow = true): FileStatus | undefined {
  const status = attempt(path, () => (follow ? statSync : lstatSync)(path, { throwIfNoEntry: false }));
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

/** Writes the content and waits until the disk has it. */
export function writeFileSynced(path: string, content: Uint8Array | string): void {
  attempt(path, () => writeFileSync(path, content, { flush: true }), 'WRITE');
}

export function rename(from: string, to: string): void {
  attempt(to, () => renameSync(from, to), 'WRITE');
}

/** Removes a file or a whole directory; nothing happens when there is none. */
export function remove(path: string): void {
  attempt(path, () => rmSync(path, { recursive: true, force: true }), 'WRITE');
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
