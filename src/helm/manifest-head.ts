import type { Plain } from '../k8s/plain.ts';
import type { Profile } from './profile.ts';

/** What Helm reads of a manifest: where it is sorted, and whether it is a hook. */
export interface ManifestHead {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly annotations: ReadonlyMap<string, string> | undefined;
}

const EMPTY: ManifestHead = { apiVersion: '', kind: '', name: '', annotations: undefined };
const METADATA_TYPE =
  'struct { Name string "json:\\"name\\""; Annotations map[string]string "json:\\"annotations\\"" }';

/**
 * The head of a document, decoded as Go decodes JSON into a struct: names match in any case, scalars turn into text, a null
 * is left out.
 *
 * @throws Error with Go's message where a part has the wrong type
 */
export function manifestHead(data: Plain, profile: Profile): ManifestHead {
  if (data === null) return EMPTY;
  if (!(data instanceof Map))
    refuse(data, `value of type ${profile.major === 3 ? 'releaseutil' : 'util'}.SimpleHead`);
  const apiVersion = text(field(data, 'apiVersion'), 'SimpleHead.apiVersion');
  const kind = text(field(data, 'kind'), 'SimpleHead.kind');
  const metadata = field(data, 'metadata');
  if (metadata === null) return { ...EMPTY, apiVersion, kind };
  if (!(metadata instanceof Map))
    refuse(metadata, `struct field SimpleHead.metadata of type ${METADATA_TYPE}`);
  const annotations = annotationTexts(field(metadata, 'annotations'));
  return { apiVersion, kind, name: text(field(metadata, 'name'), '.metadata.name'), annotations };
}

function annotationTexts(annotations: Plain): ReadonlyMap<string, string> | undefined {
  if (annotations === null) return undefined;
  if (!(annotations instanceof Map))
    refuse(annotations, 'struct field .metadata.annotations of type map[string]string');
  const texts = new Map<string, string>();
  for (const [key, value] of annotations) texts.set(key, text(value, '.metadata.annotations'));
  return texts;
}

function field(map: ReadonlyMap<string, Plain>, name: string): Plain {
  const exact = map.get(name);
  if (exact !== undefined) return exact;
  for (const [key, value] of map)
    if (key.length === name.length && key.toLowerCase() === name.toLowerCase()) return value;
  return null;
}

function text(value: Plain, name: string): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (value instanceof Map || Array.isArray(value)) refuse(value, `struct field ${name} of type string`);
  return String(typeof value === 'bigint' ? Number(value) : value);
}

function refuse(value: Exclude<Plain, null>, target: string): never {
  const type =
    value instanceof Map
      ? 'object'
      : Array.isArray(value)
        ? 'array'
        : typeof value === 'boolean'
          ? 'bool'
          : typeof value;
  throw new Error(
    `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${type === 'bigint' ? 'number' : type} into Go ${target}`,
  );
}
