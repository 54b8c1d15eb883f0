import { decodeJson } from '../k8s/json.ts';
import { nodeOf, plainOf, UnprintableNode } from '../k8s/node-to-plain.ts';
import type { Mapping } from '../k8s/node.ts';
import type { Plain } from '../k8s/plain.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import { InfraError } from '../lib/error.ts';
import {
  findPlace,
  indexIn,
  insertionIndexIn,
  isContainer,
  valueAt,
  type Container,
  type PointedPlace,
} from './json-pointer.ts';
import { PatchFailure } from './patch-failure.ts';
import { readRawJson, type RawJson } from './raw-json.ts';
import { isNullJson, isSameJson } from './same-json.ts';

/** One operation of a JSON patch, as written; what it lacks, or has of another type, shows when it is applied. */
export interface Operation {
  readonly fields: ReadonlyMap<string, Plain>;
  /** What a `test` expects, as it is written in JSON. */
  readonly expected?: RawJson;
}

/** How deep values may nest, and how many parts pointers may have. */
const MAX_DEPTH = 1000;
/** How many values the operations of one patch may copy. */
const MAX_COPIED = 2_000_000;
const NO_FIELDS: ReadonlyMap<string, Plain> = new Map();

/**
 * Reads a JSON 6902 patch: JSON if it begins with a bracket, else the first document of a YAML text. Throws InfraError where
 * it is no list of operations.
 */
export function parseJson6902(text: string): Operation[] {
  const plain = parseText(text);
  if (isDeeperThan(plain, MAX_DEPTH))
    throw new PatchFailure(`the patch is deeper than ${MAX_DEPTH} levels`, []);
  if (plain === null) return [];
  if (!Array.isArray(plain)) throw new PatchFailure('a JSON patch is a list of operations', []);
  const operations = plain.map((entry, index): Operation => {
    if (entry === null || entry instanceof Map) return { fields: entry ?? NO_FIELDS };
    throw new PatchFailure('each operation of a JSON patch is a mapping with op and path', [index]);
  });
  return text.startsWith('[') ? withExpectedAsWritten(operations, text) : operations;
}

function withExpectedAsWritten(operations: Operation[], text: string): Operation[] {
  if (!operations.some(isTest)) return operations;
  const raw = readRawJson(text);
  return operations.map((operation, index) => {
    const entry = Array.isArray(raw) ? raw[index] : undefined;
    const expected = isTest(operation) && entry instanceof Map ? entry.get('value') : undefined;
    return expected === undefined ? operation : { ...operation, expected };
  });
}

function isTest({ fields }: Operation): boolean {
  return fields.get('op') === 'test';
}

function isDeeperThan(value: Plain, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const items = Array.isArray(value) ? value : value.values();
  for (const item of items) if (isDeeperThan(item, levels - 1)) return true;
  return false;
}

function parseText(text: string): Plain {
  if (text === '') throw new PatchFailure('the JSON patch is empty', []);
  try {
    return text.startsWith('[') ? decodeJson(text) : readYaml(text);
  } catch (error) {
    const language = text.startsWith('[') ? 'JSON' : 'YAML';
    throw new PatchFailure(`the patch is no ${language}: ${(error as Error).message}`, [], { cause: error });
  }
}

/**
 * Applies a JSON patch to a document, as evanphx/json-patch does for Kustomize: the document passes through JSON, so every
 * number comes back as a float64; replacing a key that is not there sets it; copying one gives null. Throws InfraError for the
 * first operation that does not apply.
 */
export function applyJson6902(root: Mapping, operations: readonly Operation[]): Mapping {
  let document = dataOf(root);
  const copier = new Copier();
  for (const [index, operation] of operations.entries()) {
    document = applyOperation(document, operation, { index, operation, copier });
  }
  if (document instanceof Map) return nodeOf(withFloats(document)) as Mapping;
  throw new PatchFailure('the JSON patch makes a list of the resource', []);
}

interface Step {
  readonly index: number;
  readonly operation: Operation;
  readonly copier: Copier;
}

function dataOf(root: Mapping): Container {
  try {
    return plainOf(root) as Container;
  } catch (error) {
    if (!(error instanceof UnprintableNode)) throw error;
    const place = error.path.length === 0 ? 'at its top' : `at ${error.path.join('.')}`;
    throw new InfraError('MANIFEST', `the resource cannot be written as JSON, ${place}: ${error.message}`);
  }
}

function applyOperation(document: Container, operation: Operation, step: Step): Container {
  const value = operation.fields.get('value') ?? null;
  switch (operation.fields.get('op')) {
    case 'add':
      add(placeOf(document, 'path', step), step.copier.copy(value), step);
      return document;
    case 'remove':
      remove(placeOf(document, 'path', step), step);
      return document;
    case 'replace':
      return replace(document, step.copier.copy(value), step);
    case 'move': {
      const from = placeOf(document, 'from', step);
      const moved = existing(from, step);
      remove(from, step);
      add(placeOf(document, 'path', step), moved, step);
      return document;
    }
    case 'copy': {
      const copied = step.copier.copy(existing(placeOf(document, 'from', step), step));
      add(placeOf(document, 'path', step), copied, step);
      return document;
    }
    case 'test':
      test(document, step);
      return document;
    default:
      throw failure(step, 'there is no such operation', 'use add, remove, replace, move, copy or test');
  }
}

