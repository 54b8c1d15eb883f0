import type { FileTree } from '../kustomize/file-tree.ts';
import { createSession } from '../kustomize/build.ts';
import { InfraError } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import { nearNames } from '../lib/near-names.ts';
import { editKustomization } from '../overlay/edit-kustomization.ts';
import { componentsOf, entryFor, kustomizationIn, targetsOfApp } from '../overlay/overlay-targets.ts';
import { stagedTree, type StagedChanges } from '../overlay/staged-tree.ts';
import type { InfraYaml } from '../project/infra-yaml.ts';
import {
  overlayDirectory,
  parseTarget,
  printTarget,
  sharedDirectory,
  type TargetName,
} from '../project/target.ts';
import type { DiskTree } from '../source/disk-tree.ts';
import type { PatchOptions } from './patch-options.ts';

/** A kustomization that is to be patched, and the targets in which that has to hold. */
export interface PatchPlace {
  /** from the repository's root */
  readonly directory: string;
  /** what the edit is made for comes first */
  readonly targets: readonly TargetName[];
  readonly isShared: boolean;
  /** targets that are to list the component, and do not yet */
  readonly unlisted: readonly TargetName[];
}

/** What a patch is about. */
export interface PatchScope {
  readonly places: readonly PatchPlace[];
  readonly targets: readonly TargetName[];
  /** what has to be there before anything can be patched */
  readonly changes: StagedChanges;
  /** targets that are declared with their first patch */
  readonly added: readonly TargetName[];
  readonly findings: readonly Finding[];
}

/** The repository as a command sees it. */
export interface PatchRepository {
  readonly root: string;
  readonly infraYaml: InfraYaml;
  readonly disk: DiskTree;
}

