import { fieldOf, isMapping, type Node, type Sequence } from '../k8s/node.ts';
import { mergeTextOf, type ListChange } from './list-change.ts';
import { pointerBelow } from './patch-operations.ts';
import { sameValue } from '../k8s/same-value.ts';
import { patchValue } from './patch-value.ts';
import { keptInOrder, type Alignment } from './synthesis-alignment.ts';
import { mergedPart, type Part, type SynthesizePart } from './synthesis-change.ts';
import { linesOf, operationLines } from './synthesis-size.ts';
import { listOperations } from './synthesize-list-operations.ts';

/** How many elements are tried as the last one that the strategic part names. */
const MOST_TRIED = 12;

/** An element of the new list. */
interface Entry {
  /** Which one of the old list it is. */
  readonly match: number | undefined;
  /** What the strategic part says of it beside its keys: all of a new one, nothing of one that stays as it is. */
  readonly patch: Node | undefined;
  /** What the strategic part makes of it. */
  readonly between: Node;
}

/**
 * The ways to change a list by its merge keys. As what a patch names comes first, in the order of the patch, naming an element
 * means naming all before it: so a strategic part names some first elements, and operations do the rest. None where the lists
 * have elements that cannot be told by their keys.
 */
export function keyedChanges(
  before: Sequence,
  after: Sequence,
  part: Part,
  ofPart: SynthesizePart,
): ListChange[] {
  const textOf = mergeTextOf(before, after, part.known);
  if (textOf === undefined) return [];
  const byText = new Map(before.map((element, index) => [textOf(element), index]));
  const matches = after.map((element) => byText.get(textOf(element)));
  const entries = after.map((element, index) => entryOf(before, element, { index, matches, part, ofPart }));
  return namedCounts(entries, matches, part).map((count) => {
    return keyedChange(before, after, { entries, count, part, ofPart });
  });
}

interface EntryContext {
  readonly index: number;
  readonly matches: Alignment;
  readonly part: Part;
  readonly ofPart: SynthesizePart;
}

function entryOf(before: Sequence, element: Node, { index, matches, part, ofPart }: EntryContext): Entry {
  const match = matches[index];
  if (match === undefined) return { match, patch: patchValue(element), between: element };
  const old = before[match]!;
  const known = part.known?.element();
  const pointer = pointerBelow(part.pointer, index);
  const patch = sameValue(old, element)
    ? undefined
    : ofPart(old, element, { ...part, pointer, known }).strategic;
  const between = patch === undefined ? undefined : mergedPart(old, patch, known, part.schema);
  return between === undefined ? { match, patch: undefined, between: old } : { match, patch, between };
}

/** How many first elements it makes sense to name: up to one that is new, changed or moved. */
function namedCounts(entries: readonly Entry[], matches: Alignment, { forms }: Part): readonly number[] {
  const kept = keptInOrder(matches);
  const counts = [0];
  for (const [index, { match, patch }] of entries.entries()) {
    if (match === undefined || patch !== undefined || !kept.has(index)) counts.push(index + 1);
  }
  if (forms === 'strategic') return counts.slice(-1);
  return counts.length <= MOST_TRIED ? counts : [...counts.slice(0, MOST_TRIED - 1), ...counts.slice(-1)];
}

interface KeyedContext {
  readonly entries: readonly Entry[];
  readonly count: number;
  readonly part: Part;
  readonly ofPart: SynthesizePart;
}

function keyedChange(before: Sequence, after: Sequence, context: KeyedContext): ListChange {
  const { entries, count, part, ofPart } = context;
  const keys = part.known!.mergeKeys;
  const named = entries.slice(0, count);
  const matched = new Set(entries.map(({ match }) => match));
  const gone = keys.length === 0 ? [] : before.filter((_, index) => !matched.has(index));
  const strategic = [
    ...named.map(({ match, patch }) => {
      return match === undefined ? patch! : withKeys(before[match]!, keys, patch);
    }),
    ...gone.map((element) => withKeys(element, keys, new Map([['$patch', 'delete']]))),
  ];
  const between = betweenOf(before, context);
  const anchors = named.filter(({ match, patch }) => match !== undefined && patch === undefined).length;
  const operations =
    part.forms === 'strategic' ? [] : listOperations(between.list, after, between.alignment, part, ofPart);
  const lines = strategic.length === 0 ? 0 : linesOf(strategic) + anchors;
  return {
    strategic: strategic.length === 0 ? undefined : strategic,
    operations,
    between: between.list,
    cost: lines + operationLines(operations) + (operations.length === 0 ? 0 : 1),
  };
}

/** The list as the strategic part leaves it: what it names, then the rest of the old one. */
function betweenOf(
  before: Sequence,
  { entries, count, part }: KeyedContext,
): { readonly list: Node[]; readonly alignment: Alignment } {
  const list = entries.slice(0, count).map(({ between }) => between);
  const isNamed = new Set(entries.slice(0, count).map(({ match }) => match));
  const matched = new Set(entries.map(({ match }) => match));
  const canDelete = part.known!.mergeKeys.length > 0;
  const places = new Map<number, number>();
  for (const [index, element] of before.entries()) {
    if (isNamed.has(index) || (canDelete && !matched.has(index))) continue;
    places.set(index, list.length);
    list.push(element);
  }
  const alignment = entries.map(({ match }, index) => {
    if (index < count) return index;
    return match === undefined ? undefined : places.get(match);
  });
  return { list, alignment };
}

function withKeys(element: Node, keys: readonly string[], patch: Node | undefined): Node {
  if (!isMapping(element)) return element;
  const result = new Map<string, Node>();
  for (const key of keys) {
    const value = fieldOf(element, key);
    if (value !== undefined) result.set(key, patchValue(value));
  }
  if (isMapping(patch)) for (const [key, value] of patch) result.set(key, value);
  return result;
}
