import type { Plain } from '../../k8s/plain.ts';
import { readYaml } from '../../k8s/yaml/read.ts';
import { writeYaml } from '../../k8s/yaml/write.ts';
import { InfraError } from '../../lib/error.ts';
import type { GeneratorEntry, GeneratorOptions, Texts } from '../kustomization.ts';

/** What a text may hold that does not survive being written as YAML and read again. */
const CHANGED = /[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/u;

/**
 * An entry as its generator sees it: Kustomize hands it over as YAML, in which Unicode's line breaks fold, and some control
 * characters are refused. Nearly all entries come through unchanged.
 */
export function entryThroughYaml(entry: GeneratorEntry): GeneratorEntry {
  if (!hasChanged(entry)) return entry;
  const fields = plainEntry(entry);
  let read: Plain;
  try {
    read = readYaml(writeYaml(fields));
  } catch (error) {
    throw new InfraError(
      'KUSTOMIZATION',
      `the generator ${entry.name} holds characters that YAML does not allow`,
      {
        cause: error,
      },
    );
  }
  return entryOf(read as Map<string, Plain>, entry);
}

function hasChanged({
  name,
  namespace,
  behavior,
  literals,
  files,
  envs,
  options,
  type,
}: GeneratorEntry): boolean {
  const texts = [name, namespace, behavior, type, ...literals, ...files, ...envs];
  if (texts.some((text) => CHANGED.test(text))) return true;
  if (options === undefined) return false;
  const inOptions = [...options.labels, ...options.annotations].flat();
  return inOptions.some((text) => CHANGED.test(text));
}

/** The entry as Kustomize writes it: empty fields are left out. */
function plainEntry({
  name,
  namespace,
  behavior,
  literals,
  files,
  envs,
  options,
  type,
}: GeneratorEntry): Plain {
  const fields: [string, Plain][] = [
    ['name', name],
    ['namespace', namespace],
    ['behavior', behavior],
    ['literals', [...literals]],
    ['files', [...files]],
    ['envs', [...envs]],
    ['type', type],
  ];
  if (options !== undefined) {
    const inOptions: [string, Plain][] = [
      ['labels', new Map(options.labels)],
      ['annotations', new Map(options.annotations)],
    ];
    fields.push(['options', new Map(inOptions.filter(([, value]) => !isEmpty(value)))]);
  }
  return new Map(fields.filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: Plain): boolean {
  return (
    value === '' || (Array.isArray(value) && value.length === 0) || (value instanceof Map && value.size === 0)
  );
}

function entryOf(fields: ReadonlyMap<string, Plain>, { options }: GeneratorEntry): GeneratorEntry {
  const inOptions = fields.get('options');
  return {
    name: textOf(fields.get('name')),
    namespace: textOf(fields.get('namespace')),
    behavior: textOf(fields.get('behavior')),
    literals: textsOf(fields.get('literals')),
    files: textsOf(fields.get('files')),
    envs: textsOf(fields.get('envs')),
    type: textOf(fields.get('type')),
    options: options === undefined ? undefined : optionsOf(inOptions, options),
  };
}

function optionsOf(value: Plain | undefined, options: GeneratorOptions): GeneratorOptions {
  const fields = value instanceof Map ? value : new Map<string, Plain>();
  return { ...options, labels: mapOf(fields.get('labels')), annotations: mapOf(fields.get('annotations')) };
}

function textOf(value: Plain | undefined): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: Plain | undefined): string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

function mapOf(value: Plain | undefined): Texts {
  return value instanceof Map ? new Map([...value].map(([key, text]) => [key, textOf(text)])) : new Map();
}
