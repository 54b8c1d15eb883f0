import {
  anything,
  count,
  flag,
  integer,
  listOf,
  mapOf,
  object,
  optional,
  text,
  type Decoded,
} from './strict-decoding.ts';

const texts = listOf(text);
const textMap = mapOf(text);

const gvk = { group: text, version: text, kind: text };
const id = { ...gvk, name: text, namespace: text };

const selector = object({ ...id, annotationSelector: text, labelSelector: text });
const fieldSpec = object({ ...gvk, path: text, create: flag });

const patch = object({
  path: text,
  patch: text,
  target: optional(selector),
  options: optional(object({ allowNameChange: flag, allowKindChange: flag })),
});

const image = object({ name: text, newName: text, tagSuffix: text, newTag: text, digest: text });

const label = object({
  pairs: textMap,
  includeSelectors: flag,
  includeTemplates: flag,
  fields: listOf(fieldSpec),
});

const fieldOptions = optional(object({ delimiter: text, index: count, encoding: text, create: flag }));

const replacement = object({
  source: optional(object({ ...id, fieldPath: text, options: fieldOptions })),
  targets: listOf(
    optional(
      object({
        select: optional(selector),
        reject: listOf(optional(selector)),
        fieldPaths: texts,
        options: fieldOptions,
      }),
    ),
  ),
  sourceValue: optional(text),
  path: text,
});

const variable = object({
  name: text,
  objref: object({ apiVersion: text, ...id }),
  fieldref: object({ fieldPath: text }),
});

const sortOptions = object({
  order: text,
  legacySortOptions: optional(object({ orderFirst: texts, orderLast: texts })),
});

const generatorOptions = optional(
  object({ labels: textMap, annotations: textMap, disableNameSuffixHash: flag, immutable: flag }),
);

const generator = {
  namespace: text,
  name: text,
  behavior: text,
  literals: texts,
  files: texts,
  envs: texts,
  env: text,
  options: generatorOptions,
};

/** The fields of a chart to inflate. */
export const HELM_CHART_FIELDS = {
  name: text,
  version: text,
  repo: text,
  releaseName: text,
  namespace: text,
  additionalValuesFiles: texts,
  valuesFile: text,
  valuesInline: optional(mapOf(anything)),
  valuesMerge: text,
  includeCRDs: flag,
  skipHooks: flag,
  apiVersions: texts,
  kubeVersion: text,
  nameTemplate: text,
  skipTests: flag,
  debug: flag,
  devel: flag,
};

const helmChart = object(HELM_CHART_FIELDS);

/** The oldest form of a chart; the fields behind releaseName are taken and not used. */
const helmChartInflation = object({
  chartName: text,
  chartVersion: text,
  chartRepoUrl: text,
  chartHome: text,
  helmHome: text,
  values: text,
  valuesLocal: optional(mapOf(anything)),
  valuesMerge: text,
  releaseName: text,
  chartRepoName: text,
  helmBin: text,
  releaseNamespace: text,
  extraArgs: texts,
});

/** Every field of a kustomization file and its type. */
export const kustomizationFields = object({
  kind: text,
  apiVersion: text,
  metadata: optional(object({ name: text, namespace: text, labels: textMap, annotations: textMap })),
  openapi: textMap,
  namePrefix: text,
  nameSuffix: text,
  namespace: text,
  commonLabels: textMap,
  labels: listOf(label),
  commonAnnotations: textMap,
  patchesStrategicMerge: texts,
  patchesJson6902: listOf(patch),
  patches: listOf(patch),
  images: listOf(image),
  imageTags: listOf(image),
  replacements: listOf(replacement),
  replicas: listOf(object({ name: text, count: integer })),
  vars: listOf(variable),
  sortOptions: optional(sortOptions),
  resources: texts,
  components: texts,
  crds: texts,
  bases: texts,
  configMapGenerator: listOf(object(generator)),
  secretGenerator: listOf(object({ ...generator, type: text })),
  helmGlobals: optional(object({ chartHome: text, configHome: text })),
  helmCharts: listOf(helmChart),
  helmChartInflationGenerator: listOf(helmChartInflation),
  generatorOptions,
  configurations: texts,
  generators: texts,
  transformers: texts,
  validators: texts,
  buildMetadata: texts,
});

/** A kustomization file as it was written. */
export type WrittenKustomization = Decoded<typeof kustomizationFields>;
