import { configMapGenerator } from './generators/config-map.ts';
import { helmChartGenerator } from './generators/helm-chart.ts';
import { mergeOptions } from './generators/options.ts';
import { secretGenerator } from './generators/secret.ts';
import type { Kustomization } from './kustomization.ts';
import type { Generator, Transformer } from './transform.ts';
import type { TransformerConfig } from './transformer-config.ts';
import { annotationsTransformer } from './transformers/annotations.ts';
import { imageTransformer } from './transformers/images.ts';
import { labelTransformersOf } from './transformers/labels.ts';
import { namespaceTransformer } from './transformers/namespace.ts';
import { json6902Transformer, patchTransformer, strategicMergeTransformer } from './transformers/patches.ts';
import { prefixTransformer } from './transformers/prefix.ts';
import { replacementTransformer } from './transformers/replacements.ts';
import { replicasTransformer } from './transformers/replicas.ts';
import { suffixTransformer } from './transformers/suffix.ts';

/** The generators that the fields of a kustomization ask for, in the order they run. */
export function builtInGenerators(kustomization: Kustomization, helmNamespace: string): Generator[] {
  const { configMapGenerator: configMaps, secretGenerator: secrets, generatorOptions } = kustomization;
  const { helmCharts, helmGlobals, namespace } = kustomization;
  return [
    ...configMaps.map((entry, index) =>
      configMapGenerator(mergeOptions(entry, generatorOptions), ['configMapGenerator', index]),
    ),
    ...secrets.map((entry, index) =>
      secretGenerator(mergeOptions(entry, generatorOptions), ['secretGenerator', index]),
    ),
    ...helmCharts.map((entry, index) =>
      helmChartGenerator(entry, helmGlobals, namespace === '' ? helmNamespace : namespace, [
        'helmCharts',
        index,
      ]),
    ),
  ];
}

/** The transformers that the fields of a kustomization ask for, in the order they run, whatever the order in the file. */
export function builtInTransformers(kustomization: Kustomization, config: TransformerConfig): Transformer[] {
  const { patchesStrategicMerge, patches, patchesJson6902, namespace, namePrefix, nameSuffix } =
    kustomization;
  const { commonAnnotations, replicas, images, replacements } = kustomization;
  return [
    ...when(patchesStrategicMerge.length > 0, () =>
      strategicMergeTransformer({ paths: patchesStrategicMerge, patches: '' }, ['patchesStrategicMerge']),
    ),
    ...patches.map((entry, index) => patchTransformer(entry, ['patches', index])),
    ...when(namespace !== '', () => namespaceTransformer({ namespace, fieldSpecs: config.namespace })),
    ...when(namePrefix !== '', () =>
      prefixTransformer({ prefix: namePrefix, fieldSpecs: config.namePrefix }),
    ),
    ...when(nameSuffix !== '', () =>
      suffixTransformer({ suffix: nameSuffix, fieldSpecs: config.nameSuffix }),
    ),
    ...labelTransformersOf(kustomization, config),
    ...when(commonAnnotations.size > 0, () =>
      annotationsTransformer({ annotations: commonAnnotations, fieldSpecs: config.commonAnnotations }),
    ),
    ...patchesJson6902.map((entry, index) => json6902Transformer(entry, ['patchesJson6902', index])),
    ...replicas.map((replica) => replicasTransformer({ replica, fieldSpecs: config.replicas })),
    ...images.map((image) => imageTransformer({ image, fieldSpecs: config.images })),
    ...when(replacements.length > 0, () => replacementTransformer({ replacements }, ['replacements'])),
  ];
}

function when(condition: boolean, make: () => Transformer): Transformer[] {
  return condition ? [make()] : [];
}
