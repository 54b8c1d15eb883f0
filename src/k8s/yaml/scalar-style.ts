import { resolvesToOther } from './resolves.ts';
import type { YamlVersion } from './resolves.ts';

/** How a text is written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

/** What the first character (ASCII) of a text means, as bits. */
const FREE = 0;
const MAY_RESOLVE = 1;
const INDICATOR = 2;
const INDICATOR_BEFORE_SPACE = 4;

const SPACE = 32;
const DOT = 46;

const firstClasses = new Uint8Array(128);
mark('yYnNtTfFoO~+-.0123456789', MAY_RESOLVE);
mark('#,[]{}&*!|>\'"%@` ', INDICATOR);
mark('-?:', INDICATOR_BEFORE_SPACE);

/** Finds what keeps a text from standing plain, wherever it is. */
const NOT_PLAIN = /[^ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]|:(?: |$)| (?:#|$)/;
/** Not printable: only double quotes can hold it. Surrogates: characters above U+FFFF count as not printable. */
const SPECIAL_2 = /[^\n -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const SPECIAL_3 = /[^\t\n -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const SPACE_BEFORE_BREAK = / [\n\u2028\u2029]/;
const SPACE_AFTER_BREAK = /[\u2028\u2029] /;

/** The style go-yaml's emitter chooses for a text (bytes that are no UTF-8 must be gone). */
export function scalarStyle(text: string, version: YamlVersion): ScalarStyle {
  if (text.length === 0) return 'double';
  if (NOT_PLAIN.test(text)) return specialStyle(text, version);
  const code = text.charCodeAt(0);
  const first = code < 128 ? firstClasses[code]! : FREE;
  if (first === FREE) return 'plain';
  if ((first & MAY_RESOLVE) !== 0 && resolvesToOther(text, version)) return 'double';
  return isIndicated(text, code, first) ? 'single' : 'plain';
}

/** Whether a text starts with something that means structure. */
function isIndicated(text: string, code: number, first: number): boolean {
  if ((first & INDICATOR) !== 0) return true;
  if (code === DOT) return text.startsWith('...');
  if ((first & INDICATOR_BEFORE_SPACE) === 0) return false;
  return text.length === 1 || text.charCodeAt(1) === SPACE || text.startsWith('---');
}

function specialStyle(text: string, version: YamlVersion): ScalarStyle {
  const printable = !(version === 2 ? SPECIAL_2 : SPECIAL_3).test(text) && !SPACE_BEFORE_BREAK.test(text);
  if (text.includes('\n'))
    return printable && text.charCodeAt(text.length - 1) !== SPACE ? 'literal' : 'double';
  if (!printable || text.includes('\t') || SPACE_AFTER_BREAK.test(text)) return 'double';
  return resolvesToOther(text, version) ? 'double' : 'single';
}

function mark(characters: string, bit: number): void {
  for (let index = 0; index < characters.length; index++) firstClasses[characters.charCodeAt(index)]! |= bit;
}
