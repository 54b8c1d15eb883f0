import { InfraError } from '../lib/error.ts';
import {
  createFileExclusively,
  directoryNames,
  fileStatus,
  isProcessAlive,
  makeDirectory,
  moveFile,
  readFile,
  remove,
  removeEmptyDirectory,
  rename,
  syncDirectory,
  writeFileSynced,
  writeFilesSynced,
} from '../system/files.ts';

/** What a repository is to become: contents by path below its root, undefined for a file that goes. */
export type Changes = ReadonlyMap<string, string | Uint8Array | undefined>;

interface Journal {
  /** Staged file by the path it belongs at; null for a path that goes. */
  readonly moves: readonly (readonly [path: string, staged: string | null])[];
}

const JOURNAL = 'journal.json';
const LOCK = 'lock';
const STAGE = 'stage';

/**
 * Makes changes to a repository so that, killed at any instant, it is the old one or the new one: everything is staged and
 * on the disk before a journal says so, and whoever comes next finishes what a journal began. One process at a time. Returns
 * the paths that changed, in order. Throws InfraError WRITE, with nothing changed.
 */
export async function applyChanges(root: string, changes: Changes): Promise<string[]> {
  const real = new Map([...changes].filter(([path, content]) => isChange(`${root}/${path}`, content)));
  const known = new Map<string, string | undefined>();
  for (const path of real.keys()) checkCanBeWritten(root, path, known);
  const home = stateDirectory(root);
  return await withLock(home, async () => {
    recover(root, home);
    if (real.size === 0) return [];
    try {
      const journal = await stage(home, real);
      commit(home, journal);
      moveAll(root, home, journal, () => true);
    } finally {
      if (fileStatus(`${home}/${JOURNAL}`) === undefined) remove(`${home}/${STAGE}`);
    }
    return [...real.keys()].sort();
  });
}

/** Finishes what an earlier process had begun and was killed in; to be called before anything is read. */
export function recoverRepository(root: string): void {
  const home = stateDirectory(root);
  if (fileStatus(`${home}/${JOURNAL}`) === undefined) return;
  takeLock(home);
  try {
    recover(root, home);
  } finally {
    releaseLock(home);
  }
}

/** Where a repository's state is kept: in its git directory, which never is in a commit; without one, in `.infra`. */
function stateDirectory(root: string): string {
  const git = fileStatus(`${root}/.git`);
  if (git?.kind === 'directory') return `${root}/.git/infra`;
  if (git?.kind !== 'file') return `${root}/.infra`;
  // A work tree or a submodule: the file says where its git directory is.
  const target = /^gitdir: (.*)$/m.exec(new TextDecoder().decode(readFile(`${root}/.git`)))?.[1];
  if (target === undefined) return `${root}/.infra`;
  return `${target.startsWith('/') ? target : `${root}/${target}`}/infra`;
}

function isChange(path: string, content: string | Uint8Array | undefined): boolean {
  const status = fileStatus(path, false);
  if (content === undefined) return status !== undefined;
  if (status?.kind !== 'file') return true;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  if (status.size !== bytes.length) return true;
  const present = readFile(path);
  return present.some((byte, index) => byte !== bytes[index]);
}

async function stage(home: string, changes: Changes): Promise<Journal> {
  const directory = `${home}/${STAGE}`;
  remove(directory);
  makeDirectory(directory);
  const files = new Map<string, string | Uint8Array>();
  const moves = [...changes].map(([path, content], index): [string, string | null] => {
    if (content === undefined) return [path, null];
    files.set(`${directory}/${index}`, content);
    return [path, String(index)];
  });
  await writeFilesSynced(files);
  syncDirectory(directory);
  return { moves };
}

/** From here on the change will be made, by this process or by the next one. */
function commit(home: string, journal: Journal): void {
  const staged = `${home}/${JOURNAL}.new`;
  writeFileSynced(staged, JSON.stringify(journal));
  rename(staged, `${home}/${JOURNAL}`);
  syncDirectory(home);
}

