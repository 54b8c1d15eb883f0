import type { Plain } from '../k8s/plain.ts';
import type { YamlError } from '../k8s/yaml/error.ts';
import { InfraError } from '../lib/error.ts';
import { lineLocation, locate } from './locate.ts';
import { nearNames } from '../lib/near-names.ts';
import type { DecodeProblem } from './strict-decoding.ts';

/** The longest part of a text that is quoted. */
const MAX_TEXT = 60;

/** What is said of a kustomization file, or another one that is called `name`, that is no YAML. */
export function yamlError(
  error: YamlError,
  text: string,
  file: string,
  name = 'kustomization file',
): InfraError {
  const known = error.place ?? error.line;
  const cause = CAUSES.find(({ sign, anywhere }) => sign.test(anywhere ? text : around(text, known)));
  const line = known ?? (cause && lineOf(text, text.search(cause.sign)));
  return new InfraError('KUSTOMIZATION', `the ${name} is no valid YAML: ${reasonOf(error.message)}`, {
    location: line === undefined ? { file } : lineLocation(text.toWellFormed(), file, line),
    ...(cause !== undefined && { hint: cause.hint }),
    cause: error,
  });
}

/** What in a text, near the line of the error or anywhere, is likely to be why it is no YAML. */
const CAUSES = [
  {
    sign: /^(?:<{7}|>{7})(?: |$)/m,
    anywhere: true,
    hint: 'the file holds a merge conflict; resolve it',
  },
  { sign: /^[ -]*\t/m, anywhere: false, hint: 'YAML is indented by blanks, not by tabs' },
  {
    sign: /\{\{/,
    anywhere: false,
    hint: 'the file is no template; put braces that are meant in quotes',
  },
];

/** The lines up to two before a line and itself; all where none is known. */
function around(text: string, line: number | undefined): string {
  if (line === undefined) return text;
  return text.split('\n', line).slice(-3).join('\n');
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function reasonOf(message: string): string {
  if (message.startsWith('unsupported map key')) return 'a key is null, or too large a number';
  if (message.startsWith('yaml: invalid map key')) return 'a key is a list or a mapping';
  if (message.startsWith('json: unsupported value')) return 'a number is infinite, or none';
  return message.replace(/^yaml: (line \d+: )?/, '');
}

/** What is said of a kustomization file, or another one that is called `name`, with an unknown field, or a value of a wrong type. */
export function decodingError(
  problem: DecodeProblem,
  text: string,
  file: string,
  name = 'kustomization file',
): InfraError {
  return typeof problem.wanted === 'string'
    ? typeError(problem, problem.wanted, { text, file, name })
    : unknownField(problem, problem.wanted, { text, file, name });
}

interface Source {
  readonly text: string;
  readonly file: string;
  /** What the file is. */
  readonly name: string;
}

function unknownField(
  { path }: DecodeProblem,
  known: readonly string[],
  { text, file, name: fileName }: Source,
): InfraError {
  const name = String(path.at(-1));
  const where = path.length === 1 ? `a ${fileName}` : printPath(path.slice(0, -1));
  return new InfraError('KUSTOMIZATION', `there is no field ${name} in ${where}`, {
    location: locate(text, file, { path, atKey: true }),
    hint: hintOfName(name, known),
  });
}

function hintOfName(name: string, known: readonly string[]): string {
  const near = nearNames(name, known);
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  return `the fields there are ${known.join(', ')}`;
}

function typeError(problem: DecodeProblem, wanted: string, { text, file, name }: Source): InfraError {
  const { path, found } = problem;
  const what = path.length === 0 ? `a ${name}` : printPath(path);
  const hint = hintOfType(problem, wanted);
  return new InfraError('KUSTOMIZATION', `${what} must be ${wanted}, but is ${printKind(found)}`, {
    location: path.length === 0 ? lineLocation(text, file, 1) : locate(text, file, { path }),
    ...(hint !== undefined && { hint }),
  });
}

function hintOfType({ path, found }: DecodeProblem, wanted: string): string | undefined {
  if (wanted === 'a text') {
    if (typeof found === 'number' || typeof found === 'bigint') return 'put the number in quotes';
    if (typeof found === 'boolean') {
      return 'put it in quotes: without, YAML 1.1 takes y, n, yes, no, on and off for true or false';
    }
    if (path.at(-1) === 'patch') return 'a patch is a text; begin it with |- and indent it';
  }
  if (wanted === 'a list') return 'begin each entry with a dash';
  if (typeof found !== 'string') return undefined;
  if (wanted === 'a mapping' && path[0] === 'patches' && path.length === 2) {
    return `the path of a file is given as path: ${printText(found)}`;
  }
  const isOtherType = wanted === 'true or false' ? /^(true|false)$/ : /^[-+]?\d+$/;
  return isOtherType.test(found) ? 'leave the quotes out' : undefined;
}

/** A place as people write it: `images[0].newTag`. */
function printPath(path: readonly (string | number)[]): string {
  let printed = '';
  for (const part of path) {
    if (typeof part === 'number') printed += `[${part}]`;
    else printed += printed === '' ? part : `.${part}`;
  }
  return printed;
}

function printKind(data: Plain): string {
  if (data === null) return 'null';
  if (typeof data === 'string') return `the text ${printText(data)}`;
  if (typeof data === 'object') return Array.isArray(data) ? 'a list' : 'a mapping';
  return typeof data === 'boolean' ? `the boolean ${data}` : `the number ${data}`;
}

function printText(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
