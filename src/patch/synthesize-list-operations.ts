import type { Sequence } from '../k8s/node.ts';
import { alignmentOf, type ListChange } from './list-change.ts';
import { pointerBelow } from './patch-operations.ts';
import type { PatchOperation } from './patch-pair.ts';
import { sameValue } from '../k8s/same-value.ts';
import { patchValue } from './patch-value.ts';
import { keptInOrder, type Alignment } from './synthesis-alignment.ts';
import type { Part, SynthesizePart } from './synthesis-change.ts';
import { guardsOf } from './synthesis-guard.ts';
import { operationLines } from './synthesis-size.ts';

/** The change of a list by operations alone. */
export function operationsChange(
  before: Sequence,
  after: Sequence,
  part: Part,
  ofPart: SynthesizePart,
): ListChange {
  const alignment = alignmentOf(before, after, part.known);
  const operations = listOperations(before, after, alignment, part, ofPart);
  return { strategic: undefined, operations, between: before, cost: operationLines(operations) + 1 };
}

/**
 * The operations that make one list of another: what is not to stay in its place is taken away from the back, what is new or
 * elsewhere is put in from the front, then what stays is changed. A test before each says which element the index means.
 */
export function listOperations(
  before: Sequence,
  after: Sequence,
  alignment: Alignment,
  part: Part,
  ofPart: SynthesizePart,
): PatchOperation[] {
  const kept = keptInOrder(alignment);
  const stays = new Set([...kept].map((index) => alignment[index]));
  const keys = part.known?.mergeKeys ?? [];
  const operations: PatchOperation[] = [];
  const present = [...before];
  for (let index = present.length - 1; index >= 0; index--) {
    if (stays.has(index)) continue;
    operations.push(...guardsOf(present, index, part.pointer, keys));
    operations.push({ op: 'remove', path: pointerBelow(part.pointer, index) });
    present.splice(index, 1);
  }
  for (const [index, element] of after.entries()) {
    if (kept.has(index)) continue;
    operations.push(...guardsOfInsertion(present, index, kept, part));
    const place = index === present.length ? '-' : index;
    operations.push({ op: 'add', path: pointerBelow(part.pointer, place), value: patchValue(element) });
    present.splice(index, 0, element);
  }
  for (const index of [...kept].sort((a, b) => a - b)) {
    if (sameValue(present[index], after[index])) continue;
    const place: Part = {
      ...part,
      pointer: pointerBelow(part.pointer, index),
      known: part.known?.element(),
      forms: 'operations',
    };
    operations.push(...guardsOf(present, index, part.pointer, keys));
    operations.push(...ofPart(present[index]!, after[index]!, place).operations);
  }
  return operations;
}

/** What is put in behind an element of upstream's is put in behind that one; its place at either end needs no test. */
function guardsOfInsertion(
  present: Sequence,
  index: number,
  kept: ReadonlySet<number>,
  { pointer, known }: Part,
): PatchOperation[] {
  if (index === 0 || index === present.length || !kept.has(index - 1)) return [];
  return guardsOf(present, index - 1, pointer, known?.mergeKeys ?? []);
}
