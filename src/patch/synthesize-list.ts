import type { Sequence } from '../k8s/node.ts';
import type { ListChange } from './list-change.ts';
import { sameValue } from '../k8s/same-value.ts';
import { mergedPart, type Change, type Part, type SynthesizePart } from './synthesis-change.ts';
import { keyedChanges } from './synthesize-keyed-list.ts';
import { operationsChange } from './synthesize-list-operations.ts';
import { wholeChange } from './synthesize-whole-list.ts';

/**
 * The change of a list, in the shortest way that is right. Where the schema has merge keys: by them, as far as that keeps the
 * order (what a patch names comes first). Else operations, with tests of the elements they find by index. A list of which
 * nothing stays, or that is tiny, is replaced.
 */
export function synthesizeList(
  before: Sequence,
  after: Sequence,
  part: Part,
  ofPart: SynthesizePart,
): Change {
  const ways: ListChange[] = [];
  if (part.forms !== 'operations') ways.push(...keyedChanges(before, after, part, ofPart));
  if (part.forms !== 'strategic') ways.push(operationsChange(before, after, part, ofPart));
  ways.push(wholeChange(before, after, part));
  ways.sort((a, b) => a.cost - b.cost);
  return ways.find((way) => isRight(before, way, part)) ?? ways[0]!;
}

function isRight(before: Sequence, { strategic, between }: ListChange, { known, schema }: Part): boolean {
  return strategic === undefined || sameValue(mergedPart(before, strategic, known, schema), between);
}
