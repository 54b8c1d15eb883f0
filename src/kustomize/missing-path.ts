import { InfraError, type Location } from '../lib/error.ts';
import type { FileTree } from './file-tree.ts';
import { joinPath } from '../lib/path.ts';
import { findPath } from './look-up.ts';
import { nearNames } from '../lib/near-names.ts';

/** Names of a directory beyond these are not looked at. */
const MAX_NAMES = 10_000;
/** How much of a path is shown. */
const MAX_LENGTH = 200;

/**
 * The error for a path, relative to `root`, at which there is nothing: it names the first part that is missing, and what is
 * there instead.
 */
export function missingPath(
  tree: FileTree,
  root: string,
  path: string,
  what: 'file' | 'folder' | 'file or folder',
  location?: Location,
): InfraError {
  const { directory, name, rest } = firstMissing(tree, joinPath(root, path));
  const sentence =
    rest === ''
      ? `there is no ${what} ${printPath(path)}`
      : `there is no ${what} ${printPath(path)}: ${directory} has no ${printPath(name)}`;
  const { message, hint } = explain(tree, root, path, { directory, name, rest }, sentence);
  return new InfraError('NOT_FOUND', message, {
    ...(location !== undefined && { location }),
    ...(hint !== undefined && { hint }),
  });
}

interface Missing {
  /** The last directory that is there. */
  readonly directory: string;
  /** What it lacks. */
  readonly name: string;
  /** What would follow below. */
  readonly rest: string;
}

function explain(
  tree: FileTree,
  root: string,
  path: string,
  { directory, name, rest }: Missing,
  message: string,
): { readonly message: string; readonly hint: string | undefined } {
  if (findPath({ tree }, directory)?.kind !== 'directory') {
    return { message: `there is no ${printPath(path)}: ${directory} is a file`, hint: undefined };
  }
  const names = tree.list(directory).slice(0, MAX_NAMES);
  if (names.includes(name)) {
    const link = joinPath(directory, name);
    return { message: `${printPath(path)} leads nowhere: ${link} is a link to nothing`, hint: undefined };
  }
  if (path.includes('*')) {
    return { message, hint: 'wildcards are not expanded; list each file' };
  }
  const near = nearNames(name, names);
  if (near.length > 0) {
    const better = near.map((each) => replaceName(path, name, each, rest));
    return { message, hint: `did you mean ${better.join(' or ')}?` };
  }
  const elsewhere = [`../${path}`, path.replace(/^\.\.\//, '')].find(
    (each) =>
      each !== path && !path.startsWith('/') && findPath({ tree }, joinPath(root, each)) !== undefined,
  );
  return { message, hint: elsewhere === undefined ? undefined : `did you mean ${elsewhere}?` };
}

/** The path as it was written, with the part that is missing replaced. */
function replaceName(path: string, name: string, better: string, rest: string): string {
  const tail = rest === '' ? name : `${name}/${rest}`;
  const clean = path.replace(/\/+$/, '');
  if (!clean.endsWith(tail)) return better;
  return `${clean.slice(0, clean.length - tail.length)}${better}${rest === '' ? '' : `/${rest}`}`;
}

/** Where an absolute path, cleaned, leaves what is there. */
function firstMissing(tree: FileTree, path: string): Missing {
  const parts = path.slice(1).split('/');
  let directory = '/';
  for (const [index, part] of parts.entries()) {
    const next = joinPath(directory, part);
    if (findPath({ tree }, next) === undefined || index === parts.length - 1) {
      return { directory, name: part, rest: parts.slice(index + 1).join('/') };
    }
    directory = next;
  }
  return { directory, name: '', rest: '' };
}

/** A path for a sentence: in quotes where its ends would not be seen, and not too long (it may be a text that was taken for one). */
function printPath(path: string): string {
  const short = path.length > MAX_LENGTH ? `${path.slice(0, MAX_LENGTH)}…` : path;
  return /^\s|\s$|[\x00-\x1f]/.test(short) ? JSON.stringify(short) : short;
}
