import type { Mapping } from '../k8s/node.ts';
import type { Session } from '../kustomize/session.ts';
import type { ResourceId } from '../kustomize/resource-id.ts';
import { idOf } from '../kustomize/resource.ts';
import { NO_ENTRIES } from '../overlay/derived/derived-entries.ts';
import { derivePatches, withoutDerived, type Derivation } from '../overlay/derived/derive-patches.ts';
import type { ScratchTree } from '../overlay/derived/scratch-tree.ts';
import { DERIVED_PATCHES } from '../overlay/edit-kustomization.ts';
import type { InfraYaml } from '../project/infra-yaml.ts';
import { identityOf } from '../unpack/resource.ts';
import { COMPONENT_FILE } from '../overlay/derived/derived-files.ts';
import { digestOf } from '../project/digest.ts';
import { overlayDirectory, type TargetName } from '../project/target.ts';
import type { FileTree } from '../kustomize/file-tree.ts';
import { differsFromBase, textAt, withoutChart, type TargetContext } from './derive-context.ts';
import { FROZEN_FILE, readFrozen, writeFrozen } from './derive-frozen.ts';
import type { OpenedUpstreams, WantedBase } from './derive-wanted.ts';
import type { CommandIo } from './io.ts';

/** What the derivations of a run share. */
export interface DerivationRun {
  /** the real path of the repository */
  readonly root: string;
  /** with what is staged, and room for what is tried */
  readonly tree: ScratchTree;
  readonly session: Session;
  readonly infraYaml: InfraYaml;
  readonly opened: OpenedUpstreams;
  /** by all that they are made from */
  readonly wanted: Map<string, WantedBase>;
  readonly io: CommandIo;
}

/** The same for all: a new reason to derive anything must not change what others came to. */
const HEADER =
  "# Made by infra from values.yaml, the target's namespace and what its cluster is able to do. Never edited: infra makes it anew.\n";

/** What a target that is right without anything has. */
const NOTHING: Derivation = { files: new Map(), entries: NO_ENTRIES };

/** Finds what makes of a target's base what unpacking for that target would give; proven by builds. Throws InfraError. */
export async function deriveTarget(context: TargetContext, run: DerivationRun): Promise<Derivation> {
  if (!differsFromBase(context)) return NOTHING;
  const { target, overlay, kustomization, baseEntry, section, valuesText } = context;
  const isChart = context.files.definition?.upstream.chart !== undefined;
  if (!isChart && valuesText !== undefined) throw withoutChart(target, `${overlay}/values.yaml`);
  if (!isChart && target.namespace === section.namespace) return NOTHING;
  const wanted = isChart ? await wantedFor(context, run) : undefined;
  const { tree, session } = run;
  const derived = await derivePatches({
    ...{ session, tree, baseEntry, wanted: wanted?.files },
    overlay: `${run.root}/${overlay}`,
    kustomization: {
      name: kustomization.name,
      text: withoutDerived(kustomization.text, `${overlay}/${kustomization.name}`),
    },
    present: kustomization.text,
    move: { from: section.namespace, to: target.namespace },
    fileName: namesOf(section.resources, wanted),
    header: HEADER,
  });
  const files = new Map(derived.files);
  const component = files.get(COMPONENT_FILE);
  if (component !== undefined && valuesText !== undefined)
    files.set(COMPONENT_FILE, component.replace(HEADER, `${HEADER}${valuesMark(valuesText)}`));
  const frozen = wanted?.frozen ?? [];
  if (frozen.length > 0) files.set(FROZEN_FILE, writeFrozen(frozen));
  return { files, entries: derived.entries };
}

/** Says which values the derived patches of a target were made from. */
function valuesMark(valuesText: string): string {
  return `# values.yaml: ${digestOf(valuesText)}\n`;
}

/** Whether the values of a target are others than what is derived for it was made from; paths are from `root`. */
export function hasOtherValues(tree: FileTree, root: string, target: TargetName): boolean {
  const overlay = overlayDirectory(target);
  const valuesText = textAt(tree, `${root}/${overlay}/values.yaml`);
  if (valuesText === undefined) return false;
  const component = textAt(tree, `${root}/${overlay}/${DERIVED_PATCHES}${COMPONENT_FILE}`);
  return component?.includes(valuesMark(valuesText)) !== true;
}

/** The base that a target wants, rendered at most once for all that it is made from. */
async function wantedFor(context: TargetContext, run: DerivationRun): Promise<WantedBase> {
  const { target, section, files, valuesText, kubeVersion, apiVersions, overlay } = context;
  const path = `${overlay}/${DERIVED_PATCHES}${FROZEN_FILE}`;
  const text = textAt(run.tree, `${run.root}/${path}`);
  const recorded = text === undefined ? [] : readFrozen(text, path);
  const made = [section, files.definitionText, files.valuesText, valuesText];
  const key = JSON.stringify([...made, target.namespace, kubeVersion, apiVersions, recorded]);
  const known = run.wanted.get(key);
  if (known !== undefined) return known;
  const { wantedBase } = await import('./derive-wanted.ts');
  const place = { root: run.root, directory: run.root, infraYaml: run.infraYaml };
  const wanted = await wantedBase(context, recorded, place, run.opened, run.io);
  for (const warning of wanted.warnings) run.io.warn(warning);
  // What was made up just now is not for other targets.
  if (wanted.frozen.length <= recorded.length) run.wanted.set(key, wanted);
  return wanted;
}

/** Names of files are those of the base, so that a person finds what belongs together. */
function namesOf(
  inLock: Readonly<Record<string, string>>,
  wanted: WantedBase | undefined,
): (resource: Mapping) => string {
  const names = new Map([...Object.entries(inLock), ...(wanted?.names ?? [])]);
  return (resource) => {
    const id = idOf(resource);
    return names.get(identityOf(id)) ?? wholeName(id);
  };
}

function wholeName({ group, kind, namespace, name }: ResourceId): string {
  const text = `${kind}.${group}-${name}.${namespace}`.toLowerCase();
  return `${text.replace(/[^a-z0-9.-]/g, '-').slice(0, 220)}.yaml`;
}
