import { InfraError } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import { joinPath } from '../lib/path.ts';
import { toBytes } from '../lib/utf8.ts';
import { build, createSession, printBuilt } from '../kustomize/build.ts';
import { outputFiles } from '../kustomize/output-files.ts';
import { parseRemote } from '../kustomize/remote-ref.ts';
import type { BuildOptions, Outside, Session } from '../kustomize/session.ts';
import { diskTree, type DiskTree } from '../source/disk-tree.ts';
import { targetsOf, type BuildTarget } from './build-targets.ts';
import type { CommandIo } from './io.ts';
import type { TargetResult } from './run-builds.ts';

/** What builds of a run share. */
export interface BuildRun {
  readonly session: Session;
  readonly findings: Finding[];
  /** Whether something was read that is not on this disk: such builds are not kept. */
  readonly outsideWasUsed: () => boolean;
}

/** Begins a run of builds, which share what they read and the bases they build. */
export function startRun(tree: DiskTree, options: Partial<BuildOptions>, io: CommandIo): BuildRun {
  const findings = new Map<string, Finding>();
  let used = false;
  const outside = outsideOf(io, () => (used = true));
  const list: Finding[] = [];
  const addFinding = (finding: Finding): void => {
    const key = JSON.stringify(finding);
    if (findings.has(key)) return;
    findings.set(key, finding);
    list.push(finding);
  };
  const warn = (message: string): void => {
    io.warn(message);
  };
  return {
    session: createSession({ tree, options, outside, warn, addFinding }),
    findings: list,
    outsideWasUsed: () => used,
  };
}

/** What builds need of the world, each loaded when it is first needed. */
function outsideOf(io: CommandIo, note: () => void): Outside {
  return {
    inflateChart: async (request) => {
      note();
      const { inflateChart } = await import('./inflate-chart.ts');
      return await inflateChart(request, io.environment);
    },
    fetchFile: async (url) => {
      note();
      const { fetchHttpFile } = await import('../source/http-file.ts');
      return await fetchHttpFile(url);
    },
    clone: async (remote) => {
      note();
      const { openGitRepository } = await import('../source/git-repository.ts');
      return await openGitRepository(remote, { cacheDirectory: `${io.cacheDirectory()}/git` });
    },
  };
}

/** One build, and (for `-o` of a directory) a file for each of its resources. */
export interface SingleBuild {
  readonly result: TargetResult;
  readonly files: () => ReadonlyMap<string, Uint8Array>;
}

/** Builds one target of a run. Throws InfraError. */
export async function buildTarget(
  { session, findings }: BuildRun,
  target: BuildTarget,
): Promise<SingleBuild> {
  const before = findings.length;
  const built = await build(session, target.directory);
  const output = toBytes(printBuilt(built));
  return {
    result: { target, output, findings: findings.slice(before), error: undefined, difference: undefined },
    files: () => new Map([...outputFiles(built.resources)].map(([name, text]) => [name, toBytes(text)])),
  };
}

/** Builds what one word names: a directory, a target, or a Git URL. Throws InfraError. */
export async function buildOne(
  word: string,
  directory: string,
  options: Partial<BuildOptions>,
  io: CommandIo,
): Promise<SingleBuild> {
  const tree = diskTree();
  const run = startRun(tree, options, io);
  const isLocal = tree.find(joinPath(directory, word)) !== undefined;
  const clone = isLocal ? undefined : await cloneDirectory(run, word);
  const [target] =
    clone === undefined ? targetsOf(word, directory, tree) : [{ directory: clone, name: word }];
  if (target === undefined) throw new InfraError('NOT_FOUND', `${word} names nothing`);
  return await buildTarget(run, target);
}

/** Clones what a Git URL names and gives the directory in it; undefined for what is no such URL. */
async function cloneDirectory({ session }: BuildRun, word: string): Promise<string | undefined> {
  const remote = parseRemote(word);
  if (remote?.kind !== 'git' || session.outside.clone === undefined) return undefined;
  const { root } = await session.outside.clone(remote);
  return joinPath(root, remote.path.replace(/^\/+/, ''));
}
