import { buildInStages, type StagedBuild } from '../kustomize/stages.ts';
import type { FileTree } from '../kustomize/file-tree.ts';
import type { Session } from '../kustomize/session.ts';
import { InfraError } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import { keepUnchanged } from '../overlay/overlay-session.ts';
import { stagedTree, type StagedChanges } from '../overlay/staged-tree.ts';
import { overlayDirectory, printTarget, type TargetName } from '../project/target.ts';
import type { DiskTree } from '../source/disk-tree.ts';
import { startRun } from './build.ts';
import type { CommandIo } from './io.ts';

/** Builds of the overlays of some targets, all of the same files. */
export interface TargetBuilds {
  readonly session: Session;
  readonly findings: readonly Finding[];
  readonly builds: ReadonlyMap<TargetName, StagedBuild>;
}

export interface BuildInput {
  readonly root: string;
  readonly disk: DiskTree;
  readonly targets: readonly TargetName[];
  readonly changes: StagedChanges;
  readonly io: CommandIo;
}

/**
 * Builds overlays as they will be once some changes are made. What earlier builds made of files that the changes do not touch
 * is taken from them. Throws InfraError, which names the target where there are several.
 */
export async function buildTargets(
  { root, disk, targets, changes, io }: BuildInput,
  earlier?: { readonly session: Session; readonly changes: StagedChanges },
): Promise<TargetBuilds> {
  const tree: FileTree = stagedTree(disk, root, changes);
  const { session, findings } = startRun({ ...disk, ...tree }, {}, { ...io, warn: () => undefined });
  if (earlier !== undefined) {
    keepUnchanged(earlier.session, session, root, difference(earlier.changes, changes));
  }
  const builds = new Map<TargetName, StagedBuild>();
  for (const target of targets) {
    builds.set(
      target,
      await inTarget(target, targets, () => buildInStages(session, `${root}/${overlayDirectory(target)}`)),
    );
  }
  return { session, findings, builds };
}

/** Does something for a target; of several, an error says which it was. */
export async function inTarget<Value>(
  target: TargetName,
  all: readonly TargetName[],
  action: () => Value | Promise<Value>,
): Promise<Value> {
  return await saying(all.length < 2 ? undefined : printTarget(target), action);
}

/** Does something; an error begins with a name, where one is given. */
export async function saying<Value>(
  name: string | undefined,
  action: () => Value | Promise<Value>,
): Promise<Value> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof InfraError) || name === undefined) throw error;
    throw new InfraError(error.code, `${name}: ${error.message}`, {
      ...(error.location && { location: error.location }),
      ...(error.hint !== undefined && { hint: error.hint }),
      cause: error,
    });
  }
}

/** What one set of changes says otherwise than another one. */
function difference(earlier: StagedChanges, later: StagedChanges): StagedChanges {
  const paths = new Set([...earlier.keys(), ...later.keys()]);
  const other = [...paths].filter(
    (path) => earlier.has(path) !== later.has(path) || earlier.get(path) !== later.get(path),
  );
  return new Map(other.map((path) => [path, later.get(path)]));
}
