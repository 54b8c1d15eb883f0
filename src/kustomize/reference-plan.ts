import { parsePath, type PathPart } from './field-path.ts';
import type { NameReference } from './field-spec.ts';
import { isSelected, type Gvk } from './gvk.ts';

/** What a field refers to. */
export interface ReferenceRule {
  readonly target: Gvk;
  /** The field is the name in a `roleRef`, which says more of its target. */
  readonly isRole: boolean;
}

/** A place in documents of a kind: what it refers to, and the fields below it. */
export interface ReferencePlace {
  readonly rules: ReferenceRule[];
  readonly fields: ReferenceField[];
}

export interface ReferenceField {
  readonly part: PathPart;
  readonly place: ReferencePlace;
}

/** The trees of references to follow in documents of a kind, one walk each. */
export type ReferencePlan = readonly ReferencePlace[];

interface Reference {
  readonly rule: ReferenceRule;
  readonly parts: readonly PathPart[];
}

const plansOfLists = new WeakMap<readonly NameReference[], Map<string, ReferencePlan>>();

/**
 * How to find all references in resources that were read with a kind: one tree, whose places have their rules in the order of the
 * list. Where one reference may change what another one sees, each is a tree of its own.
 */
export function referencePlan(references: readonly NameReference[], gvk: Gvk): ReferencePlan {
  let plans = plansOfLists.get(references);
  if (plans === undefined) plansOfLists.set(references, (plans = new Map<string, ReferencePlan>()));
  const key = `${gvk.group}\n${gvk.version}\n${gvk.kind}`;
  let plan = plans.get(key);
  if (plan === undefined) plans.set(key, (plan = makePlan(references, gvk)));
  return plan;
}

function makePlan(references: readonly NameReference[], gvk: Gvk): ReferencePlan {
  const found = [...referencesOf(references, gvk)];
  if (found.length === 0) return [];
  const tree = treeOf(found);
  const isApart = found.some(({ parts }) => changesId(parts)) || overlaps(tree);
  return isApart ? found.map((reference) => treeOf([reference])) : [tree];
}

function* referencesOf(references: readonly NameReference[], gvk: Gvk): Iterable<Reference> {
  for (const { group, version, kind, fieldSpecs } of references) {
    for (const fieldSpec of fieldSpecs) {
      if (!isSelected(gvk, fieldSpec)) continue;
      const rule = { target: { group, version, kind }, isRole: fieldSpec.path.endsWith('roleRef/name') };
      yield { rule, parts: parsePath(fieldSpec.path).filter(({ isBlank }) => !isBlank) };
    }
  }
}

function treeOf(references: readonly Reference[]): ReferencePlace {
  const root: ReferencePlace = { rules: [], fields: [] };
  for (const { rule, parts } of references) {
    let place = root;
    for (const part of parts) place = placeBelow(place, part);
    place.rules.push(rule);
  }
  return root;
}

function placeBelow({ fields }: ReferencePlace, part: PathPart): ReferencePlace {
  const known = fields.find(
    ({ part: { name, isSequence } }) => name === part.name && isSequence === part.isSequence,
  );
  if (known !== undefined) return known.place;
  const place: ReferencePlace = { rules: [], fields: [] };
  fields.push({ part, place });
  return place;
}

/** Whether the field says what the referring resource is, or which role it means. */
function changesId([first, second]: readonly PathPart[]): boolean {
  switch (first?.name) {
    case 'metadata':
      return second === undefined || second.name === 'name' || second.name === 'namespace';
    case 'roleRef':
      return second?.name !== 'name';
    case 'apiVersion':
    case 'kind':
    case undefined:
      return true;
    default:
      return false;
  }
}

/** Whether a place of the tree is, or lies in, another one that is changed as a whole. */
function overlaps({ rules, fields }: ReferencePlace): boolean {
  if (rules.length > 0 && fields.length > 0) return true;
  if (new Set(fields.map(({ part }) => part.name)).size < fields.length) return true;
  return fields.some(({ place }) => overlaps(place));
}
