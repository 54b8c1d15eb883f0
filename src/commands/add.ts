import type { Finding } from '../lib/finding.ts';
import { clusterOf } from '../overlay/new-overlay.ts';
import { stagedTree, type StagedChanges } from '../overlay/staged-tree.ts';
import { checkRequires } from '../project/infra-yaml.ts';
import { openDefinition, openInfraYaml, repositoryRoot } from '../project/repository.ts';
import { overlayDirectory, parseTarget, printTarget } from '../project/target.ts';
import { applyChanges, recoverRepository } from '../project/transaction.ts';
import { diskTree } from '../source/disk-tree.ts';
import { planTarget, type NewTarget } from './add-target.ts';
import type { CommandIo } from './io.ts';
import { satisfiesVersion } from './satisfies-version.ts';

export interface AddOptions {
  readonly target: string;
  readonly like?: string;
  readonly dryRun?: boolean;
}

export interface Added {
  /** `<cluster>/<namespace>/<app>` */
  readonly target: string;
  /** the branch that an operator pushes to install it */
  readonly gate: 'none' | 'ci' | 'main';
  /** paths from the repository's root that were written, or would be */
  readonly changes: readonly string[];
  /** how many resources the overlay builds */
  readonly resources: number;
  /** what still names the target that this one was made like */
  readonly findings: readonly Finding[];
  readonly isDryRun: boolean;
}

/** Declares a target: its overlay and its Application. It is built before anything is written. Throws InfraError. */
export async function add(options: AddOptions, directory: string, io: CommandIo): Promise<Added> {
  const target = parseTarget(options.target);
  const like = options.like === undefined ? undefined : parseTarget(options.like);
  const found = repositoryRoot(directory);
  recoverRepository(found);
  const root = diskTree().find(found)?.path ?? found;
  const infraYaml = openInfraYaml(root);
  checkRequires(infraYaml, io.version, satisfiesVersion);
  const wanted = { root, infraYaml, target, ...(like && { like }) };
  const { changes: planned, findings } = planTarget(wanted);
  const changes = await withDerived(wanted, planned, io);
  const resources = await buildStaged(wanted, changes, io);
  const isDryRun = options.dryRun === true;
  const changed = isDryRun ? [...changes.keys()].sort() : await applyChanges(root, changes);
  const { gate } = clusterOf(infraYaml, target);
  return { target: printTarget(target), gate, changes: changed, resources, findings, isDryRun };
}

/** With what the base needs to be right in the target's namespace and on its cluster. */
async function withDerived(
  { root, target, infraYaml }: NewTarget,
  planned: StagedChanges,
  io: CommandIo,
): Promise<StagedChanges> {
  // An overlay that somebody wrote before stays as it is.
  if (!planned.has(`${overlayDirectory(target)}/kustomization.yaml`)) return planned;
  const { planDerived } = await import('./derive-overlay.ts');
  return new Map([...planned, ...(await planDerived(root, target, infraYaml, planned, io))]);
}

/** Builds the overlay as it will be; says how many resources it has. Throws InfraError where it does not build, or breaks a bound. */
async function buildStaged(
  { root, target }: NewTarget,
  changes: StagedChanges,
  io: CommandIo,
): Promise<number> {
  const [{ startRun }, { build }] = await Promise.all([
    import('./build.ts'),
    import('../kustomize/build.ts'),
  ]);
  const disk = diskTree();
  const run = startRun({ ...disk, ...stagedTree(disk, root, changes) }, {}, io);
  const built = await build(run.session, `${root}/${overlayDirectory(target)}`);
  const bounds = openDefinition(root, target.app)?.bounds ?? [];
  if (bounds.length > 0) {
    const { checkBounds } = await import('../overlay/proof-bounds.ts');
    checkBounds(bounds, built.resources, printTarget(target));
  }
  return built.resources.length;
}
