/** What a text may hold that does not come through JSON text, as go-yaml v2 reads it, unchanged. */
const CHANGED = /[\x7f-\x9f\ud800-\udfff\ufffe\uffff]/;
const NOT_ALLOWED = /[\x7f-\x84\x86-\x9f\ufffe\uffff]/;
const NEXT_LINE = '\x85';
const NEXT_LINES = / *\x85[ \x85]*/g;
const DOCUMENT_MARK = /\x85(?:---|\.\.\.)[ \x85]/;

/** The longest key, in characters of its JSON form, that go-yaml v2 takes for one. */
const LONGEST_KEY = 1024;
/** No character needs more than the 6 of `\u0000` (two halves of a pair count as one) in JSON. */
const SURELY_SHORT = 170;

/**
 * A text after it was written as JSON and read by go-yaml v2, as toYaml does: bytes that are no UTF-8 become U+FFFD, and
 * U+0085 is a line break that folds. Throws an Error where go-yaml refuses what JSON allows.
 */
export function textThroughJson(text: string): string {
  if (!CHANGED.test(text)) return text;
  const valid = text.toWellFormed();
  if (NOT_ALLOWED.test(valid)) throw new Error('yaml: control characters are not allowed');
  if (!valid.includes(NEXT_LINE)) return valid;
  if (DOCUMENT_MARK.test(valid)) throw new Error('yaml: found unexpected document indicator');
  return valid.replace(NEXT_LINES, foldNextLines);
}

/** As textThroughJson, for a key: it has to stay on one line, and within a length. */
export function keyThroughJson(key: string): string {
  if (key.length > SURELY_SHORT && jsonLength(key) > LONGEST_KEY) throw keyError('');
  if (key.includes(NEXT_LINE)) throw keyError('line 1: ');
  return textThroughJson(key);
}

/** Whether keyThroughJson leaves this text alone. */
export function isUnchangedKey(key: string): boolean {
  return key.length <= SURELY_SHORT && !CHANGED.test(key);
}

function keyError(line: string): Error {
  return new Error(`yaml: ${line}did not find expected ',' or '}'`);
}

/** One line break becomes a space, more become one less; spaces around them are lost. */
function foldNextLines(breaks: string): string {
  const count = breaks.replaceAll(' ', '').length;
  return count === 1 ? ' ' : '\n'.repeat(count - 1);
}

/** The length in code points of Go's JSON form of a text, with its quotes. */
function jsonLength(text: string): number {
  let length = 2;
  for (const character of text) length += jsonWidth(character.codePointAt(0)!);
  return length;
}

function jsonWidth(code: number): number {
  if (code === 34 || code === 92 || (code >= 8 && code <= 13 && code !== 11)) return 2;
  const escaped =
    code < 32 ||
    code === 38 ||
    code === 60 ||
    code === 62 ||
    code === 0x2028 ||
    code === 0x2029 ||
    (code >= 0xd800 && code <= 0xdfff);
  return escaped ? 6 : 1;
}
