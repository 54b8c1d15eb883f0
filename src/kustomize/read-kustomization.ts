import type { Plain } from '../k8s/plain.ts';
import { YamlError } from '../k8s/yaml/error.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import { InfraError } from '../lib/error.ts';
import { deprecationsOf } from './deprecated-fields.ts';
import { decodingError, yamlError } from './kustomization-errors.ts';
import { kustomizationFields, type WrittenKustomization } from './kustomization-fields.ts';
import type {
  GeneratorEntry,
  HelmChartEntry,
  HelmGlobals,
  Kustomization,
  VarEntry,
} from './kustomization.ts';
import { locate } from './locate.ts';
import { DecodeProblem } from './strict-decoding.ts';

const KUSTOMIZATION = { kind: 'Kustomization', apiVersion: 'kustomize.config.k8s.io/v1beta1' };
const COMPONENT = { kind: 'Component', apiVersion: 'kustomize.config.k8s.io/v1alpha1' };

/**
 * Decodes the text (a Go string) of a kustomization file, tells `warn` of its deprecated fields and rewrites those to the
 * ones that took their place. Throws InfraError for what is no YAML, for unknown fields, values of a wrong type, a wrong
 * kind or apiVersion, and a file that says nothing.
 */
export function readKustomization(
  text: string,
  file: string,
  warn: (message: string) => void,
): Kustomization {
  const written = decode(text, file);
  for (const warning of deprecationsOf(written)) warn(warning);
  const kustomization = withoutDeprecated(written);
  if (saysNothing(written)) {
    throw new InfraError('KUSTOMIZATION', 'the kustomization file is empty', {
      location: { file },
      hint: 'list what it is made of under resources',
    });
  }
  checkKind(kustomization, text, file);
  return kustomization;
}

function decode(text: string, file: string): WrittenKustomization {
  const data = parse(text, file);
  try {
    return kustomizationFields.decode(data, kustomizationFields.zero, []);
  } catch (error) {
    throw error instanceof DecodeProblem ? decodingError(error, text, file) : error;
  }
}

function parse(text: string, file: string): Plain {
  try {
    return readYaml(text, { integers: true });
  } catch (error) {
    throw error instanceof YamlError ? yamlError(error, text, file) : error;
  }
}

/** Whether all fields but kind and apiVersion are as if the file did not have them; lists that get appended to others are if empty. */
function saysNothing(written: WrittenKustomization): boolean {
  const {
    kind: _kind,
    apiVersion: _apiVersion,
    bases,
    imageTags,
    helmChartInflationGenerator,
    ...rest
  } = written;
  if (bases.length + imageTags.length + helmChartInflationGenerator.length > 0) return false;
  const { zero } = kustomizationFields;
  return Object.entries(rest).every(([name, value]) => value === zero[name as keyof typeof rest]);
}

/** A kind and apiVersion that are missing were filled in, so only what the file has can be wrong. */
function checkKind({ kind, apiVersion }: Kustomization, text: string, file: string): void {
  const expected = kind === COMPONENT.kind ? COMPONENT : KUSTOMIZATION;
  if (kind !== expected.kind) {
    throw new InfraError('KUSTOMIZATION', `the kind of a kustomization file cannot be ${kind}`, {
      location: locate(text, file, { path: ['kind'] }),
      hint: 'use Kustomization or Component, or leave kind and apiVersion out',
    });
  }
  if (apiVersion === expected.apiVersion) return;
  throw new InfraError('KUSTOMIZATION', `a ${kind} cannot have the apiVersion ${apiVersion}`, {
    location: locate(text, file, { path: ['apiVersion'] }),
    hint: `use ${expected.apiVersion}, or leave apiVersion out`,
  });
}

function withoutDeprecated(written: WrittenKustomization): Kustomization {
  const { metadata: _metadata, bases, imageTags, helmChartInflationGenerator, ...rest } = written;
  const kind = rest.kind === '' ? KUSTOMIZATION.kind : rest.kind;
  const { apiVersion } = kind === COMPONENT.kind ? COMPONENT : KUSTOMIZATION;
  return {
    ...rest,
    kind,
    apiVersion: rest.apiVersion === '' ? apiVersion : rest.apiVersion,
    resources: joined(rest.resources, bases),
    images: joined(rest.images, imageTags),
    vars: rest.vars.map(varEntry),
    configMapGenerator: rest.configMapGenerator.map((entry) => generatorEntry({ ...entry, type: '' })),
    secretGenerator: rest.secretGenerator.map(generatorEntry),
    helmGlobals: rest.helmGlobals ?? globalsOf(helmChartInflationGenerator),
    helmCharts: joined(rest.helmCharts, helmChartInflationGenerator.map(chartEntry)),
  };
}

function joined<Item>(first: readonly Item[], second: readonly Item[]): readonly Item[] {
  return second.length === 0 ? first : [...first, ...second];
}

type WrittenGenerator = WrittenKustomization['secretGenerator'][number];

function generatorEntry({ env, ...entry }: WrittenGenerator): GeneratorEntry {
  return env === '' ? entry : { ...entry, envs: [...entry.envs, env] };
}

/** An apiVersion goes before a version, and before a group if it names one. */
function varEntry({ name, objref, fieldref }: WrittenKustomization['vars'][number]): VarEntry {
  const fieldPath = fieldref.fieldPath === '' ? 'metadata.name' : fieldref.fieldPath;
  const parts = objref.apiVersion.split('/');
  const [first = '', second] = parts;
  if (first === '' && second === undefined) return { name, objref, fieldPath };
  if (second === undefined) return { name, objref: { ...objref, version: first }, fieldPath };
  if (parts.length > 2) return { name, objref, fieldPath };
  return { name, objref: { ...objref, group: first, version: second }, fieldPath };
}

type Inflation = WrittenKustomization['helmChartInflationGenerator'][number];

/** The folders that the oldest form of charts names, the last one of each. */
function globalsOf(inflations: readonly Inflation[]): HelmGlobals | undefined {
  let chartHome = '';
  let configHome = '';
  for (const inflation of inflations) {
    if (inflation.chartHome !== '') ({ chartHome } = inflation);
    if (inflation.helmHome !== '') configHome = inflation.helmHome;
  }
  return chartHome === '' && configHome === '' ? undefined : { chartHome, configHome };
}

function chartEntry(inflation: Inflation): HelmChartEntry {
  return {
    name: inflation.chartName,
    version: inflation.chartVersion,
    repo: inflation.chartRepoUrl,
    releaseName: inflation.releaseName,
    namespace: '',
    additionalValuesFiles: [],
    valuesFile: inflation.values,
    valuesInline: inflation.valuesLocal,
    valuesMerge: inflation.valuesMerge,
    includeCRDs: false,
    skipHooks: false,
    apiVersions: [],
    kubeVersion: '',
    nameTemplate: '',
    skipTests: false,
    debug: false,
    devel: false,
  };
}
