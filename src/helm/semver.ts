import { GoError } from '../gotemplate/function.ts';
import { quote } from '../gotemplate/quote.ts';
import { areDigits } from '../lib/digits.ts';
import { byteLength } from '../lib/utf8.ts';

const VERSION =
  /^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;
const MAX_UINT64 = 0xffff_ffff_ffff_ffffn;
const MAX_VERSION_BYTES = 256;

/** A semantic version; missing minor and patch are 0. */
export class Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: string;
  readonly metadata: string;
  /** the text it was read from */
  readonly original: string;

  constructor(
    numbers: readonly [major: bigint, minor: bigint, patch: bigint],
    prerelease: string,
    metadata: string,
    original: string,
  ) {
    [this.major, this.minor, this.patch] = numbers;
    this.prerelease = prerelease;
    this.metadata = metadata;
    this.original = original;
  }

  /** Precedence: -1, 0 or 1. Build metadata does not count; a pre-release comes before its release. */
  compare(other: Version): number {
    if (this.major !== other.major) return this.major < other.major ? -1 : 1;
    if (this.minor !== other.minor) return this.minor < other.minor ? -1 : 1;
    if (this.patch !== other.patch) return this.patch < other.patch ? -1 : 1;
    if (this.prerelease === other.prerelease) return 0;
    if (this.prerelease === '') return 1;
    if (other.prerelease === '') return -1;
    return comparePrerelease(this.prerelease, other.prerelease);
  }

  /** The normal form, without a leading `v`: `1.2.0-rc.1+build`. */
  toString(): string {
    const prerelease = this.prerelease === '' ? '' : `-${this.prerelease}`;
    const metadata = this.metadata === '' ? '' : `+${this.metadata}`;
    return `${this.major}.${this.minor}.${this.patch}${prerelease}${metadata}`;
  }
}

/**
 * Reads a version as Masterminds/semver does, tolerantly: a leading `v`, missing parts and leading zeros are fine.
 * `major` is that of the Helm release to agree with. Throws GoError.
 */
export function parseVersion(text: string, major: 3 | 4 = 4): Version {
  if (major === 4 && byteLength(text) > MAX_VERSION_BYTES) {
    throw new GoError(`version string is too long (max ${MAX_VERSION_BYTES} bytes)`);
  }
  const simple = simpleVersion(text);
  if (simple !== undefined) return simple;
  const match = VERSION.exec(text);
  if (match === null) throw new GoError('invalid semantic version');
  const prerelease = match[4] ?? '';
  const version = new Version(
    [parseNumber(match[1]), parseNumber(match[2]), parseNumber(match[3])],
    prerelease,
    match[5] ?? '',
    text,
  );
  if (
    prerelease !== '' &&
    prerelease.split('.').some((part) => part.length > 1 && part.startsWith('0') && areDigits(part))
  ) {
    throw new GoError('version segment starts with 0');
  }
  return version;
}

/** A version of up to three short numbers, as nearly all are. */
function simpleVersion(text: string): Version | undefined {
  const parts = (text.startsWith('v') ? text.slice(1) : text).split('.');
  if (parts.length > 3 || !parts.every(isShortNumber)) return undefined;
  const [major = '0', minor = '0', patch = '0'] = parts;
  return new Version([BigInt(major), BigInt(minor), BigInt(patch)], '', '', text);
}

function isShortNumber(text: string): boolean {
  return text.length < 16 && areDigits(text);
}

function parseNumber(digits: string | undefined): bigint {
  if (digits === undefined) return 0n;
  const significant = digits.length > 20 ? digits.replace(/^0+/, '') : digits;
  const value = significant.length > 20 ? MAX_UINT64 + 1n : BigInt(significant);
  if (value > MAX_UINT64) {
    throw new GoError(
      `error parsing version segment: strconv.ParseUint: parsing "${digits}": value out of range`,
    );
  }
  return value;
}

