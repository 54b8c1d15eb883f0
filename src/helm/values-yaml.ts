import type { GoMap } from '../gotemplate/value.ts';
import type { Plain } from '../k8s/plain.ts';
import { YamlError } from '../k8s/yaml/error.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import type { ReadOptions } from '../k8s/yaml/read-options.ts';
import { jsonKind } from './json-kind.ts';
import type { Profile } from './profile.ts';
import { trimSpace } from './space.ts';

/**
 * The values that a YAML text holds: numbers are float64, keys text. Helm 4 merges all documents, the later over the earlier;
 * Helm 3 reads the first one.
 *
 * @throws YamlError with Go's message
 */
export function readValuesYaml(text: string, profile: Profile): GoMap {
  if (profile.major === 3) return readValuesDocument(text);
  const documents = splitDocuments(text);
  const values = readDocument(documents[0]!);
  for (const document of documents.slice(1)) mergeMaps(values, readDocument(document));
  return values;
}

function readDocument(text: string): GoMap {
  try {
    return readValuesDocument(text);
  } catch (error) {
    throw prefixed('cannot unmarshal yaml document: ', error);
  }
}

function readValuesDocument(text: string): GoMap {
  const data = readYamlAsJson(text);
  if (data === null) return new Map();
  if (data instanceof Map) return data;
  throw new YamlError(
    `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(data)} into Go value of type map[string]interface {}`,
  );
}

/** readYaml with the words that sigs.k8s.io/yaml puts before a failure. */
export function readYamlAsJson(text: string, options?: ReadOptions): Plain {
  try {
    return readYaml(text, options);
  } catch (error) {
    throw prefixed('error converting YAML to JSON: ', error);
  }
}

function prefixed(prefix: string, error: unknown): unknown {
  return error instanceof YamlError ? new YamlError(prefix + error.message, error.line) : error;
}

const MAY_SEPARATE = /^---/m;
const LINE = /[^\n]*\n|[^\n]+$/g;

/**
 * The documents of a stream, as Kubernetes' reader cuts it: at each line that starts with `---`, behind which only a comment
 * may stand. A separator before anything else belongs to the first document.
 */
function splitDocuments(text: string): string[] {
  if (!MAY_SEPARATE.test(text)) return [text];
  const documents: string[] = [];
  let document = '';
  for (const [line] of text.matchAll(LINE)) {
    if (line.startsWith('---')) {
      const rest = trimSpace(line.slice(3));
      if (rest !== '' && !rest.startsWith('#')) {
        throw new YamlError(`error reading yaml document: invalid Yaml document separator: ${rest}`);
      }
      if (document !== '') {
        documents.push(document);
        document = '';
        continue;
      }
    }
    document += line;
  }
  if (document !== '' || documents.length === 0) documents.push(document);
  return documents;
}

/** Merges values into others, in place: maps key by key, all else (null too) is replaced. */
export function mergeMaps(target: GoMap, source: GoMap): void {
  for (const [key, value] of source) {
    const old = target.get(key);
    if (value instanceof Map && old instanceof Map) mergeMaps(old, value);
    else target.set(key, value);
  }
}
