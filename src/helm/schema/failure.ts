import { quote } from '../../gotemplate/quote.ts';
import type { Json } from './json.ts';
import { isJsonObject } from './json.ts';
import { isNumeric, writtenNumber } from './number.ts';
import { pointerOf } from './reference.ts';

/** Where in the values something is, from there to the root. */
export interface Path {
  readonly token: string;
  readonly parent: Path | undefined;
}

/** That a value does not meet a schema, and why. */
export interface Failure {
  readonly path: Path | undefined;
  /** made when it is needed: most failures are of alternatives that do not matter in the end */
  readonly message: () => string;
  /** groups only hold their causes together, references are not worth a line for one cause */
  readonly kind: 'plain' | 'group' | 'reference';
  readonly causes: readonly Failure[];
}

const FAILED = (): string => 'validation failed';

/** What stands for a failure where only the fact matters. */
export const SILENT: Failure = { path: undefined, message: FAILED, kind: 'plain', causes: [] };

/** A failure of what a keyword demands. */
export function plainFailure(
  path: Path | undefined,
  message: () => string,
  causes: readonly Failure[] = [],
): Failure {
  return { path, message, kind: 'plain', causes };
}

/** Several failures of one schema. */
export function groupFailure(path: Path | undefined, causes: readonly Failure[]): Failure {
  return { path, message: FAILED, kind: 'group', causes };
}

/** A failure of what a reference leads to. */
export function referenceFailure(path: Path | undefined, cause: Failure): Failure {
  return {
    path,
    message: FAILED,
    kind: 'reference',
    causes: cause.kind === 'group' ? cause.causes : [cause],
  };
}

/** The lines that say what failed, each after a line end: causes stand two spaces deeper. */
export function formatFailure(failure: Failure): string {
  const lines: string[] = [];
  const top = failure.kind === 'group' ? failure.causes : [failure];
  const stack = top.map((cause) => ({ failure: cause, depth: 0 })).reverse();
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { path, message, kind, causes } = entry.failure;
    const isShown = kind !== 'reference' || causes.length !== 1;
    if (isShown) lines.push(`\n${'  '.repeat(entry.depth)}- at ${quoteText(formatPath(path))}: ${message()}`);
    for (let index = causes.length - 1; index >= 0; index--)
      stack.push({ failure: causes[index]!, depth: entry.depth + (isShown ? 1 : 0) });
  }
  return lines.join('');
}

function formatPath(path: Path | undefined): string {
  const tokens: string[] = [];
  for (let step = path; step !== undefined; step = step.parent) tokens.push(step.token);
  return pointerOf(tokens.reverse());
}

/** A text in single quotes, escaped as messages about schemas do: a backslash before the closing quote is taken for its own. */
export function quoteText(text: string): string {
  return `'${quote(text).replaceAll('\\"', '"').replaceAll("'", "\\'").slice(1, -1)}'`;
}

/** Several texts in single quotes. */
export function quoteAll(texts: readonly string[]): string {
  return texts.map(quoteText).join(', ');
}

/** Whether a value of a schema is no list and no object. */
export function isPrimitive(value: Json): boolean {
  return !Array.isArray(value) && !isJsonObject(value);
}

/** A primitive value of a schema in a message. */
export function displayPrimitive(value: Json): string {
  if (typeof value === 'string') return quoteText(value);
  if (value === null) return '<nil>';
  if (isNumeric(value)) return writtenNumber(value);
  return value === true ? 'true' : 'false';
}
