import type { Budget } from './budget.ts';
import { equalsAny, isLess } from './compare.ts';
import { escapeHtml, escapeJs, escapeQuery } from './escape.ts';
import { printAll, printFormat, printLine } from './format.ts';
import type { FunctionTable, TemplateFunction } from './function.ts';
import { GoError, define } from './function.ts';
import { indexValue, lengthOf, sliceValue } from './indexing.ts';
import type { Value } from './value.ts';
import { GoObject, isTrue, typeOf } from './value.ts';

/** Where releases of Go differ. */
export interface BuiltinOptions {
  /** whether `incompatible types for comparison` names the types (Go 1.25 and later) */
  readonly comparisonTypes: boolean;
}

/** The functions of Go's text/template, without `and` and `or`, which do not evaluate all of their arguments. */
export function builtinFunctions(budget: Budget, options: BuiltinOptions): FunctionTable {
  return {
    not: define(['interface {}'], (value) => !isTrue(value)),
    len: define(['interface {}'], (value) => BigInt(lengthOf(value))),
    index: define(['interface {}', '...interface {}'], (item, ...indexes) => indexValue(item, indexes)),
    slice: define(['interface {}', '...interface {}'], (item, ...indexes) => sliceValue(item, indexes)),
    call: define(['interface {}', '...interface {}'], callValue),
    ...comparisonFunctions(options),
    ...printFunctions(budget),
  };
}

function comparisonFunctions(options: BuiltinOptions): FunctionTable {
  const comparison = { types: options.comparisonTypes };
  const less = (left: Value, right: Value): boolean => isLess(left, right, comparison);
  const equal = (left: Value, right: Value): boolean => equalsAny(left, [right], comparison);
  const lessOrEqual = (left: Value, right: Value): boolean => less(left, right) || equal(left, right);
  return {
    eq: define(['interface {}', '...interface {}'], (left, ...others) => equalsAny(left, others, comparison)),
    ne: define(['interface {}', 'interface {}'], (left, right) => !equal(left, right)),
    lt: define(['interface {}', 'interface {}'], less),
    le: define(['interface {}', 'interface {}'], lessOrEqual),
    gt: define(['interface {}', 'interface {}'], (left, right) => !lessOrEqual(left, right)),
    ge: define(['interface {}', 'interface {}'], (left, right) => !less(left, right)),
  };
}

function printFunctions(budget: Budget): FunctionTable {
  const print = (values: readonly Value[]): string => spent(budget, values, () => printAll(values, budget));
  return {
    print: define(['...interface {}'], (...values) => print(values)),
    println: define(['...interface {}'], (...values) =>
      spent(budget, values, () => printLine(values, budget)),
    ),
    printf: define(['string', '...interface {}'], (format, ...values) =>
      spent(budget, [format, ...values], () => printFormat(format, values, budget)),
    ),
    html: escaper(budget, print, escapeHtml),
    js: escaper(budget, print, escapeJs),
    urlquery: escaper(budget, print, escapeQuery),
  };
}

function escaper(
  budget: Budget,
  print: (values: readonly Value[]) => string,
  escape: (text: string) => string,
): TemplateFunction {
  return define(['...interface {}'], (...values) => {
    const text = print(values.map(printable));
    // an escape is at most six times as long
    budget.spendText(text.length * 6);
    return escape(text);
  });
}

/** The operand as an action `{{ . }}` would print it. */
function printable(value: Value): Value {
  return value === null ? '<no value>' : value;
}

/** Spends what the texts among the operands cost, prints, then spends what the rest made of it. */
function spent(budget: Budget, operands: readonly Value[], print: () => string): string {
  let length = 0;
  for (const operand of operands) if (typeof operand === 'string') length += operand.length;
  budget.spendText(length);
  const text = print();
  if (text.length > length) budget.spendText(text.length);
  return text;
}

function callValue(target: Value): Value {
  if (target === null) throw new GoError('call of nil');
  const name = target instanceof GoObject ? typeOf(target) : printAll([target]);
  throw new GoError(`non-function ${name} of type ${typeOf(target)}`);
}
