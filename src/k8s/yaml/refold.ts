import { Cursor, isBlank, isBreak } from './cursor.ts';
import { scanBlockScalar } from './scan-block-scalar.ts';

const LINE_FEED = 10;
const SPACE = 32;
const INDENT = '  ';
/** What go-yaml writes with double quotes, whatever style was asked for: blanks before a line break or at the end, and what is not printable. */
const NOT_IN_BLOCK = / [\n\u2028\u2029]| $|[^\t\n -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** Whether go-yaml v3 writes a text as a block when asked to. */
export function fitsBlock(text: string): boolean {
  return text !== '' && !NOT_IN_BLOCK.test(text);
}

/**
 * A text that was written as a folded block, after go-yaml v3 wrote it as one again and read that. It doubles each line break
 * that would fold, also those before an indented line, where they do not.
 */
export function refolded(text: string): string {
  const firstBreak = text.indexOf('\n');
  // One line is one line.
  if (firstBreak === -1 || (firstBreak === text.length - 1 && text.charCodeAt(0) !== SPACE)) return text;
  if (!fitsBlock(text)) return text;
  return scanBlockScalar(new Cursor({ text: written(text), failure: undefined, simple: true }), false, 0);
}

function written(text: string): string {
  const doubles = !startsBlank(text);
  let result = `>${indentHint(text)}${chompHint(text)}\n`;
  let broken = true;
  let indented = true;
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (isBreak(code)) {
      if (!broken && !indented && code === LINE_FEED && doubles) result += '\n';
      broken = true;
    } else if (broken) {
      result += INDENT;
      indented = isBlank(code);
      broken = false;
    }
    result += character;
  }
  return result;
}

/** Whether a blank is the first character that is no line break: go-yaml looks there rather than behind the break it is at. */
function startsBlank(text: string): boolean {
  let at = 0;
  while (isBreak(text.charCodeAt(at))) at++;
  return at === text.length || isBlank(text.charCodeAt(at));
}

function indentHint(text: string): string {
  const first = text.charCodeAt(0);
  return first === SPACE || isBreak(first) ? '2' : '';
}

function chompHint(text: string): string {
  const last = text.length - 1;
  if (!isBreak(text.charCodeAt(last))) return '-';
  return last === 0 || isBreak(text.charCodeAt(last - 1)) ? '+' : '';
}
