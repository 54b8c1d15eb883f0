import { compareBytes } from '../lib/utf8.ts';
import type { Gvk } from './gvk.ts';

/** Kinds that come before all others, in this order: what others are likely to need comes first. */
export const KINDS_FIRST: readonly string[] = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];

/** Kinds that come after all others, in this order. */
export const KINDS_LAST: readonly string[] = [
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
];

const sortedLists = new WeakSet<readonly Gvk[]>();

/**
 * A list sorted by kind of resource: the kinds above first and last, the others by group, version and kind, of which an empty
 * one comes after all that begin with a letter. What is equal keeps its order; a list that is sorted comes back as it is.
 */
export function sortByGvk<Item extends Gvk>(items: readonly Item[]): readonly Item[] {
  if (sortedLists.has(items)) return items;
  const entries = items.map((item) => ({ item, rank: rankOf(item.kind), text: orderText(item) }));
  const isSorted = entries.every((entry, index) => index === 0 || compare(entries[index - 1]!, entry) <= 0);
  const sorted = isSorted ? items : entries.sort(compare).map(({ item }) => item);
  sortedLists.add(sorted);
  return sorted;
}

interface Entry {
  readonly rank: number;
  readonly text: string;
}

function compare(a: Entry, b: Entry): number {
  return a.rank - b.rank || compareBytes(a.text, b.text);
}

function rankOf(kind: string): number {
  const first = KINDS_FIRST.indexOf(kind);
  return first === -1 ? KINDS_LAST.indexOf(kind) + 1 : first - KINDS_FIRST.length;
}

function orderText({ group, version, kind }: Gvk): string {
  return `${group || '~G'}_${version || '~V'}_${kind || '~K'}`;
}
