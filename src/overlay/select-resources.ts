import { nodeAt } from '../k8s/node.ts';
import { textsOf } from '../kustomize/field-texts.ts';
import { parseLabelSelector } from '../kustomize/label-selector.ts';
import { NO_NAMESPACE, effectiveNamespace, idKey, type ResourceId } from '../kustomize/resource-id.ts';
import type { Resource } from '../kustomize/resource.ts';
import { InfraError } from '../lib/error.ts';
import { nearNames } from '../lib/near-names.ts';
import { namesOfKind } from './kind-names.ts';
import { isGlob, parseResourceWord, wordsOf, type Reading, type ResourceParts } from './resource-word.ts';

const MAX_SHOWN = 10;

/** What a command says of the resources it means. */
export interface ResourceWords {
  /** `Kind/name`, `group/Kind/name`, `Kind.group/name`, `Kind/namespace/name`; with `*` and `?`, or lists (`Job,Deployment`), in any part */
  readonly resource?: string;
  /** a label selector of Kubernetes */
  readonly labels?: string;
}

/**
 * The resources that a command means, in their order. Kinds are taken in small letters, in the plural, and by their short
 * names; names are the present ones, or else those that the resources were read with. A word without globs and labels means
 * one resource. Throws InfraError: NOT_FOUND with what was probably meant, USAGE for a word that means more than one.
 */
export function selectResources(resources: readonly Resource[], words: ResourceWords): readonly Resource[] {
  const { resource: word, labels } = words;
  if (word === undefined && labels === undefined)
    throw new InfraError('USAGE', 'no resource is named', { hint: 'name one, as Kind/name, or give labels' });
  const labelled = labels === undefined ? resources : withLabels(resources, labels);
  if (word === undefined) return someOf(labelled, `has the labels ${labels!}`);
  const chosen = new Set(wordsOf(word).flatMap((each) => selectByWord(resources, labelled, each, labels)));
  return resources.filter((resource) => chosen.has(resource));
}

function selectByWord(
  resources: readonly Resource[],
  labelled: readonly Resource[],
  word: string,
  labels: string | undefined,
): readonly Resource[] {
  const readings = parseResourceWord(word, labels !== undefined);
  const found = matching(labelled, readings);
  if (found.length === 0) throw notFound(word, readings, resources, labels);
  if (found.length > 1 && labels === undefined && !isGlob(word)) throw ambiguous(word, found);
  return found;
}

function withLabels(resources: readonly Resource[], labels: string): readonly Resource[] {
  const test = parseLabelSelector(labels);
  return resources.filter(({ root }) => test(textsOf(nodeAt(root, ['metadata', 'labels']))));
}

function someOf(resources: readonly Resource[], what: string): readonly Resource[] {
  if (resources.length > 0) return resources;
  throw new InfraError('NOT_FOUND', `no resource ${what}`);
}

/** Present names come before those that the resources had. */
function matching(resources: readonly Resource[], readings: readonly Reading[]): readonly Resource[] {
  const isMeant = (id: ResourceId): boolean => readings.some((reading) => reading.matches(partsOf(id)));
  const present = resources.filter(({ id }) => isMeant(id));
  return present.length > 0 ? present : resources.filter(({ originalId }) => isMeant(originalId));
}

/** What words are compared with. */
export function partsOf(id: ResourceId): ResourceParts {
  const namespace = effectiveNamespace(id);
  return { ...id, namespace: namespace === NO_NAMESPACE ? '' : namespace, kinds: namesOfKind(id.kind) };
}

function ambiguous(word: string, found: readonly Resource[]): InfraError {
  const ids = found.map(({ id }) => id);
  const hasGroups = new Set(ids.map(({ group }) => group)).size > 1;
  const hasNamespaces = new Set(ids.map(effectiveNamespace)).size > 1;
  const names = ids.map((id) => fullName(id, hasGroups, hasNamespaces)).slice(0, MAX_SHOWN);
  return new InfraError('USAGE', `${word} means ${found.length} resources: ${names.join(', ')}`, {
    hint: `name one of them in full, for example ${names[0]!}; or all of them with a glob`,
  });
}

function fullName(id: ResourceId, withGroup: boolean, withNamespace: boolean): string {
  const namespace = effectiveNamespace(id);
  const parts = [withGroup ? id.group || 'core' : '', id.kind];
  if (withNamespace && namespace !== NO_NAMESPACE) parts.push(namespace);
  return [...parts, id.name].filter((part) => part !== '').join('/');
}

function notFound(
  word: string,
  readings: readonly Reading[],
  resources: readonly Resource[],
  labels: string | undefined,
): InfraError {
  const message =
    labels === undefined ? `no resource is ${word}` : `no resource is ${word} and has the labels ${labels}`;
  const hint = nearHint(
    readings[0]!,
    resources.map(({ id }) => id),
  );
  return new InfraError('NOT_FOUND', message, hint === undefined ? {} : { hint });
}

/** Names of that kind that look like it, kinds that have such a name, or kinds that look like it. */
function nearHint({ kind, name }: Reading, ids: readonly ResourceId[]): string | undefined {
  const ofKind = ids.filter((id) => namesOfKind(id.kind).includes(kind.toLowerCase()));
  const near = nearNames(name, new Set(ofKind.map((id) => id.name)));
  if (near.length > 0) return `did you mean ${joined(near.map((other) => `${ofKind[0]!.kind}/${other}`))}?`;
  const named = unique(ids.filter((id) => id.name === name));
  if (named.length > 0) return `there is ${joined(named)}`;
  if (ofKind.length > 0) return `there is ${joined(unique(ofKind))}`;
  const kinds = new Set(ids.map((id) => id.kind));
  const nearKinds = nearNames(kind, kinds);
  if (nearKinds.length > 0) return `did you mean the kind ${nearKinds.join(' or ')}?`;
  return kinds.size === 0 ? undefined : `the kinds here are ${[...kinds].sort().join(', ')}`;
}

function unique(ids: readonly ResourceId[]): string[] {
  return [...new Map(ids.map((id) => [idKey(id), `${id.kind}/${id.name}`])).values()];
}

function joined(names: readonly string[]): string {
  const shown = names.slice(0, MAX_SHOWN);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(' or ');
}
