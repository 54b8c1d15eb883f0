import { isMapping, isSequence } from '../k8s/node.ts';
import { sameValue } from '../k8s/same-value.ts';
import type { Mapping, Node, Sequence } from '../k8s/node.ts';
import type { SchemaNode } from '../k8s/schema-node.ts';
import { sharedElements } from './shared-elements.ts';
import type { FieldChange } from './field-change.ts';
import type { FieldPath } from './field-path.ts';
import { keyedLists, type KeyedLists } from './list-keys.ts';
import { nodeKey } from './node-key.ts';
import { textHunks } from './text-hunks.ts';

/** The fields in which two nodes differ, in the order of the nodes. */
export function compareNodes(
  before: Node | undefined,
  after: Node | undefined,
  schema: SchemaNode | undefined,
): FieldChange[] {
  const changes: FieldChange[] = [];
  compare(before, after, schema, [], changes);
  return changes;
}

function compare(
  before: Node | undefined,
  after: Node | undefined,
  schema: SchemaNode | undefined,
  path: FieldPath,
  changes: FieldChange[],
): void {
  if (sameValue(before, after)) return;
  if (isMapping(before) && isMapping(after)) compareMappings(before, after, schema, path, changes);
  else if (isSequence(before) && isSequence(after)) compareLists(before, after, schema, path, changes);
  else changes.push(changeOf(path, before, after));
}

function changeOf(path: FieldPath, before: Node | undefined, after: Node | undefined): FieldChange {
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const areTexts = typeof before === 'string' && typeof after === 'string';
  const hasLines = areTexts && (before.includes('\n') || after.includes('\n'));
  return { path, change, before, after, hunks: hasLines ? textHunks(before, after) : undefined };
}

function compareMappings(
  before: Mapping,
  after: Mapping,
  schema: SchemaNode | undefined,
  path: FieldPath,
  changes: FieldChange[],
): void {
  for (const [key, value] of before) {
    compare(value, after.get(key), schema?.field(key), [...path, key], changes);
  }
  for (const [key, value] of after) {
    if (!before.has(key)) changes.push(changeOf([...path, key], undefined, value));
  }
}

function compareLists(
  before: Sequence,
  after: Sequence,
  schema: SchemaNode | undefined,
  path: FieldPath,
  changes: FieldChange[],
): void {
  const keyed = keyedLists(before, after, schema);
  if (keyed === undefined) compareByPlace(before, after, schema, path, changes);
  else compareByKey(keyed, schema, path, changes);
}

function compareByKey(
  { before, after }: KeyedLists,
  schema: SchemaNode | undefined,
  path: FieldPath,
  changes: FieldChange[],
): void {
  for (const [text, { key, element }] of before) {
    compare(element, after.get(text)?.element, schema?.element(), [...path, key], changes);
  }
  for (const [text, { key, element }] of after) {
    if (!before.has(text)) changes.push(changeOf([...path, key], undefined, element));
  }
  const oldOrder = [...before.keys()].filter((text) => after.has(text));
  const newOrder = [...after.keys()].filter((text) => before.has(text));
  if (oldOrder.every((text, index) => text === newOrder[index])) return;
  const labels = (order: readonly string[], side: KeyedLists['before']): string[] =>
    order.map((text) =>
      side
        .get(text)!
        .key.keys.map(([, value]) => value)
        .join('/'),
    );
  changes.push({
    ...{ path, change: 'reordered', hunks: undefined },
    ...{ before: labels(oldOrder, before), after: labels(newOrder, after) },
  });
}

/** Elements between those that both lists have are compared one by one if they are as many, else taken out and put in. */
function compareByPlace(
  before: Sequence,
  after: Sequence,
  schema: SchemaNode | undefined,
  path: FieldPath,
  changes: FieldChange[],
): void {
  let [left, right] = [0, 0];
  const common = sharedElements(before.map(nodeKey), after.map(nodeKey));
  for (const [beforeAt, afterAt] of [...common, [before.length, after.length] as const]) {
    if (beforeAt - left === afterAt - right) {
      for (; left < beforeAt; left++, right++) {
        compare(before[left], after[right], schema?.element(), [...path, right], changes);
      }
    }
    for (; left < beforeAt; left++) changes.push(changeOf([...path, left], before[left], undefined));
    for (; right < afterAt; right++) changes.push(changeOf([...path, right], undefined, after[right]));
    [left, right] = [beforeAt + 1, afterAt + 1];
  }
}
