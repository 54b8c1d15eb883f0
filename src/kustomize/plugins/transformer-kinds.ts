import { addHashes } from '../generators/hash.ts';
import type { Resource } from '../resource.ts';
import { flag, integer, listOf, optional, type Decoded } from '../strict-decoding.ts';
import { annotationsTransformer } from '../transformers/annotations.ts';
import { imageTransformer } from '../transformers/images.ts';
import { labelsTransformer } from '../transformers/labels.ts';
import { namespaceTransformer } from '../transformers/namespace.ts';
import { json6902Transformer, patchTransformer, strategicMergeTransformer } from '../transformers/patches.ts';
import { prefixTransformer } from '../transformers/prefix.ts';
import { replacementTransformer } from '../transformers/replacements.ts';
import { replicasTransformer } from '../transformers/replicas.ts';
import type { SubjectMode } from '../transformers/subjects.ts';
import { suffixTransformer } from '../transformers/suffix.ts';
import type { StepContext, Transformer } from '../transform.ts';
import { anyText, configError, decodeConfig, someFields } from './decode-config.ts';
import { anyTextMap, fieldSpecs, isSet, metadata, replacement, selector } from './shared-fields.ts';
import { valueAddTransformer } from './value-add.ts';

/** How the transformers are made that may be configured by resources, by kind. */
export const TRANSFORMER_KINDS: Readonly<
  Record<string, (config: Resource, context: StepContext) => Transformer>
> = {
  AnnotationsTransformer: (config) =>
    annotationsTransformer(decodeConfig(config, { annotations: anyTextMap, fieldSpecs })),
  HashTransformer: () => ({ kind: 'HashTransformer', transform: addHashes }),
  ImageTagTransformer: imageTag,
  LabelTransformer: (config) => labelsTransformer(decodeConfig(config, { labels: anyTextMap, fieldSpecs })),
  NamespaceTransformer: namespace,
  PatchJson6902Transformer: json6902,
  PatchStrategicMergeTransformer: (config) =>
    strategicMergeTransformer(decodeConfig(config, { paths: listOf(anyText), patches: anyText }), []),
  PatchTransformer: patch,
  PrefixSuffixTransformer: prefixSuffix,
  PrefixTransformer: (config) => prefixTransformer(affixes(config)),
  ReplacementTransformer: (config) =>
    replacementTransformer(decodeConfig(config, { replacements: listOf(replacement) }), []),
  ReplicaCountTransformer: replicaCount,
  SuffixTransformer: (config) => suffixTransformer(affixes(config)),
  ValueAddTransformer: valueAddTransformer,
};

function imageTag(config: Resource): Transformer {
  const image = { name: anyText, newName: anyText, tagSuffix: anyText, newTag: anyText, digest: anyText };
  const { imageTag: entry, fieldSpecs: specs } = decodeConfig(config, {
    imageTag: someFields(image),
    fieldSpecs,
  });
  return imageTransformer({ image: entry, fieldSpecs: specs });
}

const SUBJECT_MODES: readonly string[] = ['defaultOnly', 'none', 'allServiceAccounts'];

function namespace(config: Resource): Transformer {
  const { setRoleBindingSubjects: mode, ...rest } = decodeConfig(config, {
    metadata,
    fieldSpecs,
    unsetOnly: flag,
    setRoleBindingSubjects: anyText,
  });
  if (mode !== '' && !SUBJECT_MODES.includes(mode)) {
    const hint = `it is one of ${SUBJECT_MODES.join(', ')}`;
    throw configError(config, `setRoleBindingSubjects cannot be ${JSON.stringify(mode)}`, hint);
  }
  return namespaceTransformer({
    namespace: rest.metadata.namespace,
    fieldSpecs: rest.fieldSpecs,
    unsetOnly: rest.unsetOnly,
    ...(mode === '' ? {} : { setRoleBindingSubjects: mode as SubjectMode }),
  });
}

/** Unlike the field patchesJson6902, this form asks for the name of its target. */
function json6902(config: Resource): Transformer {
  const { target, path, jsonOp } = decodeConfig(config, { target: selector, path: anyText, jsonOp: anyText });
  if (target === undefined || target.name === '') throw configError(config, 'its target has no name');
  return json6902Transformer({ target, path, patch: jsonOp, options: undefined }, []);
}

function patch(config: Resource): Transformer {
  const fields = { path: anyText, patch: anyText, target: selector };
  const options = optional(someFields({ allowNameChange: flag, allowKindChange: flag }));
  return patchTransformer(decodeConfig(config, { ...fields, options }), []);
}

type Affixes = {
  readonly prefix: string;
  readonly suffix: string;
  readonly fieldSpecs: Decoded<typeof fieldSpecs>;
};

/** Without field specs there would be nothing that gets a prefix or suffix, which Kustomize takes for an error. */
function affixes(config: Resource): Affixes {
  const decoded = decodeConfig(config, { prefix: anyText, suffix: anyText, fieldSpecs });
  if (isSet(decoded.fieldSpecs)) return decoded;
  throw configError(config, 'it has no fieldSpecs', 'write fieldSpecs: [{path: metadata/name}]');
}

function prefixSuffix(config: Resource): Transformer {
  const options = affixes(config);
  const steps = [prefixTransformer(options), suffixTransformer(options)];
  return {
    kind: 'PrefixSuffixTransformer',
    transform: async (set, context) => {
      for (const { transform } of steps) await transform(set, context);
    },
  };
}

function replicaCount(config: Resource): Transformer {
  const replica = someFields({ name: anyText, count: integer });
  return replicasTransformer(decodeConfig(config, { replica, fieldSpecs }));
}
