import type { Budget } from '../../gotemplate/budget.ts';
import { formatValue } from '../../gotemplate/format.ts';
import type { FunctionTable } from '../../gotemplate/function.ts';
import { GoError, define } from '../../gotemplate/function.ts';
import { quote } from '../../gotemplate/quote.ts';
import type { Value } from '../../gotemplate/value.ts';
import { MapView, asItems, stringSlice } from '../../gotemplate/value.ts';
import { sortBytes } from '../../lib/utf8.ts';
import type { FunctionContext } from '../environment.ts';
import { strval, toStrings } from './convert.ts';
import { lowerCase, swapCase, titleCase, untitleCase, upperCase } from './letter-case.ts';
import {
  abbreviate,
  abbreviateBoth,
  deleteSpace,
  initials,
  substring,
  trimCharacters,
  trimSpace,
  truncate,
  wrapText,
} from './shorten.ts';
import { connectWords, pascalCase } from './word-case.ts';

/** sprig's functions on text. */
export function stringFunctions({ budget }: FunctionContext): FunctionTable {
  return {
    hello: define([], () => 'Hello!'),
    ...caseFunctions(budget),
    ...cuttingFunctions(),
    ...paddingFunctions(budget),
    ...joiningFunctions(budget),
    ...splittingFunctions(budget),
  };
}

function caseFunctions(budget: Budget): FunctionTable {
  const mapped = (map: (text: string) => string) =>
    define(['string'], (text) => {
      budget.spendText(text.length);
      return map(text);
    });
  return {
    upper: mapped(upperCase),
    lower: mapped(lowerCase),
    title: mapped(titleCase),
    untitle: mapped(untitleCase),
    swapcase: mapped(swapCase),
    camelcase: mapped(pascalCase),
    snakecase: mapped((text) => connectWords(text, '_')),
    kebabcase: mapped((text) => connectWords(text, '-')),
    initials: mapped(initials),
    nospace: mapped(deleteSpace),
    trim: mapped(trimSpace),
  };
}

function cuttingFunctions(): FunctionTable {
  const trimAll = define(['string', 'string'], trimCharacters);
  return {
    abbrev: define(['int', 'string'], abbreviate),
    abbrevboth: define(['int', 'int', 'string'], abbreviateBoth),
    contains: define(['string', 'string'], (part, text) => text.includes(part)),
    hasPrefix: define(['string', 'string'], (part, text) => text.startsWith(part)),
    hasSuffix: define(['string', 'string'], (part, text) => text.endsWith(part)),
    plural: define(['string', 'string', 'int'], (one, many, count) => (count === 1 ? one : many)),
    substr: define(['int', 'int', 'string'], substring),
    trimAll,
    trimall: trimAll,
    trimPrefix: define(['string', 'string'], (part, text) =>
      text.startsWith(part) ? text.slice(part.length) : text,
    ),
    trimSuffix: define(['string', 'string'], (part, text) =>
      part !== '' && text.endsWith(part) ? text.slice(0, -part.length) : text,
    ),
    trunc: define(['int', 'string'], truncate),
  };
}

function paddingFunctions(budget: Budget): FunctionTable {
  const wrap = (width: number, newLine: string, text: string, cutsWords: boolean): string => {
    const lines = Math.ceil(text.length / Math.max(width, 1));
    budget.spendText(text.length * 3 + Math.min(lines, text.length) * newLine.length);
    return wrapText(text, { width, newLine: newLine === '' ? '\n' : newLine, cutsWords });
  };
  return {
    indent: define(['int', 'string'], (count, text) => indent(budget, count, text)),
    nindent: define(['int', 'string'], (count, text) => `\n${indent(budget, count, text)}`),
    repeat: define(['int', 'string'], (count, text) => repeat(budget, count, text)),
    replace: define(['string', 'string', 'string'], (old, replacement, text) =>
      replace(budget, old, replacement, text),
    ),
    wrap: define(['int', 'string'], (width, text) => wrap(width, '\n', text, false)),
    wrapWith: define(['int', 'string', 'string'], (width, newLine, text) => wrap(width, newLine, text, true)),
  };
}

