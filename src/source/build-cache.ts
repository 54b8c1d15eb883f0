import { readFileSync } from 'node:fs';
import type { Finding } from '../lib/finding.ts';
import { sha1Of } from '../system/digest.ts';
import { programBuild } from '../system/program-identity.ts';
import { replaceFile } from './cache-file.ts';
import type { DiskTree } from './disk-tree.ts';

/** What a kustomization takes in; null for a file that cannot be read. */
interface Includes {
  readonly isComponent: boolean;
  readonly entries: readonly string[];
}

/** A build, and all that it depends on: each path that was looked for, with what was there. */
export interface CachedBuild {
  readonly dependencies: readonly (readonly [path: string, state: string])[];
  readonly warnings: readonly string[];
  readonly findings: readonly Finding[];
  readonly output: Uint8Array;
}

interface Index {
  readonly includes: Record<string, Includes | null>;
  readonly builds: Record<
    string,
    Omit<CachedBuild, 'output'> & { readonly start: number; readonly end: number }
  >;
}

/** What earlier runs built, keyed by the content of every file they read. */
export interface BuildCache {
  /** The build of a directory, if nothing it depends on has changed. */
  readonly find: (directory: string) => CachedBuild | undefined;
  readonly add: (
    directory: string,
    lookups: readonly string[],
    build: Omit<CachedBuild, 'dependencies'>,
  ) => void;
  /** What a kustomization file takes in, read by `read` if its content is new. */
  readonly includesOf: (
    file: string,
    read: () => Promise<Includes | undefined>,
  ) => Promise<Includes | undefined>;
  /** Keeps all that this run has asked for or added, for the next one. */
  readonly save: () => void;
}

/**
 * Opens the cache for builds that `key` tells from others (place, options), made by this very program; an unreadable one is an empty one. It is
 * two files in the directory.
 */
export function openBuildCache(directory: string, key: readonly string[], tree: DiskTree): BuildCache {
  const path = `${directory}/builds/${sha1Of([programBuild() ?? `process ${process.pid}`, ...key].join('\n'))}`;
  const { index, outputs } = readCache(path);
  const states = new Map<string, string>();
  const builds = new Map<string, CachedBuild>();
  const includes = new Map<string, Includes | null>();
  let isNew = false;

  function stateOf(file: string): string {
    let state = states.get(file);
    if (state === undefined) states.set(file, (state = describe(file, tree)));
    return state;
  }

  return {
    find(directory) {
      const known = index.builds[directory];
      if (known?.dependencies.every(([file, state]) => stateOf(file) === state) !== true) return undefined;
      const build = { ...known, output: outputs.subarray(known.start, known.end) };
      builds.set(directory, build);
      return build;
    },
    add(directory, lookups, build) {
      isNew = true;
      const paths = [...new Set(lookups)];
      builds.set(directory, { ...build, dependencies: paths.map((file) => [file, stateOf(file)]) });
    },
    async includesOf(file, read) {
      const state = stateOf(file);
      let found = index.includes[state];
      if (found === undefined) {
        isNew = true;
        found = (await read()) ?? null;
      }
      includes.set(state, found);
      return found ?? undefined;
    },
    save() {
      if (isNew) writeCache(path, builds, includes);
    },
  };
}

/** Which file or directory is at a path, and what the file has in it. */
function describe(path: string, tree: DiskTree): string {
  const found = tree.find(path);
  if (found === undefined) return '';
  const place = found.path === path ? '' : found.path;
  return found.kind === 'directory' ? `/${place}` : `${sha1Of(tree.read(found.path))}${place}`;
}

function readCache(path: string): { index: Index; outputs: Buffer } {
  try {
    const index = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Index & { digest: string };
    const outputs = readFileSync(`${path}.txt`);
    // The two files are written one after the other: a run may have been killed between them.
    if (index.digest === sha1Of(outputs)) return { index, outputs };
  } catch {
    // Not there, or torn.
  }
  return { index: { includes: {}, builds: {} }, outputs: Buffer.alloc(0) };
}

function writeCache(
  path: string,
  builds: ReadonlyMap<string, CachedBuild>,
  includes: ReadonlyMap<string, Includes | null>,
): void {
  const parts: Uint8Array[] = [];
  let start = 0;
  const entries = [...builds].map(([directory, { output, ...build }]) => {
    parts.push(output);
    const entry = { ...build, start, end: (start += output.length) };
    return [directory, entry] as const;
  });
  const outputs = Buffer.concat(parts);
  const index = {
    digest: sha1Of(outputs),
    includes: Object.fromEntries(includes),
    builds: Object.fromEntries(entries),
  };
  replaceFile(`${path}.txt`, outputs);
  replaceFile(`${path}.json`, JSON.stringify(index));
}
