import { InfraError } from '../lib/error.ts';
import type { FieldSpec, NameReference } from './field-spec.ts';
import { sortByGvk } from './gvk-order.ts';
import { mergeFieldSpecs, mergeNameReferences } from './merge-field-specs.ts';

/** The field specs of a build: the defaults, with what `configurations` and `crds` add. They flow upwards to every parent. */
export interface TransformerConfig {
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly namespace: readonly FieldSpec[];
  readonly commonLabels: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly nameReference: readonly NameReference[];
  readonly varReference: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
}

/** The names of the lists of plain field specs. */
const FIELD_SPEC_LISTS = [
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonAnnotations',
  'commonLabels',
  'labels',
  'templateLabels',
  'varReference',
  'images',
  'replicas',
] as const;

type FieldSpecList = (typeof FIELD_SPEC_LISTS)[number];

/** No field specs at all: what a build starts with, before the defaults are merged into it. */
export const EMPTY_CONFIG: TransformerConfig = makeConfig(() => [], []);

/** A configuration with the lists that a function gives. */
export function makeConfig(
  listOf: (name: FieldSpecList) => readonly FieldSpec[],
  nameReference: readonly NameReference[],
): TransformerConfig {
  const lists = FIELD_SPEC_LISTS.map((name) => [name, listOf(name)] as const);
  return { ...(Object.fromEntries(lists) as Record<FieldSpecList, readonly FieldSpec[]>), nameReference };
}

/**
 * Both configurations in one, each list sorted by kind. A list that gets nothing new is the same list as before.
 * Throws InfraError for two field specs that differ in `create` only.
 */
export function mergeConfig(config: TransformerConfig, added: TransformerConfig): TransformerConfig {
  return makeConfig(
    (name) => inList(name, () => sortByGvk(mergeFieldSpecs(config[name], added[name]))),
    inList('nameReference', () => sortByGvk(mergeNameReferences(config.nameReference, added.nameReference))),
  );
}

/** The lists of a configuration sorted by kind. */
export function sortConfig(config: TransformerConfig): TransformerConfig {
  return makeConfig((name) => sortByGvk(config[name]), sortByGvk(config.nameReference));
}

function inList<Result>(name: string, merge: () => Result): Result {
  try {
    return merge();
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    const { code, message, hint } = error;
    throw new InfraError(code, `${name}: ${message}`, hint === undefined ? {} : { hint });
  }
}
