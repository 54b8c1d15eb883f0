import { coreInteger } from './core-tag.ts';
import { plainValue } from './scalar.ts';
import { isTimestamp } from './timestamp.ts';

/** Which go-yaml writes: v2 (toYaml) or v3 (toYamlPretty). */
export type YamlVersion = 2 | 3;

/** Numbers in base 60, which go-yaml does not read but other readers do. */
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/**
 * Whether a text that stands plain (without quotes) would be read as something else than itself, by go-yaml or as the
 * base-60 number of older readers; go-yaml quotes such texts.
 */
export function resolvesToOther(text: string, version: YamlVersion): boolean {
  if (typeof plainValue(text) !== 'string') return true;
  const first = text.charCodeAt(0);
  if ((first < 48 || first > 57) && first !== 43 && first !== 45) return false;
  if (text.includes(':') && BASE_60.test(text)) return true;
  return isTimestamp(text) || (version === 3 && coreInteger(text) !== undefined);
}
