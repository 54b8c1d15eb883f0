import { GoError } from '../gotemplate/function.ts';
import type { GoMap, Value } from '../gotemplate/value.ts';
import { decodeJson } from '../k8s/json.ts';
import { YamlError } from '../k8s/yaml/error.ts';
import { InfraError } from '../lib/error.ts';
import { fromBytes } from '../lib/utf8.ts';
import type { Profile } from './profile.ts';
import { trimSpace } from './space.ts';
import { parseFileInto, parseInto, parseJsonInto, parseLiteralInto, parseStringInto } from './strvals.ts';
import { mergeMaps, readValuesYaml } from './values-yaml.ts';

/** Where a user's values come from, each in the order given. */
export interface ValueOptions {
  /** values files that are already read */
  readonly files?: readonly ValuesFile[];
  /** paths of values files, read after those */
  readonly values?: readonly string[];
  readonly setJson?: readonly string[];
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly setFile?: readonly string[];
  readonly setLiteral?: readonly string[];
}

export interface ValuesFile {
  readonly name: string;
  readonly text: string;
}

/** Gives what is in a file; throws an Error that says why not. */
export type ReadFile = (path: string) => Uint8Array | string;

/**
 * The user's values: files first, later ones over earlier ones, then --set-json, --set, --set-string, --set-file and
 * --set-literal. A null stays, to delete the chart's default.
 *
 * @throws InfraError VALUES with Helm's message; what `readFile` throws for a values file
 */
export function mergeValueOptions(options: ValueOptions, readFile: ReadFile, profile: Profile): GoMap {
  const values: GoMap = new Map();
  const readText = (path: string): string => asText(readFile(path));
  for (const file of options.files ?? []) mergeMaps(values, readValuesFile(file, profile));
  for (const name of options.values ?? []) {
    mergeMaps(values, readValuesFile({ name, text: readText(name) }, profile));
  }
  for (const text of options.setJson ?? []) setJson(text, values, profile);
  for (const text of options.set ?? [])
    flag('--set', () => {
      parseInto(text, values, profile);
    });
  for (const text of options.setString ?? [])
    flag('--set-string', () => {
      parseStringInto(text, values, profile);
    });
  for (const text of options.setFile ?? [])
    flag('--set-file', () => {
      parseFileInto(text, values, readText, profile);
    });
  for (const text of options.setLiteral ?? [])
    flag('--set-literal', () => {
      parseLiteralInto(text, values, profile);
    });
  return values;
}

function asText(data: Uint8Array | string): string {
  return typeof data === 'string' ? data : fromBytes(data);
}

function readValuesFile({ name, text }: ValuesFile, profile: Profile): GoMap {
  try {
    return readValuesYaml(text, profile);
  } catch (cause) {
    if (!(cause instanceof YamlError)) throw cause;
    const location = { file: name, ...(cause.line === undefined ? {} : { line: cause.line }) };
    throw new InfraError('VALUES', `failed to parse ${name}: ${cause.message}`, { location, cause });
  }
}

/** One JSON object is merged (not in Helm 3), anything else is `key=json`. Helm does not say what is wrong. */
function setJson(text: string, values: GoMap, profile: Profile): void {
  const isObject = profile.major === 4 && trimSpace(text).startsWith('{');
  try {
    if (isObject) mergeMaps(values, decodeJson(trimSpace(text)) as Map<string, Value>);
    else parseJsonInto(text, values, profile);
  } catch (cause) {
    throw new InfraError('VALUES', `failed parsing --set-json data${isObject ? ' JSON:' : ''} ${text}`, {
      cause,
    });
  }
}

function flag(name: string, parse: () => void): void {
  try {
    parse();
  } catch (cause) {
    if (!(cause instanceof GoError || cause instanceof InfraError)) throw cause;
    throw new InfraError('VALUES', `failed parsing ${name} data: ${cause.message}`, { cause });
  }
}