/** Precedence of two pre-release texts, identifier by identifier; one with fewer identifiers comes first. */
function comparePrerelease(left: string, right: string): number {
  const a = left.split('.');
  const b = right.split('.');
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const order = compareIdentifier(a[index] ?? '', b[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers come before words; a number that does not fit 64 bits counts as a word. */
function compareIdentifier(left: string, right: string): number {
  if (left === right) return 0;
  if (left === '') return -1;
  if (right === '') return 1;
  const a = toUint64(left);
  const b = toUint64(right);
  if (a === undefined && b === undefined) return left > right ? 1 : -1;
  if (b === undefined) return -1;
  if (a === undefined) return 1;
  return a > b ? 1 : -1;
}

function toUint64(text: string): bigint | undefined {
  if (text.length > 20 || !areDigits(text)) return undefined;
  const value = BigInt(text);
  return value > MAX_UINT64 ? undefined : value;
}

/** What versions a chart or template asks for: any of several groups of terms, all of which must hold. */
export interface Constraint {
  check(version: Version): boolean;
}

/** The first part of a term's version that is missing or a wildcard. */
type Wildcard = 'none' | 'major' | 'minor' | 'patch';

interface Term {
  readonly operator: string;
  readonly version: Version;
  readonly wildcard: Wildcard;
}

interface Group {
  readonly terms: readonly Term[];
  /** pre-releases are considered only where a term of the group names one */
  readonly allowsPrerelease: boolean;
}

const PART = '[0-9|xX*]+';
const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const CONSTRAINT_VERSION = `v?(${PART})(?:\\.(${PART}))?(?:\\.(${PART}))?(-${IDENTIFIERS})?(?:\\+${IDENTIFIERS})?`;
const WHOLE_VERSION = new RegExp(`^${CONSTRAINT_VERSION}$`);
const OPERATOR = /!=|>=|=>|<=|=<|~>|[=><~^]|/y;
const SPACE = /[\t\n\f\r ]*/y;
const WORD = /[^\t\n\f\r ,]+/y;
const SPACED_DASH = /[\t\n\f\r ]-[\t\n\f\r ]/;
const LIMITS = { 3: { bytes: 4096, groups: 4096 }, 4: { bytes: 512, groups: 32 } } as const;

/**
 * Reads a constraint with the grammar and wording of the Masterminds/semver that Helm 3.19 (3.4) or 4.2 (3.5) contains.
 * The older one has no bound on the length; ours keeps reading linear. Throws GoError.
 */
export function parseConstraint(text: string, major: 3 | 4): Constraint {
  const limit = LIMITS[major];
  if (byteLength(text) > limit.bytes)
    throw new GoError(`constraint string is too long (max ${limit.bytes} bytes)`);
  const alternatives = rewriteRanges(text).split('||');
  if (alternatives.length > limit.groups)
    throw new GoError(`too many constraint groups (max ${limit.groups})`);
  const groups = alternatives.map((alternative) => parseGroup(alternative, major));
  return { check: (version) => groups.some((group) => satisfies(version, group)) };
}

/** `1.2 - 3` means `>= 1.2, <= 3`. */
function rewriteRanges(text: string): string {
  if (!SPACED_DASH.test(text)) return text;
  const plain = CONSTRAINT_VERSION.replaceAll(/\((?!\?)/g, '(?:');
  const range = new RegExp(
    `[\\t\\n\\f\\r ]*(${plain})[\\t\\n\\f\\r ]+-[\\t\\n\\f\\r ]+(${plain})[\\t\\n\\f\\r ]*`,
    'g',
  );
  let rewritten = text;
  for (const [whole, from, to] of text.matchAll(range)) {
    rewritten = rewritten.replace(whole, () => `>= ${from}, <= ${to} `);
  }
  return rewritten;
}

/** Terms are separated by white space or one comma. */
function parseGroup(text: string, major: 3 | 4): Group {
  const words: { operator: string; version: RegExpExecArray }[] = [];
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };
  do {
    take(SPACE);
    const operator = take(OPERATOR);
    take(SPACE);
    const version = WHOLE_VERSION.exec(take(WORD));
    if (version === null) throw improper(text, major);
    words.push({ operator, version });
    take(SPACE);
    if (text[at] === ',') {
      at++;
      if (at === text.length) throw improper(text, major);
    }
  } while (at < text.length);
  const terms = words.map(({ operator, version }) => parseTerm(operator, version, major));
  return { terms, allowsPrerelease: terms.some((term) => term.version.prerelease !== '') };
}

function improper(text: string, major: 3 | 4): GoError {
  return new GoError(`improper constraint: ${major === 4 ? quote(text) : text}`);
}

function parseTerm(operator: string, match: RegExpExecArray, helm: 3 | 4): Term {
  const [whole, major = '', minor = '', patch = '', prerelease = ''] = match;
  const wildcard = isWildcard(major)
    ? 'major'
    : isWildcard(minor)
      ? 'minor'
      : isWildcard(patch)
        ? 'patch'
        : 'none';
  const completed = {
    none: whole,
    major: `0.0.0${prerelease}`,
    minor: `${major}.0.0${prerelease}`,
    patch: `${major}.${minor}.0${prerelease}`,
  }[wildcard];
  try {
    return { operator, version: parseVersion(completed, helm), wildcard };
  } catch {
    throw new GoError('constraint parser error');
  }
}

function isWildcard(part: string): boolean {
  return part === '' || part === 'x' || part === 'X' || part === '*';
}

function satisfies(version: Version, group: Group): boolean {
  if (version.prerelease !== '' && !group.allowsPrerelease) return false;
  return group.terms.every((term) => holds(version, term));
}

function holds(version: Version, term: Term): boolean {
  switch (term.operator) {
    case '!=':
      return isOther(version, term);
    case '>':
      return isGreater(version, term);
    case '<':
      return version.compare(term.version) < 0;
    case '>=':
    case '=>':
      return version.compare(term.version) >= 0;
    case '<=':
    case '=<':
      return isAtMost(version, term);
    case '~':
    case '~>':
      return isTilde(version, term);
    case '^':
      return isCaret(version, term);
    default:
      return term.wildcard === 'none' ? version.compare(term.version) === 0 : isTilde(version, term);
  }
}

/** `!=1.2` excludes every 1.2.x with the pre-release of the term. */
function isOther(version: Version, { version: wanted, wildcard }: Term): boolean {
  if (wildcard === 'minor') return version.major !== wanted.major;
  if (wildcard === 'patch') {
    if (version.major !== wanted.major || version.minor !== wanted.minor) return true;
    return comparePrerelease(version.prerelease, wanted.prerelease) !== 0;
  }
  return version.compare(wanted) !== 0;
}

/** `>1` asks for 2.0.0 or more, `>1.2` for 1.3.0 or more. */
function isGreater(version: Version, { version: wanted, wildcard }: Term): boolean {
  if (wildcard === 'none') return version.compare(wanted) > 0;
  if (version.major !== wanted.major) return version.major > wanted.major;
  if (wildcard === 'minor') return false;
  return wildcard === 'patch' ? version.minor > wanted.minor : version.compare(wanted) > 0;
}

/** `<=1.2` includes every 1.2.x. */
function isAtMost(version: Version, { version: wanted, wildcard }: Term): boolean {
  if (wildcard === 'none') return version.compare(wanted) <= 0;
  if (version.major !== wanted.major) return version.major < wanted.major;
  return wildcard === 'minor' || version.minor <= wanted.minor;
}

/** `~1.2.3` is 1.2.3 up to the next minor, `~1` up to the next major; `~0.0.0` and `*` are anything. */
function isTilde(version: Version, { version: wanted, wildcard }: Term): boolean {
  if (version.compare(wanted) < 0) return false;
  const isZero = wanted.major === 0n && wanted.minor === 0n && wanted.patch === 0n;
  if (isZero && wildcard !== 'minor' && wildcard !== 'patch') return true;
  return version.major === wanted.major && (wildcard === 'minor' || version.minor === wanted.minor);
}

/** `^1.2.3` is 1.2.3 up to the next major; below 1.0.0 the first part that is not 0 stays the same. */
function isCaret(version: Version, { version: wanted, wildcard }: Term): boolean {
  if (version.compare(wanted) < 0) return false;
  if (wanted.major > 0n || wildcard === 'minor') return version.major === wanted.major;
  if (version.major > 0n) return false;
  if (wanted.minor > 0n || wildcard === 'patch') return version.minor === wanted.minor;
  return version.minor === 0n && version.patch === wanted.patch;
}
