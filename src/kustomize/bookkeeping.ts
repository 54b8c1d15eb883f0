import {
  EMPTY_MAPPING,
  copyMapping,
  fieldOf,
  isMapping,
  textOf,
  withField,
  withoutField,
} from '../k8s/node.ts';
import type { Mapping } from '../k8s/node.ts';
import type { ResourceId } from './resource-id.ts';

/** What a generator wants of the resource it made. */
export type Behavior = 'unspecified' | 'create' | 'merge' | 'replace';

/** What a build must remember of a resource. Kustomize keeps it in annotations of the resource, where patches see it. */
export interface Bookkeeping {
  /** Earlier ids; their groups and versions do not count. */
  readonly remembered: readonly ResourceId[];
  /** An id was to be remembered that Kustomize's lists, which are split at commas, cannot hold. */
  readonly isGarbled: boolean;
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  readonly needsHash: boolean;
  readonly behavior: Behavior;
  readonly fromHelm: boolean;
}

export const NO_BOOKKEEPING: Bookkeeping = {
  remembered: [],
  isGarbled: false,
  prefixes: [],
  suffixes: [],
  needsHash: false,
  behavior: 'unspecified',
  fromHelm: false,
};

const DOMAIN = 'internal.config.kubernetes.io/';
const NAMES = `${DOMAIN}previousNames`;
const NAMESPACES = `${DOMAIN}previousNamespaces`;
const KINDS = `${DOMAIN}previousKinds`;
const PREFIXES = `${DOMAIN}prefixes`;
const SUFFIXES = `${DOMAIN}suffixes`;
const BEHAVIOR = `${DOMAIN}generatorBehavior`;
const NEEDS_HASH = `${DOMAIN}needsHashSuffix`;
const FROM_HELM = `${DOMAIN}helm-generated`;
const KEYS = [NAMES, NAMESPACES, KINDS, PREFIXES, SUFFIXES, BEHAVIOR, NEEDS_HASH, FROM_HELM];

/** What the annotations of a document say that Kustomize remembered; undefined if they say nothing. */
export function bookkeepingIn(root: Mapping): Bookkeeping | undefined {
  const annotations = fieldOf(root.get('metadata'), 'annotations');
  if (!isMapping(annotations) || !hasOwnKeys(annotations)) return undefined;
  const list = (key: string): readonly string[] => {
    const text = textOf(annotations.get(key));
    return text === undefined ? [] : text.split(',');
  };
  const names = list(NAMES);
  const namespaces = list(NAMESPACES);
  const kinds = list(KINDS);
  return {
    remembered: names.map((name, at) => {
      return { group: '', version: '', kind: kinds[at] ?? '', name, namespace: namespaces[at] ?? '' };
    }),
    isGarbled: names.length !== namespaces.length || names.length !== kinds.length,
    prefixes: list(PREFIXES),
    suffixes: list(SUFFIXES),
    needsHash: textOf(annotations.get(NEEDS_HASH)) === 'enabled',
    behavior: behaviorOf(textOf(annotations.get(BEHAVIOR))),
    fromHelm: textOf(annotations.get(FROM_HELM)) === 'true',
  };
}

/** The document with the annotations in which Kustomize would keep this: what its patches work on. */
export function withBookkeeping(root: Mapping, bookkeeping: Bookkeeping): Mapping {
  const entries = [...annotationsFor(bookkeeping)].filter(([, value]) => value !== '');
  if (entries.length === 0) return root;
  const metadata = root.get('metadata');
  const annotations = fieldOf(metadata, 'annotations');
  const copy = copyMapping(isMapping(annotations) ? annotations : EMPTY_MAPPING);
  for (const [key, value] of entries) copy.set(key, value);
  return withField(
    root,
    'metadata',
    withField(isMapping(metadata) ? metadata : EMPTY_MAPPING, 'annotations', copy),
  );
}

/** The document without those annotations; the mapping goes where it held nothing else. */
export function withoutBookkeeping(root: Mapping): Mapping {
  const metadata = root.get('metadata');
  if (!isMapping(metadata)) return root;
  const annotations = metadata.get('annotations');
  if (!isMapping(annotations) || !hasOwnKeys(annotations)) return root;
  const copy = copyMapping(annotations);
  for (const key of KEYS) copy.delete(key);
  const rest =
    copy.size === 0 ? withoutField(metadata, 'annotations') : withField(metadata, 'annotations', copy);
  return withField(root, 'metadata', rest);
}

function* annotationsFor(bookkeeping: Bookkeeping): Iterable<readonly [string, string]> {
  const { remembered, isGarbled, prefixes, suffixes, needsHash, behavior, fromHelm } = bookkeeping;
  const namespaces = remembered.map(({ namespace }) => namespace);
  if (isGarbled) namespaces.push('default');
  yield [NAMES, remembered.map(({ name }) => name).join(',')];
  yield [NAMESPACES, namespaces.join(',')];
  yield [KINDS, remembered.map(({ kind }) => kind).join(',')];
  yield [PREFIXES, prefixes.join(',')];
  yield [SUFFIXES, suffixes.join(',')];
  if (behavior !== 'unspecified') yield [BEHAVIOR, behavior];
  if (needsHash) yield [NEEDS_HASH, 'enabled'];
  if (fromHelm) yield [FROM_HELM, 'true'];
}

function hasOwnKeys(annotations: Mapping): boolean {
  for (const key of annotations.keys()) if (key.startsWith(DOMAIN)) return true;
  return false;
}

function behaviorOf(text: string | undefined): Behavior {
  return text === 'create' || text === 'merge' || text === 'replace' ? text : 'unspecified';
}
