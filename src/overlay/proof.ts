import type { Mapping } from '../k8s/node.ts';
import { fieldOf, isMapping, isNull, textOf, withField, withoutField, withPath } from '../k8s/node.ts';
import { builtInSchema } from '../k8s/schema.ts';
import type { Kustomization } from '../kustomize/kustomization.ts';
import type { Resource } from '../kustomize/resource.ts';
import type { Finding } from '../lib/finding.ts';
import { sameValue } from '../k8s/same-value.ts';
import { changedPaths, printPath, type ChangedPath } from './patch-paths.ts';
import { patchWarnings } from './patch-warnings.ts';
import { counterpart, firstKey } from './patch-stage.ts';
import { podProblems } from './proof-pod-specs.ts';
import type { Problem } from './proof-problem.ts';
import { danglingReferences } from './proof-references.ts';
import { literalSecrets } from './proof-secrets.ts';
import { secretTexts } from './proof-secret-texts.ts';
import { selectorProblems } from './proof-selectors.ts';

/** Two builds of an overlay, and what the patch between them was to do. */
export interface Change {
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
  /** what each patched resource of the build before is to be; undefined: gone */
  readonly expected: ReadonlyMap<Resource, Mapping | undefined>;
  /** the resources that the change adds, by their first keys */
  readonly added: ReadonlySet<string>;
  /** more may come and go than is expected */
  readonly isOpen: boolean;
  /** the file of a patch that sets a field of a resource, where there is one */
  readonly writerOf: (resource: Resource, path: ChangedPath) => string | undefined;
  /** the kustomization of the overlay, whose other transformers run behind its patches */
  readonly kustomization: Kustomization;
  readonly findings: { readonly before: readonly Finding[]; readonly after: readonly Finding[] };
}

/** All that speaks against a patch: it does not do what it was to do, or breaks something. */
export function problemsOf(change: Change): Problem[] {
  const { before, after } = change;
  const problems = [
    ...effectProblems(change),
    ...otherProblems(change),
    ...newFindings(change),
    ...selectorProblems(before, after),
    ...danglingReferences(before, after),
    ...changedResources(change).flatMap(([old, fresh]) => resourceProblems(old, fresh)),
  ];
  return withoutRepeated(problems);
}

/** What we and the engine find at once is told once. */
function withoutRepeated(problems: readonly Problem[]): Problem[] {
  const ours = new Set(problems.flatMap(({ code, isOfEngine }) => (isOfEngine === true ? [] : [code])));
  const kept = problems.filter(({ code, isOfEngine }) => isOfEngine !== true || !ours.has(code));
  return [...new Map(kept.map((problem) => [`${problem.code} ${problem.message}`, problem])).values()];
}

function resourceProblems(old: Resource | undefined, { root, kind, name }: Resource): Problem[] {
  const title = `${kind}/${name}`;
  return [
    ...podProblems(old?.root, root, title),
    ...literalSecrets(old?.root, root, title),
    ...secretTexts(old?.root, root, title),
  ];
}

function changedResources({ before, after }: Change): (readonly [Resource | undefined, Resource])[] {
  const old = new Map(before.map((resource) => [resource.key, resource]));
  return after.flatMap((fresh) => {
    const was = old.get(fresh.key);
    return was !== undefined && sameValue(was.root, fresh.root) ? [] : [[was, fresh] as const];
  });
}

/** Whether each resource became what was asked for. */
function* effectProblems(change: Change): Iterable<Problem> {
  const { expected, after } = change;
  for (const [resource, wanted] of expected) {
    const title = `${resource.kind}/${resource.name}`;
    const found = counterpart(resource, after);
    if (wanted === undefined) {
      if (found === undefined) continue;
      yield { code: 'PATCH_HAS_NO_EFFECT', message: `${title} is still in the build` };
    } else if (found === undefined) {
      yield {
        code: 'PATCH_DELETES',
        message: `${title} would not be in the build any more`,
        hint: 'use --delete if that is meant',
      };
    } else yield* differences(resource, wanted, found, change);
  }
}

