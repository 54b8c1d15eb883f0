import { freshMapping } from '../../k8s/fresh-mapping.ts';
import { TRUE, type Mapping, type Node } from '../../k8s/node.ts';
import { encodeBase64 } from '../../lib/base64.ts';
import { InfraError } from '../../lib/error.ts';
import { toBytes } from '../../lib/utf8.ts';
import type { GeneratorEntry, Texts } from '../kustomization.ts';
import { Resource, type Behavior } from '../resource.ts';
import { HASH_ANNOTATION } from './needs-hash.ts';

/** Base64 of more columns than this is broken into lines. */
const BASE64_LINE = 70;

/** A generated resource: the fields that ConfigMaps and Secrets share, and those of its own. `file` is the kustomization file. */
export function generatedResource(
  kind: 'ConfigMap' | 'Secret',
  entry: GeneratorEntry,
  fields: ReadonlyMap<string, Node>,
  file: string,
): Resource {
  const root = new Map<string, Node>([
    ['apiVersion', 'v1'],
    ['kind', kind],
    ['metadata', metadataOf(entry)],
    ...fields,
  ]);
  if (entry.options?.immutable === true) root.set('immutable', TRUE);
  const resource = new Resource(root, { file, document: 0, line: undefined });
  if (wantsHash(entry)) resource.needsHash = true;
  resource.behavior = behaviorOf(entry.behavior);
  return resource;
}

/** The base64 of a value; when long, in lines that each end with a line end, which is part of the value then. */
export function base64Lines(value: string): string {
  const base64 = encodeBase64(toBytes(value));
  return base64.length < BASE64_LINE ? base64 : base64.replace(/.{1,70}/g, '$&\n');
}

function wantsHash({ options }: GeneratorEntry): boolean {
  return options?.disableNameSuffixHash !== true;
}

function metadataOf(entry: GeneratorEntry): Mapping {
  const { name, namespace, options } = entry;
  if (name === '') throw new InfraError('KUSTOMIZATION', 'a generator has no name');
  const metadata = new Map<string, Node>([['name', name]]);
  if (namespace !== '') metadata.set('namespace', namespace);
  addTexts(metadata, 'labels', options?.labels);
  addTexts(metadata, 'annotations', annotationsOf(entry));
  return metadata;
}

/** The generator's own word counts more than an annotation in which Kustomize keeps it. */
function annotationsOf(entry: GeneratorEntry): Texts | undefined {
  const annotations = entry.options?.annotations;
  if (annotations?.has(HASH_ANNOTATION) !== true || !wantsHash(entry)) return annotations;
  return new Map([...annotations].filter(([key]) => key !== HASH_ANNOTATION));
}

function addTexts(metadata: Map<string, Node>, key: string, texts: Texts | undefined): void {
  if (texts !== undefined && texts.size > 0) metadata.set(key, freshMapping(texts));
}

/** An unknown word counts as none. */
function behaviorOf(text: string): Behavior {
  return text === 'create' || text === 'merge' || text === 'replace' ? text : 'unspecified';
}
