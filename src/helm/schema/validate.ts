import { LimitError } from '../../gotemplate/budget.ts';
import { typeOf } from '../../gotemplate/value.ts';
import type { Value } from '../../gotemplate/value.ts';
import type { Resource } from './document.ts';
import { sortBytes } from '../../lib/utf8.ts';
import { displayPrimitive, groupFailure, isPrimitive, plainFailure, quoteText, SILENT } from './failure.ts';
import type { Failure, Path } from './failure.ts';
import { equalsJson, itemsOf, membersOf, numberOf, typeOfValue } from './instance.ts';
import { isWhole } from './number.ts';
import type { Keywords } from './keywords.ts';
import type { SchemaNode } from './node.ts';
import { checkArray } from './validate-array.ts';
import { checkConditions } from './validate-conditions.ts';
import { checkNumber, checkString } from './validate-scalar.ts';
import { checkObject } from './validate-object.ts';
import { describeCycle, findCycle, follow, followDynamic } from './validate-references.ts';

/** Bounds that hold on any machine: visits of a value by a schema, and how deep they nest. */
const MAX_VISITS = 3_000_000;
const MAX_DEPTH = 1500;

/** What is the same for all visits of one validation. */
export interface Run {
  visits: number;
  /** whether only the fact of a failure matters, not which ones there are and in which order */
  readonly isQuiet?: boolean;
  /** when schemas are what is validated: which metaschema the part of a schema has to meet */
  readonly metaschemaFor?: (value: Value) => Resource | undefined;
}

/** A schema visiting a value. The chain of parents is the dynamic scope. */
export class Visit {
  readonly run: Run;
  readonly value: Value;
  readonly path: Path | undefined;
  readonly parent: Visit | undefined;
  /** the keyword of the reference that led here, empty for none */
  readonly keyword: string;
  /** visits of one and the same value have the same level */
  readonly level: number;
  readonly depth: number;
  /** whether only the fact of a failure matters */
  readonly quiet: boolean;
  readonly failures: Failure[] = [];
  node: SchemaNode;
  /** what no keyword has looked at yet, as far as somebody wants to know */
  properties: Set<string> | undefined;
  items: Set<number> | undefined;

  constructor(
    run: Run,
    node: SchemaNode,
    value: Value,
    parent?: Visit,
    at: { path?: Path | undefined; keyword?: string; level?: number; quiet?: boolean } = {},
  ) {
    this.run = run;
    this.node = node;
    this.value = value;
    this.parent = parent;
    this.path = at.path;
    this.keyword = at.keyword ?? '';
    this.level = at.level ?? 0;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.quiet = at.quiet ?? false;
  }

  /** Notes what a keyword demands and the value does not meet. */
  fail(message: () => string, causes: readonly Failure[] = []): void {
    this.failures.push(this.quiet ? SILENT : plainFailure(this.path, message, causes));
  }

  /** Notes a failure of another schema, if it is one. */
  add(failure: Failure | undefined): void {
    if (failure !== undefined) this.failures.push(failure);
  }

  /** Has another schema visit the same value. */
  self(node: SchemaNode, keyword = '', quiet = false): Failure | undefined {
    const visit = new Visit(this.run, node, this.value, this, {
      path: this.path,
      keyword,
      level: this.level,
      quiet: this.quiet || quiet,
    });
    startTracking(visit, this.tracks());
    const failure = validate(visit);
    if (failure === undefined) this.#merge(visit);
    return failure;
  }

  /** Has a schema visit a value inside of this one. */
  inner(node: SchemaNode, value: Value, token: string): Failure | undefined {
    if (node.verdict === true || (node.onlyType !== undefined && node.onlyType === typeOfValue(value)))
      return undefined;
    const path = { token, parent: this.path };
    const visit = new Visit(this.run, node, value, this, { path, level: this.level + 1, quiet: this.quiet });
    startTracking(visit, false);
    return validate(visit);
  }

  /** Has a schema visit something that is no part of this value. */
  apart(node: SchemaNode, value: Value): Failure | undefined {
    return validateValue(node, value, this.run);
  }

  /** Whether somebody still wants to know what was not looked at. */
  tracks(): boolean {
    return (this.properties?.size ?? 0) > 0 || (this.items?.size ?? 0) > 0;
  }

  #merge(other: Visit): void {
    if (this.properties !== undefined)
      for (const name of this.properties)
        if (other.properties?.has(name) !== true) this.properties.delete(name);
    if (this.items !== undefined)
      for (const index of this.items) if (other.items?.has(index) !== true) this.items.delete(index);
  }
}

/** Validates a value; undefined if it meets the schema. */
export function validateValue(node: SchemaNode, value: Value, run: Run): Failure | undefined {
  const visit = new Visit(run, node, value, undefined, { quiet: run.isQuiet === true });
  startTracking(visit, false);
  return validate(visit);
}

function startTracking(visit: Visit, isWanted: boolean): void {
  if (visit.node.verdict !== undefined) {
    if (isWanted) trackAll(visit, 0);
    return;
  }
  const { keywords } = visit.node;
  if (!isWanted && keywords.unevaluatedProperties === undefined && keywords.unevaluatedItems === undefined)
    return;
  const type = typeOfValue(visit.value);
  if (
    type === 'object' &&
    !keywords.evaluatesProperties &&
    (isWanted || keywords.unevaluatedProperties !== undefined)
  )
    trackAll(visit, 0);
  if (type === 'array' && !keywords.evaluatesItems && (isWanted || keywords.unevaluatedItems !== undefined))
    trackAll(visit, keywords.evaluatedItems);
}

