import type { Budget } from './budget.ts';
import { DEFAULT_LIMITS } from './budget.ts';
import { Meter, PLAIN } from './format-directive.ts';
import { formatComplex } from './format-directives.ts';
import { formatOperand } from './format-value.ts';
import { formatG } from './number.ts';
import type { Value } from './value.ts';

/** How many formats stay compiled. */
const CACHE_SIZE = 1000;

/** A format of nothing but text and plain `%s %d %v`; `verbs` are their letters, `texts` what stands around them. */
interface SimpleFormat {
  readonly texts: readonly string[];
  readonly verbs: readonly string[];
}

const cache = new Map<string, SimpleFormat | undefined>();

/**
 * What Go prints of a value under `%v`. Throws LimitError for a text longer than the budget allows, and for a value that
 * contains itself.
 */
export function formatValue(value: Value, budget?: Budget): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'bigint':
      return value.toString();
    case 'number':
      return formatG(value);
    case 'boolean':
      return value ? 'true' : 'false';
  }
  return value === null ? '<nil>' : formatOperand(value, 'v', PLAIN, newMeter(budget));
}

/** Go's fmt.Sprint: a space between two operands of which neither is a string. */
export function printAll(values: readonly Value[], budget?: Budget): string {
  let text = '';
  let previousIsString = true;
  for (const value of values) {
    const isString = typeof value === 'string';
    if (!isString && !previousIsString) text += ' ';
    text += formatValue(value, budget);
    previousIsString = isString;
  }
  return text;
}

/** Go's fmt.Sprintln: a space between any two operands, and a newline. */
export function printLine(values: readonly Value[], budget?: Budget): string {
  return `${values.map((value) => formatValue(value, budget)).join(' ')}\n`;
}

/** Go's fmt.Sprintf. Mistakes in the format are text in the result (`%!d(string=x)`); throws only LimitError. */
export function printFormat(format: string, values: readonly Value[], budget?: Budget): string {
  let simple = cache.get(format);
  if (simple === undefined && !cache.has(format)) {
    simple = compile(format);
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(format, simple);
  }
  if (simple === undefined || simple.verbs.length !== values.length)
    return formatComplex(format, values, newMeter(budget));
  const { texts, verbs } = simple;
  let text = texts[0]!;
  for (let index = 0; index < verbs.length; index++) {
    text += formatPlain(values[index]!, verbs[index]!, budget) + texts[index + 1]!;
  }
  return text;
}

function formatPlain(value: Value, verb: string, budget: Budget | undefined): string {
  if (verb === 'v') return formatValue(value, budget);
  if (typeof value === 'string' && verb === 's') return value;
  if (typeof value === 'bigint' && verb === 'd') return value.toString();
  return formatOperand(value, verb, PLAIN, newMeter(budget));
}

function compile(format: string): SimpleFormat | undefined {
  const texts: string[] = [];
  const verbs: string[] = [];
  let text = '';
  let start = 0;
  for (let at = format.indexOf('%'); at >= 0; at = format.indexOf('%', start)) {
    const verb = format[at + 1];
    text += format.slice(start, at);
    start = at + 2;
    if (verb === '%') text += '%';
    else if (verb === 's' || verb === 'd' || verb === 'v') {
      texts.push(text);
      verbs.push(verb);
      text = '';
    } else return undefined;
  }
  texts.push(text + format.slice(start));
  return { texts, verbs };
}

function newMeter(budget: Budget | undefined): Meter {
  return new Meter(budget?.limits.text ?? DEFAULT_LIMITS.text);
}
