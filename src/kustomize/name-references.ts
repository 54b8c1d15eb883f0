import { copyMapping, isMapping, isNull, isSequence, textOf, withField } from '../k8s/node.ts';
import type { Mapping, Node, Sequence } from '../k8s/node.ts';
import { InfraError } from '../lib/error.ts';
import { accountNamespacesOf } from './account-namespaces.ts';
import { FieldProblem } from './field-problem.ts';
import type { NameReference } from './field-spec.ts';
import { apiVersionOf, isSelected } from './gvk.ts';
import { resourceLocation } from './location.ts';
import { printPlace } from './place.ts';
import { referencePlan } from './reference-plan.ts';
import type { ReferenceField, ReferencePlace, ReferenceRule } from './reference-plan.ts';
import { ReferralCandidates, type Candidate, type Referrer } from './referral-candidates.ts';
import { effectiveNamespace, NO_NAMESPACE, printId } from './resource-id.ts';
import type { ResourceSet } from './resource-set.ts';
import type { Resource } from './resource.ts';
import { roleOf } from './role-ref.ts';
import { sameAffixes } from './same-affixes.ts';
import { setScalar } from './set-scalar.ts';
import type { StepContext } from './transform.ts';

/** A walk through the document of one referrer. */
interface Walk {
  readonly candidates: ReferralCandidates;
  readonly context: StepContext;
  readonly referrer: Referrer;
  /** The keys and indexes from the root to where the walk is. */
  readonly path: (string | number)[];
}

/**
 * Makes what refers to a resource by a name it had say its present name; where a reference is a mapping, also its namespace. The
 * places of references come from the list, by the kind a referrer was read with. Throws InfraError where a reference may mean
 * several resources, or cannot be read.
 */
export function fixNameReferences(
  set: ResourceSet,
  references: readonly NameReference[],
  context: StepContext,
): void {
  const { resources } = set;
  const candidates = new ReferralCandidates(resources);
  for (const resource of resources) {
    const plan = referencePlan(references, resource.originalId);
    if (plan.length === 0) continue;
    requireUsualApiVersion(resource, context);
    const accountNamespaces = accountNamespacesOf(resource, context);
    for (const place of plan) {
      const referrer = referrerOf(resource, accountNamespaces);
      resource.root = follow(resource.root, place, { candidates, context, referrer, path: [] });
    }
  }
  set.idsChanged();
}

function referrerOf(resource: Resource, accountNamespaces: ReadonlySet<string>): Referrer {
  const namespace = effectiveNamespace(resource.id);
  return { resource, namespace, isClusterScoped: namespace === NO_NAMESPACE, accountNamespaces };
}

function follow(root: Mapping, place: ReferencePlace, walk: Walk): Mapping {
  try {
    const followed = visit(root, place, walk);
    if (!isMapping(followed)) throw new FieldProblem('the document itself is no reference');
    return followed;
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    const { resource } = walk.referrer;
    throw new InfraError(
      'REFERENCE',
      `a reference in ${printId(resource.id)} cannot be read: ${error.problem}`,
      {
        location: resourceLocation(walk.context, resource, walk.path),
      },
    );
  }
}

function visit(node: Node, { rules, fields }: ReferencePlace, walk: Walk): Node {
  let visited = node;
  for (const rule of rules) visited = resolve(visited, rule, walk);
  return fields.length === 0 ? visited : visitInside(visited, fields, walk);
}

function visitInside(node: Node, fields: readonly ReferenceField[], walk: Walk): Node {
  if (isMapping(node)) return visitFields(node, fields, walk);
  if (isSequence(node)) return visitElements(node, walk, (element) => visitInside(element, fields, walk));
  if (isNull(node)) return node;
  throw new FieldProblem('a mapping or a list is expected here');
}

function visitFields(mapping: Mapping, fields: readonly ReferenceField[], walk: Walk): Mapping {
  let copy: Map<string, Node> | undefined;
  for (const { part, place } of fields) {
    const { name, isSequence: expectsSequence, problem } = part;
    if (problem !== undefined) throw new FieldProblem(problem);
    const value = mapping.get(name);
    if (value === undefined) continue;
    walk.path.push(name);
    // A null that is said to be a list becomes an empty one.
    const next = visit(expectsSequence && isNull(value) ? [] : value, place, walk);
    walk.path.pop();
    if (next !== value) (copy ??= copyMapping(mapping)).set(name, next);
  }
  return copy ?? mapping;
}

function visitElements(sequence: Sequence, { path }: Walk, change: (element: Node) => Node): Sequence {
  let copy: Node[] | undefined;
  for (let index = 0; index < sequence.length; index++) {
    const element = sequence[index]!;
    path.push(index);
    const next = change(element);
    path.pop();
    if (next === element) continue;
    copy ??= [...sequence];
    copy[index] = next;
  }
  return copy ?? sequence;
}

