import { InfraError } from '../lib/error.ts';
import { placeLocation, printPlace } from './place.ts';
import { idKey, previousIdKey, printId, type ResourceId } from './resource-id.ts';
import type { Resource } from './resource.ts';

type Index = Map<string, readonly Resource[]>;

const NONE: readonly Resource[] = [];

/** The resources of a build so far, in the order they came; no two with the same present id. */
export class ResourceSet {
  private list: Resource[] = [];
  /** By key of the present id, and of any id; made when first needed, then kept up to date where that is cheap. */
  private byId: Index | undefined;
  private byAnyId: Index | undefined;
  /** By present and first name. */
  private byName: Index | undefined;

  get resources(): readonly Resource[] {
    return this.list;
  }

  /** Adds a resource at the end. Throws if one with its id is there. */
  append(resource: Resource): void {
    const index = this.index();
    const [other] = index.get(resource.key) ?? NONE;
    if (other !== undefined) throw duplicateId(resource, other);
    this.list.push(resource);
    index.set(resource.key, [resource]);
    if (this.byAnyId !== undefined) addToIndex(this.byAnyId, resource, anyKeysOf(resource));
    this.byName = undefined;
  }

  appendAll(resources: Iterable<Resource>): void {
    for (const resource of resources) this.append(resource);
  }

  /** To be called after ids of its resources changed, before the next look-up. */
  idsChanged(): void {
    this.byId = undefined;
    this.byAnyId = undefined;
    this.byName = undefined;
  }

  /** The resources whose present id is equal to this one (namespace `default` and none are the same). */
  withId(id: ResourceId): readonly Resource[] {
    return this.index().get(idKey(id)) ?? NONE;
  }

  /** The resources that have this id, or had it before and did not forget it since. */
  withAnyId(id: ResourceId): readonly Resource[] {
    const key = idKey(id);
    const found = this.anyIndex().get(key) ?? NONE;
    const remembers = (resource: Resource): boolean => anyKeysOf(resource).includes(key);
    return found.every(remembers) ? found : found.filter(remembers);
  }

  /** The resources that have this name, or had it first. */
  withName(name: string): readonly Resource[] {
    this.byName ??= indexOf(this.list, namesOf);
    return this.byName.get(name) ?? NONE;
  }

  /** Puts a resource in the place of another one. */
  replace(old: Resource, next: Resource): void {
    this.list[this.list.indexOf(old)] = next;
    this.byName = undefined;
    const keys = anyKeysOf(old);
    const isSameToIndex = old.key === next.key && sameTexts(keys, anyKeysOf(next));
    if (!isSameToIndex) {
      this.idsChanged();
      return;
    }
    if (this.byId !== undefined) replaceInIndex(this.byId, old, next, [old.key]);
    if (this.byAnyId !== undefined) replaceInIndex(this.byAnyId, old, next, keys);
  }

  /** Keeps what the test is true of. */
  filter(keep: (resource: Resource) => boolean): void {
    const kept = this.list.filter(keep);
    if (kept.length === this.list.length) return;
    this.list = kept;
    this.idsChanged();
  }

  /** Puts the resources in an order; they must be the same ones. */
  reorder(resources: readonly Resource[]): void {
    this.list = [...resources];
    this.byName = undefined;
  }

  /** A set that can change without this one; the documents are shared. */
  copy(): ResourceSet {
    const copy = new ResourceSet();
    copy.list = this.list.map((resource) => resource.copy());
    return copy;
  }

  private index(): Index {
    return (this.byId ??= indexOf(this.list, keysOf));
  }

  private anyIndex(): Index {
    return (this.byAnyId ??= indexOf(this.list, anyKeysOf));
  }
}

/** Throws if two of the resources have the same present id, which changes without a check may come to. */
export function requireDistinctIds(resources: readonly Resource[]): void {
  const seen = new Map<string, Resource>();
  for (const resource of resources) {
    const other = seen.get(resource.key);
    if (other !== undefined) throw duplicateId(resource, other);
    seen.set(resource.key, resource);
  }
}

function keysOf(resource: Resource): readonly string[] {
  return [resource.key];
}

/** The keys of all ids a resource has and had; a deleted one cannot be found any more. */
function anyKeysOf(resource: Resource): readonly string[] {
  if (resource.isDeleted) return [];
  const { key, previousIds } = resource;
  return previousIds.length === 0 ? [key] : [...previousIds.map(previousIdKey), key];
}

function namesOf({ name, originalId }: Resource): readonly string[] {
  return name === originalId.name ? [name] : [originalId.name, name];
}

function indexOf(resources: readonly Resource[], keys: (resource: Resource) => readonly string[]): Index {
  const index: Index = new Map();
  for (const resource of resources) addToIndex(index, resource, keys(resource));
  return index;
}

function addToIndex(index: Index, resource: Resource, keys: readonly string[]): void {
  for (const key of keys) {
    const found = index.get(key) as Resource[] | undefined;
    if (found === undefined) index.set(key, [resource]);
    else if (found.at(-1) !== resource) found.push(resource);
  }
}

function replaceInIndex(index: Index, old: Resource, next: Resource, keys: readonly string[]): void {
  for (const key of keys) {
    const found = index.get(key);
    if (found !== undefined)
      index.set(
        key,
        found.map((resource) => (resource === old ? next : resource)),
      );
  }
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

function duplicateId(resource: Resource, other: Resource): InfraError {
  return new InfraError('DUPLICATE_ID', `two resources have the id ${printId(resource.id)}`, {
    location: placeLocation(resource.place),
    hint: `the other one is at ${printPlace(other.place)}; rename one, or list the file once`,
  });
}
