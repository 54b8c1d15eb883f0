import type { Budget } from '../../gotemplate/budget.ts';
import { deepEqual } from '../../gotemplate/deep-equal.ts';
import type { Value } from '../../gotemplate/value.ts';

/** Values that differ under Go's reflect.DeepEqual. Scalars are hashed; the rest is compared one by one. */
export class ValueSet {
  readonly #budget: Budget;
  readonly #scalars = new Set<Value>();
  readonly #others: Value[] = [];

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  has(value: Value): boolean {
    if (isHashable(value)) return this.#scalars.has(value);
    this.#budget.spend(this.#others.length);
    return this.#others.some((other) => deepEqual(value, other));
  }

  /** Adds the value; false if an equal one was there already. */
  add(value: Value): boolean {
    if (this.has(value)) return false;
    if (isHashable(value)) this.#scalars.add(value);
    else this.#others.push(value);
    return true;
  }
}

/** Whether JavaScript's equality of this value is Go's: the kinds never mix, and NaN (unlike in a Set) equals nothing. */
function isHashable(value: Value): boolean {
  return value === null || (typeof value === 'number' ? value === value : typeof value !== 'object');
}
