import {
  editKustomization,
  type KustomizationEdit,
  type ListedPatch,
  type PatchPlace,
} from './edit-kustomization.ts';
import { freePath } from './patch-name.ts';
import type { PatchStage } from './patch-stage.ts';
import type { StagedChanges } from './staged-tree.ts';

/** What patches of a kustomization are going to be, by their paths below it; undefined for a file that goes. */
export interface PlannedPatches {
  readonly files: ReadonlyMap<string, string | undefined>;
  readonly edit: KustomizationEdit;
}

type NewPatch = ListedPatch & { readonly place?: PatchPlace };

/** Collects what is to be written, and what the kustomization is to say of it. */
export class PatchListing {
  private readonly stage: PatchStage;
  private readonly files = new Map<string, string | undefined>();
  private readonly added: NewPatch[] = [];
  private readonly removed: string[] = [];
  private readonly unlisted: string[] = [];

  constructor(stage: PatchStage) {
    this.stage = stage;
  }

  get planned(): PlannedPatches {
    const { files, added, removed, unlisted } = this;
    return { files, edit: { patches: { add: added, remove: removed }, resources: { remove: unlisted } } };
  }

  /** Takes away a resource that the kustomization itself brings. */
  removeResource(path: string): void {
    this.files.set(path, undefined);
    this.unlisted.push(path);
  }

  /** Makes a text of a patch; `present` is the one that is there. What is new is listed. */
  put(
    path: string,
    text: string | undefined,
    present: string | undefined,
    listing: Omit<NewPatch, 'path'>,
  ): void {
    if (text === present) return;
    this.files.set(path, text);
    if (present === undefined) this.added.push({ path, ...listing });
    else if (text === undefined) this.removed.push(path);
  }

  /** A path for a new patch, that nothing else has. */
  freePath(stem: string, ending: string): string {
    const { directory, context } = this.stage;
    const { tree } = context.session;
    return freePath(
      `patches/${stem}`,
      ending,
      (path) => this.files.has(path) || tree.find(`${directory}/${path}`) !== undefined,
    );
  }
}

/** The text of a new shared component. */
export const NEW_COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n';

/** Planned patches as changes of the repository, with the kustomization file. `more` is edited in it as well. */
export function patchChanges(
  { directory, context }: Pick<PatchStage, 'directory' | 'context'>,
  root: string,
  { files, edit }: PlannedPatches,
  more: KustomizationEdit = {},
): StagedChanges {
  const home = directory.slice(root.length + 1);
  const path = `${home}${context.file.slice(directory.length)}`;
  const { tree } = context.session;
  const isThere = tree.find(context.file) !== undefined;
  const text = isThere ? new TextDecoder().decode(tree.read(context.file)) : NEW_COMPONENT;
  const changes = new Map([...files].map(([name, content]) => [`${home}/${name}`, content]));
  return changes.set(path, editKustomization(editKustomization(text, edit, path), more, path));
}