function trackAll(visit: Visit, start: number): void {
  const type = typeOfValue(visit.value);
  if (type === 'object') visit.properties = new Set(membersOf(visit.value).keys());
  if (type !== 'array') return;
  visit.items = new Set();
  for (let index = start; index < itemsOf(visit.value).length; index++) visit.items.add(index);
}

function validate(visit: Visit): Failure | undefined {
  if (++visit.run.visits > MAX_VISITS)
    throw new LimitError(`the schema needs more than ${MAX_VISITS} checks`);
  if (visit.depth > MAX_DEPTH)
    throw new LimitError(`the schema needs checks nested deeper than ${MAX_DEPTH}`);
  useMetaschema(visit);
  const { node } = visit;
  const verdict = node.verdict;
  if (verdict !== undefined) return verdict ? undefined : one(visit, () => 'false schema');
  const cycle = findCycle(visit);
  if (cycle !== undefined) return one(visit, () => describeCycle(visit, cycle));
  const { keywords } = node;
  const first = checkWhole(visit, keywords);
  if (first !== undefined) return one(visit, first);
  if (keywords.reference !== undefined) {
    const failure = follow(visit, keywords.reference, '$ref');
    if (node.draft < 2019) return failure;
    visit.add(failure);
  }
  checkByType(visit, keywords);
  if (visit.failures.length === 0 || !visit.quiet) {
    if (node.draft >= 2019) followDynamic(visit, keywords);
    checkConditions(visit, keywords);
    if (node.draft >= 2019) checkUnevaluated(visit, keywords);
  }
  if (visit.failures.length < 2) return visit.failures[0];
  return visit.quiet ? SILENT : groupFailure(visit.path, visit.failures);
}

function one(visit: Visit, message: () => string): Failure {
  return visit.quiet ? SILENT : plainFailure(visit.path, message);
}

/** Where schemas are validated, a part with a `$schema` of its own meets the metaschema of that. */
function useMetaschema(visit: Visit): void {
  const { metaschemaFor } = visit.run;
  if (metaschemaFor === undefined || visit.parent === undefined) return;
  const { node } = visit;
  if (node !== node.set.metaschema(node.draft)) return;
  const resource = metaschemaFor(visit.value);
  if (resource !== undefined) visit.node = node.set.metaschema(resource.draft);
}

/** The keywords of which the first failure ends it; gives the message. */
function checkWhole(visit: Visit, keywords: Keywords): (() => string) | undefined {
  const { value } = visit;
  const type = typeOfValue(value);
  if (type === undefined) return () => `invalid jsonType ${typeOf(value)}`;
  const { types, constant, enumeration, format } = keywords;
  if (
    types !== undefined &&
    !types.includes(type) &&
    !(type === 'number' && types.includes('integer') && isWhole(numberOf(value)))
  ) {
    return () => `got ${type}, want ${types.join(' or ')}`;
  }
  if (constant !== undefined && !equalsJson(value, constant.value)) {
    return () =>
      isPrimitive(constant.value) ? `value must be ${displayPrimitive(constant.value)}` : "'const' failed";
  }
  if (enumeration !== undefined && !enumeration.some((item) => equalsJson(value, item))) {
    return () => {
      if (!enumeration.every(isPrimitive)) return "'enum' failed";
      return `value must be ${enumeration.length === 1 ? '' : 'one of '}${enumeration.map(displayPrimitive).join(', ')}`;
    };
  }
  const problem = format !== undefined && typeof value === 'string' ? format.check(value) : undefined;
  return problem === undefined
    ? undefined
    : () => `${quoteText(value as string)} is not valid ${format!.name}: ${problem}`;
}

function checkByType(visit: Visit, keywords: Keywords): void {
  const { value } = visit;
  switch (typeOfValue(value)) {
    case 'object':
      if (keywords.object !== undefined) checkObject(visit, keywords.object, membersOf(value));
      break;
    case 'array':
      if (keywords.array !== undefined) checkArray(visit, keywords.array, itemsOf(value));
      break;
    case 'string':
      if (keywords.string !== undefined) checkString(visit, keywords.string, value as string);
      break;
    case 'number':
      if (keywords.number !== undefined) checkNumber(visit, keywords.number, numberOf(value));
      break;
    default:
  }
}

function checkUnevaluated(visit: Visit, keywords: Keywords): void {
  const { unevaluatedProperties, unevaluatedItems } = keywords;
  const type = typeOfValue(visit.value);
  if (unevaluatedProperties !== undefined && type === 'object') {
    const members = membersOf(visit.value);
    for (const name of sortBytes([...(visit.properties ?? [])]))
      visit.add(visit.inner(unevaluatedProperties, members.get(name)!, name));
    visit.properties = undefined;
  }
  if (unevaluatedItems !== undefined && type === 'array') {
    const items = itemsOf(visit.value);
    for (const index of visit.items ?? [])
      visit.add(visit.inner(unevaluatedItems, items[index]!, String(index)));
    visit.items = undefined;
  }
}
