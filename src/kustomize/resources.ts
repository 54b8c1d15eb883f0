import { InfraError } from '../lib/error.ts';
import { fromBytes } from '../lib/utf8.ts';
import { checkRepositoryCycle, enterClone, enterDirectory, readBytes, type Loader } from './loader.ts';
import { lookUp } from './look-up.ts';
import { notReadable, placed } from './not-readable.ts';
import { parseResources, type ParsedResource } from './parse-resources.ts';
import { forcesGit, isHttpUrl, parseRemote, type GitRemote } from './remote-ref.ts';
import { Resource } from './resource.ts';

/** What an entry of `resources` is: a file with some, or a directory to build. */
export type ResourceEntry =
  | { readonly kind: 'resources'; readonly resources: Resource[] }
  | { readonly kind: 'directory'; readonly loader: Loader };

/**
 * Reads an entry of `resources`: a file (on the disk, or by http), else a directory, which may be in a Git repository. A file
 * is parsed once a run; its resources are new ones each time. Throws InfraError.
 */
export async function readResourceEntry(loader: Loader, path: string): Promise<ResourceEntry> {
  if (isHttpUrl(path)) return await readUrl(loader, path);
  const found = lookUp(loader, path);
  if (found.kind === 'file') return { kind: 'resources', resources: readFile(loader, path, found.path) };
  if (parseRemote(path)?.kind === 'git' || found.kind === 'directory') {
    return { kind: 'directory', loader: await enterEntry(loader, path) };
  }
  throw notReadable(loader, path, found, 'file or folder');
}

/** Enters a directory that a kustomization names by its relative path or by a Git URL. Throws InfraError. */
export async function enterEntry(loader: Loader, path: string): Promise<Loader> {
  const remote = parseRemote(path);
  if (remote?.kind !== 'git') return enterDirectory(loader, path);
  if (forcesGit(path)) loader.session.warn(FORCED_GIT);
  checkRepositoryCycle(loader, remote);
  return enterClone(loader, remote, await cloneOnce(loader, remote));
}

const FORCED_GIT =
  "Warning: Forcing the git protocol using the 'git::' URL prefix is not supported. Kustomize currently strips this invalid " +
  "prefix, but will stop doing so in a future release. Please remove the 'git::' prefix from your configuration.";

type Clone = Promise<{ readonly root: string; readonly commit: string }>;

/** A clone that is made once a run, however many kustomizations name it. */
async function cloneOnce(loader: Loader, remote: GitRemote): Clone {
  const { outside, memory } = loader.session;
  if (outside.clone === undefined) {
    throw new InfraError('REMOTE', `${remote.text} is in a Git repository, which this build cannot clone`, {
      ...placed(loader, remote.text),
    });
  }
  const key = `clone ${remote.clone} ${remote.ref ?? ''} ${remote.submodules}`;
  const known = memory.get(key) as Clone | undefined;
  const clone = known ?? outside.clone(remote);
  if (known === undefined) memory.set(key, clone);
  return await clone;
}

function readFile(loader: Loader, entry: string, path: string): Resource[] {
  const { session } = loader;
  const key = `resources ${path}`;
  const known = session.memory.get(key) as readonly ParsedResource[] | undefined;
  const parsed = known ?? parseResources(fromBytes(readBytes(loader, entry, path)), path);
  if (known === undefined) session.memory.set(key, parsed);
  return parsed.map(({ root, document, line }) => new Resource(root, { file: path, document, line }));
}

/** What a URL gives is read as a file if it can be; else the URL may be one for Git, or a folder of that name. */
async function readUrl(loader: Loader, path: string): Promise<ResourceEntry> {
  try {
    return { kind: 'resources', resources: await fetchResources(loader, path) };
  } catch (error) {
    const isDirectory = parseRemote(path)?.kind === 'git' || lookUp(loader, path).kind === 'directory';
    if (!isDirectory) throw error;
    return { kind: 'directory', loader: await enterEntry(loader, path) };
  }
}

async function fetchResources(loader: Loader, url: string): Promise<Resource[]> {
  const { outside } = loader.session;
  if (outside.fetchFile === undefined) {
    throw new InfraError(
      'REMOTE',
      `${url} is on a web server, from which this build reads nothing`,
      placed(loader, url),
    );
  }
  const parsed = parseResources(fromBytes(await outside.fetchFile(url)), url);
  return parsed.map(({ root, document }) => new Resource(root, { file: url, document, line: undefined }));
}
