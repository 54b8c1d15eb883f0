import type { Mapping } from '../../k8s/node.ts';
import { isClusterScoped } from '../../k8s/resource-scope.ts';
import { build } from '../../kustomize/build.ts';
import { printId, type ResourceId } from '../../kustomize/resource-id.ts';
import { idOf, type Resource } from '../../kustomize/resource.ts';
import type { Session } from '../../kustomize/session.ts';
import { buildInStages } from '../../kustomize/stages.ts';
import { InfraError } from '../../lib/error.ts';
import { DERIVED_PATCHES } from '../edit-kustomization.ts';
import { NO_ENTRIES, withDerivedEntries, type DerivedEntries } from './derived-entries.ts';
import {
  COMPONENT_FILE,
  componentFiles,
  deletion,
  isMovedByPatch,
  moving,
  type DerivedFiles,
  type FileName,
  type MoveForm,
} from './derived-files.ts';
import { byKey, matchResources, type Match, type Matches, type Move } from './match-resources.ts';
import { movedResources } from './moved-resources.ts';
import { sameResource } from './same-resource.ts';
import type { ScratchTree } from './scratch-tree.ts';

/** What an overlay has to build to, and what with. All directories are absolute. */
export interface DerivationInput {
  /** over `tree`; it must have read nothing from the directories that are tried */
  readonly session: Session;
  readonly tree: ScratchTree;
  readonly overlay: string;
  /** of the overlay's kustomization, without derived entries */
  readonly kustomization: { readonly name: string; readonly text: string };
  /** the same text as it is now: how resources are moved now is tried first, for patches by hand may rely on it */
  readonly present: string;
  /** the entry of `resources` that is the base */
  readonly baseEntry: string;
  /** the files of the base as it would be in the target's context; undefined: as it is, but for the namespace */
  readonly wanted: ReadonlyMap<string, string> | undefined;
  readonly move: Move;
  readonly fileName: FileName;
  /** comments for every file */
  readonly header: string;
}

/** The files below patches/derived/ of an overlay, and what its kustomization has to say for them to count. */
export interface Derivation {
  readonly files: ReadonlyMap<string, string>;
  readonly entries: DerivedEntries;
}

/**
 * Finds the patches with which the build of a base is what is wanted, and proves it by building. Kustomize's own `namespace` is
 * used where that, and nothing else, moves what has to be moved. Throws InfraError where no patches come to it.
 */
export async function derivePatches(input: DerivationInput): Promise<Derivation> {
  const derivation = await startDerivation(input);
  const { matches } = derivation;
  const isMoving = matches.matched.some(({ isMoved }) => isMoved);
  const forms = isMoving ? derivation.formsOfMoving() : (['none'] as const);
  let problem: InfraError | undefined;
  for (const form of forms) {
    try {
      const found = await derivation.inForm(form);
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof InfraError)) throw error;
      problem = error;
    }
  }
  const { unmade } = derivation;
  if (problem !== undefined && unmade === undefined) throw problem;
  const what = unmade === undefined ? 'the base' : printId(unmade);
  throw new InfraError('PATCH', `no patches make ${what} what the chart renders for this target`, {
    hint: 'give the target a base of its own: infra unpack with --app',
    cause: problem,
  });
}

async function startDerivation(input: DerivationInput): Promise<DerivationRun> {
  const { session, tree, overlay, wanted, move } = input;
  const probe = besides(overlay, 'base');
  tree.add(probe, new Map([[COMPONENT_FILE, kustomizationOver(input.baseEntry)]]));
  const { before, built } = await buildInStages(session, probe);
  const unfinished = (before.get(probe) ?? []).map(({ root }) => root);
  if (wanted === undefined) {
    const moved = movedResources(rootsOf(built.resources), move).map((root) => ({ root }));
    return new DerivationRun(input, unfinished, moved);
  }
  const directory = besides(overlay, 'wanted');
  tree.add(directory, wanted);
  const { resources } = await build(session, directory);
  const texts = resources.map((resource) => ({
    root: resource.root,
    ...textFor(resource, directory, wanted),
  }));
  return new DerivationRun(input, unfinished, texts);
}

/** A directory to try, in that of the overlay's: what is relative to the one is so to the other. */
function besides(overlay: string, name: string): string {
  const slash = overlay.lastIndexOf('/');
  return `${overlay.slice(0, slash)}/.derived-${overlay.slice(slash + 1)}-${name}`;
}

/** The text of a resource that stands alone in its file. */
function textFor(
  { place }: Resource,
  directory: string,
  files: ReadonlyMap<string, string>,
): { text?: string } {
  const text = files.get(place.file.slice(directory.length + 1));
  return text === undefined || place.document > 0 ? {} : { text };
}

function rootsOf(resources: readonly Resource[]): Mapping[] {
  return resources.map(({ root }) => root);
}

interface Wanted {
  readonly root: Mapping;
  readonly text?: string;
}

class DerivationRun {
  readonly matches: Matches;
  /** a resource that its patch did not make right */
  unmade: ResourceId | undefined;
  readonly #input: DerivationInput;
  readonly #wanted: ReadonlyMap<string, Mapping>;
  readonly #added: readonly Wanted[];
  #tries = 0;

