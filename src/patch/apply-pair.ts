import { settleLinks, withoutLinks } from '../k8s/linked-values.ts';
import {
  EMPTY_MAPPING,
  fieldOf,
  isMapping,
  isNull,
  isSequence,
  textOf,
  withField,
  withoutField,
  type Mapping,
  type Node,
} from '../k8s/node.ts';
import type { Schema } from '../k8s/schema-node.ts';
import { applyJson6902, type Operation } from './json6902.ts';
import { appliedOperations } from './patch-operations.ts';
import type { PatchPair } from './patch-pair.ts';
import { mergeStrategic } from './strategic.ts';

/**
 * The resource that Kustomize makes of one with the patches of a pair: empty where the strategic one deletes it. Name, kind and
 * namespace stay. Throws PatchFailure where a patch does not fit.
 */
export function applyPair(before: Mapping, { strategic, operations }: PatchPair, schema: Schema): Mapping {
  const merged = strategic === undefined ? before : applyStrategic(before, strategic, schema);
  return operations.length === 0 || merged.size === 0
    ? merged
    : applyOperations(merged, appliedOperations(operations));
}

/** As Kustomize merges a strategic merge patch into the resource that it names. */
export function applyStrategic(before: Mapping, patch: Mapping, schema: Schema): Mapping {
  const merged = mergeStrategic(before, patch, schema);
  if (merged === undefined || merged.size === 0) return EMPTY_MAPPING;
  return withIdOf(before, settleLinks(before, merged));
}

/** As Kustomize applies a JSON patch: all annotations are texts afterwards, and the field goes where there are none. */
export function applyOperations(before: Mapping, operations: readonly Operation[]): Mapping {
  const after = applyJson6902(withoutLinks(before), operations);
  const metadata = after.get('metadata');
  if (metadata !== undefined && !isMapping(metadata) && !isNull(metadata)) return after;
  const fields = isMapping(metadata) ? metadata : EMPTY_MAPPING;
  const texts = annotationTexts(fields.get('annotations'));
  const changed =
    texts.size === 0 ? withoutField(fields, 'annotations') : withField(fields, 'annotations', texts);
  return withField(after, 'metadata', changed);
}

function annotationTexts(annotations: Node | undefined): Mapping {
  const texts = new Map<string, string>();
  if (isMapping(annotations)) {
    for (const [key, value] of annotations) texts.set(key, textOf(value) ?? '');
  } else if (isSequence(annotations)) {
    for (let index = 0; index + 1 < annotations.length; index += 2) {
      const key = textOf(annotations[index]) ?? '';
      if (key !== '') texts.set(key, textOf(annotations[index + 1]) ?? '');
    }
  }
  return texts;
}

/** A strategic merge changes neither kind nor name nor namespace; an empty namespace goes. */
function withIdOf(before: Mapping, after: Mapping): Mapping {
  const metadata = after.get('metadata');
  const old = before.get('metadata');
  let result = withValueOf(after, before, 'kind');
  if (!isMapping(metadata)) return result;
  const named = withValueOf(metadata, old, 'name');
  const hasNamespace = (textOf(fieldOf(old, 'namespace')) ?? '') !== '' && !isNull(fieldOf(old, 'namespace'));
  const placed = hasNamespace ? withValueOf(named, old, 'namespace') : withoutField(named, 'namespace');
  result = withField(result, 'metadata', placed);
  return result;
}

function withValueOf(mapping: Mapping, old: Node | undefined, key: string): Mapping {
  const value = fieldOf(old, key);
  return value === undefined ? mapping : withField(mapping, key, value);
}
