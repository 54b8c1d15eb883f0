import { RE2JS } from 're2js';
import { InfraError } from '../lib/error.ts';

/** Says whether a text matches. */
export type Test = (text: string) => boolean;

/** Patterns in which every character means itself. */
const LITERAL = /^[\w\- /:=,@]*$/;
/** Patterns that JavaScript's engine reads as RE2 does, in short time if there are few repetitions. */
const SIMPLE = /^(?:[\w\- /:=,@]|\\[.\-/]|\.[*+?]?|\|)*$/;
const REPETITION = /[*+]/g;
const MAX_REPETITIONS = 2;
/** What the two engines can take for different things, or for a different number of characters. */
const UNUSUAL = /[^\x20-\x7e]/;
const MAX_FAST_LENGTH = 500;

/** Whether quotes around a text make no difference to where a pattern matches in it. */
export function ignoresQuotes(source: string): boolean {
  return LITERAL.test(source);
}

/** A test whether a pattern (of RE2) matches somewhere in a text. Throws InfraError for what is no pattern. */
export function partTest(source: string): Test {
  if (LITERAL.test(source)) return (text) => text.includes(source);
  return compile(source, source);
}

/** A test whether a pattern matches the whole of a text; an empty one matches any text. Throws InfraError for what is no pattern. */
export function wholeTest(source: string): Test {
  if (source === '') return () => true;
  if (LITERAL.test(source)) return (text) => text === source;
  return compile(`^(?:${source})$`, source);
}

function compile(pattern: string, source: string): Test {
  const quick =
    SIMPLE.test(source) && countRepetitions(source) <= MAX_REPETITIONS ? new RegExp(pattern) : undefined;
  if (quick === undefined) return exactTest(pattern, source);
  let exact: Test | undefined;
  return (text) => {
    if (text.length <= MAX_FAST_LENGTH && !UNUSUAL.test(text)) return quick.test(text);
    exact ??= exactTest(pattern, source);
    return exact(text);
  };
}

function countRepetitions(source: string): number {
  return source.match(REPETITION)?.length ?? 0;
}

function exactTest(pattern: string, source: string): Test {
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.matcher(text).find();
  } catch (error) {
    throw new InfraError(
      'REFERENCE',
      `${JSON.stringify(source)} is no regular expression: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}
