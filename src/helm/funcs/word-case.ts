import { isLetter, isNumber, isPunctuation, isSpace, isUpper, toLower, toUpper } from '../../lib/unicode.ts';

/**
 * Words joined to PascalCase: connectors (`-`, `_`, space) go and the rune behind them turns upper case, except in front, at
 * the end, and all but the last of several; upper-case runes that follow an upper-case start turn lower case.
 */
export function pascalCase(text: string): string {
  const runes = [...text.toWellFormed()];
  let start = 0;
  while (start < runes.length && isConnector(runes[start]!)) start++;
  const front = runes.slice(0, start).join('');
  // nothing but connectors: the last one stands twice
  if (start === runes.length) return front + (runes[start - 1] ?? '');
  return front + joinPascal(runes, start);
}

function joinPascal(runes: readonly string[], start: number): string {
  let result = '';
  let afterUpper = isUpper(runes[start]!);
  let pending = toUpper(runes[start]!);
  for (let index = start + 1; index < runes.length; index++) {
    let rune = runes[index]!;
    if (!isConnector(pending)) {
      if (afterUpper && isUpper(rune)) rune = toLower(rune);
      else afterUpper = false;
      result += pending;
    } else if (isConnector(rune)) {
      result += pending;
    } else {
      afterUpper = isUpper(rune);
      rune = toUpper(rune);
    }
    pending = rune;
  }
  return result + pending;
}

/** The words of a text (`HTTPServer`, `go path`) in lower case with a connector between them: snake_case, kebab-case. */
export function connectWords(text: string, connector: string): string {
  const words = splitWords([...text]);
  const at = (index: number): Word => words[index] ?? NOTHING;
  let result = '';
  let index = 0;
  const write = (): void => {
    result += lowerWord(at(index), connector);
    index++;
  };
  /** Letters and numbers that belong to a number: `2m3s`. */
  const writeAlphanumeric = (): void => {
    while (at(index).kind === 'lower' || at(index).kind === 'number') write();
    if (startsWord(at(index))) result += connector;
  };
  while (index < words.length - 1) {
    const { kind } = at(index);
    write();
    if (kind === 'number') writeAlphanumeric();
    if (kind === 'number' || kind === 'connector' || kind === 'punctuation') continue;
    if (at(index).kind !== 'number') {
      if (!isMark(at(index))) result += connector;
    } else if (index < words.length - 1) {
      if (at(index + 1).kind === 'lower') {
        // a number in front of lower case is a word of its own: http_2xx
        result += connector;
        write();
        writeAlphanumeric();
      } else {
        // otherwise it is the end of the word before: bld4_floor
        write();
        if (!isMark(at(index))) result += connector;
      }
    }
  }
  if (index < words.length) write();
  return result;
}

type Kind = 'invalid' | 'number' | 'upper' | 'lower' | 'connector' | 'punctuation' | 'other';

interface Word {
  readonly kind: Kind;
  readonly text: string;
}

const NOTHING: Word = { kind: 'invalid', text: '' };

function isMark({ kind }: Word): boolean {
  return kind === 'connector' || kind === 'punctuation';
}

function startsWord(word: Word): boolean {
  return word.kind !== 'invalid' && !isMark(word);
}

function lowerWord({ kind, text }: Word, connector: string): string {
  if (kind !== 'upper' && kind !== 'connector') return text;
  let result = '';
  for (const rune of text.toWellFormed()) {
    if (isConnector(rune)) result += connector;
    else result += isUpper(rune) ? toLower(rune) : rune;
  }
  return result;
}

function isConnector(rune: string): boolean {
  return rune === '-' || rune === '_' || isSpace(rune.codePointAt(0)!);
}

/** A letter, but none of the common CJK ones. */
function isAlphabetic(rune: string): boolean {
  if (!isLetter(rune)) return false;
  const code = rune.codePointAt(0)!;
  const isCjk =
    (code >= 0x4e00 && code <= 0x9fcc) ||
    (code >= 0x3400 && code <= 0x4d85) ||
    (code >= 0x20000 && code <= 0x2b81d);
  return !isCjk;
}

function isLowerLetter(rune: string): boolean {
  return isAlphabetic(rune) && !isUpper(rune);
}

function isOther(rune: string): boolean {
  return !isConnector(rune) && !isAlphabetic(rune) && !isNumber(rune) && !isPunctuation(rune);
}

const RUNS: readonly (readonly [Kind, (rune: string) => boolean, (rune: string) => boolean])[] = [
  ['connector', isConnector, isConnector],
  ['punctuation', isPunctuation, isPunctuation],
  ['lower', isAlphabetic, isLowerLetter],
  ['number', isNumber, isNumber],
  ['other', () => true, isOther],
];

function splitWords(runes: readonly string[]): Word[] {
  const words: Word[] = [];
  let start = 0;
  while (start < runes.length) {
    const first = validAt(runes, start);
    let kind: Kind = 'invalid';
    let end = runes.length;
    if (first < runes.length) {
      const rune = runes[first]!;
      const isUpperWord = !isConnector(rune) && !isPunctuation(rune) && isUpper(rune);
      const run = RUNS.find(([, starts]) => starts(rune))!;
      kind = isUpperWord ? 'upper' : run[0];
      end = isUpperWord ? upperEnd(runes, first + 1) : runEnd(runes, first + 1, run[2]);
    }
    words.push({ kind, text: runes.slice(start, end).join('') });
    start = end;
  }
  return words;
}

/** The index of the next rune that is valid UTF-8; those that are not belong to the word around them. */
function validAt(runes: readonly string[], index: number): number {
  let at = index;
  while (at < runes.length && isInvalid(runes[at]!)) at++;
  return at;
}

function isInvalid(rune: string): boolean {
  const code = rune.codePointAt(0)!;
  return code === 0xfffd || (code >= 0xd800 && code <= 0xdfff);
}

function runEnd(runes: readonly string[], start: number, belongs: (rune: string) => boolean): number {
  let end = start;
  while (end < runes.length) {
    const at = validAt(runes, end);
    if (at === runes.length) return at;
    if (!belongs(runes[at]!)) return end;
    end = at + 1;
  }
  return end;
}

/** A word that starts in upper case: `Status`, or as many upper-case runes as there are, but for the start of a next word. */
function upperEnd(runes: readonly string[], start: number): number {
  const next = validAt(runes, start);
  if (next === runes.length) return next;
  if (!isUpper(runes[next]!)) return runEnd(runes, start, isLowerLetter);
  const end = runEnd(runes, start, isUpper);
  const after = validAt(runes, end);
  if (after === runes.length || !isAlphabetic(runes[after]!)) return end;
  let last = end - 1;
  while (last > start && isInvalid(runes[last - 1]!)) last--;
  return last;
}
