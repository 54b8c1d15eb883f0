import { configMapGenerator } from '../generators/config-map.ts';
import { helmChartGenerator } from '../generators/helm-chart.ts';
import { secretGenerator } from '../generators/secret.ts';
import type { GeneratorEntry } from '../kustomization.ts';
import type { Resource } from '../resource.ts';
import { HELM_CHART_FIELDS } from '../kustomization-fields.ts';
import { text } from '../strict-decoding.ts';
import type { Generator } from '../transform.ts';
import { decodeConfig } from './decode-config.ts';
import { iamPolicyGenerator } from './iam-policy.ts';
import { generatorFields } from './shared-fields.ts';

/** How the generators are made that may be configured by resources, by kind. */
export const GENERATOR_KINDS: Readonly<Record<string, (config: Resource) => Generator>> = {
  ConfigMapGenerator: (config) => configMapGenerator(generatorEntry(config)),
  SecretGenerator: (config) => secretGenerator(generatorEntry(config, true)),
  HelmChartInflationGenerator: helmChart,
  IAMPolicyGenerator: iamPolicyGenerator,
};

/** Name and namespace may be left to the metadata. Only a Secret has a type. */
function generatorEntry(config: Resource, isSecret = false): GeneratorEntry {
  const { metadata, name, namespace, ...rest } = decodeConfig(config, generatorFields);
  return {
    ...rest,
    name: name === '' ? metadata.name : name,
    namespace: namespace === '' ? metadata.namespace : namespace,
    type: isSecret ? decodeConfig(config, { type: text }).type : '',
  };
}

/** The namespace of the kustomization does not reach this form. */
function helmChart(config: Resource): Generator {
  const { chartHome, configHome, ...entry } = decodeConfig(config, {
    chartHome: text,
    configHome: text,
    ...HELM_CHART_FIELDS,
  });
  return helmChartGenerator(entry, { chartHome, configHome }, '');
}
