import type { Resource } from '../kustomize/resource.ts';
import { patchFile, readPatch } from '../kustomize/read-patch.ts';
import { ResourceSet } from '../kustomize/resource-set.ts';
import { selectTargets } from '../kustomize/select-target.ts';
import type { PatchEntry } from '../kustomize/kustomization.ts';
import { DERIVED_PATCHES } from './edit-kustomization.ts';
import { patchEntries, textOfFile, type PatchStage } from './patch-stage.ts';

/** A file of patches that is for one resource alone. */
export interface PresentPatch {
  /** as the kustomization lists it */
  readonly path: string;
  readonly text: string;
  /** its position in `patches` */
  readonly index: number;
}

/** The patches of one resource that may be written anew. */
export interface PresentPatches {
  readonly strategic?: PresentPatch;
  /** behind the strategic one, where there are both */
  readonly operations?: PresentPatch;
}

/**
 * The files in which a kustomization keeps its patches for a resource: the last strategic one that names it, and the last
 * JSON patch behind it whose target is that resource. Derived patches, those in the kustomization's own text, and those for
 * several resources are left alone.
 */
export function presentPatches(stage: PatchStage, resource: Resource): PresentPatches {
  const set = new ResourceSet();
  set.appendAll(stage.resources);
  let strategic: PresentPatch | undefined;
  let operations: PresentPatch | undefined;
  for (const [index, entry] of patchEntries(stage).entries()) {
    const form = formFor(entry, stage, resource, set);
    if (form === undefined) continue;
    const patch = { path: entry.path, text: textOfFile(stage, entry.path), index };
    if (form === 'strategic') [strategic, operations] = [patch, undefined];
    else operations = patch;
  }
  return { ...(strategic && { strategic }), ...(operations && { operations }) };
}

/** The operations that are written anew; a patch with others is left alone. */
const KNOWN: ReadonlySet<unknown> = new Set(['test', 'add', 'replace', 'remove']);

/** The form of a patch that is for a resource alone; undefined for any other. */
function formFor(
  { path, patch: inline, target, options }: PatchEntry,
  { context }: PatchStage,
  resource: Resource,
  set: ResourceSet,
): 'strategic' | 'json' | undefined {
  if (path === '' || inline !== '' || options !== undefined) return undefined;
  if (path.replace(/^\.\//, '').startsWith(DERIVED_PATCHES) || path.includes('../')) return undefined;
  const patch = readPatch(context, patchFile(context, path));
  if (patch.form === 'strategic') {
    const [document] = patch.documents;
    if (target !== undefined || document === undefined || patch.documents.length > 1) return undefined;
    return isOnly(set.withAnyId(document.originalId), resource) ? 'strategic' : undefined;
  }
  if (target === undefined || !names(target.name, resource)) return undefined;
  if (!patch.operations.every(({ fields }) => KNOWN.has(fields.get('op')))) return undefined;
  if (target.labelSelector !== '' || target.annotationSelector !== '') return undefined;
  return isOnly(selectTargets(set, target), resource) ? 'json' : undefined;
}

function names(pattern: string, { name, originalId }: Resource): boolean {
  const plain = pattern.replaceAll('\\', '');
  return plain === name || plain === originalId.name;
}

function isOnly(found: readonly Resource[], resource: Resource): boolean {
  return found.length === 1 && found[0] === resource;
}
