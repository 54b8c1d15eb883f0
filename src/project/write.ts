import { InfraError } from '../lib/error.ts';
import { fileStatus, makeDirectory, remove, rename, writeFileSynced } from '../system/files.ts';

/** Contents by path relative to a directory, `/` between elements. */
export type FileMap = ReadonlyMap<string, string>;

/** Writes the files below a directory, next to what is there. Returns the paths written. Throws InfraError. */
export function writeFiles(directory: string, files: FileMap): string[] {
  const made = new Set<string>();
  const written: string[] = [];
  for (const [path, content] of files) {
    checkStaysInside(path);
    const full = `${directory}/${path}`;
    const parent = full.slice(0, full.lastIndexOf('/'));
    if (!made.has(parent)) makeDirectory(parent);
    made.add(parent);
    writeFileSynced(full, content);
    written.push(full);
  }
  return written;
}

/**
 * Makes a directory hold exactly these files. They are staged beside it and swapped in at the end, so that a failure leaves
 * what was there. Returns the paths written. Throws InfraError.
 */
export function replaceDirectory(directory: string, files: FileMap): string[] {
  const slash = directory.lastIndexOf('/');
  const [parent, name] = [directory.slice(0, slash + 1), directory.slice(slash + 1)];
  const staged = `${parent}.${name}.new`;
  const old = `${parent}.${name}.old`;
  restoreInterrupted(directory, old);
  remove(staged);
  try {
    makeDirectory(staged);
    writeFiles(staged, files);
    swap(directory, staged, old);
  } finally {
    remove(staged);
  }
  remove(old);
  return [...files.keys()].map((path) => `${directory}/${path}`);
}

/** A run that was killed between the two renames of a swap left the old directory under its other name. */
function restoreInterrupted(directory: string, old: string): void {
  const isInterrupted = fileStatus(directory, false) === undefined && fileStatus(old, false) !== undefined;
  if (isInterrupted) rename(old, directory);
}

function swap(directory: string, staged: string, old: string): void {
  const exists = fileStatus(directory, false) !== undefined;
  if (exists) {
    remove(old);
    rename(directory, old);
  }
  try {
    rename(staged, directory);
  } catch (error) {
    if (exists) rename(old, directory);
    throw error;
  }
}

function checkStaysInside(path: string): void {
  const elements = path.split('/');
  if (elements.every((element) => element !== '' && element !== '.' && element !== '..')) return;
  throw new InfraError('WRITE', `${JSON.stringify(path)} would be written outside the directory`);
}
