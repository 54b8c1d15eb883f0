import { fieldTypes, type FieldTypes } from '../k8s/field-types.ts';
import type { Mapping } from '../k8s/node.ts';
import { build, createSession } from '../kustomize/build.ts';
import type { Resource } from '../kustomize/resource.ts';
import { InfraError } from '../lib/error.ts';
import { scratchTree, type ScratchTree } from '../overlay/derived/scratch-tree.ts';
import { DERIVED_PATCHES } from '../overlay/edit-kustomization.ts';
import type { ChangedPath } from '../overlay/patch-paths.ts';
import { openStage } from '../overlay/patch-stage.ts';
import { lastWriter } from '../overlay/proof-overlaps.ts';
import { selectResources } from '../overlay/select-resources.ts';
import { stagedTree } from '../overlay/staged-tree.ts';
import { parseAssignment } from '../patch/edit/parse-field-path.ts';
import { setField } from '../patch/edit/set-field.ts';
import { checkRequires } from '../project/infra-yaml.ts';
import { appPaths, openInfraYaml, repositoryRoot } from '../project/repository.ts';
import { recoverRepository } from '../project/transaction.ts';
import { printTarget, type TargetName } from '../project/target.ts';
import { diskTree } from '../source/disk-tree.ts';
import { targetContext, withoutChart } from './derive-context.ts';
import type { WantedBase } from './derive-wanted.ts';
import { valueCandidates, type ValueCandidate } from './find-value-candidates.ts';
import { fieldInText, smallestChange } from './find-value-field.ts';
import { changesOf, documentIn, judge, type WantedChange } from './find-value-judge.ts';
import { fieldsToSet, notFindable } from './find-value-options.ts';
import { TargetRenders } from './find-value-renders.ts';
import type { CommandIo } from './io.ts';
import { buildTargets } from './patch-builds.ts';
import type { PatchOptions } from './patch-options.ts';
import { patchScope, type PatchRepository, type PatchScope } from './patch-scope.ts';
import { satisfiesVersion } from './satisfies-version.ts';

/** How many candidates are rendered. */
const MOST_TRIED = 8;

/** A chart value that was tried. */
export interface TriedValue {
  readonly key: string;
  /** what --set-value is to be given */
  readonly assignments: readonly string[];
  /** what else it changes */
  readonly others: readonly string[];
}

/** What came of looking for a chart value that does what a patch would do. */
export interface FoundValue {
  readonly target: TargetName;
  /** `Kind/name` */
  readonly resource: string;
  readonly fields: readonly ChangedPath[];
  /** the one that does that and nothing else */
  readonly value: TriedValue | undefined;
  /** where there is none: the one that does that, and changes least besides */
  readonly nearest: TriedValue | undefined;
  readonly tried: number;
  /** the chart makes it so already */
  readonly isAlready: boolean;
  /** the file of a patch that sets the field now, from the repository's root */
  readonly patch: string | undefined;
}

/**
 * Looks for a chart value that makes fields of a resource of a target what they are to be, and changes nothing else: by rendering
 * the target's chart with the likeliest ones. Nothing is written, and nothing is fetched that is in the cache. Throws InfraError.
 */
export async function findValue(
  options: PatchOptions,
  directory: string,
  io: CommandIo,
): Promise<FoundValue> {
  const set = fieldsToSet(options);
  const found = repositoryRoot(directory);
  recoverRepository(found);
  const disk = diskTree();
  const root = disk.find(found)?.path ?? found;
  const infraYaml = openInfraYaml(root);
  checkRequires(infraYaml, io.version, satisfiesVersion);
  const repository = { root, infraYaml, disk };
  const scope = await patchScope(options, repository);
  const [target, ...others] = scope.targets;
  if (target === undefined || others.length > 0)
    throw notFindable('--find-value looks at one target', 'name one, as <cluster>/<namespace>/<app>');
  const search = new ValueSearch(target, scope, repository, io);
  return await search.find(options.words[1]!, set);
}

class ValueSearch {
  private readonly target: TargetName;
  private readonly scope: PatchScope;
  private readonly repository: PatchRepository;
  private readonly io: CommandIo;
  private readonly tree: ScratchTree;

  constructor(target: TargetName, scope: PatchScope, repository: PatchRepository, io: CommandIo) {
    const { disk, root } = repository;
    this.target = target;
    this.scope = scope;
    this.repository = repository;
    this.io = { ...io, warn: () => undefined };
    this.tree = scratchTree(stagedTree(disk, root, scope.changes));
  }