/** The node of a reference, made to say the present name: a text, a mapping with a name, or a list of those. */
function resolve(node: Node, rule: ReferenceRule, walk: Walk): Node {
  return isSequence(node)
    ? visitElements(node, walk, (element) => resolveOne(element, rule, walk))
    : resolveOne(node, rule, walk);
}

function resolveOne(node: Node, rule: ReferenceRule, walk: Walk): Node {
  if (isNull(node)) return node;
  if (isMapping(node)) return resolveMapping(node, rule, walk);
  if (isSequence(node)) throw new FieldProblem('a text or a mapping is expected here, not a list');
  const referral = select(textOf(node)!, undefined, rule, walk);
  return referral === undefined || referral.name === textOf(node) ? node : setScalar(node, referral.name);
}

function resolveMapping(mapping: Mapping, rule: ReferenceRule, walk: Walk): Mapping {
  const nameNode = mapping.get('name');
  if (nameNode === undefined) throw new FieldProblem('a name is missing here');
  const namespaceNode = mapping.get('namespace');
  const oldName = textOf(nameNode) ?? '';
  const referral = select(
    oldName,
    namespaceNode === undefined ? null : (textOf(namespaceNode) ?? ''),
    rule,
    walk,
  );
  if (referral === undefined) return mapping;
  const { name, namespace } = referral;
  if (name === oldName && namespace === '') return mapping;
  const named = withField(mapping, 'name', setText(nameNode, name));
  return namespace === '' ? named : withField(named, 'namespace', setText(namespaceNode, namespace));
}

/** The text in the place of any node; one that is new is a string. */
function setText(old: Node | undefined, text: string): Node {
  return old === undefined ? text : setScalar(isMapping(old) || isSequence(old) ? text : old, text);
}

/**
 * The resource that a name means, if any: of those that had the name, had the kind that the rule says, and are in reach, the only
 * one, or the only one with the referrer's prefixes and suffixes (where one of the two has none, none count at first), or any if
 * all are called the same now.
 *
 * @param namespace beside the name in a mapping: its text, null if there is none; undefined where the reference is but a text
 */
function select(
  name: string,
  namespace: string | null | undefined,
  rule: ReferenceRule,
  walk: Walk,
): Resource | undefined {
  const { candidates, referrer } = walk;
  if (!candidates.has(name)) return undefined;
  let found = candidates.named(name, referrer).filter((candidate) => isTarget(candidate, rule, referrer));
  if (typeof namespace === 'string') found = found.filter(candidates.namespaceTest(namespace, referrer));
  if (found.length <= 1) return found[0]?.resource;
  found = found.filter(({ resource }) => sameAffixes(resource, referrer.resource, true));
  if (found.length > 1)
    found = found.filter(({ resource }) => sameAffixes(resource, referrer.resource, false));
  const [first, ...others] = found;
  if (first === undefined) return undefined;
  const isClear = others.every(({ resource }) =>
    isCalledAlike(resource, first.resource, namespace !== undefined),
  );
  if (!isClear) throw ambiguous(name, found, walk);
  return first.resource;
}

function isTarget(
  { previousIds }: Candidate,
  { target, isRole }: ReferenceRule,
  { resource }: Referrer,
): boolean {
  if (!previousIds.some((id) => isSelected(id, target))) return false;
  const role = isRole ? roleOf(resource.root) : undefined;
  return role === undefined || previousIds.some((id) => isSelected(id, role));
}

function isCalledAlike(a: Resource, b: Resource, withNamespace: boolean): boolean {
  return a.name === b.name && (!withNamespace || a.namespace === b.namespace);
}

/** Kustomize tells the apiVersion apart from what its parts make up, and refuses if they differ. */
function requireUsualApiVersion(resource: Resource, context: StepContext): void {
  const node = resource.root.get('apiVersion');
  const text = textOf(node) ?? '';
  if ((isNull(node) ? '' : text) === apiVersionOf(resource.id)) return;
  throw new InfraError('MANIFEST', `the apiVersion of ${printId(resource.id)} is ${text}, which is none`, {
    location: resourceLocation(context, resource, ['apiVersion']),
    hint: 'write group/version, or only the version for the core group',
  });
}

function ambiguous(name: string, found: readonly Candidate[], { referrer, context, path }: Walk): InfraError {
  const names = found.map(({ resource }) => printId(resource.id)).join(' or ');
  const places = found.map(({ resource }) => printPlace(resource.place)).join(' and ');
  const { resource } = referrer;
  return new InfraError('REFERENCE', `${name}, which ${printId(resource.id)} refers to, may be ${names}`, {
    location: resourceLocation(context, resource, path),
    hint: `those are from ${places}; give them different names to begin with, or put the reference into the layer of one`,
  });
}
