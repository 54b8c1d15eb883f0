import { define, GoError, type FunctionTable, type TemplateFunction } from '../../gotemplate/function.ts';
import { GoObject, Integer, typeOf, type Methods, type Value } from '../../gotemplate/value.ts';
import type { FunctionContext } from '../environment.ts';
import { parseConstraint, parseVersion, Version, type Constraint } from '../semver.ts';

const MAX_UINT64 = 0xffff_ffff_ffff_ffffn;

/** Sprig's semver and semverCompare. */
export function semverFunctions({ profile, budget }: FunctionContext): FunctionTable {
  const constraints = new Map<string, Constraint>();
  const constraintOf = (text: string): Constraint => {
    let constraint = constraints.get(text);
    if (constraint === undefined) constraints.set(text, (constraint = parseConstraint(text, profile.major)));
    return constraint;
  };
  return {
    semver: define(['string'], (text) => new GoVersion(parseVersion(text, profile.major), '*semver.Version')),
    semverCompare: define(['string', 'string'], (constraint, version) => {
      budget.spend((constraint.length + version.length) >> 3);
      return constraintOf(constraint).check(parseVersion(version, profile.major));
    }),
  };
}

/** A `*semver.Version`, or the `semver.Version` that its Inc methods return, which has fewer methods. */
class GoVersion extends GoObject {
  override readonly type: '*semver.Version' | 'semver.Version';
  override readonly kind: 'ptr' | 'struct';
  override readonly methods: Methods;
  readonly version: Version;

  constructor(version: Version, type: '*semver.Version' | 'semver.Version') {
    super();
    this.version = version;
    this.type = type;
    this.kind = type.startsWith('*') ? 'ptr' : 'struct';
    const entries = [...readingMethods(version), ...changingMethods(version)];
    this.methods = new Map(this.kind === 'ptr' ? [...entries, ...comparingMethods(version)] : entries);
  }

  override print(): string {
    return this.version.toString();
  }

  override toJson(): Value {
    return this.version.toString();
  }
}

type Entry = [name: string, method: TemplateFunction];

function readingMethods(version: Version): Entry[] {
  return [
    ['Major', define([], () => new Integer('uint64', version.major))],
    ['Minor', define([], () => new Integer('uint64', version.minor))],
    ['Patch', define([], () => new Integer('uint64', version.patch))],
    ['Prerelease', define([], () => version.prerelease)],
    ['Metadata', define([], () => version.metadata)],
    ['String', define([], () => version.toString())],
  ];
}

function changingMethods({ major, minor, patch, prerelease, metadata, original }: Version): Entry[] {
  const prefix = original.startsWith('v') ? 'v' : '';
  const make = (numbers: readonly [bigint, bigint, bigint], pre = '', meta = ''): GoVersion => {
    const text = prefix + new Version(numbers, pre, meta, '').toString();
    return new GoVersion(new Version(numbers, pre, meta, text), 'semver.Version');
  };
  const next = (part: string, value: bigint): bigint => {
    if (value === MAX_UINT64) throw new GoError(`${part} version increment would overflow uint64`);
    return value + 1n;
  };
  return [
    ['IncMajor', define([], () => make([next('major', major), 0n, 0n]))],
    ['IncMinor', define([], () => make([major, next('minor', minor), 0n]))],
    // A pre-release becomes the release it precedes.
    ['IncPatch', define([], () => make([major, minor, prerelease === '' ? next('patch', patch) : patch]))],
    [
      'SetPrerelease',
      define(['string'], (text) => make([major, minor, patch], checkedPart(text, 'prerelease'), metadata)),
    ],
    [
      'SetMetadata',
      define(['string'], (text) => make([major, minor, patch], prerelease, checkedPart(text, 'metadata'))),
    ],
  ];
}

function checkedPart(text: string, part: 'prerelease' | 'metadata'): string {
  if (text !== '' && !/^[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$/.test(text))
    throw new GoError(`invalid ${part} string`);
  if (part === 'prerelease' && /(?:^|\.)0[0-9]+(?:\.|$)/.test(text))
    throw new GoError('version segment starts with 0');
  return text;
}

function comparingMethods(version: Version): Entry[] {
  const compare = (result: (order: number) => Value) =>
    define(['interface {}'], (other) => {
      if (!(other instanceof GoVersion) || other.kind !== 'ptr') {
        throw new GoError(`wrong type for value; expected *semver.Version; got ${typeOf(other)}`);
      }
      return result(version.compare(other.version));
    });
  return [
    ['Original', define([], () => version.original)],
    ['Compare', compare((order) => BigInt(order))],
    ['Equal', compare((order) => order === 0)],
    ['LessThan', compare((order) => order < 0)],
    ['LessThanEqual', compare((order) => order <= 0)],
    ['GreaterThan', compare((order) => order > 0)],
    ['GreaterThanEqual', compare((order) => order >= 0)],
  ];
}