/** What the words and flags of a patch mean. Throws InfraError for what they do not name. */
export async function patchScope(options: PatchOptions, repository: PatchRepository): Promise<PatchScope> {
  const [word] = options.words;
  if (options.shared !== undefined) return sharedScope(options.shared, word!, repository);
  if (/[*?[]/.test(word!)) return await globScope(word!, options, repository);
  const target = parseTarget(word!);
  if (options.component !== undefined) return componentScope(options.component, target, repository);
  const isThere =
    kustomizationIn(repository.disk, `${repository.root}/${overlayDirectory(target)}`) !== undefined;
  const changes = isThere ? new Map<string, string>() : await newTarget(target, repository);
  return {
    places: [ownPlace(target)],
    targets: [target],
    changes,
    added: isThere ? [] : [target],
    findings: [],
  };
}

function ownPlace(target: TargetName): PatchPlace {
  return { directory: overlayDirectory(target), targets: [target], isShared: false, unlisted: [] };
}

async function newTarget(
  target: TargetName,
  { root, infraYaml, disk }: PatchRepository,
): Promise<StagedChanges> {
  const { planTarget } = await import('./add-target.ts');
  return planTarget({ root, infraYaml, target }, disk).changes;
}

/** Each of the targets that a pattern matches. */
async function globScope(
  pattern: string,
  options: PatchOptions,
  { root, disk }: PatchRepository,
): Promise<PatchScope> {
  if (options.component !== undefined)
    throw new InfraError(
      'USAGE',
      '--component takes one target, and patches the component for all that list it',
    );
  const { targetsOf } = await import('./build-targets.ts');
  const found = targetsOf(pattern.replace(/^overlays\//, ''), root, disk);
  // What is below an overlay is no target.
  const names = found.map(({ name }) => name).filter((name) => name.split('/').length === 4);
  const targets = names.map(parseTarget).sort(byName);
  return { places: targets.map(ownPlace), targets, changes: new Map(), added: [], findings: [] };
}

/** The component of a name, for every target of its phase and every one that lists it. */
function sharedScope(name: string, app: string, repository: PatchRepository): PatchScope {
  const { root, infraYaml, disk } = repository;
  checkName(name, app);
  const directory = sharedDirectory(name, app);
  const all = targetsOfApp(disk, root, app);
  const listing = new Set(all.filter((target) => lists(target, directory, repository)));
  const ofPhase = (target: TargetName): boolean => infraYaml.clusters.get(target.cluster)?.phase === name;
  const targets = all.filter((target) => listing.has(target) || ofPhase(target));
  if (targets.length === 0) throw noUser(name, app, all, infraYaml);
  const unlisted = targets.filter((target) => !listing.has(target));
  const place = { directory, targets: listedFirst(targets, listing), isShared: true, unlisted };
  return { places: [place], targets, added: [], ...listings(place, repository) };
}

/** An edit is made for a target that has the component, where there is one. */
function listedFirst(targets: readonly TargetName[], listing: ReadonlySet<TargetName>): TargetName[] {
  return [
    ...targets.filter((target) => listing.has(target)),
    ...targets.filter((target) => !listing.has(target)),
  ];
}

/** A component that is there already is listed before anything is patched: so a patch is compared with what it finds. */
function listings(
  { directory, unlisted }: PatchPlace,
  { root, disk }: PatchRepository,
): { changes: StagedChanges; findings: Finding[] } {
  if (kustomizationIn(disk, `${root}/${directory}`) === undefined)
    return { changes: new Map(), findings: [] };
  const findings = unlisted.map((target): Finding => {
    const message = `${printTarget(target)} did not list ${directory}: from now on it has all its patches`;
    return { code: 'COMPONENT_LISTED', severity: 'warning', message };
  });
  return { changes: listingChanges(unlisted, directory, root, disk), findings };
}

/** The kustomizations of targets with a component among those they list, or no longer. */
export function listingChanges(
  targets: readonly TargetName[],
  component: string,
  root: string,
  tree: FileTree,
  change: 'add' | 'remove' = 'add',
): Map<string, string> {
  return new Map(
    targets.map((target) => {
      const overlay = overlayDirectory(target);
      const path = `${overlay}/${kustomizationIn(tree, `${root}/${overlay}`)!}`;
      const text = new TextDecoder().decode(tree.read(`${root}/${path}`));
      const edit = { components: { [change]: [entryFor(overlay, component)] } };
      return [path, editKustomization(text, edit, path)];
    }),
  );
}

function componentScope(name: string, target: TargetName, repository: PatchRepository): PatchScope {
  const { root, disk } = repository;
  checkName(name, target.app);
  const directory = sharedDirectory(name, target.app);
  const users = targetsOfApp(disk, root, target.app).filter((each) => lists(each, directory, repository));
  const first = users.find((each) => printTarget(each) === printTarget(target));
  if (first === undefined) {
    throw new InfraError('USAGE', `${printTarget(target)} does not list ${directory}`, {
      hint: `infra patch --shared ${name} ${target.app} … makes a component for the targets of a phase`,
    });
  }
  const targets = [first, ...users.filter((each) => each !== first)];
  const place = { directory, targets, isShared: true, unlisted: [] };
  return { places: [place], targets, changes: new Map(), added: [], findings: [] };
}

function lists(target: TargetName, component: string, { root, disk }: PatchRepository): boolean {
  const session = createSession({ tree: stagedTree(disk, root, new Map()) });
  return componentsOf(session, `${root}/${overlayDirectory(target)}`).includes(`${root}/${component}`);
}

function checkName(name: string, app: string): void {
  for (const word of [name, app]) {
    if (/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(word)) continue;
    throw new InfraError('USAGE', `${JSON.stringify(word)} is no DNS label`, {
      hint: 'infra patch --shared <name> <app> <resource>, for example --shared production jenkins StatefulSet/jenkins',
    });
  }
}

function noUser(name: string, app: string, all: readonly TargetName[], { clusters }: InfraYaml): InfraError {
  const phases = [...new Set([...clusters.values()].map(({ phase }) => phase))];
  const near = nearNames(name, phases);
  const there =
    all.length === 0
      ? `${app} has no targets`
      : `the targets of ${app} are ${all.map(printTarget).join(', ')}`;
  return new InfraError(
    'NOT_FOUND',
    `no target of ${app} is on a cluster of the phase ${name}, or lists a component of that name`,
    {
      hint:
        near.length > 0 && !phases.includes(name)
          ? `did you mean ${near.join(' or ')}?`
          : `${there}; infra add <target> declares one`,
    },
  );
}

function byName(a: TargetName, b: TargetName): number {
  return printTarget(a) < printTarget(b) ? -1 : 1;
}
