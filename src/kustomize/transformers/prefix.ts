import type { FieldSpec } from '../field-spec.ts';
import type { Transformer } from '../transform.ts';
import { affixTransformer } from './affix.ts';

export interface PrefixOptions {
  readonly prefix: string;
  readonly fieldSpecs: readonly FieldSpec[];
}

/** Puts a prefix before names (and whatever else the field specs lead to). Throws InfraError where a field is no single value. */
export function prefixTransformer({ prefix, fieldSpecs }: PrefixOptions): Transformer {
  return affixTransformer({
    kind: 'PrefixTransformer',
    text: prefix,
    fieldSpecs,
    apply: (text) => prefix + text,
    note: (resource) => resource.addPrefix(prefix),
  });
}
