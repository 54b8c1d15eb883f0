import { ignore, refuse } from './write.ts';
import { writeBlock, type BlockRules } from './write-block.ts';
import { formatReadNumber } from './write-number.ts';
import { doubleQuoted, writeLiteral } from './write-scalar.ts';

/** What a block of text can hold so that every reader gets it back: no other line breaks than line feeds, nothing invisible. */
const NOT_LITERAL = /[^\t\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
/** Kustomize cannot read its own block again if that begins with a tab; blanks at the very end are easily lost. */
const UNSAFE_ENDS = /^[ \n]*\t|[ \t]$/;

/**
 * Data as a YAML document for people and for every reader of Kubernetes: keys in their order, texts of several lines as blocks,
 * long lines whole, and quotes around whatever YAML 1.1 or 1.2 takes for something else than a text. Numbers are as JSON has
 * them. Throws an Error for data that nests too deeply, and for the key `<<`. Objects that are no list, map or scalar go through
 * `toPlain`, which may also answer with a scalar that is written as it is.
 */
export function writeReadable(value: unknown, toPlain: (value: object) => unknown = refuse): string {
  const rules: BlockRules = {
    version: 3,
    listIndent: 0,
    keepsOrder: true,
    number: formatReadNumber,
    text: same,
    string: block,
    binary: () => undefined,
    isUnchangedKey: () => true,
    key: same,
    refuse: refuseMergeKey,
    toPlain,
    spend: ignore,
  };
  return writeBlock(value, rules);
}

/** However it is quoted, Kustomize merges what stands under it. */
function refuseMergeKey(map: ReadonlyMap<string, unknown>): void {
  if (map.has('<<')) throw new Error('Kustomize takes the key "<<" for a merge');
}

/** A text of several lines. */
function block(text: string, indent: number): string | undefined {
  if (!text.includes('\n')) return undefined;
  return NOT_LITERAL.test(text) || UNSAFE_ENDS.test(text) ? doubleQuoted(text) : writeLiteral(text, indent);
}

function same(text: string): string {
  return text;
}
