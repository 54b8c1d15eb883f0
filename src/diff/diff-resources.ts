import type { Mapping } from '../k8s/node.ts';
import { sameValue } from '../k8s/same-value.ts';
import { builtInSchema } from '../k8s/schema.ts';
import { compareNodes } from './compare-nodes.ts';
import { matchResources, type MatchedResource } from './match-resources.ts';
import type { DifferentResource, Meaning } from './meaning.ts';
import { MEANING_RULES } from './meanings.ts';
import { nameOf, type ResourceName } from './resource-name.ts';
import { withoutSecrets } from './secret-digest.ts';

/** A resource that differs, and what that means. */
export interface ResourceChange extends DifferentResource {
  readonly meanings: readonly Meaning[];
}

/** In what two sets of resources differ, in the order of the resources. Nothing in it is secret. */
export interface ResourcesDiff {
  readonly changes: readonly ResourceChange[];
}

export interface DiffOptions {
  /** A resource may be in another namespace on each side, as two targets have it; else it counts as another one. */
  readonly acrossNamespaces?: boolean;
}

/** Compares two builds: which resources came, went and changed, field by field, and what each change means. */
export function diffResources(
  before: readonly Mapping[],
  after: readonly Mapping[],
  { acrossNamespaces = false }: DiffOptions = {},
): ResourcesDiff {
  const matched = matchResources(before, after, acrossNamespaces);
  const different = matched.filter((each) => !sameValue(each.before, each.after));
  return { changes: different.map(changeOf) };
}

function changeOf(matched: MatchedResource): ResourceChange {
  const before = matched.before && withoutSecrets(matched.before);
  const after = matched.after && withoutSecrets(matched.after);
  const name = nameOf((after ?? before)!);
  const isBoth = before !== undefined && after !== undefined;
  const schema = builtInSchema();
  const different: DifferentResource = {
    change: isBoth ? 'changed' : after === undefined ? 'removed' : 'added',
    name,
    formerName: isBoth ? otherName(nameOf(before), name) : undefined,
    before,
    after,
    fields: isBoth ? compareNodes(before, after, schema.ofResource(apiVersionOf(name), name.kind)) : [],
  };
  return { ...different, meanings: MEANING_RULES.flatMap((rule) => rule(different)) };
}

function apiVersionOf({ group, version }: ResourceName): string {
  return group === '' ? version : `${group}/${version}`;
}

function otherName(former: ResourceName, name: ResourceName): ResourceName | undefined {
  return former.name === name.name && former.namespace === name.namespace ? undefined : former;
}
