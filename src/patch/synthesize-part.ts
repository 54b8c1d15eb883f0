import { isMapping, isSequence, NULL, type Mapping, type Node } from '../k8s/node.ts';
import { pointerBelow } from './patch-operations.ts';
import type { PatchOperation } from './patch-pair.ts';
import { sameValue } from '../k8s/same-value.ts';
import { patchValue } from './patch-value.ts';
import { kindSchema, mergedPart, NO_CHANGE, type Change, type Part } from './synthesis-change.ts';
import { linesOf, operationLines } from './synthesis-size.ts';
import { synthesizeList } from './synthesize-list.ts';

/** Keys that mean something to Kustomize wherever they stand in a patch. */
const DIRECTING_KEYS = ['$patch', '<<'];

/** The change that makes `after` of `before`, which are at the same place. Operations find it as the strategic part leaves it. */
export function synthesizePart(before: Node, after: Node, part: Part): Change {
  if (sameValue(before, after)) return NO_CHANGE;
  if (isMapping(before) && isMapping(after)) return ofMapping(before, after, part);
  if (isSequence(before) && isSequence(after)) return synthesizeList(before, after, part, synthesizePart);
  return ofValue(before, after, part);
}

/** A value that takes the place of another one, or of none. */
function ofValue(before: Node | undefined, after: Node, { pointer, known, schema, forms }: Part): Change {
  const value = patchValue(after);
  const isMerged = forms !== 'operations' && sameValue(mergedPart(before, value, known, schema), after);
  if (isMerged || forms === 'strategic') return { strategic: value, operations: [] };
  const op = before === undefined ? 'add' : 'replace';
  return { strategic: undefined, operations: [{ op, path: pointer, value }] };
}

function ofMapping(before: Mapping, after: Mapping, part: Part): Change {
  const { pointer, schema } = part;
  const known = part.known ?? kindSchema(before, schema);
  const strategic = new Map<string, Node>();
  const operations: PatchOperation[] = [];
  for (const key of new Map([...after, ...before]).keys()) {
    const place: Part = {
      pointer: pointerBelow(pointer, key),
      known: known?.field(key),
      schema,
      forms: DIRECTING_KEYS.includes(key) ? 'operations' : part.forms,
    };
    const change = ofField(before.get(key), after.get(key), place);
    if (change.strategic !== undefined) strategic.set(key, change.strategic);
    operations.push(...change.operations);
  }
  if (part.forms === 'operations' && isSmallerWhole(after, operations, pointer)) {
    return {
      strategic: undefined,
      operations: [{ op: 'replace', path: pointer, value: patchValue(after) }],
    };
  }
  const merged = strategic.size === 0 ? undefined : strategic;
  if (part.forms === 'strategic' && merged !== undefined)
    return exactMerge(before, after, merged, { ...part, known });
  return { strategic: merged, operations };
}

/** Where nothing but a strategic merge is possible: what cannot be merged exactly is replaced whole. The resource never is. */
function exactMerge(
  before: Mapping,
  after: Mapping,
  merged: Mapping,
  { pointer, known, schema }: Part,
): Change {
  const whole = new Map<string, Node>([['$patch', 'replace'], ...(patchValue(after) as Mapping)]);
  const isRight = (patch: Node): boolean => sameValue(mergedPart(before, patch, known, schema), after);
  const strategic = pointer !== '' && !isRight(merged) && isRight(whole) ? whole : merged;
  return { strategic, operations: [] };
}

function ofField(before: Node | undefined, after: Node | undefined, place: Part): Change {
  if (before !== undefined && after !== undefined) return synthesizePart(before, after, place);
  if (after !== undefined) return ofValue(undefined, after, place);
  if (place.forms !== 'operations') return { strategic: NULL, operations: [] };
  return { strategic: undefined, operations: [{ op: 'remove', path: place.pointer }] };
}

/** Whether nearly all of a mapping changes, so that it is said shorter whole. Resource and metadata never are. */
function isSmallerWhole(after: Mapping, operations: readonly PatchOperation[], pointer: string): boolean {
  const depth = pointer.split('/').length - 1;
  return depth > 1 && operations.length > 1 && operationLines(operations) > 2 + linesOf(after) + 1;
}
