import { isMapping, textOf, withPath, nodeAt, type Mapping, type Node } from '../k8s/node.ts';
import { plainOf } from '../k8s/node-to-plain.ts';
import type { Plain } from '../k8s/plain.ts';
import type { Resource } from '../kustomize/resource.ts';
import { toHex } from '../lib/hex.ts';
import { sha256 } from '../lib/sha256.ts';
import { toBytes } from '../lib/utf8.ts';
import { sameValue } from '../k8s/same-value.ts';

/** An annotation that makes pods restart when what it covers changes. */
export interface Checksum {
  /** of the resource with the annotation */
  readonly identity: string;
  readonly path: readonly string[];
  /** identities of the objects that it covers */
  readonly objects: readonly string[];
}

/** A checksum that is to change. */
export interface ChecksumChange {
  readonly resource: Resource;
  readonly path: readonly string[];
  readonly value: string;
}

/** What a lock says of checksums; what it says otherwise is passed over. */
export function checksumsOf(locked: unknown): Checksum[] {
  if (!Array.isArray(locked)) return [];
  return locked.flatMap((entry: { identity?: unknown; path?: unknown; objects?: unknown }) => {
    const { identity, path, objects } = entry;
    if (typeof identity !== 'string' || typeof path !== 'string' || !Array.isArray(objects)) return [];
    return [{ identity, path: partsOf(path), objects: objects.filter((each) => typeof each === 'string') }];
  });
}

/**
 * The checksums to be changed because what they cover does. `before` holds the resources as they are, `after` gives what those
 * that change become (undefined: it goes), `original` those without the patches of the kustomization: what is as there gets
 * the checksum that is there. `place` makes the checksums of a shared component other than those of overlays with the same contents.
 */
export function checksumChanges(
  checksums: readonly Checksum[],
  before: readonly Resource[],
  after: ReadonlyMap<Resource, Mapping | undefined>,
  original: (resource: Resource) => Mapping | undefined,
  place = '',
): ChecksumChange[] {
  const byIdentity = new Map(
    before.flatMap((each) => identitiesOf(each).map((identity) => [identity, each])),
  );
  return checksums.flatMap(({ identity, path, objects }) => {
    const resource = byIdentity.get(identity);
    const covered = objects.map((object) => [object, byIdentity.get(object)] as const);
    if (resource === undefined || textOf(nodeAt(resource.root, path)) === undefined) return [];
    if (!covered.some(([, each]) => each !== undefined && isOther(each, after))) return [];
    const isOriginal = covered.every(([, each]) => each === undefined || isAsIn(original, each, after));
    const value = isOriginal ? textOf(nodeAt(original(resource), path)) : undefined;
    return [{ resource, path, value: value ?? checksumOf(covered, after, place) }];
  });
}

/** A document with a checksum set. */
export function withChecksum(document: Mapping, { path, value }: ChecksumChange): Mapping {
  return withPath(document, path, value);
}

type Changed = ReadonlyMap<Resource, Mapping | undefined>;

function documentOf(resource: Resource, after: Changed): Mapping | undefined {
  return after.has(resource) ? after.get(resource) : resource.root;
}

function isOther(resource: Resource, after: Changed): boolean {
  return !sameContent(resource.root, documentOf(resource, after));
}

function isAsIn(
  original: (resource: Resource) => Mapping | undefined,
  resource: Resource,
  after: Changed,
): boolean {
  return sameContent(original(resource), documentOf(resource, after));
}

/** What pods see of a ConfigMap or Secret. */
const CONTENT = ['data', 'stringData', 'binaryData'];

function sameContent(a: Mapping | undefined, b: Mapping | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return CONTENT.every((field) => sameValue(a.get(field), b.get(field)));
}

/** A hash of all that is covered: the same for the same contents, whatever their order. */
function checksumOf(
  covered: readonly (readonly [string, Resource | undefined])[],
  after: Changed,
  place: string,
): string {
  const contents = covered.map(([identity, resource]): [string, ...unknown[]] => {
    const document = resource && documentOf(resource, after);
    return [identity, ...CONTENT.map((field) => canonical(document?.get(field)))];
  });
  contents.sort(([a], [b]) => (a < b ? -1 : 1));
  return toHex(sha256(toBytes(JSON.stringify([place, contents]))));
}

function canonical(node: Node | undefined): unknown {
  return node === undefined || !isMapping(node) ? null : sorted(plainOf(node));
}

function sorted(plain: Plain): unknown {
  if (Array.isArray(plain)) return plain.map(sorted);
  if (typeof plain === 'bigint') return String(plain);
  if (!(plain instanceof Map)) return plain;
  return [...plain].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, sorted(value)]);
}

/** The identities by which a lock may know a resource: as its base wrote it, with or without the namespace. */
function identitiesOf({ originalId, root }: Resource): string[] {
  const { group, kind, name } = originalId;
  const full = group === '' ? kind : `${kind}.${group}`;
  const namespaces = new Set([originalId.namespace, textOf(nodeAt(root, ['metadata', 'namespace'])) ?? '']);
  return [
    ...[...namespaces].filter((each) => each !== '').map((each) => `${full}/${each}/${name}`),
    `${full}/${name}`,
  ];
}

function partsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
