import { InfraError } from '../lib/error.ts';
import { makeDirectory, writeFileSynced } from '../system/files.ts';

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

function checkStaysInside(path: string): void {
  const elements = path.split('/');
  if (elements.every((element) => element !== '' && element !== '.' && element !== '..')) return;
  throw new InfraError('WRITE', `${JSON.stringify(path)} would be written outside the directory`);
}
