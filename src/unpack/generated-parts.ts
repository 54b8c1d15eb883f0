/** A piece of a text: from `start` up to but without `end`. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** Words: what generators make of letters and digits, base64 and hashes, those of bcrypt too, are one each. All else stands alone. */
const WORD = /(?<=\$2[aby]\$\d\d\$)[A-Za-z0-9./]{53}|[A-Za-z0-9+/_]+={0,2}|[^A-Za-z0-9+/_]/gu;
/** How much between two generated words is part of what was generated: `-` in a UUID, `, ` in a date, or what is equal by chance. */
const JOINED = 3;
/** Shorter beginnings of random base64 may be equal by chance. */
const SHORTEST_PATH = 3;

/**
 * The pieces of a text that another render wrote differently, by whole words; all around them stands in both. Their number is
 * the same for every pair of renders of one template, whatever was drawn.
 */
export function generatedParts(first: string, second: string): Part[] {
  if (first === second) return [];
  return joined(first, partsOfLines(first, second));
}

/** The text with other pieces in place of its parts. */
export function replaceParts(text: string, parts: readonly Part[], pieces: readonly string[]): string {
  let result = '';
  let at = 0;
  for (const [index, { start, end }] of parts.entries()) {
    result += text.slice(at, start) + (pieces[index] ?? text.slice(start, end));
    at = end;
  }
  return result + text.slice(at);
}

/** Line by line where there are as many, so that a line in which words moved does not take the others along. */
function partsOfLines(first: string, second: string): Part[] {
  const [lines, others] = [first.split('\n'), second.split('\n')];
  if (lines.length !== others.length) return partsOfWords(first, second);
  const parts: Part[] = [];
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    const other = others[index]!;
    if (line !== other)
      for (const { start, end } of partsOfWords(line, other))
        parts.push({ start: start + offset, end: end + offset });
    offset += line.length + 1;
  }
  return parts;
}

function partsOfWords(first: string, second: string): Part[] {
  const [words, others] = [wordsOf(first), wordsOf(second)];
  if (words.length === others.length) return differingWords(words, others);
  let before = 0;
  while (before < words.length && words[before] === others[before]) before++;
  let after = 0;
  const most = Math.min(words.length, others.length) - before;
  while (after < most && words.at(-1 - after) === others.at(-1 - after)) after++;
  const start = words.slice(0, before).join('').length;
  const end = first.length - words.slice(words.length - after).join('').length;
  return [{ start, end }];
}

function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}

function differingWords(words: readonly string[], others: readonly string[]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const [index, word] of words.entries()) {
    const other = others[index]!;
    if (word !== other) parts.push(withoutCommonPath(word, other, at));
    at += word.length;
  }
  return parts;
}

/** A word may be a path of which only some segments differ: those that are long enough to be equal by no chance stay out. */
function withoutCommonPath(word: string, other: string, at: number): Part {
  const before = commonPath(word, other);
  const after = commonPath(reversed(word.slice(before)), reversed(other.slice(before)));
  return { start: at + before, end: at + word.length - after };
}

/** The length of the segments, with their slashes, with which both begin. */
function commonPath(word: string, other: string): number {
  let length = 0;
  for (let at = 0; at < word.length && word[at] === other[at]; at++) if (word[at] === '/') length = at + 1;
  return length > SHORTEST_PATH ? length : 0;
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}

/** Parts with next to nothing between them are one. */
function joined(text: string, parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last !== undefined && isJoint(text.slice(last.end, part.start)))
      result[result.length - 1] = { start: last.start, end: part.end };
    else result.push(part);
  }
  return result;
}

function isJoint(text: string): boolean {
  return text.length <= JOINED && !text.includes('\n');
}
