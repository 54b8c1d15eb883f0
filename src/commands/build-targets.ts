import { InfraError } from '../lib/error.ts';
import { joinPath } from '../lib/path.ts';
import { fromBytes } from '../lib/utf8.ts';
import { matchPath } from '../lib/file-match.ts';
import type { BuildCache } from '../source/build-cache.ts';
import type { DiskTree } from '../source/disk-tree.ts';
import { findKustomizations } from '../source/find-kustomizations.ts';

/** A directory to build, and what it is called in what is printed. */
export interface BuildTarget {
  readonly directory: string;
  readonly name: string;
}

const OVERLAYS = 'overlays';

/**
 * The directories below `root` (a path as the user wrote it) that `--all` builds: each that has a kustomization, but no
 * Component, and none that another one found takes in. Throws InfraError if there is no such directory.
 */
export async function allTargets(
  root: string,
  workingDirectory: string,
  tree: DiskTree,
  cache: BuildCache | undefined,
): Promise<BuildTarget[]> {
  const start = tree.find(joinPath(workingDirectory, root));
  if (start?.kind !== 'directory') {
    throw new InfraError('NOT_FOUND', `there is no directory ${root}`, {
      hint: 'name the directory that the overlays are in: infra build --all DIR',
    });
  }
  const graph = new Map<string, readonly string[]>();
  const isTop = new Set<string>();
  for (const file of findKustomizations(start.path)) {
    const directory = file.slice(0, file.lastIndexOf('/'));
    const includes = await includesOf(file, tree, cache);
    graph.set(
      directory,
      (includes?.entries ?? []).flatMap((entry) => directoryAt(directory, entry, tree)),
    );
    if (includes?.isComponent !== true) isTop.add(directory);
  }
  for (const directory of graph.keys()) await leaveOutIncluded(directory, graph, isTop, tree, cache);
  return [...isTop].map((directory) => ({ directory, name: directory.slice(start.path.length + 1) || '.' }));
}

/** Takes away all that a directory takes in, also by way of directories that were not searched. */
async function leaveOutIncluded(
  directory: string,
  graph: Map<string, readonly string[]>,
  isTop: Set<string>,
  tree: DiskTree,
  cache: BuildCache | undefined,
): Promise<void> {
  const seen = new Set([directory]);
  const open = [...(graph.get(directory) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    isTop.delete(next);
    let included = graph.get(next);
    if (included === undefined) graph.set(next, (included = await includedBy(next, tree, cache)));
    open.push(...included);
  }
}

async function includedBy(
  directory: string,
  tree: DiskTree,
  cache: BuildCache | undefined,
): Promise<string[]> {
  const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
  const file = names.map((name) => `${directory}/${name}`).find((path) => tree.find(path)?.kind === 'file');
  if (file === undefined) return [];
  const includes = await includesOf(file, tree, cache);
  return (includes?.entries ?? []).flatMap((entry) => directoryAt(directory, entry, tree));
}

async function includesOf(
  file: string,
  tree: DiskTree,
  cache: BuildCache | undefined,
): ReturnType<BuildCache['includesOf']> {
  const read = async (): ReturnType<BuildCache['includesOf']> => {
    const { includesOf: readIncludes } = await import('../kustomize/included.ts');
    return readIncludes(fromBytes(tree.read(file)), file);
  };
  return cache === undefined ? await read() : await cache.includesOf(file, read);
}

function directoryAt(directory: string, entry: string, tree: DiskTree): string[] {
  const found = tree.find(joinPath(directory, entry));
  return found?.kind === 'directory' ? [found.path] : [];
}

/**
 * What a word of the command line names: an existing directory first, then a target below `overlays`, or all that match
 * where it has `*`, `?` or `[`. Throws InfraError if it is none of these.
 */
export function targetsOf(word: string, workingDirectory: string, tree: DiskTree): BuildTarget[] {
  const found = tree.find(joinPath(workingDirectory, word));
  if (found?.kind === 'directory') return [{ directory: found.path, name: word }];
  const overlays = tree.find(joinPath(workingDirectory, OVERLAYS));
  if (overlays?.kind === 'directory') {
    const target = tree.find(joinPath(overlays.path, word));
    if (target?.kind === 'directory') return [{ directory: target.path, name: `${OVERLAYS}/${word}` }];
    if (/[*?[]/.test(word)) return matching(word, overlays.path);
  }
  throw noTarget(word, found?.kind, overlays?.path);
}

function matching(word: string, overlays: string): BuildTarget[] {
  const names = targetNames(overlays).filter((name) => matches(word, name));
  if (names.length === 0) throw noTarget(word, undefined, overlays);
  return names.map((name) => ({ directory: `${overlays}/${name}`, name: `${OVERLAYS}/${name}` }));
}

function matches(pattern: string, name: string): boolean {
  try {
    return matchesParts(pattern.split('/'), name.split('/'));
  } catch (error) {
    throw new InfraError('USAGE', `${pattern} is no pattern: ${(error as Error).message}`, { cause: error });
  }
}

/** Whether the parts of a path match those of a pattern, where `**` stands for any number of them. */
function matchesParts(pattern: readonly string[], parts: readonly string[]): boolean {
  // What can be left of the path behind each part of the pattern.
  let starts = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const start of starts) {
      if (part !== '**') {
        if (start < parts.length && matchPath(part, parts[start]!)) next.add(start + 1);
      } else for (let at = start; at <= parts.length; at++) next.add(at);
    }
    starts = next;
  }
  return starts.has(parts.length);
}

function targetNames(overlays: string): string[] {
  const directories = findKustomizations(overlays).map((file) =>
    file.slice(overlays.length + 1, file.lastIndexOf('/')),
  );
  return directories.filter((name) => !name.startsWith('_'));
}

function noTarget(word: string, kind: string | undefined, overlays: string | undefined): InfraError {
  if (kind === 'file') {
    return new InfraError('USAGE', `${word} is a file, but only a directory can be built`, {
      hint: 'give the directory that the kustomization file is in',
    });
  }
  const names = overlays === undefined ? [] : targetNames(overlays);
  const near = names.slice(0, 5).join(', ');
  return new InfraError('NOT_FOUND', `${word} is neither a directory nor a target below ${OVERLAYS}/`, {
    hint:
      near === ''
        ? 'give a directory with a kustomization file'
        : `there are ${near}${names.length > 5 ? ' …' : ''}`,
  });
}
