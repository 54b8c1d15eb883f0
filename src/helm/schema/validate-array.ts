import type { Value } from '../../gotemplate/value.ts';
import type { Failure } from './failure.ts';
import { findDuplicates } from './instance.ts';
import type { ArrayKeywords } from './keywords.ts';
import type { SchemaNode } from './node.ts';
import { displayCount } from './number.ts';
import type { Visit } from './validate.ts';

/** Checks an array's keywords. */
export function checkArray(visit: Visit, keywords: ArrayKeywords, items: readonly Value[]): void {
  const { minItems, maxItems, uniqueItems, contains } = keywords;
  const count = items.length;
  if (minItems !== undefined && count < minItems)
    visit.fail(() => `minItems: got ${displayCount(count)}, want ${displayCount(minItems)}`);
  if (maxItems !== undefined && count > maxItems)
    visit.fail(() => `maxItems: got ${displayCount(count)}, want ${displayCount(maxItems)}`);
  if (uniqueItems && count > 1) {
    const equal = findDuplicates(items);
    if (equal !== undefined)
      visit.fail(() => `items at ${displayCount(equal[0])} and ${displayCount(equal[1])} are equal`);
  }
  checkItems(visit, keywords, items);
  if (contains !== undefined) checkContains(visit, contains, keywords, items);
}

/** Items after the ones listed are numbered from 0 in messages. */
function checkItems(visit: Visit, { prefix, rest }: ArrayKeywords, items: readonly Value[]): void {
  const listed = Math.min(prefix.length, items.length);
  for (let index = 0; index < listed; index++)
    visit.add(visit.inner(prefix[index]!, items[index]!, String(index)));
  if (rest === undefined || rest === true) return;
  if (rest === false) {
    if (listed < items.length)
      visit.fail(() => `last ${displayCount(items.length - listed)} additionalItem(s) not allowed`);
    return;
  }
  for (let index = listed; index < items.length; index++)
    visit.add(visit.inner(rest, items[index]!, String(index - listed)));
}

function checkContains(
  visit: Visit,
  contains: SchemaNode,
  { minContains, maxContains }: ArrayKeywords,
  items: readonly Value[],
): void {
  const failures: Failure[] = [];
  const matched: number[] = [];
  for (const [index, item] of items.entries()) {
    const failure = visit.inner(contains, item, String(index));
    if (failure !== undefined) {
      failures.push(failure);
      continue;
    }
    matched.push(index);
    if (visit.node.draft >= 2020) visit.items?.delete(index);
  }
  if (minContains === undefined) {
    if (matched.length === 0) visit.fail(() => 'no items match contains schema', failures);
  } else if (matched.length < minContains) {
    visit.fail(
      () =>
        `min ${displayCount(minContains)} items required to match contains schema, but ${describeMatched(matched)}`,
      failures,
    );
  }
  if (maxContains !== undefined && matched.length > maxContains) {
    visit.fail(
      () =>
        `max ${displayCount(maxContains)} items required to match contains schema, but ${describeMatched(matched)}`,
    );
  }
}

function describeMatched(matched: readonly number[]): string {
  return matched.length === 0
    ? 'none matched'
    : `matched ${displayCount(matched.length)} items at ${matched.join(' ')}`;
}
