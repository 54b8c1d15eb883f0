import { quote } from '../../gotemplate/quote.ts';
import { locationOf } from './document.ts';
import { referenceFailure } from './failure.ts';
import type { Failure } from './failure.ts';
import type { Keywords } from './keywords.ts';
import type { SchemaNode } from './node.ts';
import { pointerOf } from './reference.ts';
import type { Visit } from './validate.ts';

/** Has the schema that a reference leads to visit the value. */
export function follow(visit: Visit, node: SchemaNode, keyword: string): Failure | undefined {
  const failure = visit.self(node, keyword);
  return failure === undefined || visit.quiet ? failure : referenceFailure(visit.path, failure);
}

/** `$recursiveRef` and `$dynamicRef`: the outermost schema of the scope that offers itself is meant. */
export function followDynamic(visit: Visit, keywords: Keywords): void {
  const recursive = keywords.recursiveReference;
  if (recursive !== undefined) {
    const target = isRecursive(recursive)
      ? (outermost(visit, (node) => (isRecursive(node.resourceNode) ? node : undefined)) ?? recursive)
      : recursive;
    visit.add(follow(visit, target, '$recursiveRef'));
  }
  const dynamic = keywords.dynamicReference;
  if (dynamic !== undefined) {
    const { node, anchor } = dynamic;
    const isDynamic = anchor !== '' && node.text('$dynamicAnchor') === anchor;
    const target = isDynamic
      ? (outermost(visit, (scope) => scope.resourceNode.dynamicAnchor(anchor)) ?? node)
      : node;
    visit.add(follow(visit, target, '$dynamicRef'));
  }
}

function isRecursive(node: SchemaNode): boolean {
  return (
    node.draft >= 2019 &&
    typeof node.part === 'object' &&
    (node.part as { $recursiveAnchor?: unknown }).$recursiveAnchor === true
  );
}

function outermost(
  visit: Visit,
  offer: (node: SchemaNode) => SchemaNode | undefined,
): SchemaNode | undefined {
  let found: SchemaNode | undefined;
  for (let scope: Visit | undefined = visit; scope !== undefined; scope = scope.parent)
    found = offer(scope.node) ?? found;
  return found;
}

/** The visit of the same value by the same schema that this one comes from, if references go round in a circle. */
export function findCycle(visit: Visit): Visit | undefined {
  for (let scope = visit.parent; scope !== undefined && scope.level === visit.level; scope = scope.parent) {
    if (scope.node === visit.node) return scope;
  }
  return undefined;
}

/** The message about a cycle. */
export function describeCycle(visit: Visit, earlier: Visit): string {
  return `both ${describeWay(visit)} and ${describeWay(earlier)} resolve to ${quote(placeOf(visit.node))} causing reference cycle`;
}

/** The keywords that led to a visit. */
function describeWay(visit: Visit): string {
  let way = '';
  for (let scope = visit; scope.parent !== undefined; scope = scope.parent) {
    if (scope.keyword !== '') way = pointerOf([scope.keyword]) + way;
    else way = placeOf(scope.node).slice(placeOf(scope.parent.node).length) + way;
  }
  return way;
}

function placeOf(node: SchemaNode): string {
  return locationOf(node.document, node.part);
}
