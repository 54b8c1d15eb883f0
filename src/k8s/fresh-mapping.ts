import { OddMapping, type Mapping, type Node } from './node.ts';
import { coreTag } from './yaml/core-tag.ts';

/**
 * A mapping that a program made from texts: unlike keys of a file, which keep their quotes, these are written plain. So a key
 * like `8080` or `null` becomes a number or null, and the mapping an odd one that cannot be printed.
 */
export function freshMapping(entries: ReadonlyMap<string, Node>): Mapping {
  let tags: [string, string][] | undefined;
  for (const key of entries.keys()) {
    const tag = coreTag(key);
    if (tag !== '!!str') (tags ??= []).push([key, tag]);
  }
  return tags === undefined ? entries : new OddMapping(entries, tags, []);
}
