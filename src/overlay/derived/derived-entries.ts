import { KustomizationText, type Entry } from '../edit-kustomization-text.ts';
import { DERIVED_PATCHES, type ListedPatch } from '../edit-kustomization.ts';

/** The Component with all that changes the base or is added to it. */
const DERIVED_COMPONENT = DERIVED_PATCHES.replace(/\/$/, '');

/** What an overlay's kustomization says for its derived patches to count. */
export interface DerivedEntries {
  /** whether there is a Component */
  readonly component: boolean;
  readonly patches: readonly ListedPatch[];
  /** for Kustomize's own field; undefined where it must not be used */
  readonly namespace: string | undefined;
}

export const NO_ENTRIES: DerivedEntries = { component: false, patches: [], namespace: undefined };

/** Only lines with this are ever taken away again. */
const MARK = '# the namespace of this target; made by infra';
const FIELD = /^namespace:.*$/m;

/**
 * The text of an overlay's kustomization with these entries and no other derived ones: the Component before all others, for
 * those work on what it makes; the patches before all others. Throws InfraError KUSTOMIZATION for a text that is no mapping.
 */
export function withDerivedEntries(text: string, entries: DerivedEntries, file: string): string {
  const kustomization = new KustomizationText(text, file);
  setFirst(kustomization, 'components', isComponent, entries.component ? [DERIVED_COMPONENT] : []);
  const patches = entries.patches.map((patch) => ({ ...patch }));
  setFirst(kustomization, 'patches', isDerived, patches);
  return withNamespaceField(kustomization.text, entries.namespace);
}

/** Makes the entries that are ours exactly these, before all others. */
function setFirst(
  kustomization: KustomizationText,
  field: string,
  isOurs: (entry: Entry) => boolean,
  wanted: readonly unknown[],
): void {
  const entries = kustomization.entries(field);
  const ours = entries.filter(isOurs);
  const isRight =
    ours.length === wanted.length &&
    wanted.every((data, index) => JSON.stringify(entries[index]!.data) === JSON.stringify(data));
  if (isRight) return;
  kustomization.remove(field, isOurs);
  for (const [index, data] of wanted.entries()) kustomization.insert(field, index, data);
}

function isComponent({ data }: Entry): boolean {
  return typeof data === 'string' && plainPath(data) === DERIVED_COMPONENT;
}

function isDerived({ data }: Entry): boolean {
  const path = typeof data === 'object' && data !== null ? (data as { path?: unknown }).path : undefined;
  return typeof path === 'string' && plainPath(path).startsWith(DERIVED_PATCHES);
}

function plainPath(path: string): string {
  return path.replace(/^\.\//, '').replace(/\/$/, '');
}

/** A field that somebody else wrote stays as it is. */
function withNamespaceField(text: string, namespace: string | undefined): string {
  const present = FIELD.exec(text)?.[0];
  if (present !== undefined && !present.includes(MARK)) return text;
  if (namespace === undefined)
    return present === undefined ? text : text.replace(new RegExp(`${FIELD.source}\r?\n?`, 'm'), '');
  const line = `namespace: ${namespace} ${MARK}`;
  if (present !== undefined) return text.replace(FIELD, line);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return /^resources:/m.test(text)
    ? text.replace(/^resources:/m, `${line}${end}resources:`)
    : `${text}${line}${end}`;
}
