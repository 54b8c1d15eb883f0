import type { FunctionTable } from '../../gotemplate/function.ts';
import { define } from '../../gotemplate/function.ts';
import { isTrue } from '../../gotemplate/value.ts';
import { ChartFailure } from './chart-failure.ts';

/** sprig's functions on empty values, and Helm's `required` and `fail`. Empty is what is not true, as in `if`. */
export function defaultFunctions(): FunctionTable {
  return {
    all: define(['...interface {}'], (...values) => values.every(isTrue)),
    any: define(['...interface {}'], (...values) => values.some(isTrue)),
    coalesce: define(['...interface {}'], (...values) => values.find(isTrue) ?? null),
    default: define(['interface {}', '...interface {}'], (fallback, ...given) => {
      const value = given[0];
      return value === undefined || !isTrue(value) ? fallback : value;
    }),
    empty: define(['interface {}'], (value) => !isTrue(value)),
    fail: define(['string'], (message) => {
      throw new ChartFailure(message);
    }),
    required: define(['string', 'interface {}'], (message, value) => {
      if (value === null || value === '') throw new ChartFailure(message);
      return value;
    }),
    ternary: define(['interface {}', 'interface {}', 'bool'], (yes, no, condition) => (condition ? yes : no)),
  };
}
