/** What the handle `!!` stands for. */
export const CORE_PREFIX = 'tag:yaml.org,2002:';

export const NULL_TAG = CORE_PREFIX + 'null';
export const BOOL_TAG = CORE_PREFIX + 'bool';
export const INT_TAG = CORE_PREFIX + 'int';
export const FLOAT_TAG = CORE_PREFIX + 'float';
export const STRING_TAG = CORE_PREFIX + 'str';
export const TIMESTAMP_TAG = CORE_PREFIX + 'timestamp';
export const BINARY_TAG = CORE_PREFIX + 'binary';
export const MERGE_TAG = CORE_PREFIX + 'merge';

/** A tag as it is written: `!!int`. */
export function shortTag(tag: string): string {
  return tag.startsWith(CORE_PREFIX) ? '!!' + tag.slice(CORE_PREFIX.length) : tag;
}
