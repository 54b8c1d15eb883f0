import { YamlError } from '../k8s/yaml/error.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import { InfraError } from '../lib/error.ts';
import { configurationFields } from './configuration-fields.ts';
import { defaultConfig } from './default-config.ts';
import { decodingError, yamlError } from './kustomization-errors.ts';
import { loadText, resolveFile, type Loader } from './loader.ts';
import { DecodeProblem } from './strict-decoding.ts';
import { EMPTY_CONFIG, mergeConfig, sortConfig, type TransformerConfig } from './transformer-config.ts';

const NAME = 'configurations file';

/**
 * The default field specs with those of the files that `configurations` names. Files are YAML 1.1 or JSON and decoded strictly:
 * throws InfraError for unknown fields, repeated keys, wrong types, and field specs that differ in `create` only.
 */
export function readConfigurations(loader: Loader, paths: readonly string[]): TransformerConfig {
  if (paths.length === 0) return defaultConfig();
  let read = EMPTY_CONFIG;
  let file = '';
  for (const path of paths) {
    file = resolveFile(loader, path);
    read = mergeOf(read, sortConfig(decode(loadText(loader, path), file)), file);
  }
  return mergeOf(defaultConfig(), read, file);
}

function decode(text: string, file: string): TransformerConfig {
  try {
    const data = readYaml(text, { integers: true, uniqueKeys: true });
    return configurationFields.decode(data, configurationFields.zero, []);
  } catch (error) {
    if (error instanceof YamlError) throw yamlError(error, text, file, NAME);
    throw error instanceof DecodeProblem ? decodingError(error, text, file, NAME) : error;
  }
}

function mergeOf(config: TransformerConfig, added: TransformerConfig, file: string): TransformerConfig {
  try {
    return mergeConfig(config, added);
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    const { code, message, hint } = error;
    throw new InfraError(code, message, { location: { file }, ...(hint === undefined ? {} : { hint }) });
  }
}
