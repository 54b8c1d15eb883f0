import { copyMapping, isMapping, isNull, sameNode, withField, type Mapping } from '../k8s/node.ts';
import type { PatchEntry, Selector } from '../kustomize/kustomization.ts';
import { ResourceSet } from '../kustomize/resource-set.ts';
import type { Resource } from '../kustomize/resource.ts';
import { selectTargets } from '../kustomize/select-target.ts';
import type { PatchPair } from '../patch/patch-pair.ts';
import { DERIVED_PATCHES, type ListedTarget } from './edit-kustomization.ts';
import { patchEntries, textOfFile, type PatchStage } from './patch-stage.ts';

/** What a person selected resources with. */
export interface Selection {
  /** `Kind/name`, with `*` and `?` */
  readonly resource?: string;
  readonly labels?: string;
}

/** A target that selects resources of one kind, and no others, and what its file is called. */
export interface GroupTarget {
  readonly target: ListedTarget;
  readonly name: string;
}

/** A patch for a group that is there: its text, whichever form it has, and its position in `patches`. */
export interface PresentGroup {
  readonly path: string;
  readonly text: string;
  readonly index: number;
}

const ANY: Selector = {
  ...{ group: '', version: '', kind: '', name: '', namespace: '' },
  ...{ labelSelector: '', annotationSelector: '' },
};

/** A target for exactly these resources of a stage, all of one kind; undefined where what selected them makes none. */
export function groupTarget(
  resources: readonly Resource[],
  stage: PatchStage,
  { resource = '', labels }: Selection,
): GroupTarget | undefined {
  const { group, version, kind } = resources[0]!.id;
  const base = { ...(group !== '' && { group }), version, kind };
  const glob = resource.slice(resource.lastIndexOf('/') + 1);
  const set = setOf(stage.resources);
  const candidates: GroupTarget[] = [{ target: base, name: 'all' }];
  if (labels !== undefined)
    candidates.unshift({ target: { ...base, labelSelector: labels }, name: inName(labels) });
  if (/[*?]/.test(glob))
    candidates.push({ target: { ...base, name: expressionOf(glob) }, name: inName(glob) });
  return candidates.find(({ target }) => isExactly(selectTargets(set, { ...ANY, ...target }), resources));
}

/** The patch file whose target selects exactly these resources. */
export function presentGroup(stage: PatchStage, resources: readonly Resource[]): PresentGroup | undefined {
  const set = setOf(stage.resources);
  const index = patchEntries(stage).findLastIndex((entry) => isOfGroup(entry, set, resources));
  if (index === -1) return undefined;
  const { path } = patchEntries(stage)[index]!;
  return { path, text: textOfFile(stage, path), index };
}

function isOfGroup(
  { path, patch, target, options }: PatchEntry,
  set: ResourceSet,
  resources: readonly Resource[],
): boolean {
  if (path === '' || patch !== '' || target === undefined || options !== undefined) return false;
  if (path.includes('../') || path.replace(/^\.\//, '').startsWith(DERIVED_PATCHES)) return false;
  return isExactly(selectTargets(set, target), resources);
}

/** The pair of a resource with the patch of its group: the header is its own. */
export function asOwn({ strategic, operations }: PatchPair, { root, id }: Resource): PatchPair {
  if (strategic === undefined) return { strategic, operations };
  const metadata = copyMapping(bodyMetadata(strategic)).set('name', id.name);
  if (id.namespace !== '') metadata.set('namespace', id.namespace);
  const own = withField(withField(strategic, 'metadata', metadata), 'kind', id.kind);
  return { strategic: withField(own, 'apiVersion', root.get('apiVersion') ?? ''), operations };
}

/**
 * The one pair that says what all these say of their resources, undefined where they differ, or where it would come to
 * something else with a target: Kustomize then makes texts of nulls in labels and annotations.
 */
export function asGroup(pairs: readonly PatchPair[]): PatchPair | undefined {
  const [first, ...others] = pairs.map(withoutId);
  if (first === undefined || (first.strategic !== undefined && first.operations.length > 0)) return undefined;
  if (hasNullTexts(first.strategic)) return undefined;
  return others.every((other) => isSame(first, other)) ? first : undefined;
}

function withoutId({ strategic, operations }: PatchPair): PatchPair {
  if (strategic === undefined) return { strategic, operations };
  // Kustomize wants a name in every patch, and with a target does not look at it.
  const metadata = copyMapping(bodyMetadata(strategic)).set('name', 'any');
  return { strategic: withField(strategic, 'metadata', metadata), operations };
}

function bodyMetadata(strategic: Mapping): Mapping {
  const metadata = copyMapping(
    isMapping(strategic.get('metadata')) ? (strategic.get('metadata') as Mapping) : new Map(),
  );
  metadata.delete('name');
  metadata.delete('namespace');
  return metadata;
}

function isSame(a: PatchPair, b: PatchPair): boolean {
  return (
    sameNode(a.strategic, b.strategic) &&
    a.operations.length === b.operations.length &&
    a.operations.every(({ op, path, value }, index) => {
      const other = b.operations[index]!;
      return op === other.op && path === other.path && sameNode(value, other.value);
    })
  );
}

function hasNullTexts(strategic: Mapping | undefined): boolean {
  const metadata = strategic?.get('metadata');
  if (!isMapping(metadata)) return false;
  return ['labels', 'annotations'].some((field) => {
    const texts = metadata.get(field);
    return isNull(texts) || (isMapping(texts) && [...texts.values()].some(isNull));
  });
}

function isExactly(found: readonly Resource[], wanted: readonly Resource[]): boolean {
  return found.length === wanted.length && found.every((resource) => wanted.includes(resource));
}

function setOf(resources: readonly Resource[]): ResourceSet {
  const set = new ResourceSet();
  set.appendAll(resources);
  return set;
}

/** A glob as a regular expression for the whole of a name. */
function expressionOf(glob: string): string {
  return glob
    .replace(/[.\\+()|[\]{}^$]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
}

function inName(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'all'
  );
}
