import { InfraError } from '../lib/error.ts';

/** What a word is compared with; `namespace` is the one that counts, empty for what lives in none. */
export interface ResourceParts {
  readonly group: string;
  readonly version: string;
  /** what the kind may be called, in small letters */
  readonly kinds: readonly string[];
  readonly name: string;
  readonly namespace: string;
}

/** One way to read a word: `a/b/c` may begin with a group, or have a namespace in its middle. */
export interface Reading {
  readonly kind: string;
  readonly name: string;
  matches(parts: ResourceParts): boolean;
}

interface WordParts {
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Whether a word has a glob, and so may mean several resources. */
export function isGlob(word: string): boolean {
  return /[*?]/.test(word);
}

/** The words that a word with lists in it stands for: `Deployment,Job/*` is `Deployment/*` and `Job/*`. */
export function wordsOf(word: string): readonly string[] {
  return word
    .split('/')
    .map((piece) => piece.split(','))
    .reduce((words, choices) => words.flatMap((start) => choices.map((choice) => `${start}/${choice}`)), [''])
    .map((each) => each.slice(1));
}

/**
 * The ways to read what a command says of a resource. Throws InfraError USAGE for what is none.
 *
 * @param mayBeKind whether a kind alone will do
 */
export function parseResourceWord(word: string, mayBeKind: boolean): readonly Reading[] {
  const pieces = word.split('/');
  if (pieces.some((piece) => piece === '') || pieces.length > 5)
    throw noWord(word, 'has empty parts or too many');
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = pieces;
  switch (pieces.length) {
    case 1:
      if (!mayBeKind) throw noWord(word, 'names no resource', `${first}/NAME, or ${first}/* for each`);
      return [readingOf({ kind: first, name: '*' })];
    case 2:
      return [readingOf({ kind: first, name: second })];
    case 3:
      return [
        { group: first, kind: second, name: third },
        { kind: first, namespace: second, name: third },
      ].map(readingOf);
    case 4:
      return [
        { group: first, version: second, kind: third, name: fourth },
        { group: first, kind: second, namespace: third, name: fourth },
      ].map(readingOf);
    default:
      return [readingOf({ group: first, version: second, kind: third, namespace: fourth, name: fifth })];
  }
}

function noWord(
  word: string,
  problem: string,
  how = 'Kind/name, group/Kind/name or Kind/namespace/name',
): InfraError {
  return new InfraError('USAGE', `${JSON.stringify(word)} ${problem}`, { hint: `write it as ${how}` });
}

function readingOf({ group, version, kind: word, namespace, name }: WordParts): Reading {
  const dot = word.indexOf('.');
  const kind = dot === -1 ? word : word.slice(0, dot);
  const ofKind = dot === -1 ? undefined : word.slice(dot + 1);
  return {
    kind,
    name,
    matches: (parts) =>
      matchesGlob(name, parts.name) &&
      parts.kinds.some((known) => matchesGlob(kind.toLowerCase(), known)) &&
      (group === undefined || matchesGlob(group, parts.group === '' ? 'core' : parts.group)) &&
      (version === undefined || matchesGlob(version, parts.version)) &&
      (namespace === undefined || matchesGlob(namespace, parts.namespace)) &&
      (ofKind === undefined || isGroup(ofKind, parts)),
  };
}

/** `apps`, or `v1.apps` as kubectl has it. */
function isGroup(word: string, { group, version }: ResourceParts): boolean {
  return matchesGlob(word, group) || matchesGlob(word, group === '' ? version : `${version}.${group}`);
}

/** Whether a text is what a pattern says: `*` is any text, `?` any character. In time of their product at most. */
function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let position = 0;
  while (position < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      resume = position;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[position])) {
      at++;
      position++;
    } else if (star !== -1) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
