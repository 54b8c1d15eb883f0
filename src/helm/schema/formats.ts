import { quoteRune } from '../../gotemplate/quote.ts';
import { hostProblem, ipv4Problem, ipv6Problem, mailProblem } from './format-hosts.ts';
import { dateProblem, dateTimeProblem, durationProblem, periodProblem, timeProblem } from './format-times.ts';
import { referenceProblem, templateProblem, uriProblem } from './format-uris.ts';
import { patternError } from './pattern.ts';

/** A format of strings; `check` gives what is wrong with a text, undefined if nothing is. */
export interface Format {
  readonly name: string;
  readonly check: (text: string) => string | undefined;
}

/** The format of this name, undefined if there is none: formats that nobody knows fit every string. */
export function formatOf(name: string): Format | undefined {
  const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
  return check === undefined ? undefined : { name, check };
}

const CHECKS: Readonly<Record<string, Format['check']>> = {
  'json-pointer': pointerProblem,
  'relative-json-pointer': relativePointerProblem,
  uuid: uuidProblem,
  duration: durationProblem,
  period: periodProblem,
  ipv4: ipv4Problem,
  ipv6: ipv6Problem,
  hostname: hostProblem,
  email: mailProblem,
  date: dateProblem,
  time: timeProblem,
  'date-time': dateTimeProblem,
  uri: uriProblem,
  iri: uriProblem,
  'uri-reference': referenceProblem,
  'iri-reference': referenceProblem,
  'uri-template': templateProblem,
  semver: semverProblem,
  regex: patternError,
};

function pointerProblem(text: string): string | undefined {
  if (text === '') return undefined;
  if (!text.startsWith('/')) return 'not starting with /';
  return /~(?![01])/.test(text) ? '~ must be followed by 0 or 1' : undefined;
}

function relativePointerProblem(text: string): string | undefined {
  const digits = /^[0-9]*/.exec(text)![0];
  if (digits === '') return 'must start with non-negative integer';
  if (digits.length > 1 && digits.startsWith('0')) return 'starts with zero';
  const rest = text.slice(digits.length);
  return rest === '#' ? undefined : pointerProblem(rest);
}

const UUID_GROUPS = [8, 4, 4, 4, 12];

function uuidProblem(text: string): string | undefined {
  const groups = text.split('-');
  if (groups.length !== UUID_GROUPS.length) return `must have ${UUID_GROUPS.length} elements`;
  for (const [index, group] of groups.entries()) {
    if (group.length !== UUID_GROUPS[index])
      return `element ${index + 1} must be ${UUID_GROUPS[index]} characters long`;
    const bad = /[^0-9a-fA-F]/u.exec(group)?.[0];
    if (bad !== undefined) return `non-hex character ${quoteCharacter(bad)}`;
  }
  return undefined;
}

function semverProblem(text: string): string | undefined {
  const plus = text.indexOf('+');
  const problem = plus < 0 ? undefined : buildProblem(text.slice(plus + 1));
  if (problem !== undefined) return problem;
  const main = plus < 0 ? text : text.slice(0, plus);
  const dash = main.indexOf('-');
  return (
    (dash < 0 ? undefined : preReleaseProblem(main.slice(dash + 1))) ??
    coreProblem(dash < 0 ? main : main.slice(0, dash))
  );
}

function buildProblem(build: string): string | undefined {
  if (build === '') return 'build is empty';
  for (const identifier of build.split('.')) {
    if (identifier === '') return 'build identifier is empty';
    const bad = /[^0-9A-Za-z-]/u.exec(identifier)?.[0];
    if (bad !== undefined) return `invalid character ${quoteCharacter(bad)} in build identifier`;
  }
  return undefined;
}

function preReleaseProblem(preRelease: string): string | undefined {
  for (const identifier of preRelease.split('.')) {
    if (identifier === '') return 'pre-release identifier is empty';
    const bad = /[^0-9A-Za-z-]/u.exec(identifier)?.[0];
    if (bad !== undefined) return `invalid character ${quoteCharacter(bad)} in pre-release identifier`;
    if (/^0[0-9]+$/.test(identifier)) return 'pre-release numeric identifier starts with zero';
  }
  return undefined;
}

function coreProblem(core: string): string | undefined {
  const numbers = core.split('.');
  if (numbers.length !== 3) return 'versionCore must have 3 numbers separated by dot';
  for (const [index, number] of numbers.entries()) {
    const name = ['major', 'minor', 'patch'][index]!;
    if (number === '') return `${name} is empty`;
    if (number.length > 1 && number.startsWith('0')) return `${name} starts with zero`;
    if (!/^[0-9]+$/.test(number)) return `${name} contains non-digit`;
  }
  return undefined;
}

function quoteCharacter(character: string): string {
  return quoteRune(character.codePointAt(0)!, false);
}
