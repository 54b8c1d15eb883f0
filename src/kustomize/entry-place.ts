import type { Plain } from '../k8s/plain.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import type { Location } from '../lib/error.ts';
import { fromBytes } from '../lib/utf8.ts';
import { kustomizationFiles } from './kustomization-files.ts';
import type { Loader } from './loader.ts';
import { locate } from './locate.ts';

/**
 * Where a kustomization file names a path, for messages: the first text in it that is the path, or ends in `=` and the path.
 * The file itself where it names the path nowhere; undefined without a file that can be read.
 */
export function entryPlace(loader: Loader, path: string): Location | undefined {
  return placeWhere(loader, (entry) => entry === path || (path !== '' && entry.endsWith(`=${path}`)));
}

/** Where a kustomization file has the first text that a condition holds for. */
export function placeWhere(loader: Loader, matches: (entry: string) => boolean): Location | undefined {
  const [file] = kustomizationFiles(loader);
  if (file === undefined) return undefined;
  try {
    const text = fromBytes(loader.session.tree.read(file));
    const path = pathOf(readYaml(text), matches);
    return path === undefined ? { file } : locate(text, file, { path });
  } catch {
    return { file };
  }
}

function pathOf(data: Plain, matches: (entry: string) => boolean): (string | number)[] | undefined {
  if (typeof data === 'string') return matches(data) ? [] : undefined;
  if (data === null) return matches('') ? [] : undefined;
  const entries = Array.isArray(data) ? data.entries() : data instanceof Map ? data : [];
  for (const [key, value] of entries) {
    const path = pathOf(value, matches);
    if (path !== undefined) return [key, ...path];
  }
  return undefined;
}
