import { InfraError } from '../../lib/error.ts';
import { byteLength } from '../../lib/utf8.ts';
import type { GeneratorEntry } from '../kustomization.ts';
import { loadText, resolveFile, type Loader } from '../loader.ts';
import { EntryProblem } from './entry-problem.ts';

/** Kustomize stops reading an env file, silently, at a line of this many bytes. */
const ENV_LINE_LIMIT = 65_536;
const BYTE_ORDER_MARK = '\ufeff';
const LEADING_SPACE = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

type Pair = readonly [key: string, value: string];

/**
 * The keys and values of a ConfigMap or Secret from the sources of its entry: `envs`, `literals`, `files`. Values are Go
 * strings (bytes that are no UTF-8 are lone surrogates). Throws for sources that cannot be read, and for a key that comes twice.
 */
export function readSources(entry: GeneratorEntry, loader: Loader): Map<string, string> {
  const data = new Map<string, string>();
  const add = ([key, value]: Pair): void => {
    if (data.has(key)) throw repeatedKey(key, entry);
    data.set(key, value);
  };
  for (const path of entry.envs) parseEnvFile(loadText(loader, path), path, loader).forEach(add);
  for (const [index, literal] of entry.literals.entries()) add(parseLiteral(literal, index));
  for (const [index, source] of entry.files.entries()) {
    const [key, path] = parseFileSource(source, index);
    add([key, loadText(loader, path)]);
  }
  return data;
}

/** `key=value`; one pair of equal quotes around the value is dropped. */
function parseLiteral(literal: string, index: number): Pair {
  const equals = literal.indexOf('=');
  if (equals > 0) return [literal.slice(0, equals), withoutQuotes(literal.slice(equals + 1))];
  throw new EntryProblem(`the literal ${quote(literal)} is not of the form key=value`, ['literals', index]);
}

function withoutQuotes(text: string): string {
  const first = text.charAt(0);
  const isQuoted = text.length >= 2 && (first === '"' || first === "'") && text.endsWith(first);
  return isQuoted ? text.slice(1, -1) : text;
}

/** `path`, whose last part is the key, or `key=path`. */
function parseFileSource(source: string, index: number): Pair {
  const [key = '', path, ...more] = source.split('=');
  if (path === undefined) return [baseName(source), source];
  if (more.length > 0) throw badFileSource(source, index, 'has more than one equals sign');
  if (key === '') throw badFileSource(source, index, 'has no key before its equals sign');
  if (path === '') throw badFileSource(source, index, 'has no path behind its equals sign');
  return [key, path];
}

function badFileSource(source: string, index: number, problem: string): EntryProblem {
  return new EntryProblem(
    `the file source ${quote(source)} ${problem}`,
    ['files', index],
    'write path, or key=path; neither can contain an equals sign',
  );
}

/** The last part of a path, as Go's path.Base has it. */
function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function parseEnvFile(text: string, path: string, loader: Loader): Pair[] {
  const pairs: Pair[] = [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [index, line] of lines.entries()) {
    if (line.length * 3 >= ENV_LINE_LIMIT && byteLength(line) >= ENV_LINE_LIMIT) break;
    if (!line.isWellFormed()) {
      throw new InfraError('KUSTOMIZATION', `the env file ${path} is no UTF-8`, {
        location: { file: resolveFile(loader, path), line: index + 1 },
      });
    }
    const pair = parseEnvLine(index === 0 && line.startsWith(BYTE_ORDER_MARK) ? line.slice(1) : line);
    if (pair !== undefined) pairs.push(pair);
  }
  return pairs;
}

/** A key alone has the empty value. Blank lines, comments and lines without a key give nothing. */
function parseEnvLine(line: string): Pair | undefined {
  const text = line.replace(/\r$/, '').replace(LEADING_SPACE, '');
  if (text === '' || text.startsWith('#')) return undefined;
  const equals = text.indexOf('=');
  if (equals === 0) return undefined;
  return equals === -1 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}

function repeatedKey(key: string, { name }: GeneratorEntry): InfraError {
  return new InfraError('KUSTOMIZATION', `the key ${quote(key)} occurs twice in the sources of ${name}`, {
    hint: 'each key may come from one literal, file or env line only',
  });
}

function quote(text: string): string {
  return JSON.stringify(text);
}
