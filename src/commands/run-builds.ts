import { InfraError } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import { joinPath } from '../lib/path.ts';
import { fromBytes } from '../lib/utf8.ts';
import type { BuildOptions } from '../kustomize/session.ts';
import { openBuildCache, type BuildCache } from '../source/build-cache.ts';
import { diskTree, type DiskTree } from '../source/disk-tree.ts';
import type { BuildTarget } from './build-targets.ts';
import type { CommandIo } from './io.ts';
import type { KustomizeFlags } from './kustomize-program.ts';

/** What a user asks of `infra build`. */
export interface BuildChoices extends KustomizeFlags {
  /** directories, targets, patterns of targets, or a Git URL */
  readonly words: readonly string[];
  /** build all below the one word that is given, `overlays` by default */
  readonly all?: boolean;
  /** take what has not changed from earlier runs, where there are many targets */
  readonly cache: boolean;
  /** a kustomize to compare with */
  readonly verifyWith?: string;
}

/** What became of one target. */
export interface TargetResult {
  readonly target: BuildTarget;
  /** What kustomize build prints; undefined for a target that was refused. */
  readonly output: Uint8Array | undefined;
  readonly findings: readonly Finding[];
  readonly error: InfraError | undefined;
  /** Where the kustomize that we were to compare with prints something else. */
  readonly difference: string | undefined;
}

/** What `infra build` did. */
export interface BuildsResult {
  readonly results: readonly TargetResult[];
  /** Whether several targets were asked for, each printed under its name. */
  readonly isMany: boolean;
}

/** Builds what the user named, and writes it where that was asked for. Throws InfraError; a target of many that fails does not. */
export async function runBuilds(
  choices: BuildChoices,
  directory: string,
  io: CommandIo,
): Promise<BuildsResult> {
  const { words, all, output } = choices;
  const isMany = all === true || words.length > 1 || words.some((word) => /[*?[]/.test(word));
  if (isMany) return { results: await buildMany(choices, directory, io), isMany };
  const { buildOne } = await import('./build.ts');
  const { result, files } = await buildOne(words[0] ?? '.', directory, optionsOf(choices), io);
  const verified = await withDifference(result, choices);
  if (output !== undefined) {
    const { writeBuilt } = await import('../project/write-together.ts');
    writeBuilt(joinPath(directory, output), result.output ?? new Uint8Array(), files);
  }
  return { results: [verified], isMany };
}

async function buildMany(choices: BuildChoices, directory: string, io: CommandIo): Promise<TargetResult[]> {
  const { words, all, output } = choices;
  if (all === true && words.length > 1) throw new InfraError('USAGE', '--all takes one directory');
  const [tree, options] = [diskTree(), optionsOf(choices)];
  const key = [directory, JSON.stringify(options)];
  const cache = choices.cache ? openBuildCache(io.cacheDirectory(), key, tree) : undefined;
  const targets = await targetsFor(choices, directory, tree, cache);
  const { buildAll } = await import('./build-all.ts');
  const results: TargetResult[] = [];
  for (const result of await buildAll(targets, tree, options, io, cache)) {
    results.push(await withDifference(result, choices));
  }
  if (output !== undefined) {
    const { writeTogether } = await import('../project/write-together.ts');
    writeTogether(filesOf(joinPath(directory, output), results));
  }
  return results;
}

async function targetsFor(
  { words, all }: BuildChoices,
  directory: string,
  tree: DiskTree,
  cache: BuildCache | undefined,
): Promise<BuildTarget[]> {
  const { allTargets, targetsOf } = await import('./build-targets.ts');
  if (all !== true) return words.flatMap((word) => targetsOf(word, directory, tree));
  return await allTargets(words[0] ?? 'overlays', directory, tree, cache);
}

/** A file for each target that was built, `<its path>.yaml`. */
function filesOf(directory: string, results: readonly TargetResult[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const { target, output } of results) {
    if (output !== undefined) files.set(`${directory}/${fileName(target.name)}`, output);
  }
  return files;
}

function fileName(name: string): string {
  return `${name === '.' ? 'build' : name.replace(/^(?:\.{0,2}\/)+/, '').replace(/\/+$/, '')}.yaml`;
}

async function withDifference(result: TargetResult, choices: BuildChoices): Promise<TargetResult> {
  const { output, target } = result;
  if (choices.verifyWith === undefined || output === undefined) return result;
  const { kustomizeArguments, verifyBuild } = await import('./kustomize-program.ts');
  const words = kustomizeArguments([target.directory], { ...choices, output: undefined });
  return { ...result, difference: verifyBuild(choices.verifyWith, words, fromBytes(output)) };
}

/** The options of the engine that flags stand for. */
function optionsOf(choices: BuildChoices): Partial<BuildOptions> {
  return {
    loadRestrictor: choices.loadRestrictor ?? 'LoadRestrictionsRootOnly',
    reorder: choices.reorder,
    enableHelm: choices.enableHelm === true,
    helmCommand: choices.helmCommand ?? 'helm',
    helmApiVersions: choices.helmApiVersions ?? [],
    helmKubeVersion: choices.helmKubeVersion ?? '',
    helmDebug: choices.helmDebug === true,
    enableAlphaPlugins: choices.enableAlphaPlugins === true,
    enableExec: choices.enableExec === true,
    addManagedByLabel: choices.enableManagedbyLabel === true,
  };
}
