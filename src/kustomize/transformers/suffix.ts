import type { FieldSpec } from '../field-spec.ts';
import type { Transformer } from '../transform.ts';
import { affixTransformer } from './affix.ts';

export interface SuffixOptions {
  readonly suffix: string;
  readonly fieldSpecs: readonly FieldSpec[];
}

/** Puts a suffix behind names (and whatever else the field specs lead to). Throws InfraError where a field is no single value. */
export function suffixTransformer({ suffix, fieldSpecs }: SuffixOptions): Transformer {
  return affixTransformer({
    kind: 'SuffixTransformer',
    text: suffix,
    fieldSpecs,
    apply: (text) => text + suffix,
    note: (resource) => resource.addSuffix(suffix),
  });
}
