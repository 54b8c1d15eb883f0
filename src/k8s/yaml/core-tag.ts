import { mayBeTyped, parseInteger, plainValue } from './scalar.ts';
import { isTimestamp } from './timestamp.ts';

/** The tags that go-yaml v3 resolves plain scalars to, in their short form. */
export type CoreTag = '!!null' | '!!bool' | '!!int' | '!!float' | '!!timestamp' | '!!merge' | '!!str';

const SIGNED_OCTAL = /^0o([-+])0*([0-7]{1,22})$/;
const LONGEST_WORD = 5;
const MAX_INT64 = 2n ** 63n - 1n;

/** The tag of a plain scalar by the rules of go-yaml v3: of the words of YAML 1.1, only true, false and null mean something. */
export function coreTag(text: string): CoreTag {
  if (text === '') return '!!null';
  const first = text.charCodeAt(0);
  if (!mayBeTyped(first)) return text === '<<' ? '!!merge' : '!!str';
  if (first > 57) return wordTag(text);
  if (isDecimal(text)) return '!!int';
  if (isTimestamp(text)) return '!!timestamp';
  if (typeof plainValue(text) === 'number') {
    return first !== 46 && parseInteger(text) !== undefined ? '!!int' : '!!float';
  }
  return coreInteger(text) === undefined ? '!!str' : '!!int';
}

/** The integer that a plain scalar stands for in go-yaml v3, which also takes a sign behind `0o`. */
export function coreInteger(text: string): bigint | undefined {
  return parseInteger(text) ?? signedOctal(text);
}

function signedOctal(text: string): bigint | undefined {
  if (text.charCodeAt(0) !== 48) return undefined;
  const match = SIGNED_OCTAL.exec(text.replaceAll('_', ''));
  if (match === null) return undefined;
  const magnitude = BigInt(`0o${match[2]!}`);
  if (match[1] === '-') return magnitude <= MAX_INT64 + 1n ? -magnitude : undefined;
  return magnitude <= MAX_INT64 ? magnitude : undefined;
}

function wordTag(text: string): CoreTag {
  if (text.length > LONGEST_WORD) return '!!str';
  switch (text) {
    case 'true':
    case 'True':
    case 'TRUE':
    case 'false':
    case 'False':
    case 'FALSE':
      return '!!bool';
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return '!!null';
    default:
      return '!!str';
  }
}

/** Whether a text is a plain decimal number, as nearly all numbers are: 1 to 15 digits, no sign, no leading zero. */
function isDecimal(text: string): boolean {
  const { length } = text;
  if (length > 15 || (length > 1 && text.charCodeAt(0) === 48)) return false;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
