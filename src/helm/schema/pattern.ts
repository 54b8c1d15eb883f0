import { RE2JS } from 're2js';

/** A compiled pattern of a schema. */
export interface Pattern {
  /** as it is written */
  readonly source: string;
  matches(text: string): boolean;
}

/** What a simple pattern is made of: characters, escapes, classes, groups, anchors, and what repeats them. */
const TOKEN =
  /[^\\[\](){}*+?|^$.]|\\[dDwW]|\\[^\x00-\x20A-Za-z0-9\x7f-\uffff]|\[\^?(?:[^\\[\]&\x7f-\uffff]|\\[dw]|\\[-.\\/\]^$*+?(){}|[])+\]|\((?:\?:)?|\)|[|^$.]|([*+?]|\{\d{1,2}(?:,\d{0,2})?\})\??/y;
const MAX_FAST_TEXT = 1000;
/** Characters that the engines disagree on, or that are more than one unit. */
const UNUSUAL = /[^\x01-\x0c\x0e-\x7e]/;

interface Survey {
  /** whether Go's syntax certainly allows it */
  readonly valid: boolean;
  /** whether JavaScript's engine takes it the same way and in bounded time */
  readonly fast: boolean;
}

const NEITHER: Survey = { valid: false, fast: false };

/** Whether the pattern is valid, as a look at its simple forms or else its compilation tells. */
export function isValidPattern(source: string): boolean {
  return survey(source).valid || patternError(source) === undefined;
}

/** Go's message for an invalid pattern, undefined for a valid one. */
export function patternError(source: string): string | undefined {
  try {
    RE2JS.compile(source);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.includes('`') ? message : `${message}: \`\``;
  }
}

/** Compiles a valid pattern: RE2's syntax and linear time, with the engine of JavaScript where that does the same. */
export function compilePattern(source: string): Pattern {
  const native = survey(source).fast ? nativeOf(source) : undefined;
  let exact: RE2JS | undefined;
  return {
    source,
    matches(text) {
      if (native !== undefined && text.length <= MAX_FAST_TEXT && !UNUSUAL.test(text))
        return native.test(text);
      exact ??= RE2JS.compile(source);
      return exact.matcher(text).find();
    },
  };
}

function nativeOf(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

/** What was counted while reading a pattern. */
interface Tally {
  depth: number;
  loops: number;
  options: number;
  groups: number;
  bars: number;
  repeatsGroup: boolean;
}

/** Reads a pattern token by token. Anything out of the ordinary makes it neither surely valid nor fast. */
function survey(source: string): Survey {
  const tally: Tally = { depth: 0, loops: 0, options: 0, groups: 0, bars: 0, repeatsGroup: false };
  let before = '';
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null || !count(tally, match[0], match[1], before)) return NEITHER;
    before = match[1] === undefined ? match[0] : '';
  }
  if (tally.depth !== 0) return NEITHER;
  // How often a backtracking engine can try again has to stay small, whatever the text.
  const isStraight = tally.bars === 0 || (tally.groups <= 2 && tally.bars <= 30);
  return { valid: true, fast: isStraight && !tally.repeatsGroup && tally.loops <= 2 && tally.options <= 6 };
}

/** Counts a token; false for one that is out of the ordinary where it is. */
function count(tally: Tally, token: string, quantifier: string | undefined, before: string): boolean {
  if (quantifier !== undefined) {
    if (before === '' || before === '|' || before === '^' || before === '$' || before.startsWith('('))
      return false;
    if (quantifier === '?') tally.options++;
    else tally.loops++;
    if (before === ')' && quantifier !== '?') tally.repeatsGroup = true;
    return isBounded(quantifier);
  }
  if (token.startsWith('(')) {
    tally.groups++;
    tally.depth++;
  } else if (token === ')') return --tally.depth >= 0;
  else if (token === '|') tally.bars++;
  else if (token.startsWith('[')) return isOrderedClass(token);
  return true;
}

function isBounded(quantifier: string): boolean {
  const [low = '', high = ''] = quantifier.slice(1, -1).split(',');
  return high === '' || Number(low) <= Number(high);
}

/** Whether the ranges of a class are in order and made of plain letters and digits. */
function isOrderedClass(token: string): boolean {
  const body = token.replace(/^\[\^?/, '').slice(0, -1);
  const rest = body.replace(/\\./g, ',').replace(/^-|-$/g, ',');
  const simple = rest.replace(/([A-Za-z0-9])-([A-Za-z0-9])/g, (range, low: string, high: string) =>
    low <= high ? ',' : range,
  );
  return !simple.includes('-');
}
