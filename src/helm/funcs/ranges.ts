import type { Budget } from '../../gotemplate/budget.ts';
import { Slice } from '../../gotemplate/value.ts';

/** The ints from `start` up or down to, but without, `stop`; none if the step does not lead there. */
export function untilStep(budget: Budget, start: number, stop: number, step: number): bigint[] {
  if (start === stop || step === 0 || stop > start !== step > 0) return [];
  const count = Math.ceil((stop - start) / step);
  budget.spendText(count * 8);
  budget.spend(count);
  const numbers: bigint[] = [];
  for (let index = 0, number = BigInt(start); index < count; index++, number += BigInt(step))
    numbers.push(number);
  return numbers;
}

/** sprig's `until`: from 0 up, or down to a negative number. */
export function until(budget: Budget, count: number): Slice {
  return intSlice(untilStep(budget, 0, count, count < 0 ? -1 : 1));
}

/** A `[]int`. */
export function intSlice(numbers: bigint[]): Slice {
  return new Slice('int', numbers);
}

/** sprig's `seq`, as the command: numbers up to and with the end, separated by spaces; arguments END, START END or START STEP END. */
export function sequence(budget: Budget, parameters: readonly number[]): string {
  const [first = 0, second = 0, third = 0] = parameters;
  switch (parameters.length) {
    case 1:
      return inclusive(budget, 1, first, first < 1 ? -1 : 1);
    case 2:
      return inclusive(budget, first, second, second < first ? -1 : 1);
    case 3:
      return third < first && second > 0 ? '' : inclusive(budget, first, third, second);
    default:
      return '';
  }
}

function inclusive(budget: Budget, start: number, end: number, step: number): string {
  return untilStep(budget, start, end < start ? end - 1 : end + 1, step).join(' ');
}
