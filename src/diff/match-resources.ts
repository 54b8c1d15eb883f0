import type { Mapping } from '../k8s/node.ts';
import { nameOf, type ResourceName } from './resource-name.ts';

/** A resource on both sides, or on one. */
export interface MatchedResource {
  readonly before: Mapping | undefined;
  readonly after: Mapping | undefined;
}

interface Named {
  readonly resource: Mapping;
  readonly name: ResourceName;
}

/** What Kustomize puts behind the names of what it generates. */
const KUSTOMIZE_HASH = /-[2456789bcdfghkmt]{10}$/;
/** What others put behind names of configurations: it has a digit. */
const ANY_HASH = /-(?=[a-z]*[0-9])[a-z0-9]{6,10}$/;

/**
 * Finds which resource of one side is which of the other: by group, kind, namespace and name; those left over by a name that
 * differs in nothing but a hash at its end; and, where asked, by the name in another namespace. The order is that of `after`,
 * with what is only in `before` behind what it followed there.
 */
export function matchResources(
  before: readonly Mapping[],
  after: readonly Mapping[],
  acrossNamespaces: boolean,
): MatchedResource[] {
  const [olds, news] = [before.map(named), after.map(named)];
  const oldOf = new Map<Named, Named>();
  match(olds, news, oldOf, ({ name }) => keyOf(name, name.namespace, name.name));
  match(olds, news, oldOf, ({ name }) => {
    const stem = withoutHash(name);
    return stem === undefined ? undefined : keyOf(name, name.namespace, stem);
  });
  if (acrossNamespaces)
    match(olds, news, oldOf, ({ name }) => keyOf(name, '', withoutHash(name) ?? name.name));
  return inOrder(olds, news, oldOf);
}

function named(resource: Mapping): Named {
  return { resource, name: nameOf(resource) };
}

function keyOf({ group, kind }: ResourceName, namespace: string, name: string): string {
  return `${group}\n${kind}\n${namespace}\n${name}`;
}

function withoutHash({ kind, name }: ResourceName): string | undefined {
  const pattern = kind === 'ConfigMap' || kind === 'Secret' ? ANY_HASH : KUSTOMIZE_HASH;
  const at = name.search(pattern);
  return at <= 0 ? undefined : name.slice(0, at);
}

/** Matches what is not matched yet and alone on its side with its key. */
function match(
  olds: readonly Named[],
  news: readonly Named[],
  oldOf: Map<Named, Named>,
  key: (named: Named) => string | undefined,
): void {
  const taken = new Set(oldOf.values());
  const oldByKey = aloneByKey(
    olds.filter((old) => !taken.has(old)),
    key,
  );
  const newByKey = aloneByKey(
    news.filter((each) => !oldOf.has(each)),
    key,
  );
  for (const [text, each] of newByKey) {
    const old = oldByKey.get(text);
    if (old !== undefined && each !== undefined) oldOf.set(each, old);
  }
}

/** Each by its key; undefined under a key that several have. */
function aloneByKey(
  all: readonly Named[],
  key: (named: Named) => string | undefined,
): Map<string, Named | undefined> {
  const byKey = new Map<string, Named | undefined>();
  for (const each of all) {
    const text = key(each);
    if (text !== undefined) byKey.set(text, byKey.has(text) ? undefined : each);
  }
  return byKey;
}

function inOrder(
  olds: readonly Named[],
  news: readonly Named[],
  oldOf: ReadonlyMap<Named, Named>,
): MatchedResource[] {
  const newOf = new Map([...oldOf].map(([each, old]) => [old, each]));
  const following = new Map<Named | undefined, MatchedResource[]>();
  let last: Named | undefined;
  for (const old of olds) {
    const each = newOf.get(old);
    if (each !== undefined) last = each;
    else {
      const gone = { before: old.resource, after: undefined };
      const list = following.get(last);
      if (list === undefined) following.set(last, [gone]);
      else list.push(gone);
    }
  }
  const matched = [...(following.get(undefined) ?? [])];
  for (const each of news) {
    matched.push({ before: oldOf.get(each)?.resource, after: each.resource });
    matched.push(...(following.get(each) ?? []));
  }
  return matched;
}
