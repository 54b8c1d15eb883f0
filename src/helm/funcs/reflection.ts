import { deepEqual } from '../../gotemplate/deep-equal.ts';
import type { FunctionTable } from '../../gotemplate/function.ts';
import { define } from '../../gotemplate/function.ts';
import { kindOf, typeOf } from '../../gotemplate/value.ts';

/** sprig's functions about Go types and kinds, and deepEqual. */
export function reflectionFunctions(): FunctionTable {
  return {
    deepEqual: define(['interface {}', 'interface {}'], deepEqual),
    kindIs: define(['string', 'interface {}'], (kind, value) => kindOf(value) === kind),
    kindOf: define(['interface {}'], kindOf),
    typeIs: define(['string', 'interface {}'], (type, value) => typeOf(value) === type),
    typeIsLike: define(['string', 'interface {}'], (type, value) => {
      const actual = typeOf(value);
      return actual === type || actual === `*${type}`;
    }),
    typeOf: define(['interface {}'], typeOf),
  };
}
