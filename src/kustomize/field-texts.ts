import { isMapping, isSequence, textOf, type Node } from '../k8s/node.ts';
import { InfraError } from '../lib/error.ts';

/**
 * Labels or annotations as texts by key, the way Kustomize takes them where it writes them anew: whatever is no scalar is an
 * empty text, and the elements of a list count as keys (but for empty ones) and values in turn. Throws InfraError for a list
 * of which the last key has no value.
 */
export function textsOf(entries: Node | undefined): Map<string, string> {
  const texts = new Map<string, string>();
  if (isMapping(entries)) {
    for (const [key, value] of entries) texts.set(key, textOf(value) ?? '');
  } else if (isSequence(entries)) {
    if (entries.length % 2 === 1)
      throw new InfraError('PATCH', 'labels and annotations are mappings, not lists');
    for (let index = 0; index < entries.length; index += 2) {
      const key = textOf(entries[index]) ?? '';
      if (key !== '') texts.set(key, textOf(entries[index + 1]) ?? '');
    }
  }
  return texts;
}