function pointerOf(step: Step, field: 'path' | 'from'): string {
  const { operation } = step;
  const pointer = operation.fields.get(field);
  if (typeof pointer !== 'string') throw failure(step, `it needs ${field}, a JSON pointer`);
  if (pointer.length > MAX_DEPTH && pointer.split('/').length > MAX_DEPTH) {
    throw failure(step, `${field} has more than ${MAX_DEPTH} parts`);
  }
  return pointer;
}

function placeOf(document: Container, field: 'path' | 'from', step: Step): PointedPlace {
  const pointer = pointerOf(step, field);
  const place = findPlace(document, pointer);
  if (place !== undefined) return place;
  const hint = pointer.includes('/')
    ? 'what is above the last part of the pointer has to be there'
    : 'a pointer begins with a slash';
  throw failure(step, `there is no ${pointer === '' ? 'such place' : pointer}`, hint);
}

/** The value at a place; null for a key that is not there. */
function existing({ container, key }: PointedPlace, step: Step): Plain {
  const value = valueAt(container, key);
  if (value === undefined && Array.isArray(container)) throw noElement(container, key, step);
  return value ?? null;
}

function add({ container, key }: PointedPlace, value: Plain, step: Step): void {
  if (container instanceof Map) {
    container.set(key, value);
    return;
  }
  const index = insertionIndexIn(container, key);
  if (index === undefined) throw noElement(container, key, step);
  container.splice(index, 0, value);
}

function remove({ container, key }: PointedPlace, step: Step): void {
  if (container instanceof Map) {
    if (!container.delete(key)) throw failure(step, `there is no key ${JSON.stringify(key)} to take away`);
    return;
  }
  const index = indexIn(container, key);
  if (index === undefined) throw noElement(container, key, step);
  container.splice(index, 1);
}

function replace(document: Container, value: Plain, step: Step): Container {
  if (pointerOf(step, 'path') === '') {
    if (isContainer(value)) return value;
    throw failure(step, 'the whole resource can be replaced by a mapping only');
  }
  const { container, key } = placeOf(document, 'path', step);
  if (container instanceof Map) container.set(key, value);
  else {
    const index = indexIn(container, key);
    if (index === undefined) throw noElement(container, key, step);
    container[index] = value;
  }
  return document;
}

function test(document: Container, step: Step): void {
  const { fields, expected = fields.get('value') } = step.operation;
  const isWhole = pointerOf(step, 'path') === '';
  const actual = isWhole ? document : existing(placeOf(document, 'path', step), step);
  const isEqual =
    actual === null || isNullJson(expected)
      ? actual === null && isNullJson(expected)
      : isSameJson(actual, expected!);
  if (!isEqual) throw failure(step, `the test fails, there is ${describe(actual)}`);
}

function describe(value: Plain): string {
  if (value === null) return 'nothing';
  if (value instanceof Map) return 'a mapping';
  return Array.isArray(value) ? 'a list' : typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function noElement(list: readonly Plain[], key: string, step: Step): PatchFailure {
  return failure(step, `a list of ${list.length} has no element ${JSON.stringify(key)}`);
}

function failure({ index, operation }: Step, reason: string, hint?: string): PatchFailure {
  const [op, path] = ['op', 'path'].map((field) => {
    const value = operation.fields.get(field);
    return typeof value === 'string' && value !== '' ? value : JSON.stringify(value ?? null);
  });
  const message = `operation ${index + 1}, ${op!} ${path!}: ${reason}`;
  return new PatchFailure(message, [index], hint === undefined ? {} : { hint });
}

/** Copies the values of operations: operations after them change what they find. A few lines can copy without end, or nearly. */
class Copier {
  private copied = 0;

  copy(value: Plain, depth = 0): Plain {
    if (depth > MAX_DEPTH || ++this.copied > MAX_COPIED) {
      throw new InfraError('LIMIT', 'the JSON patch makes the resource too large, or nests it too deeply');
    }
    if (Array.isArray(value)) return value.map((item) => this.copy(item, depth + 1));
    if (!(value instanceof Map)) return value;
    const copy = new Map<string, Plain>();
    for (const [key, item] of value) copy.set(key, this.copy(item, depth + 1));
    return copy;
  }
}

/** The value with every integer as the float64 that it becomes on the way back from JSON. */
function withFloats(value: Plain): Plain {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withFloats);
  if (value instanceof Map) {
    for (const [key, item] of value)
      if (typeof item === 'object' || typeof item === 'bigint') value.set(key, withFloats(item));
  }
  return value;
}
