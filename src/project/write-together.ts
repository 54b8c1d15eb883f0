import { fileStatus, makeDirectory, readFile, remove, rename, writeFile } from '../system/files.ts';

/**
 * Writes files (content by path) so that a failure changes none: all are staged beside their places, then moved. What has
 * its content already is left alone. Throws InfraError WRITE.
 */
export function writeTogether(files: ReadonlyMap<string, Uint8Array>): void {
  const staged: (readonly [from: string, to: string])[] = [];
  const made = new Set<string>();
  try {
    for (const [path, content] of files) {
      if (hasContent(path, content)) continue;
      const directory = path.slice(0, path.lastIndexOf('/'));
      if (!made.has(directory)) makeDirectory(directory);
      made.add(directory);
      const temporary = `${path}.infra-new`;
      staged.push([temporary, path]);
      writeFile(temporary, content);
    }
  } catch (error) {
    for (const [from] of staged) remove(from);
    throw error;
  }
  for (const [from, to] of staged) rename(from, to);
}

function hasContent(path: string, content: Uint8Array): boolean {
  const status = fileStatus(path, false);
  if (status?.kind !== 'file' || status.size !== content.length) return false;
  return Buffer.compare(readFile(path), content) === 0;
}

/**
 * Writes a build to a file, or into a directory that exists a file for each resource, as kustomize does. Throws InfraError
 * WRITE.
 */
export function writeBuilt(
  path: string,
  content: Uint8Array,
  files: () => ReadonlyMap<string, Uint8Array>,
): void {
  if (fileStatus(path)?.kind !== 'directory') writeTogether(new Map([[path, content]]));
  else writeTogether(new Map([...files()].map(([name, each]) => [`${path}/${name}`, each])));
}
