import { InfraError } from '../lib/error.ts';
import { joinPath } from '../lib/path.ts';
import { runGit } from '../system/git.ts';

/** The files of a commit, as if it were checked out: what a build reads. Nothing outside of the repository is there. */
export interface GitTree {
  readonly find: (path: string) => Found | undefined;
  readonly read: (path: string) => Uint8Array;
  readonly list: (path: string) => readonly string[];
}

interface Found {
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

/** What a commit has at a path. */
interface Entry {
  readonly object: string;
  readonly isLink: boolean;
}

/** A commit of the repository that is checked out in a directory. */
export interface GitCommit {
  /** The absolute real path of the repository. */
  readonly repository: string;
  /** The object name of the commit. */
  readonly commit: string;
}

/** So many links may follow each other. */
const MOST_LINKS = 40;
/** Files that are read along with one beside them: each run of Git takes longer than reading them. */
const READ_ALONG = /\.(?:ya?ml|json)$|^Kustomization$/;

/**
 * The files of a commit by absolute path below the repository. What is below the directories `soon` (paths from the
 * repository) is read at once, all else when it is asked for. Links are followed inside of the repository; submodules are
 * absent. Throws InfraError where Git cannot read the commit.
 */
export function gitTree(commit: GitCommit, soon: readonly string[] = []): GitTree {
  const { repository } = commit;
  const entries = entriesOf(commit);
  const names = namesByDirectory(entries);
  const hasLinks = [...entries.values()].some(({ isLink }) => isLink);
  const blobs = new Map<string, Uint8Array>();
  let isFirst = true;

  function blob(path: string, { object }: Entry): Uint8Array {
    if (!blobs.has(object)) {
      const wanted = new Set([object]);
      const directory = path.slice(0, path.lastIndexOf('/') + 1);
      for (const [other, entry] of entries) {
        const isSoon = isFirst && soon.some((each) => other.startsWith(`${each}/`));
        const isBeside = other.startsWith(directory) && !other.includes('/', directory.length);
        const name = other.slice(other.lastIndexOf('/') + 1);
        if ((isSoon || isBeside) && READ_ALONG.test(name) && !blobs.has(entry.object))
          wanted.add(entry.object);
      }
      isFirst = false;
      readBlobs(repository, [...wanted], blobs);
    }
    return blobs.get(object)!;
  }

  /** The path from the repository without links; undefined for what leads nowhere, or out of the repository. */
  function resolved(path: string): string | undefined {
    const relative = belowRoot(repository, path);
    if (relative === undefined || !hasLinks) return relative;
    let open = relative.split('/');
    let at = '';
    for (let links = 0; ;) {
      const [part, ...rest] = open;
      if (part === undefined) return at;
      const next = at === '' ? part : `${at}/${part}`;
      const entry = entries.get(next);
      open = rest;
      if (entry?.isLink !== true) at = next;
      else {
        if (++links > MOST_LINKS) return undefined;
        const directory = at === '' ? repository : `${repository}/${at}`;
        const target = belowRoot(
          repository,
          joinPath(directory, new TextDecoder().decode(blob(next, entry))),
        );
        if (target === undefined) return undefined;
        open = [...(target === '' ? [] : target.split('/')), ...rest];
        at = '';
      }
    }
  }

  function find(path: string): Found | undefined {
    const at = resolved(path);
    if (at === undefined) return undefined;
    const real = at === '' ? repository : `${repository}/${at}`;
    if (names.has(at)) return { path: real, kind: 'directory' };
    return entries.has(at) ? { path: real, kind: 'file' } : undefined;
  }

  return {
    find,
    read(path) {
      const at = resolved(path) ?? '';
      const entry = entries.get(at);
      if (entry === undefined) throw new InfraError('NOT_FOUND', `${path} is not in the commit`);
      return blob(at, entry);
    },
    list: (path) => names.get(resolved(path) ?? '\n') ?? [],
  };
}

/** A path from the repository, `..` resolved; undefined for one outside. */
function belowRoot(repository: string, path: string): string | undefined {
  const plain = joinPath('/', path);
  if (plain === repository) return '';
  return plain.startsWith(`${repository}/`) ? plain.slice(repository.length + 1) : undefined;
}

/** Files and links by path. */
function entriesOf({ repository, commit }: GitCommit): Map<string, Entry> {
  const { status, stdout, stderr } = runGit(repository, ['ls-tree', '-r', '-z', '--full-tree', commit]);
  if (status !== 0) throw unreadable(stderr);
  const entries = new Map<string, Entry>();
  for (const line of new TextDecoder().decode(stdout).split('\0')) {
    const tab = line.indexOf('\t');
    const [mode = '', type, object = ''] = line.slice(0, tab).split(' ');
    if (tab !== -1 && type === 'blob')
      entries.set(line.slice(tab + 1), { object, isLink: mode === '120000' });
  }
  return entries;
}

/** The names in each directory; the repository itself is the empty path. */
function namesByDirectory(entries: ReadonlyMap<string, Entry>): Map<string, string[]> {
  const names = new Map<string, string[]>([['', []]]);
  const add = (path: string): string[] => {
    const slash = path.lastIndexOf('/');
    const directory = slash === -1 ? '' : path.slice(0, slash);
    let list = names.get(directory);
    if (list === undefined) {
      names.set(directory, (list = []));
      add(directory);
    }
    list.push(path.slice(slash + 1));
    return list;
  };
  for (const path of entries.keys()) add(path);
  return names;
}

const LINE_FEED = 10;

/** Reads objects with one run of Git. */
function readBlobs(repository: string, objects: readonly string[], blobs: Map<string, Uint8Array>): void {
  const input = objects.map((object) => `${object}\n`).join('');
  const { status, stdout, stderr } = runGit(repository, ['cat-file', '--batch'], { input });
  if (status !== 0) throw unreadable(stderr);
  let at = 0;
  for (const object of objects) {
    const end = stdout.indexOf(LINE_FEED, at);
    const [, type, size] = new TextDecoder().decode(stdout.subarray(at, end)).split(' ');
    if (end === -1 || type !== 'blob') throw unreadable(`there is no object ${object}`);
    at = end + 1 + Number(size);
    blobs.set(object, stdout.subarray(end + 1, at));
    at++;
  }
}

function unreadable(reason: string): InfraError {
  return new InfraError('REMOTE', `Git cannot read the commit: ${reason.trim()}`, {
    hint: 'git fsck says what is wrong with the repository; a shallow or partial clone may lack it (git fetch --unshallow)',
  });
}
