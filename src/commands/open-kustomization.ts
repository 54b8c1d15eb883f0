import type { Profile } from '../helm/profile.ts';
import { InfraError } from '../lib/error.ts';
import { build, printBuilt, type Built } from '../kustomize/build.ts';
import type { Session } from '../kustomize/session.ts';
import { diskTree, type DiskTree } from '../source/disk-tree.ts';
import { openGitDirectory } from '../source/git-chart.ts';
import { parseChartRef } from '../source/ref.ts';
import { withoutCredentials } from '../lib/url-secrets.ts';
import { startRun } from './build.ts';
import type { CommandIo } from './io.ts';
import { manifestsAsRender, type OpenedManifests } from './open-manifests.ts';

/** Where the files of a kustomization are. */
export interface KustomizationDirectory {
  readonly directory: string;
  /** of the Git repository they are from */
  readonly commit?: string;
  readonly url?: string;
}

/** The files that `git+URL//path?ref=…` names, fetched into the cache. Throws InfraError. */
export async function openKustomizationInGit(
  reference: string,
  offline: boolean,
  io: CommandIo,
): Promise<KustomizationDirectory> {
  const parsed = parseChartRef(reference);
  if (parsed.kind !== 'git') throw new InfraError('USAGE', `${reference} is no Git URL`);
  const { directory, commit } = await openGitDirectory(parsed, {
    cacheDirectory: io.cacheDirectory(),
    offline,
    tell: (progress) => {
      io.progress(progress, true);
    },
    warn: (message) => {
      io.warn(message);
    },
  });
  return { directory, commit, url: withoutCredentials(parsed.url) };
}

/** Builds a kustomization with the program's own engine; what it makes is what the app consists of. Throws InfraError. */
export async function openKustomization(
  { directory, commit, url }: KustomizationDirectory,
  offline: boolean,
  profile: Profile,
  io: CommandIo,
): Promise<OpenedManifests> {
  const disk = diskTree();
  const cache = `${io.cacheDirectory()}/git`;
  const gitCache = disk.find(cache)?.path ?? cache;
  // Files from elsewhere must not bring files of this disk into a base; what they name in other repositories is fetched too.
  const tree = commit === undefined ? disk : onlyBelow(gitCache, disk);
  const { session, findings } = startRun(tree, {}, io);
  const built = await buildWithoutHelm(offline ? { ...session, outside: {} } : session, directory);
  const texts = new Map([['kustomization.yaml', printBuilt(built)]]);
  const warnings = findings.map(({ message }) => message);
  const upstream = commit === undefined || url === undefined ? {} : { url, commit };
  return { upstream, render: manifestsAsRender(texts, profile, warnings) };
}

/** Charts in a kustomization would be rendered anew each time, with other random values. */
async function buildWithoutHelm(session: Session, directory: string): Promise<Built> {
  try {
    return await build(session, directory);
  } catch (error) {
    if (!(error instanceof InfraError) || error.hint !== 'add --enable-helm') throw error;
    const { code, location } = error;
    throw new InfraError(code, 'a kustomization with charts in it cannot be unpacked', {
      cause: error,
      hint: 'unpack each chart as an app of its own',
      ...(location !== undefined && { location }),
    });
  }
}

/** The same disk without all that is, links followed, outside of a directory. */
function onlyBelow(root: string, tree: DiskTree): DiskTree {
  const isBelow = (path: string): boolean => `${path}/`.startsWith(`${root}/`);
  const find: DiskTree['find'] = (path) => {
    const found = tree.find(path);
    if (found === undefined || isBelow(found.path)) return found;
    // Those above it are there for messages; nothing in them is.
    const isAbove = found.path === '/' || root.startsWith(`${found.path}/`);
    return found.kind === 'directory' && isAbove ? found : undefined;
  };
  return { ...tree, find, list: (path) => (isBelow(path) ? tree.list(path) : []) };
}
