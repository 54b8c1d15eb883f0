/**
 * The order in which go-yaml's emitters write the keys of a map: letters by code point, anything else before letters, runs of
 * digits by their number. With `digitsLast` (yaml v3) a letter right after a digit both keys share comes first.
 */
export type NaturalOrder = (left: string, right: string) => number;

const ONLY_LETTERS = /^[A-Za-z]*$/;
/** up to this many digits a number is exact in a float64 */
const EXACT_DIGITS = 15;
const FEW_KEYS = 16;

/** Sorts keys in place in the natural order of yaml v2, or v3; returns the array. */
export function sortNatural(keys: string[], version: 2 | 3): string[] {
  if (keys.length < 2) return keys;
  // Between letters the order is that of the code points, which is what sort() does when it gets no function.
  for (const key of keys)
    if (!ONLY_LETTERS.test(key)) return keys.sort(version === 2 ? compareNatural2 : compareNatural3);
  return keys.length <= FEW_KEYS ? insertionSort(keys) : keys.sort();
}

/** For few keys, several times faster than sort(). */
function insertionSort(keys: string[]): string[] {
  for (let sorted = 1; sorted < keys.length; sorted++) {
    const key = keys[sorted]!;
    let at = sorted;
    while (at > 0 && keys[at - 1]! > key) keys[at] = keys[--at]!;
    keys[at] = key;
  }
  return keys;
}

/** Natural order of yaml v2 (`a`, `a-b`, `a1`, `a2`, `a10`, `ab`). */
export const compareNatural2: NaturalOrder = (left, right) => compareNatural(left, right, false);

/** Natural order of yaml v3: as v2, but `a1b` comes before `a10`. */
export const compareNatural3: NaturalOrder = (left, right) => compareNatural(left, right, true);

function compareNatural(left: string, right: string, digitsLast: boolean): number {
  const length = Math.min(left.length, right.length);
  let at = 0;
  while (at < length && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  if (at === length) return left.length - right.length;
  // A surrogate pair that differs only in its second half differs as a whole.
  if (
    at > 0 &&
    isHighSurrogate(left.charCodeAt(at - 1)) &&
    isLowSurrogate(left.charCodeAt(at)) &&
    isLowSurrogate(right.charCodeAt(at))
  )
    at--;
  const a = left.codePointAt(at)!;
  const b = right.codePointAt(at)!;
  const letterA = isLetter(a);
  const letterB = isLetter(b);
  if (letterA && letterB) return a - b;
  if (letterA || letterB) {
    const lettersFirst = digitsLast && at > 0 && isDigit(left.charCodeAt(at - 1));
    return letterA === lettersFirst ? -1 : 1;
  }
  return compareDigits(left, right, at) || a - b;
}

/** Compares the numbers that stand at `at`, then the lengths of their digits. No digits count as 0. */
function compareDigits(left: string, right: string, at: number): number {
  const endA = digitsEnd(left, at);
  const endB = digitsEnd(right, at);
  if (endA === at && endB === at) return 0;
  const seed =
    (left.charCodeAt(at) === 48 || right.charCodeAt(at) === 48) && continuesNumber(left, at) ? '1' : '';
  const order = compareNumbers(seed + left.slice(at, endA), seed + right.slice(at, endB));
  return order || endA - endB;
}

/** Whether the digits right before `at` hold any but zeros: then zeros at `at` are significant. */
function continuesNumber(text: string, at: number): boolean {
  for (let index = at - 1; index >= 0 && isDigit(text.charCodeAt(index)); index--)
    if (text.charCodeAt(index) !== 48) return true;
  return false;
}

function compareNumbers(left: string, right: string): number {
  if (
    left.length <= EXACT_DIGITS &&
    right.length <= EXACT_DIGITS &&
    isAsciiDigits(left) &&
    isAsciiDigits(right)
  )
    return Number(left) - Number(right);
  const a = wrappedNumber(left);
  const b = wrappedNumber(right);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The number in an int64 that wraps around, where any digit counts by its distance from `0`. */
function wrappedNumber(digits: string): bigint {
  let value = 0n;
  for (const digit of digits) value = BigInt.asIntN(64, value * 10n + BigInt(digit.codePointAt(0)! - 48));
  return value;
}

function isAsciiDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 57) return false;
  return true;
}

function digitsEnd(text: string, at: number): number {
  let index = at;
  while (index < text.length) {
    const code = text.codePointAt(index)!;
    if (!isDigit(code)) break;
    index += code > 0xffff ? 2 : 1;
  }
  return index;
}

function isLetter(code: number): boolean {
  if (code < 0x80) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return /^\p{L}$/u.test(String.fromCodePoint(code));
}

function isDigit(code: number): boolean {
  if (code < 0x80) return code >= 48 && code <= 57;
  return /^\p{Nd}$/u.test(String.fromCodePoint(code));
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