function recover(root: string, home: string): void {
  const path = `${home}/${JOURNAL}`;
  if (fileStatus(path) !== undefined) {
    const journal = JSON.parse(new TextDecoder().decode(readFile(path))) as Journal;
    rollForward(root, home, journal);
  } else remove(`${home}/${STAGE}`);
}

/** Does what of a journal is left to do: whatever was moved before is no longer staged. */
function rollForward(root: string, home: string, journal: Journal): void {
  moveAll(root, home, journal, (staged) => fileStatus(staged) !== undefined);
}

/** Moves what is staged into place, and takes away what goes. */
function moveAll(root: string, home: string, { moves }: Journal, isThere: (staged: string) => boolean): void {
  const parents = new Set<string>();
  for (const [path, staged] of moves) {
    const target = `${root}/${path}`;
    const parent = target.slice(0, target.lastIndexOf('/'));
    if (staged === null) remove(target);
    else if (isThere(`${home}/${STAGE}/${staged}`)) {
      if (!parents.has(parent)) makeDirectory(parent);
      moveFile(`${home}/${STAGE}/${staged}`, target);
    }
    parents.add(parent);
  }
  if (moves.some(([, staged]) => staged === null)) {
    for (const parent of parents) removeEmptyUpwards(root, parent);
  }
  remove(`${home}/${JOURNAL}`);
  remove(`${home}/${STAGE}`);
}

/** Git keeps no empty directories, and neither does a change. */
function removeEmptyUpwards(root: string, directory: string): void {
  for (let path = directory; path.length > root.length; path = path.slice(0, path.lastIndexOf('/'))) {
    if (fileStatus(path) === undefined) continue;
    if (directoryNames(path).length > 0) return;
    removeEmptyDirectory(path);
  }
}

async function withLock<Result>(home: string, action: () => Promise<Result>): Promise<Result> {
  takeLock(home);
  try {
    return await action();
  } finally {
    releaseLock(home);
  }
}

function releaseLock(home: string): void {
  remove(`${home}/${LOCK}`);
  if (home.endsWith('/.infra') && directoryNames(home).length === 0) removeEmptyDirectory(home);
}

function takeLock(home: string): void {
  const lock = `${home}/${LOCK}`;
  makeDirectory(home);
  if (createFileExclusively(lock, String(process.pid))) return;
  const holder = Number(new TextDecoder().decode(readFile(lock)));
  if (isProcessAlive(holder)) {
    throw new InfraError('WRITE', `another infra (process ${holder}) is changing this repository`, {
      location: { file: lock },
      hint: 'wait until it has ended',
    });
  }
  // Its process was killed.
  remove(lock);
  if (createFileExclusively(lock, String(process.pid))) return;
  throw new InfraError('WRITE', 'another infra is changing this repository', { hint: 'try again' });
}

/** No path leaves the root, not even through a link, and none goes through a file. `known` holds what was found of directories. */
function checkCanBeWritten(root: string, path: string, known: Map<string, string | undefined>): void {
  const elements = path.split('/');
  const isPlain = elements.every((element) => element !== '' && element !== '.' && element !== '..');
  const directories = elements.slice(0, -1).map((_, index) => elements.slice(0, index + 1).join('/'));
  const wrong = isPlain ? directories.find((directory) => obstacle(root, directory, known)) : undefined;
  if (isPlain && wrong === undefined) return;
  const reason = isPlain ? `${wrong!} is ${known.get(wrong!)!}` : 'it leaves the repository';
  throw new InfraError('WRITE', `${JSON.stringify(path)} cannot be written: ${reason}`);
}

/** What stands where a directory should be. */
function obstacle(
  root: string,
  directory: string,
  known: Map<string, string | undefined>,
): string | undefined {
  if (!known.has(directory)) {
    const kind = fileStatus(`${root}/${directory}`, false)?.kind;
    const found = kind === 'symlink' ? 'a link' : 'no directory';
    known.set(directory, kind === undefined || kind === 'directory' ? undefined : found);
  }
  return known.get(directory);
}
