import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedElements } from '../../src/diff/shared-elements.ts';

/** How many elements the longest common sequence has, the slow way. */
function longest(before: readonly string[], after: readonly string[]): number {
  let row = new Array<number>(after.length + 1).fill(0);
  for (const element of before) {
    const next = [0];
    after.forEach((other, index) => {
      next.push(element === other ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!));
    });
    row = next;
  }
  return row.at(-1)!;
}

const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });

test('pairs are of equal elements, and rise in both lists', () => {
  fc.assert(
    fc.property(list, list, (before, after) => {
      const pairs = sharedElements(before, after);
      pairs.forEach(([left, right], index) => {
        expect(before[left]).toBe(after[right]);
        const [lastLeft, lastRight] = pairs[index - 1] ?? [-1, -1];
        expect(left).toBeGreaterThan(lastLeft);
        expect(right).toBeGreaterThan(lastRight);
      });
    }),
  );
});

test('without anchors there are as many as can be', () => {
  const twice = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
  fc.assert(
    fc.property(twice, twice, (left, right) => {
      const [before, after] = [
        [...left, ...left],
        [...right, ...right],
      ];
      expect(sharedElements(before, after)).toHaveLength(longest(before, after));
    }),
  );
});

test('long lists that have nothing in common, or nearly everything, take no time', () => {
  const numbers = Array.from({ length: 50_000 }, (_, index) => String(index));
  const others = numbers.map((number) => `x${number}`);
  const same = numbers.map(() => 'x');
  const moved = [...numbers.slice(1), '0'];
  const start = process.cpuUsage().user;
  expect(sharedElements(numbers, others)).toHaveLength(0);
  expect(sharedElements(same, [...same, 'y', ...same])).toHaveLength(50_000);
  expect(sharedElements(numbers, moved)).toHaveLength(49_999);
  expect(sharedElements([...same, 'y'], ['y', ...same]).length).toBeGreaterThan(0);
  expect((process.cpuUsage().user - start) / 1e3).toBeLessThan(2000);
});
