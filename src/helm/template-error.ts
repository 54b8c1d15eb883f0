import { LimitError } from '../gotemplate/budget.ts';
import {
  ExecutionError,
  TemplateParseError,
  UnknownTemplateError,
  type SourcePosition,
} from '../gotemplate/errors.ts';
import { quote } from '../gotemplate/quote.ts';
import { InfraError, type Location } from '../lib/error.ts';
import { ChartFailure } from './funcs/chart-failure.ts';
import type { Profile } from './profile.ts';

/** A template that does not parse, in Helm's words; any other error unchanged. */
export function parseFailure(error: unknown): unknown {
  if (!(error instanceof TemplateParseError)) return error;
  const { position, reason } = error;
  const message = `parse error at (${position.file}:${position.line}): ${reason.slice(reason.lastIndexOf(': ') + 1).trimStart()}`;
  return new InfraError('TEMPLATE_PARSE', message, { location: locationOf(position, false), cause: error });
}

/** A template that failed while it ran, in Helm's words, with the innermost place; any other error unchanged. */
export function executionFailure(error: unknown, profile: Profile): unknown {
  if (error instanceof UnknownTemplateError)
    return new InfraError('TEMPLATE_EXECUTION', error.message, { cause: error });
  if (!(error instanceof ExecutionError)) return error;
  const chain = causes(error);
  const last = chain.at(-1)!;
  const innermost = chain.findLast((cause) => cause instanceof ExecutionError)!;
  const location = locationOf(innermost.position, true);
  if (last instanceof LimitError) return limitFailure(error, innermost, last, location);
  if (last instanceof ChartFailure) {
    const message = `execution error at (${error.location}): ${last.message}`;
    return new InfraError('TEMPLATE_EXECUTION', message, {
      location,
      cause: error,
      hint: includeHint(chain),
    });
  }
  const message = profile.major === 3 ? error.message : multiLine(error, chain);
  return new InfraError('TEMPLATE_EXECUTION', message, { location, cause: error, hint: includeHint(chain) });
}

function limitFailure(
  error: ExecutionError,
  innermost: ExecutionError,
  limit: LimitError,
  location: Location,
): InfraError {
  const message = `execution error at (${innermost.location}): ${limit.message}`;
  const hint = 'a template that calls itself or loops without end, or data far larger than charts have';
  return new InfraError('LIMIT', message, { location, hint, cause: limit.cause ?? error });
}

/** The error and what caused it, outermost first. */
function causes(error: Error): Error[] {
  const chain: Error[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    chain.push(cause);
    if (cause instanceof LimitError) break;
  }
  return chain;
}

function locationOf({ file, line, column, text }: SourcePosition, hasColumn: boolean): Location {
  return { file, line, ...(hasColumn ? { column: column + 1 } : {}), source: text };
}

/** The places through which the failing template was called, the first and the last few. */
function includeHint(chain: readonly Error[]): string {
  const places = chain
    .flatMap((cause) => (cause instanceof ExecutionError ? [cause.location] : []))
    .slice(0, -1);
  if (places.length === 0) return 'see the template at this place';
  const shown =
    places.length <= 6
      ? places
      : [...places.slice(0, 3), `… ${places.length - 6} more …`, ...places.slice(-3)];
  return `called through ${shown.join(' → ')}`;
}

/**
 * Helm 4 prints each execution of the chain on lines of its own: place, template and expression, message. It does so only
 * when every error of the chain has that form; an error of a function at its end leaves Go's single line.
 */
function multiLine(error: ExecutionError, chain: readonly Error[]): string {
  const lines: string[] = [];
  for (const cause of chain) {
    if (cause instanceof UnknownTemplateError) lines.push(`${cause.message}\n`);
    else if (cause instanceof ExecutionError) lines.push(frameText(cause));
    else return error.message;
  }
  return lines
    .filter((line, index) => line !== lines[index - 1])
    .join('')
    .trim();
}

function frameText({ location, templateName, nodeText, reason, cause }: ExecutionError): string {
  const whole = cause === undefined ? reason : reason + cause.message;
  const nested = whole.indexOf(' template:');
  const own = nested < 0 ? whole : whole.slice(0, nested);
  return `${location}\n  executing ${quote(templateName)} at <${nodeText}>:\n    ${own}\n`;
}
