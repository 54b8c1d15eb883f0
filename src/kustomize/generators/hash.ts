import { encodeJson } from '../../k8s/json.ts';
import { OddMapping, isMapping, isScalar, textOf, type Mapping } from '../../k8s/node.ts';
import { UnprintableNode, plainOf } from '../../k8s/node-to-plain.ts';
import type { Plain } from '../../k8s/plain.ts';
import { InfraError } from '../../lib/error.ts';
import { toHex } from '../../lib/hex.ts';
import { sha256 } from '../../lib/sha256.ts';
import { toBytes } from '../../lib/utf8.ts';
import { placeLocation } from '../place.ts';
import { printId } from '../resource-id.ts';
import type { ResourceSet } from '../resource-set.ts';
import type { Resource } from '../resource.ts';
import { needsHash } from './needs-hash.ts';

/** How many digits of the hash a name gets. */
const DIGITS = 10;
/** Digits that could make words, or be taken for letters, and what stands for them. */
const REPLACED = /[013ae]/g;
const REPLACEMENTS: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' };
/** Texts that nothing can happen to between a document and its JSON. */
const PLAIN_TEXT = /^[\t\n -~]*$/;

/** Ends the name of each resource that asks for it with a hash of its contents; the name before counts as a previous one. */
export function addHashes(set: ResourceSet): void {
  let changed = false;
  for (const resource of set.resources) {
    if (!needsHash(resource)) continue;
    const hash = contentHash(resource);
    resource.rememberId();
    resource.setName(`${resource.name}-${hash}`);
    changed = true;
  }
  if (changed) set.idsChanged();
}

/** The hash of a ConfigMap's data, or of a Secret's data and type. Names, labels and annotations do not count. */
export function contentHash(resource: Resource): string {
  const digits = toHex(sha256(toBytes(hashedJson(resource)))).slice(0, DIGITS);
  return digits.replace(REPLACED, (digit) => REPLACEMENTS[digit]!);
}

function hashedJson(resource: Resource): string {
  try {
    return encodeJson(hashedFields(resource));
  } catch (error) {
    if (!(error instanceof UnprintableNode)) throw error;
    throw new InfraError('MANIFEST', `${printId(resource.id)} cannot be hashed: ${error.message}`, {
      location: placeLocation(resource.place),
      cause: error,
    });
  }
}

/** Kustomize means to include the name, but looks for it at a key `metadata/name`, which no resource has. */
function hashedFields(resource: Resource): Map<string, unknown> {
  const { root, kind } = resource;
  const always = kind === 'ConfigMap' ? ['data'] : ['data', 'type'];
  const whenThere = kind === 'ConfigMap' ? 'binaryData' : 'stringData';
  if (kind !== 'ConfigMap' && kind !== 'Secret') throw notHashed(resource);
  const fields = new Map<string, unknown>([
    ['kind', kind],
    ['name', hashedValue(root, 'metadata/name')],
  ]);
  for (const key of always) fields.set(key, hashedValue(root, key));
  if (root.has(whenThere) && !isScalar(root.get(whenThere)))
    fields.set(whenThere, hashedValue(root, whenThere));
  return fields;
}

/** A missing field counts as an empty text, any scalar as its text, and a list as null. */
function hashedValue(root: Mapping, key: string): unknown {
  const node = root.get(key);
  if (node === undefined) return '';
  if (isScalar(node)) return textOf(node);
  if (!isMapping(node)) return null;
  return isPlainTexts(node) ? node : throughJson(plainOf(node));
}

function isPlainTexts(mapping: Mapping): boolean {
  if (mapping instanceof OddMapping) return false;
  for (const [key, value] of mapping) {
    if (typeof value !== 'string' || !PLAIN_TEXT.test(value) || !PLAIN_TEXT.test(key)) return false;
  }
  return true;
}

/** JSON has one kind of numbers. */
function throughJson(value: Plain): Plain {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(throughJson);
  if (!(value instanceof Map)) return value;
  return new Map([...value].map(([key, item]) => [key, throughJson(item)]));
}

function notHashed({ id, kind, place }: Resource): InfraError {
  return new InfraError(
    'KUSTOMIZATION',
    `${printId(id)} asks for a hash in its name, which a ${kind} cannot have here`,
    {
      location: placeLocation(place),
      hint: 'only ConfigMaps and Secrets get one; --engine kustomize hashes other kinds too',
    },
  );
}
