import { freshMapping } from '../../k8s/fresh-mapping.ts';
import {
  EMPTY_MAPPING,
  fieldOf,
  isMapping,
  isNull,
  textOf,
  type Mapping,
  type Node,
} from '../../k8s/node.ts';
import { textNode } from '../../k8s/node-to-plain.ts';

/**
 * The document of a generated resource that merges into an old one or replaces it: the generated one's, with the old one's
 * name and namespace, and with its labels and annotations where there are no new ones; merging, with its data as well.
 * Whatever else the old one has is lost. Values become texts.
 */
export function mergedRoot(old: Mapping, next: Mapping, mergesData: boolean): Mapping {
  const root = new Map(next);
  root.set('metadata', mergedMetadata(old, next));
  if (mergesData)
    for (const key of ['data', 'binaryData']) setTexts(root, key, mergedTexts(old, next, key, dataText));
  return root;
}

function mergedMetadata(old: Mapping, next: Mapping): Mapping {
  const oldMetadata = mappingOf(old.get('metadata'));
  const nextMetadata = mappingOf(next.get('metadata'));
  const metadata = new Map(nextMetadata);
  for (const key of ['labels', 'annotations']) {
    setTexts(metadata, key, mergedTexts(oldMetadata, nextMetadata, key, writtenText));
  }
  metadata.set('name', textOf(oldMetadata.get('name')) ?? '');
  const namespace = textOf(oldMetadata.get('namespace')) ?? '';
  if (namespace === '') metadata.delete('namespace');
  else metadata.set('namespace', namespace);
  return metadata;
}

function mergedTexts(
  old: Mapping,
  next: Mapping,
  key: string,
  textOfNode: (node: Node) => Node,
): Map<string, Node> {
  const texts = new Map<string, Node>();
  for (const mapping of [mappingOf(fieldOf(old, key)), mappingOf(fieldOf(next, key))]) {
    for (const [name, value] of mapping) texts.set(name, textOfNode(value));
  }
  return texts;
}

/** Sets a field that is not there when empty. */
function setTexts(mapping: Map<string, Node>, key: string, texts: ReadonlyMap<string, Node>): void {
  if (texts.size === 0) mapping.delete(key);
  else mapping.set(key, freshMapping(texts));
}

/** In labels and annotations a null is the text it was written with. */
function writtenText(node: Node): string {
  return textOf(node) ?? '';
}

function dataText(node: Node): Node {
  return isNull(node) ? '' : textNode(writtenText(node));
}

function mappingOf(node: Node | undefined): Mapping {
  return isMapping(node) ? node : EMPTY_MAPPING;
}
