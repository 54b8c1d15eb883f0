import { InfraError } from '../lib/error.ts';
import { parseJson6902, type Operation } from '../patch/json6902.ts';
import { loadText, resolveFile } from './loader.ts';
import { parseResources } from './parse-resources.ts';
import { Resource } from './resource.ts';
import type { StepContext } from './transform.ts';

/** The text of a patch, and the file it stands in: one of its own, or the kustomization. */
export interface PatchText {
  readonly text: string;
  readonly file: string;
  /** Whether the file is one of its own, so that lines in the text are lines in the file. */
  readonly isFile: boolean;
}

/** What a patch's text turned out to be. */
export type Patch =
  | { readonly form: 'strategic'; readonly documents: readonly Resource[] }
  | { readonly form: 'json'; readonly operations: readonly Operation[] };

/** The patch that a kustomization names by its path. Throws InfraError where it cannot be read. */
export function patchFile({ loader }: StepContext, path: string): PatchText {
  return { text: loadText(loader, path), file: resolveFile(loader, path), isFile: true };
}

/** A patch in the kustomization's own text. */
export function inlinePatch({ file }: StepContext, text: string): PatchText {
  return { text, file, isFile: false };
}

/**
 * Reads a patch of either form: resources make it a strategic one, a list of operations a JSON one; a text with nothing in it
 * is a strategic one of no documents. Read once a run. Throws InfraError with the reasons of both where it is neither.
 */
export function readPatch(context: StepContext, patch: PatchText): Patch {
  return remembered(context, 'patch', patch, () => {
    try {
      return { form: 'strategic', documents: parseDocuments(patch) };
    } catch (error) {
      return { form: 'json', operations: operationsOf(patch, error) };
    }
  });
}

function operationsOf(patch: PatchText, strategicError: unknown): readonly Operation[] {
  try {
    return parseJson6902(patch.text);
  } catch (jsonError) {
    if (!(strategicError instanceof InfraError) || !(jsonError instanceof InfraError)) throw strategicError;
    const { message, location } = strategicError;
    throw new InfraError(
      'PATCH',
      `the patch is neither a resource (${message}) nor a JSON patch (${jsonError.message})`,
      {
        ...(location === undefined ? {} : { location }),
      },
    );
  }
}

/** The documents of a strategic merge patch. Read once a run. Throws InfraError where they are no resources. */
export function readStrategicPatch(context: StepContext, patch: PatchText): readonly Resource[] {
  return remembered(context, 'strategic patch', patch, () => parseDocuments(patch));
}

/** The operations of a JSON patch. Read once a run. Throws InfraError where it is none. */
export function readJsonPatch(context: StepContext, patch: PatchText): readonly Operation[] {
  return remembered(context, 'JSON patch', patch, () => parseJson6902(patch.text));
}

function parseDocuments({ text, file, isFile }: PatchText): Resource[] {
  try {
    return parseResources(text, file).map(({ root, document, line }) => {
      return new Resource(root, { file, document, line: isFile ? line : undefined });
    });
  } catch (error) {
    // Lines of a text within the kustomization say nothing.
    throw isFile || !(error instanceof InfraError)
      ? error
      : new InfraError(error.code, error.message, { cause: error });
  }
}

function remembered<Value>(
  { session }: StepContext,
  what: string,
  patch: PatchText,
  read: () => Value,
): Value {
  const key = `${what} ${patch.file}\n${patch.text}`;
  const known = session.memory.get(key) as Value | undefined;
  if (known !== undefined) return known;
  const value = read();
  session.memory.set(key, value);
  return value;
}
