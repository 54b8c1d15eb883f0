import { textOf, type Mapping } from '../k8s/node.ts';
import { builtInSchema } from '../k8s/schema.ts';
import type { Resource } from '../kustomize/resource.ts';
import { InfraError } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import { lastWriter, overlapFindings } from '../overlay/proof-overlaps.ts';
import { doubtfulReferences } from '../overlay/proof-references.ts';
import { scaledReplicas } from '../overlay/proof-scaling.ts';
import type { Problem } from '../overlay/proof-problem.ts';
import { problemsOf } from '../overlay/proof.ts';
import { changedPaths, type ChangedPath } from '../overlay/patch-paths.ts';
import { ofPatches, patchWarnings } from '../overlay/patch-warnings.ts';
import { openStage, type PatchStage } from '../overlay/patch-stage.ts';
import { sameValue } from '../k8s/same-value.ts';
import { printTarget, type TargetName } from '../project/target.ts';
import { boundsAfter } from './patch-bounds.ts';
import type { TargetBuilds } from './patch-builds.ts';
import type { PlaceResult } from './patch-planning.ts';

export interface PatchProof {
  readonly root: string;
  readonly before: TargetBuilds;
  readonly after: TargetBuilds;
  readonly places: readonly PlaceResult[];
  readonly force?: boolean;
  /** chart values were set too: what they change is not known before */
  readonly hasValues: boolean;
}

/**
 * Throws InfraError PATCH where a patch does not do what it was to do, or breaks something; with force that becomes findings.
 * Gives all that a person should know.
 */
export function provePatch(proof: PatchProof): Finding[] {
  const bounds = boundsAfter(proof.root, proof.before, proof.after);
  const problems = [
    ...unchanged(proof),
    ...proof.places.flatMap((place) => problemsOfPlace(place, proof)),
    ...bounds.problems,
  ];
  const isMany = proof.before.builds.size > 1;
  const told = new Map(problems.map(([target, problem]) => [problem.message, { target, ...problem }]));
  const found = [...told.values()].map(({ target, message, code, hint, location }) => ({
    ...{ code, ...(hint !== undefined && { hint }), ...(location && { location }) },
    message: isMany && target !== undefined ? `${printTarget(target)}: ${message}` : message,
  }));
  if (found.length > 0 && proof.force !== true) throw refusal(found);
  const forced = found.map((problem): Finding => ({ severity: 'warning', ...problem }));
  const { present } = patchWarnings(proof.before.findings, proof.after.findings);
  const dead = ofPatches(present, proof.root);
  return [...forced, ...bounds.findings, ...doubtful(proof), ...overlaps(proof), ...dead];
}

type TargetProblem = readonly [target: TargetName | undefined, problem: Problem];

/** What was to be changed, and is so already in every target. */
function* unchanged({ places, hasValues }: PatchProof): Iterable<TargetProblem> {
  if (hasValues || places.some(({ added }) => added.keys.size > 0)) return;
  const expected = places.flatMap(({ planned }) => [...planned.expected.values()]);
  const isChanged = expected.some((each) =>
    [...each].some(([{ root }, wanted]) => wanted === undefined || !sameValue(root, wanted)),
  );
  if (isChanged) return;
  const titles = [...new Set(places.flatMap(({ planned }) => planned.titles))];
  const what = titles.length === 0 ? 'the build' : titles.join(', ');
  yield [
    undefined,
    { code: 'PATCH_CHANGES_NOTHING', message: `the patch changes nothing: ${what} is as it says already` },
  ];
}

function problemsOfPlace({ planned, added, targets }: PlaceResult, proof: PatchProof): TargetProblem[] {
  const { root, before, after, hasValues } = proof;
  return targets.flatMap((target) => {
    const [old, fresh] = [before.builds.get(target)!, after.builds.get(target)!];
    const stages = stagesOf(after, target);
    const problems = problemsOf({
      before: old.built.resources,
      after: fresh.built.resources,
      expected: planned.expected.get(target) ?? new Map(),
      added: added.keys,
      isOpen: hasValues,
      writerOf: (resource, path) => lastWriter(stages, resource, path)?.slice(root.length + 1),
      kustomization: stages.at(-1)!.context.kustomization,
      findings: { before: before.findings, after: after.findings },
    });
    return problems.map((problem): TargetProblem => [target, problem]);
  });
}

/** The fields that are to change, by resource. */
function askedPaths(
  expected: ReadonlyMap<Resource, Mapping | undefined> = new Map(),
): Map<Resource, readonly ChangedPath[]> {
  return new Map(
    [...expected].map(([resource, wanted]) => {
      const { root, kind } = resource;
      const schema = builtInSchema().ofResource(textOf(root.get('apiVersion')) ?? '', kind);
      return [resource, changedPaths(root, wanted, schema)];
    }),
  );
}

/** The kustomizations of a target's build, the overlay last. */
function stagesOf({ builds, session }: TargetBuilds, target: TargetName): PatchStage[] {
  return [...builds.get(target)!.before].map(([directory, resources]) =>
    openStage(session, directory, resources),
  );
}

function refusal(problems: readonly Problem[]): InfraError {
  const [first, ...others] = problems;
  const isOne = others.length === 0;
  const message = isOne ? first!.message : problems.map((each) => `\n  - ${withPlace(each)}`).join('');
  const hints = [...new Set(problems.flatMap(({ hint }) => (hint === undefined ? [] : [hint])))];
  return new InfraError('PATCH', `the patch is refused: ${message}`, {
    ...(isOne && first?.location && { location: first.location }),
    hint: [...hints.slice(0, 2), '--force writes it all the same'].join('; '),
  });
}

function withPlace({ message, location }: Problem): string {
  return location === undefined ? message : `${message} (${location.file}:${location.line ?? 1})`;
}

/** What is probably not meant, though it may be right. */
function doubtful({ before, after }: PatchProof): Finding[] {
  const findings = [...after.builds].flatMap(([target, { built }]) => {
    const old = before.builds.get(target)!.built.resources;
    return [...doubtfulReferences(old, built.resources), ...scaledReplicas(old, built.resources)];
  });
  const told = new Map(findings.map((finding) => [finding.message, finding]));
  return [...told.values()].map((finding): Finding => ({ ...finding, severity: 'warning' }));
}

/** Fields that this patch writes and another patch of the same target too. */
function overlaps({ places, after, root }: PatchProof): Finding[] {
  const findings = places.flatMap(({ planned, targets }) => {
    const files = new Set(
      [...planned.planned.files.keys()].map((path) => `${planned.stage.directory}/${path}`),
    );
    if (files.size === 0) return [];
    return targets.flatMap((target) => {
      const stages = stagesOf(after, target);
      return overlapFindings(stages, askedPaths(planned.expected.get(target)), files, root);
    });
  });
  return [...new Map(findings.map((finding) => [finding.message, finding])).values()];
}
