import { InfraError, type ErrorDetails } from '../lib/error.ts';
import { compareBytes } from '../lib/utf8.ts';
import { KINDS_FIRST, KINDS_LAST } from './gvk-order.ts';
import type { SortOptions } from './kustomization.ts';
import type { Resource } from './resource.ts';

/** What a resource is sorted by. */
interface Ranked {
  readonly resource: Resource;
  readonly rank: number;
  readonly gvk: string;
  readonly isNamespace: boolean;
  readonly isCore: boolean;
  readonly place: string;
}

/**
 * The resources in the order of output: as they came (`fifo`), or (`legacy`) kinds of the first list, all that is in none by
 * group, version and kind, and kinds of the last list; within a kind by namespace and name. Throws InfraError for options that
 * say neither, or lists that do not count.
 *
 * @param file the kustomization file with the options, for errors
 */
export function sortResources(
  resources: readonly Resource[],
  sortOptions: SortOptions,
  file?: string,
): Resource[] {
  const { order, legacySortOptions } = sortOptions;
  if (order === 'fifo') {
    if (legacySortOptions !== undefined) throw listsWithFifo(file);
    return [...resources];
  }
  if (order !== 'legacy') throw unknownOrder(order, file);
  const { orderFirst, orderLast } = legacySortOptions ?? { orderFirst: KINDS_FIRST, orderLast: KINDS_LAST };
  const ranks = ranksOf(orderFirst, orderLast);
  const ranked = resources.map((resource) => rankedOf(resource, ranks));
  return ranked.sort(compareRanked).map(({ resource }) => resource);
}

/** A kind that is listed more than once counts where it is last. */
function ranksOf(first: readonly string[], last: readonly string[]): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  first.forEach((kind, index) => ranks.set(kind, index - first.length));
  last.forEach((kind, index) => ranks.set(kind, index + 1));
  return ranks;
}

/** What is empty counts as a text that comes after all that begin with a letter. */
function rankedOf(resource: Resource, ranks: ReadonlyMap<string, number>): Ranked {
  const { group, version, kind, namespace, name } = resource.id;
  return {
    resource,
    rank: ranks.get(kind) ?? 0,
    gvk: `${group || '~G'}_${version || '~V'}_${kind || '~K'}`,
    isNamespace: kind === 'Namespace',
    isCore: group === '',
    place: `${namespace || '~X'}|${name || '~N'}`,
  };
}

function compareRanked(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.gvk === b.gvk) return compareBytes(a.place, b.place);
  const byGvk = compareBytes(a.gvk, b.gvk);
  // Namespaces of the core come before those of other groups.
  return a.isNamespace && b.isNamespace && (a.isCore || b.isCore) ? -byGvk : byGvk;
}

function unknownOrder(order: string, file: string | undefined): InfraError {
  const problem = order === '' ? 'is missing' : `cannot be ${order}`;
  return new InfraError('KUSTOMIZATION', `the order of sortOptions ${problem}`, {
    ...locationIn(file),
    hint: 'write fifo or legacy',
  });
}

function listsWithFifo(file: string | undefined): InfraError {
  return new InfraError('KUSTOMIZATION', 'legacySortOptions do not go with the order fifo', {
    ...locationIn(file),
    hint: 'take them away, or write order: legacy',
  });
}

function locationIn(file: string | undefined): Pick<ErrorDetails, 'location'> {
  return file === undefined ? {} : { location: { file } };
}
