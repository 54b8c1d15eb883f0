import { encodeJson } from '../k8s/json.ts';
import { plainBelow, UnprintableNode } from '../k8s/node-to-plain.ts';
import { isMapping, isSequence, type Node, type Sequence } from '../k8s/node.ts';

/** For each element of the new list, the index of the one in the old list that it was; undefined for a new one. */
export type Alignment = readonly (number | undefined)[];

/**
 * Which elements of a list are which of another one: those that `textOf` gives the same text (equal ones, in their order, where it
 * gives a text more than once), and then, between those that kept their order, what was taken away is taken for what was put
 * there, as far as they are of one kind.
 */
export function align(before: Sequence, after: Sequence, textOf: (element: Node) => string): Alignment {
  const old = new Map(numberedTexts(before, textOf).map((text, index) => [text, index]));
  const matches = numberedTexts(after, textOf).map((text) => old.get(text));
  return withChanged(before, after, matches);
}

/** The text by which elements without identity are compared. */
export function wholeText(element: Node): string {
  try {
    return encodeJson(plainBelow(element));
  } catch (error) {
    if (error instanceof UnprintableNode) return '';
    throw error;
  }
}

function numberedTexts(list: Sequence, textOf: (element: Node) => string): string[] {
  const counts = new Map<string, number>();
  return list.map((element) => {
    const text = textOf(element);
    const count = counts.get(text) ?? 0;
    counts.set(text, count + 1);
    return `${count}\0${text}`;
  });
}

function withChanged(before: Sequence, after: Sequence, matches: Alignment): Alignment {
  const result = [...matches];
  const used = new Set(matches);
  const kept = keptInOrder(matches);
  let start = 0;
  let from = 0;
  for (let index = 0; index <= after.length; index++) {
    if (index < after.length && !kept.has(index)) continue;
    const end = index < after.length ? matches[index]! : before.length;
    const gone = range(from, end).filter((each) => !used.has(each));
    const fresh = range(start, index).filter((each) => matches[each] === undefined);
    for (const each of fresh) {
      const found = gone.findIndex((old) => kindOf(before[old]!) === kindOf(after[each]!));
      if (found !== -1) result[each] = gone.splice(0, found + 1).at(-1)!;
    }
    start = index + 1;
    from = end + 1;
  }
  return result;
}

/** The indices of a longest part of an alignment that is in the old order. */
export function keptInOrder(matches: Alignment): Set<number> {
  const tails: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, match] of matches.entries()) {
    if (match === undefined) continue;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (matches[tails[middle]!]! < match) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? undefined : tails[low - 1];
    tails[low] = index;
  }
  const kept = new Set<number>();
  for (let index = tails.at(-1); index !== undefined; index = previous[index]) kept.add(index);
  return kept;
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}

function kindOf(node: Node): string {
  if (isMapping(node)) return 'mapping';
  return isSequence(node) ? 'sequence' : 'scalar';
}
