import type { Failure } from './failure.ts';
import type { Keywords } from './keywords.ts';
import type { SchemaNode } from './node.ts';
import type { Visit } from './validate.ts';

/** Checks the keywords that combine schemas: `not`, `allOf`, `anyOf`, `oneOf`, `if`. */
export function checkConditions(visit: Visit, { not, allOf, anyOf, oneOf, condition }: Keywords): void {
  if (not !== undefined && visit.self(not, '', true) === undefined) visit.fail(() => "'not' failed");
  if (allOf !== undefined) checkAllOf(visit, allOf);
  if (anyOf !== undefined && anyOf.length > 0) checkAnyOf(visit, anyOf);
  if (oneOf !== undefined && oneOf.length > 0) checkOneOf(visit, oneOf);
  if (condition === undefined) return;
  const branch = visit.self(condition.if, '', true) === undefined ? condition.then : condition.else;
  if (branch !== undefined) visit.add(visit.self(branch));
}

function checkAllOf(visit: Visit, nodes: readonly SchemaNode[]): void {
  const failures: Failure[] = [];
  for (const node of nodes) {
    const failure = visit.self(node);
    if (failure === undefined) continue;
    failures.push(failure);
    if (visit.quiet) break;
  }
  if (failures.length > 0) visit.fail(() => "'allOf' failed", failures);
}

/** One that fits is enough, unless somebody wants to know what all of them look at. */
function checkAnyOf(visit: Visit, nodes: readonly SchemaNode[]): void {
  const failures: Failure[] = [];
  let isMatched = false;
  for (const node of nodes) {
    const failure = visit.self(node);
    if (failure !== undefined) {
      failures.push(failure);
      continue;
    }
    isMatched = true;
    if (!visit.tracks()) break;
  }
  if (!isMatched) visit.fail(() => "'anyOf' failed", failures);
}

function checkOneOf(visit: Visit, nodes: readonly SchemaNode[]): void {
  const failures: Failure[] = [];
  let matched = -1;
  for (const [index, node] of nodes.entries()) {
    const failure = visit.self(node, '', matched >= 0);
    if (failure !== undefined) {
      failures.push(failure);
      continue;
    }
    if (matched >= 0) {
      const first = matched;
      visit.fail(() => `'oneOf' failed, subschemas ${first}, ${index} matched`);
      return;
    }
    matched = index;
  }
  if (matched < 0) visit.fail(() => "'oneOf' failed, none matched", failures);
}
