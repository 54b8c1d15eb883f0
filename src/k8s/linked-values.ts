import {
  LinkedMapping,
  OddMapping,
  copyMapping,
  isMapping,
  isSequence,
  type Link,
  type Mapping,
  type Node,
  type Sequence,
} from './node.ts';
import { sortBytes } from '../lib/utf8.ts';

/** The mapping with new fields at its end, whose values are linked. */
export function withLinkedFields(mapping: Mapping, fields: ReadonlyMap<string, Link>): Mapping {
  // What is odd cannot be printed in the end, so its links do not matter.
  const copy = mapping instanceof OddMapping ? copyMapping(mapping) : new LinkedMapping(mapping, fields);
  if (copy instanceof LinkedMapping && mapping instanceof LinkedMapping) {
    copy.links = new Map([...mapping.links, ...fields]);
  }
  for (const [key, { value }] of fields) copy.set(key, value);
  return copy;
}

/**
 * A document after an edit, where values that were set under one key are set under all that are linked to it. Where an edit set
 * a value under several keys to different ones, the last of the paths decides.
 */
export function settleLinks(before: Mapping, after: Mapping): Mapping {
  let changes: Changes = { links: new Map(), isSorted: false, isContradictory: false };
  collectChanges(before, after, changes);
  if (changes.isContradictory) {
    changes = { links: new Map(), isSorted: true, isContradictory: false };
    collectChanges(before, after, changes);
  }
  return changes.links.size === 0 ? after : (rewrite(after, changes.links) as Mapping);
}

/** A document of which no value is linked to another, as if it were read anew. */
export function withoutLinks(root: Mapping): Mapping {
  return rewrite(root, undefined) as Mapping;
}

interface Changes {
  readonly links: Map<Link, Link>;
  /** Look at keys in sorted order; only needed where there are contradictions. */
  readonly isSorted: boolean;
  isContradictory: boolean;
}

function collectChanges(before: Node | undefined, after: Node, changes: Changes): void {
  if (before === after) return;
  if (isSequence(after)) {
    const old: Sequence = isSequence(before) ? before : [];
    after.forEach((item, index) => collectChanges(old[index], item, changes));
  } else if (isMapping(after)) {
    const old = isMapping(before) ? before : undefined;
    const links = after instanceof LinkedMapping ? after.links : undefined;
    for (const key of changes.isSorted ? sortBytes([...after.keys()]) : after.keys()) {
      const value = after.get(key)!;
      const link = links?.get(key);
      if (link === undefined) collectChanges(old?.get(key), value, changes);
      else if (link.value !== value) noteChange(link, value, changes);
    }
  }
}

function noteChange(link: Link, value: Node, changes: Changes): void {
  const known = changes.links.get(link);
  if (known === undefined || changes.isSorted) changes.links.set(link, { value });
  else if (known.value !== value) changes.isContradictory = true;
}

/** Copies what has links that change; all links go without `changes`. */
function rewrite(node: Node, changes: ReadonlyMap<Link, Link> | undefined): Node {
  if (isSequence(node)) return rewriteSequence(node, changes);
  return isMapping(node) ? rewriteMapping(node, changes) : node;
}

function rewriteSequence(sequence: Sequence, changes: ReadonlyMap<Link, Link> | undefined): Sequence {
  let copy: Node[] | undefined;
  for (let index = 0; index < sequence.length; index++) {
    const next = rewrite(sequence[index]!, changes);
    if (next !== sequence[index]) (copy ??= [...sequence])[index] = next;
  }
  return copy ?? sequence;
}

function rewriteMapping(mapping: Mapping, changes: ReadonlyMap<Link, Link> | undefined): Mapping {
  let copy: Map<string, Node> | undefined;
  if (mapping instanceof LinkedMapping) {
    copy = changes === undefined ? new Map(mapping) : relinked(mapping, changes);
  }
  for (const [key, value] of copy ?? mapping) {
    const next = rewrite(value, changes);
    if (next === value) continue;
    copy ??= copyMapping(mapping);
    copy.set(key, next);
  }
  return copy ?? mapping;
}

/** A copy with the new values of links that change, undefined if none does. */
function relinked(mapping: LinkedMapping, changes: ReadonlyMap<Link, Link>): LinkedMapping | undefined {
  let links: Map<string, Link> | undefined;
  for (const [key, link] of mapping.links) {
    const next = changes.get(link);
    if (next !== undefined) (links ??= new Map(mapping.links)).set(key, next);
  }
  if (links === undefined) return undefined;
  const copy = new LinkedMapping(mapping, links);
  for (const [key, { value }] of links) copy.set(key, value);
  return copy;
}
