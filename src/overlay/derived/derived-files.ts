import { withField, type Mapping } from '../../k8s/node.ts';
import type { Plain } from '../../k8s/plain.ts';
import type { Schema } from '../../k8s/schema-node.ts';
import { writeReadable } from '../../k8s/yaml/write-readable.ts';
import { printResource } from '../../kustomize/output.ts';
import { idOf } from '../../kustomize/resource.ts';
import { synthesize } from '../../patch/synthesize.ts';
import type { PatchPair } from '../../patch/patch-pair.ts';
import { DERIVED_PATCHES, type ListedPatch, type ListedTarget } from '../edit-kustomization.ts';
import { writePair } from '../patch-files.ts';
import { wantedInPlace, type Match, type Move } from './match-resources.ts';

/** How resources get into the namespace of a target. */
export type MoveForm = 'none' | 'field' | 'patch' | 'patches';

/** Names of files, for people. */
export type FileName = (resource: Mapping) => string;

export const COMPONENT_FILE = 'kustomization.yaml';
const DELETED_FILE = 'deleted.yaml';
const NAMESPACE_FILE = 'namespace.json6902.yaml';

/** Files below patches/derived/ by their names there. */
export type DerivedFiles = Map<string, string>;

/** The kustomization of the Component, with what it lists. */
export function componentFiles(
  added: readonly { readonly root: Mapping; readonly text?: string }[],
  patched: readonly Match[],
  { fileName, header, schema }: { fileName: FileName; header: string; schema: Schema },
): DerivedFiles {
  const files: DerivedFiles = new Map();
  const resources = added.map(({ root, text }) => {
    const name = `added/${flat(fileName(root))}`;
    files.set(name, `${header}${text ?? printResource(root)}`);
    return name;
  });
  const patches = patched.flatMap((match) => {
    const pair = synthesize(match.before, wantedInPlace(match), schema);
    return writtenPair(pair, match, flat(fileName(match.before)), header, files);
  });
  if (resources.length === 0 && patches.length === 0) return files;
  const lists = [
    ...(resources.length === 0 ? [] : [['resources', resources.sort()] as const]),
    ...(patches.length === 0 ? [] : [['patches', patches.sort(byPath).map(entryAsData)] as const]),
  ];
  const fields = [
    ['apiVersion', 'kustomize.config.k8s.io/v1alpha1'] as const,
    ['kind', 'Component'] as const,
  ];
  files.set(COMPONENT_FILE, `${header}${writeReadable(new Map<string, Plain>([...fields, ...lists]))}`);
  return files;
}

/** Sorted by path; the two patches of one resource stay in their order. */
function byPath(a: ListedPatch, b: ListedPatch): number {
  const [first, second] = [a, b].map(({ path }) => path.replace(/(?:\.json6902)?\.yaml$/, ''));
  return first! < second! ? -1 : first! > second! ? 1 : 0;
}

function writtenPair(
  pair: PatchPair,
  { before }: Match,
  name: string,
  header: string,
  files: DerivedFiles,
): ListedPatch[] {
  const { strategic, operations } = writePair(pair, {});
  const listed: ListedPatch[] = [];
  if (strategic !== undefined) {
    files.set(name, `${header}${strategic}`);
    listed.push({ path: name });
  }
  if (operations !== undefined) {
    const path = name.replace(/\.yaml$/, '.json6902.yaml');
    files.set(path, `${header}${operations}`);
    listed.push({ path, target: targetFor(before) });
  }
  return listed;
}

/** The target that selects one resource. */
function targetFor(root: Mapping): ListedTarget {
  const { group, version, kind, name, namespace } = idOf(root);
  return {
    ...(group !== '' && { group }),
    version,
    kind: literal(kind),
    name: literal(name),
    ...(namespace !== '' && { namespace: literal(namespace) }),
  };
}

/** The regular expression that means a text. A point may stay as it is where that is easier to read: only names have some. */
function literal(text: string): string {
  return text.replace(/[\\^$*+?()|[\]{}]/g, '\\$&');
}

function entryAsData({ path, target }: ListedPatch): Plain {
  const entry = new Map<string, Plain>([['path', path]]);
  if (target !== undefined) entry.set('target', new Map<string, Plain>(Object.entries(target)));
  return entry;
}

/** The file and the entry of the overlay that delete resources: behind those of shared components, which still find them. */
export function deletion(removed: readonly Mapping[], header: string, files: DerivedFiles): ListedPatch[] {
  if (removed.length === 0) return [];
  const documents = removed.map((root) => printResource(deletionOf(root)));
  files.set(DELETED_FILE, `${header}${documents.sort().join('---\n')}`);
  return [{ path: `${DERIVED_PATCHES}${DELETED_FILE}` }];
}

function deletionOf(root: Mapping): Mapping {
  const { name, namespace } = idOf(root);
  const metadata = new Map([
    ['name', name],
    ...(namespace === '' ? [] : [['namespace', namespace] as const]),
  ]);
  const kept = [...root].filter(([key]) => key === 'apiVersion' || key === 'kind');
  return withField(new Map([['$patch', 'delete'], ...kept]), 'metadata', metadata);
}

/** The file and the entries of the overlay that move resources: all in the namespace of the base with one, or one for each. */
export function moving(
  form: MoveForm,
  moved: readonly Mapping[],
  { from, to }: Move,
  header: string,
  files: DerivedFiles,
): ListedPatch[] {
  if (form === 'none' || form === 'field') return [];
  const operation = new Map([
    ['op', 'replace'],
    ['path', '/metadata/namespace'],
    ['value', to],
  ]);
  files.set(NAMESPACE_FILE, `${header}${writeReadable([operation])}`);
  const path = `${DERIVED_PATCHES}${NAMESPACE_FILE}`;
  if (form === 'patch') return [{ path, target: { namespace: from } }];
  return moved.map((root) => ({ path, target: targetFor(root) })).sort(byTarget);
}

/** Whether an overlay's kustomization moves its resources with a patch. */
export function isMovedByPatch(kustomization: string): boolean {
  return kustomization.includes(`${DERIVED_PATCHES}${NAMESPACE_FILE}`);
}

function byTarget(a: ListedPatch, b: ListedPatch): number {
  return JSON.stringify(a.target) < JSON.stringify(b.target) ? -1 : 1;
}

/** The name of a file in one directory. */
function flat(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
