import type { Mapping } from '../k8s/node.ts';
import { InfraError, type ErrorDetails } from '../lib/error.ts';
import type { Operation } from '../patch/json6902.ts';
import { PatchFailure } from '../patch/patch-failure.ts';
import { applyJsonPatch } from './apply-json-patch.ts';
import { applyStrategicPatch, type PatchOptions } from './apply-strategic-patch.ts';
import { locate } from './locate.ts';
import { entryLocation, resourceLocation } from './location.ts';
import { remarksOnMerge, remarksOnNulls, remarksOnPatch, type PatchRemark } from './patch-findings.ts';
import { withDetails, type EntryPath, type PatchRun } from './patch-run.ts';
import { placeLocation } from './place.ts';
import type { PatchText } from './read-patch.ts';
import { printId } from './resource-id.ts';
import type { Resource } from './resource.ts';

/**
 * Merges a strategic merge patch, as `patch` has it by now, into a resource, and finds fault with what comes of it. Throws
 * InfraError, at its place in the patch's file, where it does not fit.
 */
export function mergeDocument(
  resource: Resource,
  document: Resource,
  patch: Mapping,
  options: PatchOptions,
  run: PatchRun,
): void {
  const { context } = run;
  const { root } = resource;
  try {
    applyStrategicPatch(resource, patch, context.session.schema, options);
  } catch (error) {
    throw misfit(error, resource, (path) =>
      document.place.line === undefined ? {} : { location: resourceLocation(context, document, path) },
    );
  }
  for (const remark of remarksOnMerge(root, patch, resource.root)) sayOf(document, remark, run);
  for (const remark of remarksOnNulls(document.root, resource.root)) sayOf(document, remark, run);
}

/** Finds fault with a strategic merge patch itself. */
export function remarkOn(document: Resource, run: PatchRun): void {
  for (const remark of remarksOnPatch(document.root)) sayOf(document, remark, run);
}

/** Applies the operations of a JSON patch to a resource. Throws InfraError where one does not apply, at its place in a file. */
export function applyOperations(
  resource: Resource,
  operations: readonly Operation[],
  { text, file, isFile }: PatchText,
): void {
  try {
    applyJsonPatch(resource, operations);
  } catch (error) {
    throw misfit(error, resource, (path) => (isFile ? { location: locate(text, file, { path }) } : {}));
  }
}

/** The error for a patch that does not fit a resource. */
function misfit(error: unknown, { id }: Resource, detailsAt: (path: EntryPath) => ErrorDetails): unknown {
  if (!(error instanceof InfraError)) return error;
  const path = error instanceof PatchFailure ? error.path : [];
  return withDetails(error, `the patch does not fit ${printId(id)}: ${error.message}`, detailsAt(path));
}

function sayOf({ place }: Resource, remark: PatchRemark, { context, at }: PatchRun): void {
  const location = place.line === undefined ? entryLocation(context, at) : placeLocation(place);
  context.session.addFinding({ severity: 'warning', ...remark, location });
}
