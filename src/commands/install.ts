import { cleanHead, emptyCommit, type Commit } from '../install/commits.ts';
import { planInstall, type InstallPlan } from '../install/plan-install.ts';
import { pushBranches, type Push } from '../install/remote-branches.ts';
import { InfraError } from '../lib/error.ts';
import { checkRequires, type InfraYaml } from '../project/infra-yaml.ts';
import { openDefinition, openInfraYaml, repositoryRoot } from '../project/repository.ts';
import { checkAcknowledged } from '../project/retired.ts';
import { parseTarget, printTarget, type TargetName } from '../project/target.ts';
import { recoverRepository } from '../project/transaction.ts';
import { diskTree } from '../source/disk-tree.ts';
import { targetsOf } from './build-targets.ts';
import { InstallDiffs, type InstallDiff } from './install-diff.ts';
import type { CommandIo } from './io.ts';
import { satisfiesVersion } from './satisfies-version.ts';

export interface InstallOptions {
  /** targets, or patterns of them */
  readonly words: readonly string[];
  /** push a commit without changes where there is nothing new, so that what follows the branch has an event */
  readonly again?: boolean;
  /** give up commits on the branch that are not in this one */
  readonly force?: boolean;
}

/** A target to be installed, and what that changes. */
export interface Installation extends InstallPlan, InstallDiff {
  /** whether anything is pushed for it */
  readonly isPushed: boolean;
}

/** What an install would do, all checked. */
export interface Installations {
  readonly root: string;
  readonly infraYaml: InfraYaml;
  readonly remote: string;
  readonly installations: readonly Installation[];
  /** whether Argo CD can read these targets' Applications at this commit */
  readonly isOnMain: boolean;
}

/**
 * Looks at everything that installing targets needs, and at what it changes: the work tree is committed, the targets are
 * declared and build from the commit, and nothing on their branches is lost. Nothing is pushed. Throws InfraError.
 */
export async function planInstallations(
  { words, again = false, force = false }: InstallOptions,
  directory: string,
  io: CommandIo,
): Promise<Installations> {
  const found = repositoryRoot(directory);
  recoverRepository(found);
  const root = diskTree().find(found)?.path ?? found;
  const infraYaml = openInfraYaml(root);
  checkRequires(infraYaml, io.version, satisfiesVersion);
  const targets = namedTargets(words, root);
  const wanted = cleanHead(root);
  for (const { app } of targets) checkAcknowledged(infraYaml, app, openDefinition(root, app));
  io.progress(`looking at ${infraYaml.git.remote}`);
  const { plans, isOnMain } = planInstall(root, infraYaml, targets, { wanted, force });
  const installations: Installation[] = [];
  const diffs = new InstallDiffs(root, io);
  for (const plan of plans) {
    io.progress(`building ${printTarget(plan.target)}`);
    installations.push({ ...plan, ...(await diffs.of(plan)), isPushed: again || !plan.isThere });
  }
  return { root, infraYaml, remote: infraYaml.git.remote, installations, isOnMain };
}

/** Pushes what is to be pushed, all of it or none. Gives the commit that each branch has now. Throws InfraError REMOTE. */
export function pushInstallations(
  { root, remote, installations }: Installations,
  io: CommandIo,
): Map<string, Commit> {
  const commits = new Map<string, Commit>();
  const pushes = installations.flatMap(({ target, branch, seen, wanted, isThere, isPushed }): Push[] => {
    // Git has no event for a branch that stays where it is: a commit without changes makes one.
    const commit =
      isThere && isPushed && seen !== undefined
        ? emptyCommit(root, seen.id, `Install ${printTarget(target)} again`)
        : wanted;
    commits.set(branch, isPushed || seen === undefined ? commit : seen);
    return isPushed ? [{ branch, seen: seen?.id, commit: commit.id }] : [];
  });
  if (pushes.length > 0) {
    io.progress(`pushing to ${remote}`);
    pushBranches(root, remote, pushes);
  }
  return commits;
}

/** The targets that words name, each once. Throws InfraError where one is no target, or a pattern matches none. */
function namedTargets(words: readonly string[], root: string): TargetName[] {
  const targets = new Map<string, TargetName>();
  for (const word of words) {
    for (const target of /[*?[]/.test(word) ? matching(word, root) : [parseTarget(word)]) {
      targets.set(printTarget(target), target);
    }
  }
  return [...targets.values()];
}

function matching(pattern: string, root: string): TargetName[] {
  const word = pattern.replace(/^(?:\.\/)?overlays\//, '');
  const names = targetsOf(word, root, diskTree()).map(({ name }) => name.replace(/^overlays\//, ''));
  const targets = names.filter((name) => name.split('/').length === 3).map(parseTarget);
  if (targets.length > 0) return targets;
  throw new InfraError('NOT_FOUND', `${pattern} matches no target`, {
    hint: 'a target is <cluster>/<namespace>/<app>, for example prod-*/ci/jenkins',
  });
}
