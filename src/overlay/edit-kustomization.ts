import { KustomizationText, type Entry } from './edit-kustomization-text.ts';

/** Patches that are made from chart values, a namespace or capabilities: they come first, and nobody edits them. */
export const DERIVED_PATCHES = 'patches/derived/';

/** What a patch with a target goes to, as a kustomization file writes it. */
export interface ListedTarget {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
}

/** An entry of `patches` that names a file. */
export interface ListedPatch {
  readonly path: string;
  readonly target?: ListedTarget;
}

/** An entry of `images`: what the images with a name become. */
export interface ListedImage {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

/** An entry of `replicas`. */
export interface ListedReplicas {
  readonly name: string;
  readonly count: number;
}

/** Where a new entry of `patches` goes: beside another one, by its path; else behind those that are there. */
export type PatchPlace = { readonly before: string } | { readonly after: string };

/** What is to become of a kustomization file. What is there already is not added again, nor is missing what goes. */
export interface KustomizationEdit {
  readonly resources?: { readonly add?: readonly string[]; readonly remove?: readonly string[] };
  readonly components?: { readonly add?: readonly string[]; readonly remove?: readonly string[] };
  readonly patches?: {
    readonly add?: readonly (ListedPatch & { readonly place?: PatchPlace })[];
    /** by path */
    readonly remove?: readonly string[];
  };
  /** each takes the place of the entry of its name */
  readonly images?: readonly ListedImage[];
  readonly replicas?: readonly ListedReplicas[];
}

/**
 * The text of a kustomization file after an edit; every line that the edit is not about stays as it is, with its comments.
 * Derived patches go before all others, others behind them in the order they are added. Throws InfraError KUSTOMIZATION for a
 * text that is no mapping.
 */
export function editKustomization(
  text: string,
  edit: KustomizationEdit,
  file = 'kustomization.yaml',
): string {
  const kustomization = new KustomizationText(text, file);
  for (const field of ['resources', 'components'] as const) {
    for (const entry of edit[field]?.remove ?? []) kustomization.remove(field, ({ data }) => data === entry);
    for (const entry of edit[field]?.add ?? []) addText(kustomization, field, entry);
  }
  for (const path of edit.patches?.remove ?? []) kustomization.remove('patches', isPatch(path));
  for (const patch of edit.patches?.add ?? []) addPatch(kustomization, patch);
  for (const image of edit.images ?? []) kustomization.set('images', isNamed(image.name), { ...image });
  for (const entry of edit.replicas ?? []) kustomization.set('replicas', isNamed(entry.name), { ...entry });
  return kustomization.text;
}

function addText(kustomization: KustomizationText, field: string, entry: string): void {
  const entries = kustomization.entries(field);
  if (!entries.some(({ data }) => data === entry)) kustomization.insert(field, entries.length, entry);
}

function addPatch(
  kustomization: KustomizationText,
  { place, ...patch }: ListedPatch & { readonly place?: PatchPlace },
): void {
  const entries = kustomization.entries('patches');
  const present = entries.findIndex(isPatch(patch.path));
  if (present === -1) kustomization.insert('patches', positionOf(patch, place, entries), { ...patch });
  else kustomization.set('patches', isPatch(patch.path), { ...patch });
}

function positionOf({ path }: ListedPatch, place: PatchPlace | undefined, entries: readonly Entry[]): number {
  if (path.startsWith(DERIVED_PATCHES)) {
    return entries.findLastIndex((entry) => pathOf(entry)?.startsWith(DERIVED_PATCHES) === true) + 1;
  }
  if (place === undefined) return entries.length;
  const beside = entries.findIndex(isPatch('before' in place ? place.before : place.after));
  if (beside === -1) return entries.length;
  return 'before' in place ? beside : beside + 1;
}

function isPatch(path: string): (entry: Entry) => boolean {
  return (entry) => pathOf(entry) === path;
}

function isNamed(name: string): (entry: Entry) => boolean {
  return ({ data }) => fieldOf(data, 'name') === name;
}

function pathOf({ data }: Entry): string | undefined {
  const path = fieldOf(data, 'path');
  return typeof path === 'string' ? path.replace(/^\.\//, '') : undefined;
}

function fieldOf(data: unknown, field: string): unknown {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[field] : undefined;
}