  async find(word: string, set: readonly string[]): Promise<FoundValue> {
    const { root, infraYaml } = this.repository;
    const context = targetContext(this.tree, root, this.target, infraYaml);
    if (context?.files.definition?.upstream.chart === undefined)
      throw withoutChart(this.target, appPaths(this.target.app).definition);
    const renders = new TargetRenders(context, { root, directory: root, infraYaml }, this.tree, this.io);
    const before = await renders.present();
    const { resource, file, types } = await this.selected(word, before);
    const start = documentIn(before.files.get(file)!);
    const wanted = set.reduce((document, text) => {
      const { path, value } = parseAssignment(text);
      return setField(document, path, value, types);
    }, start);
    const paths = changesOf(start, wanted);
    const change: WantedChange = { file, wanted, paths };
    const told = {
      target: this.target,
      resource: `${resource.kind}/${resource.name}`,
      fields: paths,
      patch: await this.presentPatch(resource, paths).catch(unlessBroken),
    };
    if (paths.length === 0)
      return { ...told, value: undefined, nearest: undefined, tried: 0, isAlready: true };
    const field = {
      ...(fieldInText(set[0]!, start, wanted, types) ?? smallestChange(start, wanted)),
      about: [resource.kind, ...resource.name.split('-')],
    };
    const candidates = valueCandidates(await renders.values(), field, MOST_TRIED);
    return { ...told, ...(await this.tryAll(candidates, renders, before, change)), isAlready: false };
  }

  private async tryAll(
    candidates: readonly ValueCandidate[],
    renders: TargetRenders,
    before: WantedBase,
    change: WantedChange,
  ): Promise<Pick<FoundValue, 'value' | 'nearest' | 'tried'>> {
    let nearest: TriedValue | undefined;
    let tried = 0;
    for (const { key, assignments } of candidates) {
      this.io.progress(`trying ${key}`);
      tried++;
      const after = await renders.with(assignments);
      if (after === undefined) continue;
      const { hasWanted, others } = judge(before.files, after.files, change);
      if (!hasWanted) continue;
      const value = { key, assignments, others };
      if (others.length === 0) return { value, nearest: undefined, tried };
      if (nearest === undefined || others.length < nearest.others.length) nearest = value;
    }
    return { value: undefined, nearest, tried };
  }

  private async selected(
    word: string,
    { files }: WantedBase,
  ): Promise<{ resource: Resource; file: string; types: FieldTypes }> {
    const directory = `${this.repository.root}/base/.find-value`;
    this.tree.add(directory, files);
    const { resources } = await build(createSession({ tree: this.tree }), directory);
    const chosen = selectResources(resources, { resource: word });
    const [resource] = chosen;
    if (resource === undefined || chosen.length > 1)
      throw notFindable('--find-value looks at one resource', 'name one, for example StatefulSet/jenkins');
    const crds = resources.filter(({ kind }) => kind === 'CustomResourceDefinition');
    return {
      resource,
      file: resource.place.file.slice(directory.length + 1),
      types: fieldTypes(crds.map((crd): Mapping => crd.root)),
    };
  }

  /** The patch by hand that sets one of the fields in the overlay as it is, if there is one. */
  private async presentPatch(resource: Resource, paths: readonly ChangedPath[]): Promise<string | undefined> {
    const { root, disk } = this.repository;
    const { target, scope, io } = this;
    const all = { root, disk, targets: [target], changes: scope.changes, io };
    const { session, builds } = await buildTargets(all);
    const { before, built } = builds.get(target)!;
    const present = built.resources.find(({ originalId, id }) =>
      [originalId, id].some((each) => each.kind === resource.kind && each.name === resource.name),
    );
    if (present === undefined) return undefined;
    const stages = [...before].map(([directory, resources]) => openStage(session, directory, resources));
    const files = paths.map((path) => lastWriter(stages, present, path)?.slice(root.length + 1));
    return files.find((file) => file !== undefined && !file.includes(`/${DERIVED_PATCHES}`));
  }
}

/** An overlay that does not build, as after an upgrade, does not stand in the way. */
function unlessBroken(error: unknown): undefined {
  if (!(error instanceof InfraError)) throw error;
}

/** How a person names it. */
export function titleOfSearch({ target, resource }: FoundValue): string {
  return `${resource} of ${printTarget(target)}`;
}
