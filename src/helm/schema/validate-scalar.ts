import { quoteText } from './failure.ts';
import type { NumberKeywords, StringKeywords } from './keywords.ts';
import { compareNumbers, displayCount, displayNumber, isMultiple } from './number.ts';
import type { Numeric } from './number.ts';
import type { Visit } from './validate.ts';

/** Checks a string's keywords. Lengths count runes. */
export function checkString(
  visit: Visit,
  { minLength, maxLength, pattern }: StringKeywords,
  text: string,
): void {
  if (minLength !== undefined || maxLength !== undefined) {
    const length = countRunes(text);
    if (minLength !== undefined && length < minLength)
      visit.fail(() => `minLength: got ${displayCount(length)}, want ${displayCount(minLength)}`);
    if (maxLength !== undefined && length > maxLength)
      visit.fail(() => `maxLength: got ${displayCount(length)}, want ${displayCount(maxLength)}`);
  }
  if (pattern !== undefined && !pattern.matches(text)) {
    visit.fail(() => `${quoteText(text)} does not match pattern ${quoteText(pattern.source)}`);
  }
}

function countRunes(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index)!;
    if (code <= 0xffff) continue;
    count--;
    index++;
  }
  return count;
}

/** Checks a number's keywords. */
export function checkNumber(visit: Visit, keywords: NumberKeywords, value: Numeric): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = keywords;
  const fail = (keyword: string, want: Numeric): void => {
    visit.fail(() => `${keyword}: got ${displayNumber(value)}, want ${displayNumber(want)}`);
  };
  if (minimum !== undefined && compareNumbers(value, minimum) < 0) fail('minimum', minimum);
  if (maximum !== undefined && compareNumbers(value, maximum) > 0) fail('maximum', maximum);
  if (exclusiveMinimum !== undefined && compareNumbers(value, exclusiveMinimum) <= 0)
    fail('exclusiveMinimum', exclusiveMinimum);
  if (exclusiveMaximum !== undefined && compareNumbers(value, exclusiveMaximum) >= 0)
    fail('exclusiveMaximum', exclusiveMaximum);
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) fail('multipleOf', multipleOf);
}
