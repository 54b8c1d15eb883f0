import { fieldOf, isMapping, textOf, withPath, type Mapping } from '../k8s/node.ts';
import { decodeBase64, encodeBase64 } from '../lib/base64.ts';
import { InfraError } from '../lib/error.ts';
import { nearNames } from '../lib/near-names.ts';
import { toBytes } from '../lib/utf8.ts';

/** An entry of a ConfigMap or a Secret, as a text. */
export interface Entry {
  readonly field: 'data' | 'stringData';
  readonly text: string;
}

/**
 * The entry of a ConfigMap or a Secret under some key; that of a Secret is decoded. Throws InfraError PATCH for other kinds,
 * keys that are not there, and entries that are no text.
 */
export function entryOf(resource: Mapping, key: string): Entry {
  const kind = textOf(resource.get('kind')) ?? '';
  if (kind !== 'ConfigMap' && kind !== 'Secret')
    throw refused(
      `a ${kind} has no entries of its own`,
      '--key is for a ConfigMap or a Secret; leave it out for others',
    );
  for (const field of ['stringData', 'data'] as const) {
    const text = textOf(fieldOf(resource.get(field), key));
    if (text !== undefined)
      return { field, text: field === 'data' && kind === 'Secret' ? decoded(text, key) : text };
  }
  throw missing(resource, key);
}

/**
 * A ConfigMap or a Secret with another text under a key. An editor ends the last line of a text; where the text had no end there,
 * it has none after. Throws InfraError as entryOf does.
 */
export function withEntry(resource: Mapping, key: string, edited: string): Mapping {
  const { field, text } = entryOf(resource, key);
  const isClosed = edited.endsWith('\n') && !text.endsWith('\n');
  const next = isClosed ? edited.slice(0, -1) : edited;
  if (next === text) return resource;
  const isEncoded = field === 'data' && textOf(resource.get('kind')) === 'Secret';
  return withPath(resource, [field, key], isEncoded ? encodeBase64(toBytes(next)) : next);
}

function decoded(text: string, key: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(decodeBase64(text));
  } catch {
    throw refused(
      `the entry ${key} is no text`,
      'put the bytes into the Secret in another way than with an editor',
    );
  }
}

function missing(resource: Mapping, key: string): InfraError {
  if (fieldOf(resource.get('binaryData'), key) !== undefined)
    return refused(
      `the entry ${key} holds bytes, which no editor can edit`,
      'replace it with --from or --strategic',
    );
  const names = ['data', 'stringData'].flatMap((field) => {
    const entries = resource.get(field);
    return isMapping(entries) ? [...entries.keys()] : [];
  });
  const near = nearNames(key, names);
  const all = names.length === 0 ? 'it has none; --set adds one' : `there are ${names.sort().join(', ')}`;
  return refused(`there is no entry ${key}`, near.length > 0 ? `did you mean ${near.join(' or ')}?` : all);
}

function refused(message: string, hint: string): InfraError {
  return new InfraError('PATCH', message, { hint });
}
