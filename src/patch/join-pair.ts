import { isMapping, type Mapping } from '../k8s/node.ts';
import { UnprintableNode } from '../k8s/node-to-plain.ts';
import type { Schema } from '../k8s/schema-node.ts';
import { InfraError } from '../lib/error.ts';
import { applyPair } from './apply-pair.ts';
import { isTouched, joinOperations, regionOf, withNewValues, type Resources } from './join-operations.ts';
import { joinStrategic } from './join-strategic.ts';
import type { PatchPair } from './patch-pair.ts';
import { sameValue } from '../k8s/same-value.ts';
import { linesOf, operationLines } from './synthesis-size.ts';
import { headerOf, makes, NO_PATCHES, synthesize } from './synthesize.ts';

/**
 * The pair that makes `after` of `before`, and says it as far as it can with what the present pair has: what serves stays as it
 * is, what changes is replaced, what is to be as it was goes. Throws as synthesize does.
 */
export function joinPair(before: Mapping, present: PatchPair, after: Mapping, schema: Schema): PatchPair {
  if (sameValue(before, after)) return NO_PATCHES;
  if (makes(before, present, after, schema)) return present;
  const fresh = synthesize(before, after, schema);
  const current = isNothing(present) ? undefined : appliedPair(before, present, schema);
  if (current === undefined || current.size === 0) return fresh;
  const resources = { before, current, after };
  const isRight = (pair: PatchPair | undefined): pair is PatchPair => {
    return pair !== undefined && makes(before, pair, after, schema);
  };
  const revalued = revaluedPair(present, fresh, resources, schema);
  if (isRight(revalued)) return revalued;
  const layered = layeredPair(present, resources, schema);
  if (isRight(layered) && holdsIn(after, present.strategic, schema)) return layered;
  const joined = [layered, regionalPair(present, fresh, resources, schema)];
  return joined.filter(isRight).sort((a, b) => linesOfPair(a) - linesOfPair(b))[0] ?? fresh;
}

function isNothing({ strategic, operations }: PatchPair): boolean {
  return strategic === undefined && operations.length === 0;
}

function appliedPair(before: Mapping, pair: PatchPair, schema: Schema): Mapping | undefined {
  try {
    return applyPair(before, pair, schema);
  } catch (error) {
    if (error instanceof InfraError || error instanceof UnprintableNode) return undefined;
    throw error;
  }
}

/** The present operations with other values, and what else is to change in the strategic patch. */
function revaluedPair(
  present: PatchPair,
  fresh: PatchPair,
  resources: Resources,
  schema: Schema,
): PatchPair | undefined {
  const { operations, changed } = withNewValues(present.operations, resources);
  if (changed.size === 0) return undefined;
  const regions = new Set([...changed].map((path) => regionOf(path, resources)));
  const strategic = joinedStrategic(present, fresh, resources, {
    schema,
    isOperated: () => false,
    isSettled: (pointer) => regions.has(pointer),
  });
  return { strategic, operations };
}

/** The present patches, and on top of them operations that make the rest. */
function layeredPair(present: PatchPair, resources: Resources, schema: Schema): PatchPair | undefined {
  const more = synthesizedOrNot(resources.current, resources.after, schema);
  if (more === undefined || more.strategic !== undefined) return undefined;
  return { ...present, operations: [...present.operations, ...more.operations] };
}

/** Whether all that a strategic patch says is so in a resource. */
function holdsIn(resource: Mapping, strategic: Mapping | undefined, schema: Schema): boolean {
  if (strategic === undefined) return false;
  const patched = appliedPair(resource, { strategic, operations: [] }, schema);
  return patched !== undefined && sameValue(patched, resource);
}

function synthesizedOrNot(before: Mapping, after: Mapping, schema: Schema): PatchPair | undefined {
  try {
    return synthesize(before, after, schema);
  } catch (error) {
    if (error instanceof InfraError) return undefined;
    throw error;
  }
}

/** Wherever the resource is to be another one than now, the fresh patches; elsewhere the present ones. */
function regionalPair(present: PatchPair, fresh: PatchPair, resources: Resources, schema: Schema): PatchPair {
  const paths = [...present.operations, ...fresh.operations].map(({ path }) => regionOf(path, resources));
  const operated = new Set(paths.filter((region) => isTouched(region, resources)));
  const strategic = joinedStrategic(present, fresh, resources, {
    schema,
    isOperated: (pointer) => operated.has(pointer),
    isSettled: () => false,
  });
  return { strategic, operations: joinOperations(present.operations, fresh.operations, resources) };
}

function joinedStrategic(
  present: PatchPair,
  fresh: PatchPair,
  resources: Resources,
  joining: Parameters<typeof joinStrategic>[2],
): Mapping | undefined {
  const header = headerOf(resources.before);
  const patches = { present: present.strategic ?? header, fresh: fresh.strategic ?? header };
  const joined = joinStrategic(patches, resources, joining);
  return isOnlyHeader(joined) ? undefined : joined;
}

function isOnlyHeader(patch: Mapping): boolean {
  const metadata = patch.get('metadata');
  return (
    [...patch.keys()].every((key) => ['apiVersion', 'kind', 'metadata'].includes(key)) &&
    isMapping(metadata) &&
    [...metadata.keys()].every((key) => ['name', 'namespace'].includes(key))
  );
}

function linesOfPair({ strategic, operations }: PatchPair): number {
  return (strategic === undefined ? 0 : linesOf(strategic)) + operationLines(operations);
}
