import { InfraError } from '../../lib/error.ts';
import { applyOperations, mergeDocument, remarkOn } from '../apply-patch.ts';
import {
  copiedPatch,
  NO_OPTIONS,
  notedPatch,
  withApiVersionOf,
  type PatchOptions,
} from '../apply-strategic-patch.ts';
import type { PatchEntry, Selector } from '../kustomization.ts';
import { entryLocation } from '../location.ts';
import { located, type EntryPath, type PatchRun } from '../patch-run.ts';
import { changeNamed, changeSelected } from '../patch-targets.ts';
import {
  inlinePatch,
  patchFile,
  readJsonPatch,
  readPatch,
  readStrategicPatch,
  type PatchText,
} from '../read-patch.ts';
import { requireDistinctIds } from '../resource-set.ts';
import type { Resource } from '../resource.ts';
import type { Transformer } from '../transform.ts';

/**
 * An entry of `patches`: a strategic merge patch for the one resource that it names, or for those that its target selects; or
 * a JSON patch for those. Throws InfraError where it is not clear what it is, where it has no resource to go to, and where it
 * does not fit.
 */
export function patchTransformer(entry: PatchEntry, at: EntryPath): Transformer {
  return {
    kind: 'PatchTransformer',
    transform: (set, context) => {
      const run = { set, context, at };
      located(run, () => applyEntry(entry, run));
    },
  };
}

function applyEntry(entry: PatchEntry, run: PatchRun): void {
  const text = textOfEntry(entry, run);
  const patch = readPatch(run.context, text);
  const { target } = entry;
  if (patch.form === 'strategic') applyDocuments(patch.documents, entry, run);
  else if (target === undefined) {
    throw new InfraError('PATCH', 'a JSON patch needs a target', { hint: 'say which resources it is for' });
  } else {
    changeSelected(target, run, (resource) => {
      resource.rememberId();
      applyOperations(resource, patch.operations, text);
    });
  }
}

function applyDocuments(
  documents: readonly Resource[],
  { target, options = NO_OPTIONS }: PatchEntry,
  run: PatchRun,
): void {
  const [document] = documents;
  if (target === undefined) for (const each of documents) mergeIntoNamed(each, options, run);
  else if (documents.length > 1) {
    throw new InfraError('PATCH', `a patch with a target is one document, this one has ${documents.length}`, {
      hint: 'leave the target out, or make an entry of each document',
    });
  } else if (document !== undefined) mergeIntoSelected(document, target, options, run);
}

function textOfEntry({ path, patch }: PatchEntry, { context }: PatchRun): PatchText {
  const text = patch.trim();
  if ((text === '') === (path === '')) {
    const problem = text === '' ? 'has neither patch nor path' : 'has a patch and a path';
    throw new InfraError('KUSTOMIZATION', `an entry of patches ${problem}`, { hint: 'give one of them' });
  }
  return text === '' ? patchFile(context, path) : inlinePatch(context, text);
}

function mergeIntoNamed(document: Resource, options: PatchOptions, run: PatchRun): void {
  const patch = notedPatch(document.root, options);
  remarkOn(document, run);
  changeNamed(document, run, (resource) => {
    mergeDocument(resource, document, patch, options, run);
  });
}

function mergeIntoSelected(document: Resource, target: Selector, options: PatchOptions, run: PatchRun): void {
  const patch = copiedPatch(notedPatch(document.root, options));
  remarkOn(document, run);
  changeSelected(target, run, (resource) => {
    mergeDocument(resource, document, withApiVersionOf(patch, resource), options, run);
  });
  if (!options.allowNameChange && !options.allowKindChange) return;
  requireDistinctIds(run.set.resources.filter(({ isDeleted }) => !isDeleted));
}

export interface StrategicMergeOptions {
  /** Each the text of patches, or the path of a file with some. */
  readonly paths: readonly string[];
  readonly patches: string;
}

/**
 * `patchesStrategicMerge`: patches for the resources that they name. Throws InfraError where there is no patch, and where one
 * has no resource to go to or does not fit.
 */
export function strategicMergeTransformer(
  { paths, patches }: StrategicMergeOptions,
  at: EntryPath,
): Transformer {
  return {
    kind: 'PatchStrategicMergeTransformer',
    transform: (set, context) => {
      const run = { set, context, at };
      const parts = paths.map((entry, index) => {
        const part = { set, context, at: at.length === 0 ? at : [...at, index] };
        return { run: part, documents: located(part, () => readPathOrText(entry, part)) };
      });
      if (patches !== '') {
        const read = (): readonly Resource[] => readStrategicPatch(context, inlinePatch(context, patches));
        parts.push({ run, documents: located(run, read) });
      }
      if (parts.every(({ documents }) => documents.length === 0)) {
        throw new InfraError('PATCH', 'there is no patch where some are expected', {
          location: entryLocation(context, at),
        });
      }
      for (const part of parts) located(part.run, () => mergeCopies(part.documents, part.run));
    },
  };
}

/** An entry that can be read as resources is the text of some; else it is the path of a file. */
function readPathOrText(entry: string, { context }: PatchRun): readonly Resource[] {
  try {
    return readStrategicPatch(context, inlinePatch(context, entry));
  } catch (error) {
    if (entry.includes('\n')) throw error;
    return readStrategicPatch(context, patchFile(context, entry));
  }
}

function mergeCopies(documents: readonly Resource[], run: PatchRun): void {
  for (const document of documents) {
    const patch = copiedPatch(document.root);
    remarkOn(document, run);
    changeNamed(document, run, (resource) => {
      mergeDocument(resource, document, withApiVersionOf(patch, resource), NO_OPTIONS, run);
    });
  }
}

/**
 * An entry of `patchesJson6902`. Throws InfraError where it has no target with a name, no operations, and where one of them
 * does not apply.
 */
export function json6902Transformer(entry: PatchEntry, at: EntryPath): Transformer {
  return {
    kind: 'PatchJson6902Transformer',
    transform: (set, context) => {
      const run = { set, context, at };
      located(run, () => applyJsonEntry(entry, run));
    },
  };
}

function applyJsonEntry({ target, path, patch }: PatchEntry, run: PatchRun): void {
  const { context } = run;
  if (target === undefined || target.name === '') {
    throw new InfraError('KUSTOMIZATION', 'a JSON patch needs a target with a name');
  }
  if ((path === '') === (patch === '')) {
    const problem = path === '' ? 'has neither operations nor a path' : 'has operations and a path';
    throw new InfraError('KUSTOMIZATION', `a JSON patch ${problem}`, { hint: 'give one of them' });
  }
  const text = path === '' ? inlinePatch(context, patch) : patchFile(context, path);
  const operations = readJsonPatch(context, text);
  if (operations.length === 0) throw new InfraError('PATCH', 'the JSON patch has no operations');
  changeSelected(target, run, (resource) => {
    applyOperations(resource, operations, text);
  });
}
