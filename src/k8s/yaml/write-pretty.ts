import { encodeBase64 } from '../../lib/base64.ts';
import { toBytes } from '../../lib/utf8.ts';
import type { OrderedFields } from '../ordered-fields.ts';
import type { Plain } from '../plain.ts';
import { ignore, refuse, withoutLineEnd } from './write.ts';
import { writeBlock } from './write-block.ts';
import type { BlockRules, Verbatim } from './write-block.ts';
import { formatYamlFloat } from './write-number.ts';

const BASE64_LINE = 70;

/**
 * A value as Helm's toYamlPretty writes it: what go-yaml v3 emits with an indentation of 2, without the last line end.
 * Objects that are no list, map or scalar go through `toPlain`, which may also answer with a scalar that is written as it
 * is, or with OrderedFields. `spend` is told of the text as it grows and may throw.
 */
export function writeYamlPretty(
  value: unknown,
  toPlain: (value: object) => Plain | OrderedFields | Verbatim = refuse,
  spend: (length: number) => void = ignore,
): string {
  const rules: BlockRules = {
    version: 3,
    listIndent: 2,
    number: formatYamlFloat,
    text: same,
    binary: binaryLines,
    isUnchangedKey: () => true,
    key: same,
    toPlain,
    spend,
  };
  return withoutLineEnd(writeBlock(value, rules));
}

function same(text: string): string {
  return text;
}

/** The base64 of a text that is no UTF-8, in lines when it is long; undefined for valid text. */
function binaryLines(text: string): string | undefined {
  if (text.isWellFormed()) return undefined;
  const base64 = encodeBase64(toBytes(text));
  return base64.length < BASE64_LINE ? base64 : base64.replace(/.{1,70}/g, '$&\n');
}
