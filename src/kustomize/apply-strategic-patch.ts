import { fieldOf, isMapping, Scalar, withField, withoutField } from '../k8s/node.ts';
import type { Mapping } from '../k8s/node.ts';
import type { Schema } from '../k8s/schema-node.ts';
import { mergeStrategic } from '../patch/strategic.ts';
import { textsOf } from './field-texts.ts';
import { apiVersionOf } from './gvk.ts';
import type { PatchEntry } from './kustomization.ts';
import type { Resource } from './resource.ts';

export type PatchOptions = NonNullable<PatchEntry['options']>;

export const NO_OPTIONS: PatchOptions = { allowNameChange: false, allowKindChange: false };

const BOOKKEEPING_DOMAIN = 'internal.config.kubernetes.io/';

/**
 * Merges a strategic merge patch into a resource, or deletes the resource where the patch says so. Name, kind and namespace
 * stay unless the options allow a change; the namespace always does. Throws InfraError where they do not fit.
 */
export function applyStrategicPatch(
  resource: Resource,
  patch: Mapping,
  schema: Schema,
  { allowNameChange, allowKindChange }: PatchOptions,
): void {
  const { name, namespace, kind } = resource;
  if (allowNameChange || allowKindChange) resource.rememberId();
  const isSeen = seesBookkeeping(patch);
  const merged = mergeStrategic(isSeen ? resource.annotatedRoot : resource.root, patch, schema);
  if (merged === undefined || merged.size === 0) {
    resource.delete();
    return;
  }
  if (isSeen) resource.takeAnnotatedRoot(merged);
  else resource.root = merged;
  if (!allowKindChange) resource.setKind(kind);
  if (!allowNameChange) resource.setName(name);
  resource.setNamespace(namespace);
}

/**
 * The patch as it reaches the resources that a target selects, or that `patchesStrategicMerge` names: Kustomize copies its
 * labels and annotations as texts on the way, so that a null in them becomes a text, and an empty mapping goes.
 */
export function copiedPatch(patch: Mapping): Mapping {
  const metadata = patch.get('metadata');
  if (!isMapping(metadata)) return patch;
  return withField(patch, 'metadata', withTexts(withTexts(metadata, 'labels'), 'annotations'));
}

/** A copied patch, with the apiVersion of the resource that it is for. */
export function withApiVersionOf(patch: Mapping, resource: Resource): Mapping {
  const apiVersion = apiVersionOf(resource.id);
  return withField(patch, 'apiVersion', apiVersion === '' ? new Scalar('', '') : apiVersion);
}

/**
 * The patch as the options leave it: with one of them set, Kustomize notes that in the patch's annotations, and makes them
 * texts.
 */
export function notedPatch(patch: Mapping, { allowNameChange, allowKindChange }: PatchOptions): Mapping {
  if (!allowNameChange && !allowKindChange) return patch;
  const metadata = patch.get('metadata');
  if (!isMapping(metadata)) return patch;
  return withField(patch, 'metadata', withTexts(metadata, 'annotations'));
}

function withTexts(metadata: Mapping, field: string): Mapping {
  const entries = metadata.get(field);
  if (entries === undefined) return metadata;
  const texts = textsOf(entries);
  return texts.size === 0 ? withoutField(metadata, field) : withField(metadata, field, texts);
}

/** Whether a patch can change the annotations in which Kustomize keeps its books: it takes all of them away, or names some. */
function seesBookkeeping(patch: Mapping): boolean {
  const metadata = patch.get('metadata');
  const annotations = fieldOf(metadata, 'annotations');
  if (isDirected(patch) || isDirected(metadata) || isDirected(annotations)) return true;
  return isMapping(annotations) && [...annotations.keys()].some((key) => key.startsWith(BOOKKEEPING_DOMAIN));
}

function isDirected(node: unknown): boolean {
  if (node === undefined) return false;
  return !(node instanceof Map) || node.has('$patch');
}
