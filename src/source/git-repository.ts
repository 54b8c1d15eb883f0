import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InfraError } from '../lib/error.ts';
import { withoutPasswords } from '../lib/url-secrets.ts';
import { sha256Of } from '../system/digest.ts';
import { runGit } from './git-command.ts';

/** A state of a repository. */
export interface GitReference {
  /** What `git fetch` takes. */
  readonly clone: string;
  /** A branch, tag or commit; HEAD if missing. */
  readonly ref?: string;
  readonly submodules: boolean;
  /** How long each command of Git may take. */
  readonly timeoutSeconds: number;
}

/** The files of a state of a repository. They are kept by commit and never changed. */
export interface GitCheckout {
  readonly root: string;
  readonly commit: string;
}

/**
 * The files of a repository at a ref, from the cache or fetched into it (that commit only, not its history). What is in the
 * cache for a ref that is a commit needs no network. Throws InfraError (REMOTE).
 */
export async function openGitRepository(
  reference: GitReference,
  { cacheDirectory }: { readonly cacheDirectory: string },
): Promise<GitCheckout> {
  checkReference(reference);
  const home = join(cacheDirectory, nameOf(reference));
  const commit = await commitOf(reference, home);
  const known = commit === undefined ? undefined : checkoutOf(home, commit);
  return known ?? (await fetchInto(home, reference));
}

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Refuses what Git would take for an option, or for more than one ref. */
function checkReference({ clone, ref = '' }: GitReference): void {
  if (clone === '' || clone.startsWith('-') || /[\x00-\x1f\x7f]/.test(clone)) {
    throw new InfraError('REMOTE', `${JSON.stringify(clone)} is no URL of a repository`);
  }
  if (/^[-+]|[\x00-\x20\x7f:^~?*[\\]|\.\.|@\{/.test(ref)) {
    throw new InfraError('REMOTE', `${JSON.stringify(ref)} is no name of a branch, tag or commit`);
  }
}

/** A directory for each repository; submodules make another one of it. */
function nameOf({ clone, submodules }: GitReference): string {
  const hash = sha256Of(`${clone}\n${submodules}`).slice(0, 24);
  const name = /([\w.-]*?)(?:\.git)?\/*$/.exec(clone)?.[1] ?? '';
  return name === '' || name.startsWith('.') ? hash : `${name}-${hash}`;
}

function checkoutOf(home: string, commit: string): GitCheckout | undefined {
  const root = join(home, commit);
  return existsSync(root) ? { root, commit } : undefined;
}

/** The commit of a ref: itself, or what the repository says; not asked as long as nothing of it is in the cache. */
async function commitOf(reference: GitReference, home: string): Promise<string | undefined> {
  const { ref = 'HEAD', clone } = reference;
  if (COMMIT.test(ref)) return ref;
  if (!existsSync(home)) return undefined;
  const names = [ref, `refs/${ref}`, `refs/tags/${ref}^{}`, `refs/tags/${ref}`, `refs/heads/${ref}`];
  const output = await git(home, reference, 'ls-remote', '--', clone, ...names);
  const commits = new Map(
    output.split('\n').map((line) => {
      const [commit = '', name = ''] = line.split('\t');
      return [name, commit];
    }),
  );
  return names.map((name) => commits.get(name)).find((commit) => commit !== undefined && COMMIT.test(commit));
}

/** Fetches into a directory of its own, which is put in its place when it is complete. */
async function fetchInto(home: string, reference: GitReference): Promise<GitCheckout> {
  mkdirSync(home, { recursive: true });
  const directory = mkdtempSync(join(home, '.new-'));
  try {
    const commit = await fetchCommit(directory, reference);
    const known = checkoutOf(home, commit);
    if (known !== undefined) return known;
    await checkOut(directory, reference);
    return putInPlace(directory, home, commit);
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function fetchCommit(directory: string, reference: GitReference): Promise<string> {
  const { clone, ref = 'HEAD' } = reference;
  await git(directory, reference, 'init', '--quiet', '--template=');
  // Submodules with a relative URL are looked up beside it.
  await git(directory, reference, 'remote', 'add', '--', 'origin', clone);
  await git(directory, reference, 'fetch', '--quiet', '--depth=1', '--no-tags', '--', clone, ref);
  const commit = await git(directory, reference, 'rev-parse', '--verify', 'FETCH_HEAD^{commit}');
  return commit.trim();
}

async function checkOut(directory: string, reference: GitReference): Promise<void> {
  await git(directory, reference, 'checkout', '--quiet', '--detach', 'FETCH_HEAD');
  if (!reference.submodules || !existsSync(join(directory, '.gitmodules'))) return;
  await git(directory, reference, 'submodule', '--quiet', 'update', '--init', '--recursive');
}

async function git(directory: string, reference: GitReference, ...words: string[]): Promise<string> {
  const { timeoutSeconds, clone, ref } = reference;
  try {
    return await runGit({ arguments: words, directory, timeoutSeconds });
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    const what = `${withoutPasswords(clone)}${ref === undefined ? '' : ` at ${ref}`}`;
    throw new InfraError('REMOTE', `cannot fetch ${what}: ${error.message}`, {
      ...(error.hint !== undefined && { hint: error.hint }),
      cause: error,
    });
  }
}

/** Another run may have been faster: then its directory is taken. */
function putInPlace(directory: string, home: string, commit: string): GitCheckout {
  rmSync(join(directory, '.git'), { recursive: true, force: true });
  const root = join(home, commit);
  try {
    renameSync(directory, root);
  } catch (error) {
    if (checkoutOf(home, commit) === undefined) throw error;
  }
  return { root, commit };
}
