import { isMapping, type Node, type Sequence } from '../k8s/node.ts';
import { alignmentOf, isMerged, type ListChange } from './list-change.ts';
import { sameValue } from '../k8s/same-value.ts';
import { patchValue } from './patch-value.ts';
import type { Part } from './synthesis-change.ts';
import { linesOf } from './synthesis-size.ts';

/** How much more a line counts that a list repeats: upstream's changes to it are lost from then on. */
const REPEATED = { scalars: 3, mappings: 4 } as const;

/** The change of a list that is replaced whole. */
export function wholeChange(before: Sequence, after: Sequence, part: Part): ListChange {
  const value = patchValue(after) as Sequence;
  const lines = after.length === 0 ? 1 : linesOf(value);
  if (part.forms === 'operations') {
    const operations = [{ op: 'replace', path: part.pointer, value } as const];
    return {
      strategic: undefined,
      operations,
      between: before,
      cost: 2 + lines * weight(before, after, part),
    };
  }
  if (isMerged(part.known)) {
    const strategic: Node = [new Map([['$patch', 'replace']]), ...value];
    return { strategic, operations: [], between: after, cost: 3 + lines * REPEATED.scalars };
  }
  return { strategic: value, operations: [], between: after, cost: lines * weight(before, after, part) };
}

function weight(before: Sequence, after: Sequence, { known }: Part): number {
  const staying = alignmentOf(before, after, known).filter((match, index) => {
    return match !== undefined && (isMapping(after[index]) || sameValue(before[match], after[index]));
  });
  if (staying.length === 0) return 0.5;
  return after.every(isMapping) ? REPEATED.mappings : REPEATED.scalars;
}
