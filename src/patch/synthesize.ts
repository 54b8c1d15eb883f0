import {
  fieldOf,
  isMapping,
  isNull,
  textOf,
  withField,
  withoutField,
  type Mapping,
  type Node,
} from '../k8s/node.ts';
import { UnprintableNode } from '../k8s/node-to-plain.ts';
import type { Schema } from '../k8s/schema-node.ts';
import { InfraError } from '../lib/error.ts';
import { applyOperations, applyPair, applyStrategic } from './apply-pair.ts';
import type { PatchPair } from './patch-pair.ts';
import { sameValue } from '../k8s/same-value.ts';
import type { Forms } from './synthesis-change.ts';
import { synthesizePart } from './synthesize-part.ts';

/** The pair that changes nothing. */
export const NO_PATCHES: PatchPair = { strategic: undefined, operations: [] };

/**
 * The smallest patches that make one resource of another of the same apiVersion, kind, name and namespace: a strategic merge
 * where that is exact, operations with tests of what they rely on where it is not. Throws InfraError PATCH where the id is not
 * the same, and where no patch can make this resource (some values do not survive any patch). An `annotations` without entries
 * may go where only operations are possible: Kustomize takes it away then.
 */
export function synthesize(before: Mapping, after: Mapping, schema: Schema): PatchPair {
  requireSameId(before, after);
  if (sameValue(before, after)) return NO_PATCHES;
  for (const forms of formsFor(before, schema)) {
    const pair = pairOf(before, after, schema, forms);
    if (makes(before, pair, after, schema)) return pair;
  }
  const without = withoutEmptyAnnotations(after);
  if (without !== after) return synthesize(before, without, schema);
  throw new InfraError(
    'PATCH',
    `no patch makes this of ${nameOf(before)}: a value does not survive patches`,
    {
      hint: 'numbers beyond 2^53, empty annotations and entries that share their merge key get lost; change the base instead',
    },
  );
}

/** Whether a pair makes one resource of another. */
export function makes(before: Mapping, pair: PatchPair, after: Mapping, schema: Schema): boolean {
  try {
    return sameValue(applyPair(before, pair, schema), after);
  } catch (error) {
    if (error instanceof InfraError || error instanceof UnprintableNode) return false;
    throw error;
  }
}

/** What says which resource a strategic merge patch is for. */
export function headerOf(resource: Mapping): Map<string, Node> {
  const metadata = resource.get('metadata');
  const header = new Map<string, Node>();
  for (const key of ['apiVersion', 'kind']) {
    const value = resource.get(key);
    if (value !== undefined) header.set(key, value);
  }
  const id = new Map<string, Node>();
  for (const key of ['name', 'namespace']) {
    const value = fieldOf(metadata, key);
    if (value !== undefined && !isNull(value) && textOf(value) !== '') id.set(key, value);
  }
  return header.set('metadata', id);
}

function pairOf(before: Mapping, after: Mapping, schema: Schema, forms: Forms): PatchPair {
  const { strategic, operations } = synthesizePart(before, after, {
    pointer: '',
    known: undefined,
    schema,
    forms,
  });
  return { strategic: isMapping(strategic) ? withHeader(before, strategic) : undefined, operations };
}

function withHeader(before: Mapping, patch: Mapping): Mapping {
  const result = headerOf(before);
  for (const [key, value] of patch) {
    const isShared = key === 'metadata' && isMapping(value);
    result.set(key, isShared ? new Map([...(result.get(key) as Mapping), ...value]) : value);
  }
  return result;
}

/** The forms to try. A form that changes something in the resource all by itself comes last. */
function formsFor(before: Mapping, schema: Schema): readonly Forms[] {
  const header = headerOf(before);
  const strategic = isKept(before, () => applyStrategic(before, header, schema));
  const operations = isKept(before, () => applyOperations(before, []));
  if (strategic && operations) return ['both', 'operations', 'strategic'];
  return strategic ? ['strategic', 'both', 'operations'] : ['operations', 'both', 'strategic'];
}

function isKept(before: Mapping, make: () => Mapping): boolean {
  try {
    return sameValue(before, make());
  } catch (error) {
    if (error instanceof InfraError || error instanceof UnprintableNode) return false;
    throw error;
  }
}

function withoutEmptyAnnotations(resource: Mapping): Mapping {
  const metadata = resource.get('metadata');
  const annotations = fieldOf(metadata, 'annotations');
  const isEmpty = isNull(annotations) || (isMapping(annotations) && annotations.size === 0);
  return isEmpty && isMapping(metadata)
    ? withField(resource, 'metadata', withoutField(metadata, 'annotations'))
    : resource;
}

function requireSameId(before: Mapping, after: Mapping): void {
  const paths = [['apiVersion'], ['kind'], ['metadata', 'name'], ['metadata', 'namespace']];
  const changed = paths.find((path) => !sameValue(valueAt(before, path), valueAt(after, path)));
  if (changed === undefined) return;
  throw new InfraError('PATCH', `${changed.join('.')} of ${nameOf(before)} is not to change in a patch`, {
    hint: 'delete this resource and add another one',
  });
}

function valueAt(resource: Mapping, path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((node, key) => fieldOf(node, key), resource);
}

function nameOf(resource: Mapping): string {
  return `${textOf(resource.get('kind')) ?? ''} ${textOf(valueAt(resource, ['metadata', 'name'])) ?? ''}`;
}
