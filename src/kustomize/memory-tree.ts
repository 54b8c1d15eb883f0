import { InfraError } from '../lib/error.ts';
import { joinPath } from '../lib/path.ts';
import { toBytes } from '../lib/utf8.ts';
import type { FileTree } from './file-tree.ts';

/** How many links may lead to one another, as in Linux. */
const MAX_LINKS = 40;

/**
 * A tree of files in memory: contents by path (text or bytes), and links by path to the path they lead to (absolute, or
 * relative to their directory). Relative paths of files start at `/`.
 */
export function memoryTree(
  files: ReadonlyMap<string, string | Uint8Array>,
  links: ReadonlyMap<string, string> = new Map(),
): FileTree {
  const contents = new Map([...files].map(([path, content]) => [joinPath('/', path), content]));
  const targets = new Map([...links].map(([path, target]) => [joinPath('/', path), target]));
  const directories = directoriesOf([...contents.keys(), ...targets.keys()]);

  const resolve = (path: string): string | undefined => resolveLinks(path, targets, directories);
  return {
    find(path) {
      const real = resolve(path);
      if (real === undefined) return undefined;
      if (contents.has(real)) return { path: real, kind: 'file' };
      return directories.has(real) ? { path: real, kind: 'directory' } : undefined;
    },
    read(path) {
      const content = contents.get(resolve(path) ?? path);
      if (content === undefined) throw new InfraError('NOT_FOUND', `there is no file ${path}`);
      return typeof content === 'string' ? toBytes(content) : content;
    },
    list(path) {
      return [...(directories.get(resolve(path) ?? path) ?? [])].sort();
    },
  };
}

/** Each directory with the names in it. */
function directoriesOf(paths: readonly string[]): Map<string, Set<string>> {
  const directories = new Map<string, Set<string>>([['/', new Set()]]);
  for (const path of paths) {
    let end = path.length;
    for (
      let slash = path.lastIndexOf('/');
      slash !== -1;
      slash = end === 0 ? -1 : path.lastIndexOf('/', end - 1)
    ) {
      const directory = slash === 0 ? '/' : path.slice(0, slash);
      const names = directories.get(directory);
      const name = path.slice(slash + 1, end);
      if (names?.has(name)) break;
      if (names === undefined) directories.set(directory, new Set([name]));
      else names.add(name);
      end = slash;
    }
  }
  return directories;
}

/** The real path, as far as links go; undefined for a link to nothing or in a circle. */
function resolveLinks(
  path: string,
  links: ReadonlyMap<string, string>,
  directories: ReadonlyMap<string, unknown>,
): string | undefined {
  if (links.size === 0) return joinPath('/', path);
  let rest = path.split('/').filter((part) => part !== '' && part !== '.');
  let real = '';
  for (let followed = 0; rest.length > 0;) {
    const [part = '', ...others] = rest;
    rest = others;
    if (part === '..') {
      real = real.slice(0, Math.max(0, real.lastIndexOf('/')));
      continue;
    }
    const next = `${real}/${part}`;
    const target = links.get(next);
    if (target === undefined) {
      real = next;
      continue;
    }
    if (++followed > MAX_LINKS) return undefined;
    if (target.startsWith('/')) real = '';
    rest = [...target.split('/').filter((each) => each !== '' && each !== '.'), ...rest];
  }
  return real === '' && directories.has('/') ? '/' : real;
}
