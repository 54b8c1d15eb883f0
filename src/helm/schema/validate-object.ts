import type { GoMap, Value } from '../../gotemplate/value.ts';
import { sortBytes } from '../../lib/utf8.ts';
import { plainFailure, quoteAll, quoteText } from './failure.ts';
import { displayCount } from './number.ts';
import type { ObjectKeywords } from './keywords.ts';
import type { SchemaNode } from './node.ts';
import type { Visit } from './validate.ts';

/** Checks an object's keywords. Members are visited in the order of their names. */
export function checkObject(visit: Visit, keywords: ObjectKeywords, members: GoMap): void {
  checkSize(visit, keywords, members);
  if (visit.quiet && visit.failures.length > 0) return;
  for (const { name, value } of keywords.dependencies) {
    if (!members.has(name)) continue;
    if (isTexts(value)) checkDependency(visit, name, value, members);
    else visit.add(visit.self(value));
  }
  if (!checkMembers(visit, keywords, members)) return;
  if (keywords.propertyNames !== undefined) checkNames(visit, keywords.propertyNames, members);
  for (const { name, value } of keywords.dependentSchemas)
    if (members.has(name)) visit.add(visit.self(value));
  for (const { name, value } of keywords.dependentRequired)
    if (members.has(name)) checkDependency(visit, name, value, members);
}

function isTexts(value: SchemaNode | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}

function checkSize(
  visit: Visit,
  { minProperties, maxProperties, required }: ObjectKeywords,
  members: GoMap,
): void {
  const count = members.size;
  if (minProperties !== undefined && count < minProperties) {
    visit.fail(() => `minProperties: got ${displayCount(count)}, want ${displayCount(minProperties)}`);
  }
  if (maxProperties !== undefined && count > maxProperties) {
    visit.fail(() => `maxProperties: got ${displayCount(count)}, want ${displayCount(maxProperties)}`);
  }
  const missing = required?.filter((name) => !members.has(name)) ?? [];
  if (missing.length > 0)
    visit.fail(() => `missing ${missing.length === 1 ? 'property' : 'properties'} ${quoteAll(missing)}`);
}

function checkDependency(visit: Visit, name: string, required: readonly string[], members: GoMap): void {
  const missing = required.filter((other) => !members.has(other));
  if (missing.length > 0)
    visit.fail(() => `properties ${quoteAll(missing)} required, if ${quoteText(name)} exists`);
}

/** Has each member visited by what its name asks for; false if a failure ends it. */
function checkMembers(visit: Visit, keywords: ObjectKeywords, members: GoMap): boolean {
  const { properties, patternProperties, additional } = keywords;
  if (properties === undefined && patternProperties.length === 0 && additional === undefined) return true;
  const surplus: string[] = [];
  for (const name of visit.quiet ? members.keys() : sortBytes([...members.keys()])) {
    if (visit.quiet && visit.failures.length > 0) return false;
    const value = members.get(name)!;
    let isEvaluated = checkNamed(visit, keywords, name, value);
    if (!isEvaluated && additional !== undefined) {
      isEvaluated = true;
      if (additional === false) surplus.push(name);
      else if (additional !== true) visit.add(visit.inner(additional, value, name));
    }
    if (isEvaluated) visit.properties?.delete(name);
  }
  if (surplus.length > 0) visit.fail(() => `additional properties ${quoteAll(surplus)} not allowed`);
  return true;
}

function checkNamed(
  visit: Visit,
  { properties, patternProperties }: ObjectKeywords,
  name: string,
  value: Value,
): boolean {
  let isEvaluated = false;
  const property = properties?.get(name);
  if (property !== undefined) {
    isEvaluated = true;
    visit.add(visit.inner(visit.node.child(property), value, name));
  }
  for (const { pattern, node } of patternProperties) {
    if (!pattern.matches(name)) continue;
    isEvaluated = true;
    visit.add(visit.inner(node, value, name));
  }
  return isEvaluated;
}

/** Names are validated on their own: what fails has no place in the values. */
function checkNames(visit: Visit, node: SchemaNode, members: GoMap): void {
  for (const name of sortBytes([...members.keys()])) {
    const failure = visit.apart(node, name);
    if (failure === undefined) continue;
    const causes = failure.kind === 'group' ? failure.causes : [failure];
    visit.add(plainFailure(undefined, () => `invalid propertyName ${quoteText(name)}`, causes));
  }
}
