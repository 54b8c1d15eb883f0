import { byteText, RUNE_ERROR, runeOf, runeWidth } from '../../lib/byte-text.ts';

/** What a pattern consists of. Texts and members of lists are byte texts (lib/byte-text.ts). */
export type GlobNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly members: string; readonly negated: boolean }
  | { readonly kind: 'range'; readonly low: number; readonly high: number; readonly negated: boolean }
  | { readonly kind: 'any' | 'super' | 'single' | 'nothing' }
  | GlobSequence
  | { readonly kind: 'choice'; readonly options: GlobNode[] };

/** Parts that follow one another. */
export interface GlobSequence {
  readonly kind: 'sequence';
  readonly parts: GlobNode[];
}

interface Reader {
  readonly source: string;
  at: number;
}

/** A choice that is not closed yet, and the sequence it belongs to. */
interface OpenChoice {
  readonly outer: GlobSequence;
  readonly options: GlobNode[];
}

const TEXT_END = '?*[{';
const OPTION_END = '?*[{},';

/**
 * Reads a glob pattern: `*`, `**`, `?`, `[abc]`, `[!a-c]`, `{a,b}` and `\x`. Undefined for an invalid one: a bad class, or
 * text that is no UTF-8. A brace that is not closed ends with the pattern; so does everything at a NUL.
 */
export function parseGlob(pattern: string): GlobSequence | undefined {
  const reader = { source: endAtNul(byteText(pattern)), at: 0 };
  if (!isValid(reader.source)) return undefined;
  const root: GlobSequence = { kind: 'sequence', parts: [] };
  const open: OpenChoice[] = [];
  let current = root;
  while (reader.at < reader.source.length) {
    const special = reader.source[reader.at]!;
    if (special === '{') {
      reader.at++;
      const choice: OpenChoice = { outer: current, options: [] };
      current.parts.push({ kind: 'choice', options: choice.options });
      open.push(choice);
      current = addOption(choice);
    } else if (special === ',' && open.length > 0) {
      reader.at++;
      current = addOption(open.at(-1)!);
    } else if (special === '}' && open.length > 0) {
      reader.at++;
      current = open.pop()!.outer;
    } else {
      const node = readPart(reader, open.length > 0 ? OPTION_END : TEXT_END);
      if (node === undefined) return undefined;
      if (node.kind !== 'nothing') current.parts.push(node);
    }
  }
  return root;
}

function addOption(choice: OpenChoice): GlobSequence {
  const option: GlobSequence = { kind: 'sequence', parts: [] };
  choice.options.push(option);
  return option;
}

function readPart(reader: Reader, textEnd: string): GlobNode | undefined {
  switch (reader.source[reader.at]) {
    case '*':
      reader.at++;
      if (reader.source[reader.at] !== '*') return { kind: 'any' };
      reader.at++;
      return { kind: 'super' };
    case '?':
      reader.at++;
      return { kind: 'single' };
    case '[':
      reader.at++;
      return readClass(reader);
    default: {
      const text = readText(reader, textEnd);
      return text === '' ? { kind: 'nothing' } : { kind: 'text', text };
    }
  }
}

/** Text up to one of the characters of `end`, which a backslash keeps from ending it. */
function readText(reader: Reader, end: string): string {
  let text = '';
  while (reader.at < reader.source.length) {
    const character = reader.source[reader.at]!;
    if (end.includes(character)) break;
    if (character === '\\') reader.at++;
    text += reader.source[reader.at] ?? '';
    reader.at++;
  }
  return text;
}

/** Reads a class after its `[`: one range or one list, never both. */
function readClass(reader: Reader): GlobNode | undefined {
  const { source } = reader;
  const negated = source[reader.at] === '!';
  if (negated) reader.at++;
  if (reader.at >= source.length) return undefined;
  const node =
    source[reader.at + runeWidth(source, reader.at)] === '-'
      ? readRange(reader, negated)
      : readList(reader, negated);
  if (source[reader.at] !== ']') return undefined;
  reader.at++;
  return node;
}

function readRange(reader: Reader, negated: boolean): GlobNode | undefined {
  const low = readRune(reader);
  reader.at++;
  if (reader.at >= reader.source.length) return undefined;
  const high = readRune(reader);
  return high < low ? undefined : { kind: 'range', low, high, negated };
}

function readList(reader: Reader, negated: boolean): GlobNode | undefined {
  const members = readText(reader, ']');
  return members === '' ? undefined : { kind: 'list', members, negated };
}

function readRune(reader: Reader): number {
  const width = runeWidth(reader.source, reader.at);
  const rune = runeOf(reader.source, reader.at, width);
  reader.at += width;
  return rune;
}

function endAtNul(source: string): string {
  const nul = source.indexOf('\0');
  return nul < 0 ? source : source.slice(0, nul);
}

function isValid(source: string): boolean {
  let at = 0;
  while (at < source.length) {
    const width = runeWidth(source, at);
    if (runeOf(source, at, width) === RUNE_ERROR) return false;
    at += width;
  }
  return true;
}
