import { sortBytes } from '../lib/utf8.ts';
import { encodeJsonNumber } from './json.ts';
import { FALSE, NULL, Scalar, TRUE, integerNode, type Mapping, type Node } from './node.ts';
import type { Plain } from './plain.ts';
import { styledText } from './quoted.ts';
import { coreTag } from './yaml/core-tag.ts';
import { keyThroughJson, textThroughJson } from './yaml/text-through-json.ts';

/**
 * Data as a node, the way Kustomize gets one by writing the data as JSON and reading that as YAML: keys are sorted. Throws an
 * Error for texts that YAML does not allow.
 */
export function nodeThroughJson(plain: Plain): Node {
  if (plain === null) return NULL;
  switch (typeof plain) {
    case 'boolean':
      return plain ? TRUE : FALSE;
    case 'bigint':
      return integerNode(plain);
    case 'number': {
      const text = encodeJsonNumber(plain);
      return new Scalar(coreTag(text), text);
    }
    case 'string':
      return styledText(textThroughJson(plain), true);
    default:
      return Array.isArray(plain) ? plain.map(nodeThroughJson) : mappingThroughJson(plain);
  }
}

function mappingThroughJson(map: ReadonlyMap<string, Plain>): Mapping {
  const mapping = new Map<string, Node>();
  for (const key of sortBytes([...map.keys()])) {
    mapping.set(keyThroughJson(key), nodeThroughJson(map.get(key)!));
  }
  return mapping;
}