  constructor(input: DerivationInput, base: readonly Mapping[], wanted: readonly Wanted[]) {
    this.#input = input;
    const roots = wanted.map(({ root }) => root);
    this.matches = matchResources(base, roots, input.move);
    this.#wanted = byKey(roots);
    const added = new Set(this.matches.added);
    this.#added = wanted.filter(({ root }) => added.has(root));
  }

  /** How resources may move, the best way first. */
  formsOfMoving(): readonly MoveForm[] {
    // Patches by hand may say the namespace that a patch before them has set; before the field there is no such resource.
    const wasPatch = isMovedByPatch(this.#input.present);
    const { to } = this.#input.move;
    const isInReach = [...this.#wanted.values()].every((root) => {
      const { group, version, kind, namespace } = idOf(root);
      return namespace === to || isClusterScoped(group, version, kind);
    });
    return isInReach && !wasPatch ? ['field', 'patch', 'patches'] : ['patch', 'patches'];
  }

  /** The patches, where resources move in this way; undefined where that comes to something else than is wanted. */
  async inForm(form: MoveForm): Promise<Derivation | undefined> {
    const patched = new Set<Match>();
    for (;;) {
      const derivation = this.#derivation(form, [...patched]);
      const wrong = await this.#wrong(derivation);
      if (wrong === undefined) return undefined;
      if (wrong.length === 0) return (await this.#mayBe(form, derivation)) ? derivation : undefined;
      // What a patch cannot make right, a second one for the same resource does not either.
      const again = wrong.find((match) => patched.has(match));
      this.unmade ??= again && idOf(again.wanted);
      if (again !== undefined) return undefined;
      for (const match of wrong) patched.add(match);
    }
  }

  #derivation(form: MoveForm, patched: readonly Match[]): Derivation {
    const { header, move, fileName, session } = this.#input;
    const { schema } = session;
    const files: DerivedFiles = componentFiles(this.#added, patched, { fileName, header, schema });
    const component = files.size > 0;
    const moved = this.matches.matched.filter(({ isMoved }) => isMoved).map(({ before }) => before);
    const patches = [
      ...deletion(this.matches.removed, header, files),
      ...moving(form, moved, move, header, files),
    ];
    return { files, entries: { component, patches, namespace: form === 'field' ? move.to : undefined } };
  }

  /** Which resources are not as wanted when only these patches are there; undefined where there are others than wanted. */
  async #wrong(derivation: Derivation): Promise<Match[] | undefined> {
    const built = await this.#built(kustomizationOver(this.#input.baseEntry), derivation);
    if (built.size !== this.#wanted.size) return undefined;
    for (const key of this.#wanted.keys()) if (!built.has(key)) return undefined;
    const isWrong = (key: string): boolean => !sameResource(built.get(key), this.#wanted.get(key));
    const wrong = this.matches.matched.filter(({ key }) => isWrong(key));
    const isAddedWrong = [...byKey(this.matches.added).keys()].some(isWrong);
    return isAddedWrong ? undefined : wrong;
  }

  /** Kustomize's `namespace` moves what the overlay itself adds, too: that must be there already, or in no namespace. */
  async #mayBe(form: MoveForm, derivation: Derivation): Promise<boolean> {
    const { text } = this.#input.kustomization;
    if (form !== 'field') return true;
    const inPlace = { ...derivation, entries: { ...derivation.entries, namespace: undefined } };
    // An overlay that does not build, whatever moves, tells nothing; its builder will say why.
    const unmoved = await this.#tried(text, inPlace);
    if (unmoved === undefined) return true;
    const moved = await this.#tried(text, derivation);
    const { matched, added } = this.matches;
    const isOurs = byKey([...matched.map(({ before }) => before), ...added]);
    const own = [...unmoved].filter(([key]) => !isOurs.has(key));
    return moved !== undefined && own.every(([key, root]) => sameResource(root, moved.get(key)));
  }

  async #tried(text: string, derivation: Derivation): Promise<Map<string, Mapping> | undefined> {
    try {
      return await this.#built(text, derivation);
    } catch (error) {
      if (!(error instanceof InfraError)) throw error;
      return undefined;
    }
  }

  async #built(text: string, { files, entries }: Derivation): Promise<Map<string, Mapping>> {
    const { session, tree, overlay, kustomization } = this.#input;
    const directory = besides(overlay, `try-${++this.#tries}`);
    const own = [...files].map(([name, content]) => [`${DERIVED_PATCHES}${name}`, content] as const);
    const edited = withDerivedEntries(text, entries, kustomization.name);
    tree.add(directory, new Map([[kustomization.name, edited], ...own]), overlay);
    const { resources } = await build(session, directory);
    return byKey(rootsOf(resources));
  }
}

function kustomizationOver(entry: string): string {
  return `resources:\n- ${JSON.stringify(entry)}\n`;
}

/** The text of an overlay's kustomization as somebody wrote it. */
export function withoutDerived(text: string, file: string): string {
  return withDerivedEntries(text, NO_ENTRIES, file);
}
