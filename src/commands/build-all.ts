import { InfraError } from '../lib/error.ts';
import type { BuildOptions } from '../kustomize/session.ts';
import type { BuildCache } from '../source/build-cache.ts';
import type { DiskTree } from '../source/disk-tree.ts';
import type { BuildRun } from './build.ts';
import type { BuildTarget } from './build-targets.ts';
import type { CommandIo } from './io.ts';
import type { TargetResult } from './run-builds.ts';

/**
 * Builds many targets, each base once; what was built before and has not changed comes from the cache. A target that fails
 * keeps none of the others from being built. Warnings are told once.
 */
export async function buildAll(
  targets: readonly BuildTarget[],
  tree: DiskTree,
  options: Partial<BuildOptions>,
  io: CommandIo,
  cache: BuildCache | undefined,
): Promise<TargetResult[]> {
  const told = new Set<string>();
  const warn = (message: string): void => {
    if (told.has(message)) return;
    told.add(message);
    io.warn(message);
  };
  const context: Context = { tree, options, io: { ...io, warn }, cache, run: undefined };
  const results: TargetResult[] = [];
  for (const target of targets) results.push(cachedResult(target, context) ?? (await build(target, context)));
  cache?.save();
  return results;
}

interface Context {
  readonly tree: DiskTree;
  readonly options: Partial<BuildOptions>;
  readonly io: CommandIo;
  readonly cache: BuildCache | undefined;
  /** The engine is loaded for the first target that has to be built. */
  run: BuildRun | undefined;
}

function cachedResult(target: BuildTarget, { cache, io }: Context): TargetResult | undefined {
  const known = cache?.find(target.directory);
  if (known === undefined) return undefined;
  for (const warning of known.warnings) io.warn(warning);
  return { target, output: known.output, findings: known.findings, error: undefined, difference: undefined };
}

async function build(target: BuildTarget, context: Context): Promise<TargetResult> {
  const { buildTarget, startRun } = await import('./build.ts');
  const { tree, options, io, cache } = context;
  const run = (context.run ??= startRun(tree, options, io));
  const { session } = run;
  const [looked, warned] = [session.lookups.length, session.warnings.length];
  try {
    const { result } = await buildTarget(run, target);
    const { output, findings } = result;
    if (output !== undefined && !run.outsideWasUsed()) {
      const warnings = session.warnings.slice(warned);
      cache?.add(target.directory, session.lookups.slice(looked), { output, findings, warnings });
    }
    return result;
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    return { target, output: undefined, findings: [], error, difference: undefined };
  }
}
