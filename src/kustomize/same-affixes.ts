import type { Resource } from './resource.ts';

type Affixed = Pick<Resource, 'prefixes' | 'suffixes'>;

/**
 * Whether two resources got the same prefixes and the same suffixes: the shorter list is the end of the longer one, that is,
 * they went through the same outer layers. An empty list is equal to an empty one only, or to any (`isLax`).
 */
export function sameAffixes(a: Affixed, b: Affixed, isLax: boolean): boolean {
  return sameEnding(a.prefixes, b.prefixes, isLax) && sameEnding(a.suffixes, b.suffixes, isLax);
}

function sameEnding(a: readonly string[], b: readonly string[], isLax: boolean): boolean {
  if (a.length === 0 || b.length === 0) return isLax || a.length === b.length;
  const length = Math.min(a.length, b.length);
  for (let back = 1; back <= length; back++) {
    if (a[a.length - back] !== b[b.length - back]) return false;
  }
  return true;
}
