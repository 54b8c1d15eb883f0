import { InfraError } from '../lib/error.ts';
import type { InfraYaml } from '../project/infra-yaml.ts';
import { installBranch, overlayDirectory, printTarget, type TargetName } from '../project/target.ts';
import {
  commitAt,
  commitsBeyond,
  isAncestor,
  isShallow,
  lastChange,
  missingAt,
  named,
  type Commit,
} from './commits.ts';
import { remoteBranches } from './remote-branches.ts';

/** What is to be done to install a target. */
export interface InstallPlan {
  readonly target: TargetName;
  readonly branch: string;
  /** the commit that the branch is at, undefined where there is none */
  readonly seen: Commit | undefined;
  /** the commit of `seen` that last changed anything: what is installed */
  readonly installed: Commit | undefined;
  /** the commit that it is to have */
  readonly wanted: Commit;
  /** the branch is at that commit already: only `again` makes another one */
  readonly isThere: boolean;
  /** commits on the branch that the wanted one does not have: they are given up */
  readonly lost: readonly Commit[];
}

export interface InstallPlans {
  readonly plans: readonly InstallPlan[];
  /** whether the main branch on the remote has the wanted commit; Argo CD reads Applications there */
  readonly isOnMain: boolean;
}

/**
 * What installing targets at a commit means: looked up in that commit and on the remote, nothing changed. Throws InfraError
 * PROJECT where a target is not declared in the commit, is installed in another way, or (without `force`) would lose what is
 * on its branch.
 */
export function planInstall(
  root: string,
  infraYaml: InfraYaml,
  targets: readonly TargetName[],
  { wanted, force }: { readonly wanted: Commit; readonly force: boolean },
): InstallPlans {
  for (const target of targets) checkDeclared(root, infraYaml, target, wanted);
  const { remote, branch: main } = infraYaml.git;
  const found = remoteBranches(root, remote, [main, ...targets.map(installBranch)]);
  const plans = targets.map((target) => planTarget(root, target, wanted, found.get(installBranch(target))));
  if (!force) for (const plan of plans) checkNothingLost(root, plan);
  const mainCommit = found.get(main);
  return { plans, isOnMain: mainCommit !== undefined && isAncestor(root, wanted.id, mainCommit) };
}

function checkDeclared(root: string, infraYaml: InfraYaml, target: TargetName, { id }: Commit): void {
  const name = printTarget(target);
  const directory = overlayDirectory(target);
  const files = [`${directory}/kustomization.yaml`, `${directory}/application.yaml`];
  const [missing] = missingAt(root, id, files);
  if (missing !== undefined) {
    throw new InfraError('PROJECT', `${name} is not declared: the last commit has no ${missing}`, {
      location: { file: missing },
      hint: `infra add ${name}, then git add and git commit`,
    });
  }
  const { branch } = infraYaml.git;
  if (infraYaml.clusters.get(target.cluster)?.gate !== 'main') return;
  throw new InfraError('PROJECT', `${name} follows ${branch}, so merging into ${branch} installs it`, {
    location: { file: 'infra.yaml' },
    hint: `git push to ${branch}, or give the cluster another gate`,
  });
}

function planTarget(
  root: string,
  target: TargetName,
  wanted: Commit,
  seenId: string | undefined,
): InstallPlan {
  const branch = installBranch(target);
  if (seenId === undefined) {
    return { target, branch, seen: undefined, installed: undefined, wanted, isThere: false, lost: [] };
  }
  const seen = commitAt(root, seenId);
  if (isAncestor(root, seenId, wanted.id)) {
    return { target, branch, seen, installed: seen, wanted, isThere: seenId === wanted.id, lost: [] };
  }
  // What only installed again is on that branch alone, and holds nothing to lose.
  const change = lastChange(root, seenId);
  const lost = isAncestor(root, change, wanted.id) ? [] : commitsBeyond(root, wanted.id, seenId);
  return {
    target,
    branch,
    seen,
    installed: commitAt(root, change),
    wanted,
    isThere: change === wanted.id,
    lost,
  };
}

function checkNothingLost(root: string, { target, branch, seen, wanted, lost }: InstallPlan): void {
  if (lost.length === 0 || seen === undefined) return;
  if (isShallow(root)) {
    throw new InfraError('PROJECT', `this clone is shallow, so nobody can tell what ${branch} would lose`, {
      hint: 'git fetch --unshallow',
    });
  }
  const what = named(lost.map(({ id, subject }) => `${shortId(id)} ${JSON.stringify(subject)}`));
  const count = lost.length === 1 ? '1 commit' : `${lost.length} commits`;
  throw new InfraError(
    'PROJECT',
    `${branch} has ${count} that ${shortId(wanted.id)} has not, which ${printTarget(target)} would lose: ${what}`,
    { hint: `git rebase ${shortId(seen.id)} or git merge ${shortId(seen.id)}; --force gives them up` },
  );
}

/** A commit's id as people read it. */
export function shortId(id: string): string {
  return id.slice(0, 10);
}
