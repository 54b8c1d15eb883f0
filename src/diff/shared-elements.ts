/** The places of an element in two lists. */
export type Pair = readonly [before: number, after: number];

/** So many differences are looked for between two anchors; beyond, all that stands between them counts as replaced. */
const MOST_DIFFERENCES = 200;

/** A part of each list: from a place up to another. */
interface Range {
  readonly before: number;
  readonly beforeEnd: number;
  readonly after: number;
  readonly afterEnd: number;
}

interface Lists {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * What two lists have in common, in the order of both: elements that occur once in each are anchors, and between them the
 * shortest way from one list to the other counts. Near-linear: where lists have little in common, it is not looked for long.
 */
export function sharedElements(before: readonly string[], after: readonly string[]): Pair[] {
  const lists = { before, after };
  const pairs: Pair[] = [];
  const whole = { before: 0, beforeEnd: before.length, after: 0, afterEnd: after.length };
  const ends: Pair[] = [];
  const middle = trimmed(lists, whole, pairs, ends);
  let { before: left, after: right } = middle;
  for (const [beforeAt, afterAt] of [
    ...anchors(lists, middle),
    [middle.beforeEnd, middle.afterEnd] as const,
  ]) {
    between(lists, { before: left, beforeEnd: beforeAt, after: right, afterEnd: afterAt }, pairs);
    if (beforeAt < middle.beforeEnd) pairs.push([beforeAt, afterAt]);
    [left, right] = [beforeAt + 1, afterAt + 1];
  }
  for (const pair of ends) pairs.push(pair);
  return pairs;
}

/** Takes what is equal at both ends; the pairs of the end come into a list of their own. */
function trimmed({ before, after }: Lists, range: Range, starts: Pair[], ends: Pair[]): Range {
  let { before: left, after: right, beforeEnd, afterEnd } = range;
  while (left < beforeEnd && right < afterEnd && before[left] === after[right])
    starts.push([left++, right++]);
  while (left < beforeEnd && right < afterEnd && before[beforeEnd - 1] === after[afterEnd - 1]) {
    ends.push([--beforeEnd, --afterEnd]);
  }
  ends.reverse();
  return { before: left, beforeEnd, after: right, afterEnd };
}

/** The pairs of elements that occur once in each list, as many as have the same order in both. */
function anchors(lists: Lists, range: Range): Pair[] {
  const inBefore = placesOfUnique(lists.before, range.before, range.beforeEnd);
  const inAfter = placesOfUnique(lists.after, range.after, range.afterEnd);
  const pairs: Pair[] = [];
  for (const [element, place] of inBefore) {
    const other = inAfter.get(element);
    if (place >= 0 && other !== undefined && other >= 0) pairs.push([place, other]);
  }
  return longestRising(pairs);
}

/** The place of each element, -1 if it occurs more than once. */
function placesOfUnique(list: readonly string[], start: number, end: number): Map<string, number> {
  const places = new Map<string, number>();
  for (let at = start; at < end; at++) places.set(list[at]!, places.has(list[at]!) ? -1 : at);
  return places;
}

/** The most pairs whose second places rise too (the first ones do). */
function longestRising(pairs: readonly Pair[]): Pair[] {
  const tails: number[] = [];
  const previous: number[] = [];
  pairs.forEach(([, after], index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tails[middle]!]![1] < after) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : tails[low - 1]!;
    tails[low] = index;
  });
  const rising: Pair[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at]!) rising.push(pairs[at]!);
  return rising.reverse();
}

/** What two ranges without anchors have in common. */
function between(lists: Lists, range: Range, pairs: Pair[]): void {
  const ends: Pair[] = [];
  const rest = trimmed(lists, range, pairs, ends);
  if (rest.before < rest.beforeEnd && rest.after < rest.afterEnd) {
    for (const pair of shortestEdit(lists, rest)) pairs.push(pair);
  }
  for (const pair of ends) pairs.push(pair);
}

/**
 * The algorithm of Myers: for each number of differences, how far one gets on each diagonal (place in one list minus place in
 * the other).
 */
function shortestEdit({ before, after }: Lists, range: Range): Pair[] {
  const [rows, columns] = [range.beforeEnd - range.before, range.afterEnd - range.after];
  const same = (row: number, column: number): boolean =>
    before[range.before + row] === after[range.after + column];
  const most = Math.min(rows + columns, MOST_DIFFERENCES);
  let furthest = new Int32Array(2 * most + 3);
  const history: Int32Array[] = [];
  for (let differences = 0; differences <= most; differences++) {
    history.push(furthest);
    furthest = furthest.slice();
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let row = stepTo(furthest, most, diagonal, differences);
      while (row < rows && row - diagonal < columns && same(row, row - diagonal)) row++;
      furthest[most + 1 + diagonal] = row;
      if (row >= rows && row - diagonal >= columns) return wayBack(history, range, most, [rows, columns]);
    }
  }
  return [];
}

/** Whether a diagonal is best reached from the one above (by an element of the second list) rather than from the one below. */
function isFromAbove(furthest: Int32Array, at: number, diagonal: number, differences: number): boolean {
  if (diagonal === -differences) return true;
  return diagonal !== differences && furthest[at - 1]! < furthest[at + 1]!;
}

/** The row on a diagonal that is reached with one difference more. */
function stepTo(furthest: Int32Array, most: number, diagonal: number, differences: number): number {
  if (differences === 0) return 0;
  const at = most + 1 + diagonal;
  return isFromAbove(furthest, at, diagonal, differences) ? furthest[at + 1]! : furthest[at - 1]! + 1;
}

function wayBack(history: readonly Int32Array[], range: Range, most: number, end: Pair): Pair[] {
  const pairs: Pair[] = [];
  let [row, column] = end;
  for (let differences = history.length - 1; differences >= 0; differences--) {
    const furthest = history[differences]!;
    const diagonal = row - column;
    const start = stepTo(furthest, most, diagonal, differences);
    while (row > start) pairs.push([range.before + --row, range.after + --column]);
    if (isFromAbove(furthest, most + 1 + diagonal, diagonal, differences)) column--;
    else row--;
  }
  return pairs.reverse();
}
