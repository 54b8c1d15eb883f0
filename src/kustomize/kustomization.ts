import type { Plain } from '../k8s/plain.ts';
import type { FieldSpec } from './field-spec.ts';

/** Texts by key, in the order of the file. */
export type Texts = ReadonlyMap<string, string>;

/**
 * A kustomization file, decoded and with its deprecated spellings rewritten. A text that the file does not have is empty, a
 * list too; an object that it does not have is undefined.
 */
export interface Kustomization {
  readonly apiVersion: string;
  readonly kind: string;
  readonly openapi: Texts;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  readonly namespace: string;
  readonly commonLabels: Texts;
  readonly labels: readonly LabelEntry[];
  readonly commonAnnotations: Texts;
  readonly patchesStrategicMerge: readonly string[];
  readonly patchesJson6902: readonly PatchEntry[];
  readonly patches: readonly PatchEntry[];
  readonly images: readonly ImageEntry[];
  readonly replacements: readonly ReplacementEntry[];
  readonly replicas: readonly ReplicaEntry[];
  readonly vars: readonly VarEntry[];
  readonly sortOptions: SortOptions | undefined;
  /** `resources`, then `bases`. */
  readonly resources: readonly string[];
  readonly components: readonly string[];
  readonly crds: readonly string[];
  readonly configMapGenerator: readonly GeneratorEntry[];
  readonly secretGenerator: readonly GeneratorEntry[];
  readonly helmGlobals: HelmGlobals | undefined;
  /** `helmCharts`, then what `helmChartInflationGenerator` comes to. */
  readonly helmCharts: readonly HelmChartEntry[];
  readonly generatorOptions: GeneratorOptions | undefined;
  readonly configurations: readonly string[];
  readonly generators: readonly string[];
  readonly transformers: readonly string[];
  readonly validators: readonly string[];
  readonly buildMetadata: readonly string[];
}

export interface LabelEntry {
  readonly pairs: Texts;
  readonly includeSelectors: boolean;
  readonly includeTemplates: boolean;
  readonly fields: readonly FieldSpec[];
}

/** Regular expressions that select resources; empty ones select all. */
export interface Selector {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labelSelector: string;
  readonly annotationSelector: string;
}

export interface PatchEntry {
  readonly path: string;
  readonly patch: string;
  readonly target: Selector | undefined;
  readonly options: { readonly allowNameChange: boolean; readonly allowKindChange: boolean } | undefined;
}

export interface ImageEntry {
  readonly name: string;
  readonly newName: string;
  readonly tagSuffix: string;
  readonly newTag: string;
  readonly digest: string;
}

export interface ReplicaEntry {
  readonly name: string;
  readonly count: bigint;
}

export interface FieldOptions {
  readonly delimiter: string;
  readonly index: number;
  readonly encoding: string;
  readonly create: boolean;
}

export interface ReplacementSource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly fieldPath: string;
  readonly options: FieldOptions | undefined;
}

export interface ReplacementTarget {
  readonly select: Selector | undefined;
  readonly reject: readonly (Selector | undefined)[];
  readonly fieldPaths: readonly string[];
  readonly options: FieldOptions | undefined;
}

export interface Replacement {
  readonly source: ReplacementSource | undefined;
  readonly sourceValue: string | undefined;
  readonly targets: readonly (ReplacementTarget | undefined)[];
}

/** A replacement, or the path of a file with one or several. */
export interface ReplacementEntry extends Replacement {
  readonly path: string;
}

export interface VarEntry {
  readonly name: string;
  readonly objref: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace: string;
    /** As written, when the file has it: group and version above are taken from it then. */
    readonly apiVersion: string;
  };
  /** `metadata.name` where the file has none. */
  readonly fieldPath: string;
}

export interface SortOptions {
  readonly order: string;
  readonly legacySortOptions:
    { readonly orderFirst: readonly string[]; readonly orderLast: readonly string[] } | undefined;
}

export interface GeneratorOptions {
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly disableNameSuffixHash: boolean;
  readonly immutable: boolean;
}

/** An entry of configMapGenerator or secretGenerator. */
export interface GeneratorEntry {
  readonly name: string;
  readonly namespace: string;
  readonly behavior: string;
  readonly literals: readonly string[];
  readonly files: readonly string[];
  /** `envs`, then `env`. */
  readonly envs: readonly string[];
  readonly options: GeneratorOptions | undefined;
  /** Of a Secret. */
  readonly type: string;
}

export interface HelmGlobals {
  readonly chartHome: string;
  readonly configHome: string;
}

export interface HelmChartEntry {
  readonly name: string;
  readonly version: string;
  readonly repo: string;
  readonly releaseName: string;
  readonly namespace: string;
  readonly additionalValuesFiles: readonly string[];
  readonly valuesFile: string;
  readonly valuesInline: ReadonlyMap<string, Plain> | undefined;
  readonly valuesMerge: string;
  readonly includeCRDs: boolean;
  readonly skipHooks: boolean;
  readonly apiVersions: readonly string[];
  readonly kubeVersion: string;
  readonly nameTemplate: string;
  readonly skipTests: boolean;
  readonly debug: boolean;
  readonly devel: boolean;
}
