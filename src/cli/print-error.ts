import pc from 'picocolors';
import type { InfraError, Location } from '../lib/error.ts';

/** Longest part of a source line that is shown. */
const WIDTH = 120;

type Paint = ReturnType<typeof pc.createColors>;

/**
 * An error as a person reads it: the sentence, the place with its source line and a caret, the way out.
 *
 * @example
 * Error: execution error at (web/templates/a.yaml:3:4): a name is required
 *
 *   web/templates/a.yaml:3:4
 *   3 | {{ fail "a name is required" }}
 *     |    ^
 *
 * Hint: …
 */
export function formatError(error: InfraError, colour: boolean): string {
  const paint = pc.createColors(colour);
  const parts = [`${paint.red(paint.bold('Error:'))} ${printable(error.message.trimEnd())}`];
  if (error.location !== undefined) parts.push(formatLocation(error.location, paint));
  if (error.hint !== undefined) parts.push(`${paint.cyan('Hint:')} ${printable(error.hint)}`);
  return `${parts.join('\n\n')}\n`;
}

/** An error for programs. */
export function errorAsJson(error: InfraError): object {
  const { code, message, location, hint } = error;
  return { error: { code, message, ...(location && { location }), ...(hint !== undefined && { hint }) } };
}

function formatLocation(location: Location, paint: Paint): string {
  const { file, line, column, source } = location;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const lines = [`  ${paint.bold(printable(place))}`];
  if (line !== undefined && source !== undefined) lines.push(...formatSource(line, column, source, paint));
  return lines.join('\n');
}

function formatSource(line: number, column: number | undefined, source: string, paint: Paint): string[] {
  const at = (column ?? 1) - 1;
  const start = at < WIDTH - 20 ? 0 : at - WIDTH / 2;
  const shown = printable(source.slice(start, start + WIDTH)).replaceAll('\t', ' ');
  const gutter = ' '.repeat(String(line).length);
  const lines = [`  ${paint.dim(`${line} |`)} ${shown}`];
  if (column !== undefined)
    lines.push(`  ${paint.dim(`${gutter} |`)} ${' '.repeat(at - start)}${paint.red('^')}`);
  return lines;
}

/** Without control characters, which a chart could use to play with the terminal, and stray bytes; line ends and tabs stay. */
function printable(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\udc80-\udcff](?<![\ud800-\udbff].)/g, (character) => {
    return `\\x${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`;
  });
}
