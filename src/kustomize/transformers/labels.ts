import { InfraError } from '../../lib/error.ts';
import type { FieldSpec } from '../field-spec.ts';
import type { Kustomization, LabelEntry, Texts } from '../kustomization.ts';
import { entryLocation } from '../location.ts';
import { mergeFieldSpecs } from '../merge-field-specs.ts';
import type { StepContext, Transformer } from '../transform.ts';
import type { TransformerConfig } from '../transformer-config.ts';
import { pairsTransformer } from './annotations.ts';

export interface LabelsOptions {
  readonly labels: Texts;
  readonly fieldSpecs: readonly FieldSpec[];
}

const KIND = 'LabelTransformer';
const METADATA_LABELS: FieldSpec = {
  group: '',
  version: '',
  kind: '',
  path: 'metadata/labels',
  create: true,
};

/** Sets labels in all resources, where the field specs lead to. Throws InfraError where a document is in the way. */
export function labelsTransformer({ labels, fieldSpecs }: LabelsOptions): Transformer {
  return pairsTransformer(KIND, 'labels', labels, fieldSpecs);
}

/**
 * The transformers of `labels` and `commonLabels`: one for each entry, and a last one for commonLabels, which is there (and
 * is recorded) whenever the kustomization has either. They throw InfraError where the fields of an entry conflict with those in force.
 */
export function labelTransformersOf(kustomization: Kustomization, config: TransformerConfig): Transformer[] {
  const { labels, commonLabels } = kustomization;
  if (labels.length === 0 && commonLabels.size === 0) return [];
  return [
    ...labels.map((entry, index) => entryTransformer(entry, index, config)),
    labelsTransformer({ labels: commonLabels, fieldSpecs: config.commonLabels }),
  ];
}

function entryTransformer(entry: LabelEntry, index: number, config: TransformerConfig): Transformer {
  return {
    kind: KIND,
    transform(set, context) {
      const fieldSpecs = fieldsOf(entry, index, config, context);
      return labelsTransformer({ labels: entry.pairs, fieldSpecs }).transform(set, context);
    },
  };
}

/** An entry's own fields come first: of two with the same path, where the earlier one is the more special, the later one is left out. */
function fieldsOf(
  entry: LabelEntry,
  index: number,
  config: TransformerConfig,
  context: StepContext,
): readonly FieldSpec[] {
  const { includeSelectors, includeTemplates, fields } = entry;
  const defaults = includeSelectors
    ? [config.commonLabels]
    : [...(includeTemplates ? [config.templateLabels] : []), [METADATA_LABELS]];
  try {
    return [config.labels, ...defaults].reduce<readonly FieldSpec[]>(mergeFieldSpecs, fields);
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    const location = entryLocation(context, ['labels', index, 'fields']);
    throw new InfraError(error.code, `labels: ${error.message}`, {
      location,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}
