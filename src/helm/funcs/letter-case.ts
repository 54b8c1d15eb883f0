import { isAscii } from '../../lib/utf8.ts';
import {
  isDigit,
  isLetter,
  isLower,
  isSpace,
  isTitle,
  isUpper,
  toLower,
  toTitle,
  toUpper,
} from '../../lib/unicode.ts';

/** Every letter in upper case, rune by rune (`ß` stays). */
export function upperCase(text: string): string {
  return isAscii(text) ? text.toUpperCase() : mapRunes(text, toUpper);
}

/** Every letter in lower case, rune by rune (`Σ` is always `σ`). */
export function lowerCase(text: string): string {
  return isAscii(text) ? text.toLowerCase() : mapRunes(text, toLower);
}

/** The first letter of each word in title case; words end at anything but letters, digits and `_` (Go's strings.Title). */
export function titleCase(text: string): string {
  let previous = ' ';
  return mapRunes(text, (rune) => {
    const mapped = isWordEnd(previous) ? toTitle(rune) : rune;
    previous = rune;
    return mapped;
  });
}

/** The first character of each word in lower case; words end at white space. */
export function untitleCase(text: string): string {
  let atStart = true;
  return mapRunes(text, (rune) => {
    if (isSpace(rune.codePointAt(0)!)) {
      atStart = true;
      return rune;
    }
    const mapped = atStart ? toLower(rune) : rune;
    atStart = false;
    return mapped;
  });
}

/** Upper case to lower and lower to upper; lower case at the start of a word to title case. */
export function swapCase(text: string): string {
  let atStart = true;
  return mapRunes(text, (rune) => {
    if (isUpper(rune) || isTitle(rune)) {
      atStart = false;
      return toLower(rune);
    }
    if (!isLower(rune)) {
      atStart = isSpace(rune.codePointAt(0)!);
      return rune;
    }
    const mapped = atStart ? toTitle(rune) : toUpper(rune);
    atStart = false;
    return mapped;
  });
}

/** Maps every rune; what is no UTF-8 becomes U+FFFD, as in Go. */
function mapRunes(text: string, map: (rune: string) => string): string {
  let result = '';
  for (const rune of text.toWellFormed()) result += map(rune);
  return result;
}

function isWordEnd(rune: string): boolean {
  const code = rune.codePointAt(0)!;
  if (code < 0x80) return !isLetter(rune) && !isDigit(rune) && rune !== '_';
  return isSpace(code);
}
