import { RE2JS, RE2JSException } from 're2js';
import type { Budget } from '../../gotemplate/budget.ts';
import { GoError } from '../../gotemplate/function.ts';
import type { Match, Pattern } from './regex-pattern.ts';

/** Compiles for the RE2 engine, which takes linear time for any pattern. Throws GoError with Go's sentence. */
export function compileWithEngine(source: string): Pattern {
  const invalid = source.search(/[\udc80-\udcff]/u);
  if (invalid >= 0) throw new GoError(`error parsing regexp: invalid UTF-8: \`${source.slice(invalid)}\``);
  const compiled = compile(source);
  return {
    groupCount: compiled.groupCount(),
    groupNames: new Map(Object.entries(compiled.namedGroups())),
    find: (text, from, budget) => find(compiled, text, from, budget),
  };
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new GoError(
      error.message.endsWith(' at end of expression') ? `${error.message}: \`\`` : error.message,
    );
  }
}

function find(compiled: RE2JS, text: string, from: number, budget: Budget): Match | undefined {
  // It may have to look at the whole rest of the text.
  budget.spend(2 + ((text.length - from) >> 7));
  const matcher = compiled.matcher(text);
  if (!matcher.find(from)) return undefined;
  return { start: matcher.start(), end: matcher.end(), group: (index) => matcher.group(index) ?? undefined };
}
