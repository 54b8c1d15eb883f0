import { InfraError } from '../lib/error.ts';

/** One step of the path of a field spec. */
export interface PathPart {
  /** The key, without the blanks around it. */
  readonly name: string;
  /** `[]` stands behind the key: a sequence is expected, and none is made. */
  readonly isSequence: boolean;
  /** Nothing but blanks: the step stays where it is. */
  readonly isBlank: boolean;
  /** What is wrong with it; told when a mapping is reached, since until then nobody needs it. */
  readonly problem: string | undefined;
}

/** No document is that deep; what walks a path recurses. */
const MAX_PARTS = 1000;
const MAX_INT64 = 2n ** 63n - 1n;
/** What Go takes for white space (U+FEFF is none), at both ends. */
const OUTER_SPACE =
  /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;
const INTEGER = /^[-+]?[0-9]+$/;

/** The steps of a path: keys split at `/`, where `\/` is a slash in a key and a slash at the start counts for nothing. */
export function parsePath(path: string): readonly PathPart[] {
  const parts = splitPath(path).map((text) => parsePart(text, path));
  if (parts.length > MAX_PARTS) {
    throw new InfraError('LIMIT', `the path of a field spec has more than ${MAX_PARTS} parts`);
  }
  return parts;
}

function splitPath(path: string): readonly string[] {
  const pieces = path.split('/');
  if (pieces.length > 1 && pieces[0] === '') pieces.shift();
  if (!path.includes('\\')) return pieces;
  const parts: string[] = [];
  let open = false;
  for (const piece of pieces) {
    const last = parts.length - 1;
    if (open) parts[last] = `${parts[last]!.slice(0, -1)}/${piece}`;
    else parts.push(piece);
    open = piece.endsWith('\\');
  }
  return parts;
}

function parsePart(text: string, path: string): PathPart {
  const isSequence = text.endsWith('[]');
  const key = isSequence ? text.slice(0, -2) : text;
  const name = key.replace(OUTER_SPACE, '');
  const isBlank = name === '' && key !== '';
  return { name, isSequence, isBlank, problem: isBlank ? undefined : problemOf(name, path) };
}

function problemOf(name: string, path: string): string | undefined {
  const where = `the path ${path === '' ? '""' : path} of a field spec`;
  if (name === '') return `${where} has an empty part`;
  if (name === '*') return `${where} has a wildcard`;
  const isElement = name.startsWith('[') && name.endsWith(']');
  if (!isElement && name !== '-' && !isIndex(name)) return undefined;
  return `a mapping is here, where ${name} in ${where} would be an element of a list`;
}

function isIndex(name: string): boolean {
  if (!INTEGER.test(name)) return false;
  if (name.length < 18) return true;
  const value = BigInt(name.startsWith('+') ? name.slice(1) : name);
  return value <= MAX_INT64 && value >= -MAX_INT64 - 1n;
}
