import type { Budget } from '../../gotemplate/budget.ts';
import { define, GoError, type FunctionTable } from '../../gotemplate/function.ts';
import { canBackquote, quote } from '../../gotemplate/quote.ts';
import { nilSlice, stringSlice, type Slice } from '../../gotemplate/value.ts';
import type { FunctionContext } from '../environment.ts';
import { compileWithEngine } from './regex-engine.ts';
import { expandTemplate } from './regex-expand.ts';
import { compileNative } from './regex-native.ts';
import type { Match, Pattern } from './regex-pattern.ts';

type Compile = (source: string) => Pattern;

/** Sprig's functions on regular expressions, with Go's syntax and matching rules. */
export function regexFunctions({ budget }: FunctionContext): FunctionTable {
  const patterns = new Map<string, Pattern>();
  const compile = (source: string): Pattern => {
    let pattern = patterns.get(source);
    if (pattern === undefined) {
      budget.spend(100 + source.length);
      patterns.set(source, (pattern = compilePattern(source)));
    }
    return pattern;
  };
  const compileOrPanic = (source: string): Pattern => naming(source, () => compile(source));
  return {
    ...functionsWith(compileOrPanic, budget, (name) => `regex${name}`),
    ...functionsWith(compile, budget, (name) => `mustRegex${name}`),
    regexMatch: define(['string', 'string'], (source, text) => matchOrFalse(compile, budget, source, text)),
    regexQuoteMeta: define(['string'], (text) => text.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
  };
}

/** Takes the engine only for patterns and texts that need it. */
function compilePattern(source: string): Pattern {
  const native = compileNative(source);
  if (native === undefined) return compileWithEngine(source);
  let engine: Pattern | undefined;
  return {
    groupCount: native.groupCount,
    groupNames: native.groupNames,
    find: (text, from, budget) => {
      const pattern = native.suits(text.length) ? native : (engine ??= compileWithEngine(source));
      return pattern.find(text, from, budget);
    },
  };
}

/** The text of the panic that Go's MustCompile makes of an error. */
function naming(source: string, attempt: () => Pattern): Pattern {
  try {
    return attempt();
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new GoError(
      `regexp: Compile(${canBackquote(source) ? `\`${source}\`` : quote(source)}): ${error.message}`,
    );
  }
}

function functionsWith(compile: Compile, budget: Budget, nameOf: (name: string) => string): FunctionTable {
  const replacing = (replacement: (pattern: Pattern, template: string) => (match: Match) => string) =>
    define(['string', 'string', 'string'], (source, text, template) => {
      const pattern = compile(source);
      return replaceAll(pattern, text, replacement(pattern, template), budget);
    });
  return {
    [nameOf('Match')]: define(
      ['string', 'string'],
      (source, text) => compile(source).find(text, 0, budget) !== undefined,
    ),
    [nameOf('Find')]: define(
      ['string', 'string'],
      (source, text) => compile(source).find(text, 0, budget)?.group(0) ?? '',
    ),
    [nameOf('FindAll')]: define(['string', 'string', 'int'], (source, text, count) => {
      const found = findAll(compile(source), text, count, budget).map((match) => match.group(0)!);
      return found.length === 0 ? nilSlice('string') : stringSlice(found);
    }),
    [nameOf('Split')]: define(['string', 'string', 'int'], (source, text, count) =>
      split(source, compile(source), text, count, budget),
    ),
    [nameOf('ReplaceAll')]: replacing((pattern, template) => expandTemplate(template, pattern)),
    [nameOf('ReplaceAllLiteral')]: replacing((_, literal) => () => literal),
  };
}

function matchOrFalse(compile: Compile, budget: Budget, source: string, text: string): boolean {
  let pattern: Pattern;
  try {
    pattern = compile(source);
  } catch (error) {
    if (error instanceof GoError) return false;
    throw error;
  }
  return pattern.find(text, 0, budget) !== undefined;
}

/** Up to `count` matches (all if negative) that do not overlap; an empty one directly after a match does not count. */
function findAll(pattern: Pattern, text: string, count: number, budget: Budget): Match[] {
  const found: Match[] = [];
  let previousEnd = -1;
  let at = 0;
  while ((count < 0 || found.length < count) && at <= text.length) {
    const match = pattern.find(text, at, budget);
    if (match === undefined) break;
    const isRepeated = match.end === at && match.start === previousEnd;
    at = match.end === at ? nextCharacter(text, at) : match.end;
    previousEnd = match.end;
    if (!isRepeated) found.push(match);
  }
  return found;
}

function nextCharacter(text: string, at: number): number {
  return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}

function replaceAll(
  pattern: Pattern,
  text: string,
  replacement: (match: Match) => string,
  budget: Budget,
): string {
  const parts: string[] = [];
  let length = 0;
  let copied = 0;
  let at = 0;
  while (at <= text.length) {
    const match = pattern.find(text, at, budget);
    if (match === undefined) break;
    parts.push(text.slice(copied, match.start));
    if (match.end > copied || match.start === 0) {
      const replaced = replacement(match);
      length += replaced.length;
      budget.spendText(length + match.end);
      parts.push(replaced);
    }
    copied = match.end;
    at = Math.max(match.end, nextCharacter(text, at));
  }
  parts.push(text.slice(copied));
  return parts.join('');
}

/** The texts between matches, at most `count` of them unless negative. */
function split(source: string, pattern: Pattern, text: string, count: number, budget: Budget): Slice {
  if (count === 0) return nilSlice('string');
  if (source !== '' && text === '') return stringSlice(['']);
  const parts: string[] = [];
  let begin = 0;
  let end = 0;
  for (const match of findAll(pattern, text, count, budget)) {
    if (count > 0 && parts.length >= count - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(text.slice(begin, end));
    begin = match.end;
  }
  if (end !== text.length) parts.push(text.slice(begin));
  return stringSlice(parts);
}
