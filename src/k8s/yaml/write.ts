import type { ToPlain } from '../plain.ts';
import { isUnchangedKey, keyThroughJson, textThroughJson } from './text-through-json.ts';
import { writeBlock } from './write-block.ts';
import type { BlockRules } from './write-block.ts';
import { formatReadNumber } from './write-number.ts';

/** What toYaml writes of a float64, which goes through JSON. */
function numberThroughJson(value: number): string {
  if (Number.isFinite(value)) return formatReadNumber(value);
  throw new Error(
    `error marshaling into JSON: json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`,
  );
}

const notBinary = (): undefined => undefined;

/**
 * A value as Helm's toYaml writes it: what go-yaml v2 emits for the value after a way through JSON, without the last line
 * end. Objects that are no list, map or scalar go through `toPlain`. `spend` is told of the text as it grows and may throw.
 * Throws an Error with Go's message for what Go refuses (NaN, control characters, cycles).
 */
export function writeYaml(
  value: unknown,
  toPlain: ToPlain = refuse,
  spend: (length: number) => void = ignore,
): string {
  return withoutLineEnd(writeYamlDocument(value, toPlain, spend));
}

/** As writeYaml, with the last line end; `refuseMap` is shown each map, and may throw. */
export function writeYamlDocument(
  value: unknown,
  toPlain: (value: object) => unknown = refuse,
  spend: (length: number) => void = ignore,
  refuseMap: (map: ReadonlyMap<string, unknown>) => void = ignore,
): string {
  const rules: BlockRules = {
    version: 2,
    listIndent: 0,
    number: numberThroughJson,
    text: textThroughJson,
    binary: notBinary,
    isUnchangedKey,
    key: keyThroughJson,
    refuse: refuseMap,
    toPlain,
    spend,
  };
  return writeBlock(value, rules);
}

/** A text without its last line feed. */
export function withoutLineEnd(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** What there is to do with objects when nobody says how. */
export function refuse(): never {
  throw new Error('json: unsupported type');
}

/** Spends nothing. */
export function ignore(): void {}
