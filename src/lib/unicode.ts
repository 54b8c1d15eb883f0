import { isPrintable } from './printable.ts';

/**
 * Go's unicode package for single runes. Case mappings are the simple ones: one rune to one rune, whatever stands around.
 * Characters that Unicode 15.0 does not have are nothing and stay as they are, whatever the JavaScript engine knows.
 *
 * The patterns stand where they are used: the engine gathers the characters of a `\p{…}` when the program comes to it, which
 * most programs never do.
 */

/** unicode.IsUpper */
export function isUpper(rune: string): boolean {
  const code = rune.charCodeAt(0);
  return code < 0x80 ? code >= 65 && code <= 90 : matches(/^\p{Lu}$/u, rune);
}

/** unicode.IsLower */
export function isLower(rune: string): boolean {
  const code = rune.charCodeAt(0);
  return code < 0x80 ? code >= 97 && code <= 122 : matches(/^\p{Ll}$/u, rune);
}

/** unicode.IsTitle */
export function isTitle(rune: string): boolean {
  return rune.charCodeAt(0) >= 0x80 && matches(/^\p{Lt}$/u, rune);
}

/** unicode.IsLetter */
export function isLetter(rune: string): boolean {
  const code = rune.charCodeAt(0);
  return code < 0x80 ? isUpper(rune) || isLower(rune) : matches(/^\p{L}$/u, rune);
}

/** unicode.IsNumber */
export function isNumber(rune: string): boolean {
  const code = rune.charCodeAt(0);
  return code < 0x80 ? code >= 48 && code <= 57 : matches(/^\p{N}$/u, rune);
}

/** unicode.IsDigit */
export function isDigit(rune: string): boolean {
  const code = rune.charCodeAt(0);
  return code < 0x80 ? code >= 48 && code <= 57 : matches(/^\p{Nd}$/u, rune);
}

/** unicode.IsPunct */
export function isPunctuation(rune: string): boolean {
  return matches(/^\p{P}$/u, rune);
}

/** unicode.IsSpace of a code point: White_Space, so U+0085 and U+00A0 but not U+FEFF. */
export function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 9 && code <= 13);
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  if (code >= 0x2000 && code <= 0x200a) return true;
  return (
    code === 0x1680 ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** unicode.ToUpper */
export function toUpper(rune: string): string {
  const upper = rune.toUpperCase();
  return isOneRune(upper) ? ifKnown(upper, rune) : titleGreek(rune);
}

/** unicode.ToLower */
export function toLower(rune: string): string {
  const lower = rune.toLowerCase();
  // the one rune of more than one: İ
  return isOneRune(lower) ? ifKnown(lower, rune) : lower.charAt(0);
}

/** unicode.ToTitle: as upper case, but for digraphs (ǆ → ǅ) and Georgian. */
export function toTitle(rune: string): string {
  const code = rune.codePointAt(0)!;
  if (code >= 0x1c4 && code <= 0x1cc) return code <= 0x1c6 ? '\u01c5' : code <= 0x1c9 ? '\u01c8' : '\u01cb';
  if (code >= 0x1f1 && code <= 0x1f3) return '\u01f2';
  if (code >= 0x10d0 && code <= 0x10ff) return rune;
  return toUpper(rune);
}

function matches(pattern: RegExp, rune: string): boolean {
  return pattern.test(rune) && isPrintable(rune.codePointAt(0)!);
}

function ifKnown(mapped: string, rune: string): string {
  if (mapped === rune || rune.charCodeAt(0) < 0x80) return mapped;
  return isPrintable(mapped.codePointAt(0)!) && isPrintable(rune.codePointAt(0)!) ? mapped : rune;
}

function isOneRune(text: string): boolean {
  return text.length === 1 || (text.length === 2 && text.codePointAt(0)! > 0xffff);
}

/** Greek letters with iota subscript have a title case of one rune; nothing else that grows in upper case has one. */
function titleGreek(rune: string): string {
  const code = rune.codePointAt(0)!;
  if (code >= 0x1f80 && code <= 0x1faf) return (code & 8) === 0 ? String.fromCharCode(code + 8) : rune;
  if (code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3) return String.fromCharCode(code + 9);
  return rune;
}