function indent(budget: Budget, count: number, text: string): string {
  const pad = repeat(budget, count, ' ');
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  budget.spendText(text.length + lines * pad.length);
  return lines === 1 ? pad + text : pad + text.replaceAll('\n', `\n${pad}`);
}

function repeat(budget: Budget, count: number, text: string): string {
  if (count < 0) throw new GoError('strings: negative Repeat count');
  if (text === '' || count === 0) return '';
  budget.spendText(text.length * count);
  return text.repeat(count);
}

function replace(budget: Budget, old: string, replacement: string, text: string): string {
  if (old !== '' && !text.includes(old)) return text;
  const parts = old === '' ? ['', ...text, ''] : text.split(old);
  budget.spendText(text.length + (parts.length - 1) * replacement.length);
  return parts.join(replacement);
}

function joiningFunctions(budget: Budget): FunctionTable {
  const spaced = (values: readonly Value[], format: (value: Value) => string): string => {
    let text = '';
    for (const value of values) {
      if (value === null) continue;
      const part = format(value);
      budget.spendText(part.length);
      text += text === '' ? part : ` ${part}`;
    }
    return text;
  };
  const strings = (value: Value): string[] => {
    budget.spend(asItems(value)?.length ?? 1);
    return toStrings(value, budget);
  };
  return {
    quote: define(['...interface {}'], (...values) =>
      spaced(values, (value) => quote(strval(value, budget))),
    ),
    squote: define(['...interface {}'], (...values) =>
      spaced(values, (value) => `'${formatValue(value, budget)}'`),
    ),
    cat: define(['...interface {}'], (...values) => cat(budget, values)),
    join: define(['string', 'interface {}'], (separator, value) => join(budget, separator, strings(value))),
    toString: define(['interface {}'], (value) => strval(value, budget)),
    toStrings: define(['interface {}'], (value) => stringSlice(strings(value))),
    sortAlpha: define(['interface {}'], (value) =>
      stringSlice(asItems(value) === undefined ? [strval(value, budget)] : sortBytes(strings(value))),
    ),
  };
}

function cat(budget: Budget, values: readonly Value[]): string {
  return join(
    budget,
    ' ',
    values.filter((value) => value !== null).map((value) => formatValue(value, budget)),
  );
}

function join(budget: Budget, separator: string, texts: readonly string[]): string {
  let length = Math.max(texts.length - 1, 0) * separator.length;
  for (const text of texts) length += text.length;
  budget.spendText(length);
  return texts.join(separator);
}

function splittingFunctions(budget: Budget): FunctionTable {
  const parts = (separator: string, text: string, limit: number): string[] => {
    const list = splitText(separator, text, limit);
    budget.spend(list.length);
    return list;
  };
  return {
    split: define(['string', 'string'], (separator, text) => numbered(parts(separator, text, -1))),
    splitList: define(['string', 'string'], (separator, text) => stringSlice(parts(separator, text, -1))),
    splitn: define(['string', 'int', 'string'], (separator, limit, text) =>
      numbered(parts(separator, text, limit)),
    ),
  };
}

/** At most `limit` parts, the last of which is the rest; all of them for a negative limit. No separator parts the runes. */
function splitText(separator: string, text: string, limit: number): string[] {
  if (limit === 0) return [];
  const all = separator === '' ? [...text] : text.split(separator);
  if (limit < 0 || all.length <= limit) return all;
  return [...all.slice(0, limit - 1), all.slice(limit - 1).join(separator)];
}

function numbered(parts: readonly string[]): MapView {
  return new MapView('string', new Map(parts.map((part, index) => [`_${index}`, part])));
}
