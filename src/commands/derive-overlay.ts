import { createSession } from '../kustomize/build.ts';
import { InfraError } from '../lib/error.ts';
import { withDerivedEntries } from '../overlay/derived/derived-entries.ts';
import { scratchTree } from '../overlay/derived/scratch-tree.ts';
import { DERIVED_PATCHES } from '../overlay/edit-kustomization.ts';
import { stagedTree, type StagedChanges } from '../overlay/staged-tree.ts';
import type { InfraYaml } from '../project/infra-yaml.ts';
import { printTarget, type TargetName } from '../project/target.ts';
import { diskTree } from '../source/disk-tree.ts';
import { targetContext, textAt, type TargetContext } from './derive-context.ts';
import { deriveTarget, type DerivationRun } from './derive-target.ts';
import type { CommandIo } from './io.ts';

/**
 * Makes what is derived for a target anew: all below its patches/derived/, and the entries of its kustomization, such that the
 * base with these patches is what unpacking the app for that target would give. Returns only what changes; nothing is written.
 * What is staged counts as being there. Throws InfraError.
 */
export async function planDerived(
  root: string,
  target: TargetName,
  infraYaml: InfraYaml,
  staged: StagedChanges,
  io: CommandIo,
): Promise<StagedChanges> {
  const run = startRun(root, infraYaml, staged, io);
  const context = targetContext(run.tree, run.root, target, infraYaml);
  return context === undefined ? new Map() : await derivedChanges(context, run);
}

/**
 * Makes what is derived anew for every target that stands on a base (by the name of its directory below base/), which is that
 * of an app or an older one of it. Returns only what changes; nothing is written. Throws InfraError that names the target.
 */
export async function planAllDerived(
  root: string,
  base: string,
  infraYaml: InfraYaml,
  staged: StagedChanges,
  io: CommandIo,
): Promise<StagedChanges> {
  const run = startRun(root, infraYaml, staged, io);
  const changes = new Map<string, string | undefined>();
  for (const target of targetsOfApp(run, base.replace(/@.*$/s, ''))) {
    const context = targetContext(run.tree, run.root, target, infraYaml);
    if (context?.baseName !== base) continue;
    for (const [path, text] of await derivedChanges(context, run)) changes.set(path, text);
  }
  return changes;
}

function startRun(root: string, infraYaml: InfraYaml, staged: StagedChanges, io: CommandIo): DerivationRun {
  const disk = diskTree();
  const real = disk.find(root)?.path ?? root;
  const tree = scratchTree(stagedTree(disk, real, staged));
  return {
    ...{ root: real, tree, session: createSession({ tree }), infraYaml, io },
    ...{ opened: new Map(), wanted: new Map() },
  };
}

/** Every overlay of an app, sorted. */
function targetsOfApp(run: DerivationRun, app: string): TargetName[] {
  const clusters = directoriesIn('overlays', run).filter((name) => !name.startsWith('_'));
  return clusters.flatMap((cluster) =>
    directoriesIn(`overlays/${cluster}`, run)
      .map((namespace) => ({ cluster, namespace, app }))
      .filter((target) => isDirectory(`overlays/${printTarget(target)}`, run)),
  );
}

function directoriesIn(directory: string, run: DerivationRun): string[] {
  return namesIn(directory, run).filter((name) => isDirectory(`${directory}/${name}`, run));
}

async function derivedChanges(context: TargetContext, run: DerivationRun): Promise<StagedChanges> {
  const { overlay, kustomization } = context;
  const { files, entries } = await naming(context, () => deriveTarget(context, run));
  const path = `${overlay}/${kustomization.name}`;
  const present = filesBelow(`${overlay}/${DERIVED_PATCHES}`.replace(/\/$/, ''), run);
  const wanted = new Map<string, string | undefined>(present.map((name) => [name, undefined]));
  for (const [name, text] of files) wanted.set(`${overlay}/${DERIVED_PATCHES}${name}`, text);
  wanted.set(path, withDerivedEntries(kustomization.text, entries, path));
  const changes = [...wanted].filter(([name, text]) => textAt(run.tree, `${run.root}/${name}`) !== text);
  return new Map(changes.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A chart's own message does not say for which target it was rendered. */
async function naming<Result>(
  { target, overlay, kustomization }: TargetContext,
  action: () => Promise<Result>,
): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof InfraError) || error.code === 'INTERNAL') throw error;
    const { code, message, location = { file: `${overlay}/${kustomization.name}` }, hint } = error;
    throw new InfraError(code, `${printTarget(target)}: ${message}`, {
      ...{ cause: error.cause ?? error, location },
      ...(hint !== undefined && { hint }),
    });
  }
}

/** Paths, from the root, of all files in a directory and below. */
function filesBelow(directory: string, run: DerivationRun): string[] {
  return namesIn(directory, run).flatMap((name) => {
    const path = `${directory}/${name}`;
    return isDirectory(path, run) ? filesBelow(path, run) : [path];
  });
}

function namesIn(directory: string, run: DerivationRun): readonly string[] {
  return isDirectory(directory, run) ? [...run.tree.list(`${run.root}/${directory}`)].sort() : [];
}

function isDirectory(path: string, { root, tree }: DerivationRun): boolean {
  return tree.find(`${root}/${path}`)?.kind === 'directory';
}