function* differences(
  resource: Resource,
  wanted: Mapping,
  found: Resource,
  { kustomization, writerOf }: Change,
): Iterable<Problem> {
  const title = `${resource.kind}/${resource.name}`;
  // The hash at the end of a generated name changes with the contents.
  const actual = found.needsHash ? withPath(found.root, ['metadata', 'name'], resource.name) : found.root;
  if (sameValue(withoutNone(wanted), withoutNone(actual))) return;
  const schema = builtInSchema().ofResource(textOf(wanted.get('apiVersion')) ?? '', resource.kind);
  const asked = changedPaths(resource.root, wanted, schema);
  for (const path of changedPaths(wanted, actual, schema)) {
    const isAsked = asked.some((other) => other.join('\n') === path.join('\n'));
    const who = transformerOf(path, kustomization);
    const file = who === undefined ? writerOf(found, path) : undefined;
    const reason =
      file ?? (who === undefined ? 'something behind it in the build' : `${who.field} of the overlay`);
    yield {
      code: 'PATCH_IS_OVERRIDDEN',
      message: `${printPath(path)} of ${title} would not come out as the patch ${isAsked ? 'says' : 'leaves it'}: ${reason} sets it too`,
      hint:
        who?.hint ??
        (file === undefined
          ? 'look for another patch of that field, or a replacement'
          : 'take the field away there, or change it there'),
    };
  }
}

/** A resource without annotations that are none: Kustomize does not print them. */
function withoutNone(root: Mapping): Mapping {
  const metadata = root.get('metadata');
  const annotations = fieldOf(metadata, 'annotations');
  const isNone = isNull(annotations) || (isMapping(annotations) && annotations.size === 0);
  return isNone && isMapping(metadata)
    ? withField(root, 'metadata', withoutField(metadata, 'annotations'))
    : root;
}

/** The field of a kustomization that probably set a field of a resource behind the patches. */
function transformerOf(
  path: ChangedPath,
  kustomization: Kustomization,
): { field: string; hint: string } | undefined {
  const last = path.at(-1) ?? '';
  const { images, replicas, namespace, labels, commonLabels, commonAnnotations, replacements } =
    kustomization;
  if (last === 'image' && images.length > 0) return { field: 'images', hint: 'use --image' };
  if (last === 'replicas' && replicas.length > 0) return { field: 'replicas', hint: 'use --replicas' };
  if (last === 'namespace' && namespace !== '')
    return { field: 'namespace', hint: 'it holds for the whole overlay' };
  const isLabel = path.includes('labels') || path.includes('matchLabels') || path.includes('selector');
  if (isLabel && labels.length > 0) return { field: 'labels', hint: 'change them there' };
  if (isLabel && commonLabels.size > 0) return { field: 'commonLabels', hint: 'change them there' };
  if (path.includes('annotations') && commonAnnotations.size > 0)
    return { field: 'commonAnnotations', hint: 'change them there' };
  return replacements.length > 0
    ? { field: 'replacements', hint: 'change what it takes its value from' }
    : undefined;
}

/** Resources that came or went though nobody asked for that. */
function* otherProblems({ before, after, expected, added, isOpen }: Change): Iterable<Problem> {
  if (isOpen) return;
  for (const resource of after) {
    if (added.has(firstKey(resource)) || counterpart(resource, before) !== undefined) continue;
    yield { code: 'PATCH_ADDS', message: `${resource.kind}/${resource.name} would come into the build` };
  }
  for (const resource of before) {
    if (expected.has(resource) || counterpart(resource, after) !== undefined) continue;
    yield {
      code: 'PATCH_DELETES',
      message: `${resource.kind}/${resource.name} would not be in the build any more`,
    };
  }
}

/** What the engine says of patches, and did not say before. */
function* newFindings({ findings: { before, after } }: Change): Iterable<Problem> {
  for (const { code, message, hint } of patchWarnings(before, after).fresh)
    yield { code, message, isOfEngine: true, ...(hint !== undefined && { hint }) };
}
