import { InfraError } from '../lib/error.ts';
import { matchPath } from '../lib/file-match.ts';
import { fromBytes } from '../lib/utf8.ts';
import { baseName } from './join-path.ts';
import { trimSpace } from './space.ts';

/** Whether a path of a chart directory (a directory itself or a file) is left out when the chart is loaded. */
export type IgnoreRule = (path: string, isDirectory: boolean) => boolean;

interface Rule {
  readonly matches: (path: string) => boolean;
  /** `!pattern` */
  readonly negated: boolean;
  /** `pattern/` */
  readonly onlyDirectories: boolean;
}

const NAME = '.helmignore';
/** Hidden files in templates/ never load. */
const DEFAULT_RULE = 'templates/.?*';

/**
 * The rules of a .helmignore file, and those that always hold. The first rule that decides wins; a negated rule ignores what
 * it does NOT match, and leaves what it matches to the rules after it. What is in an ignored directory is never asked for.
 *
 * @throws InfraError for a pattern Helm refuses
 */
export function parseIgnoreRules(helmignore?: Uint8Array): IgnoreRule {
  const lines =
    helmignore === undefined
      ? []
      : fromBytes(helmignore)
          .replace(/^\ufeff/, '')
          .split('\n');
  const rules: Rule[] = [];
  for (const [index, line] of lines.entries()) {
    const text = trimSpace(line);
    if (text !== '' && !text.startsWith('#')) rules.push(parseRule(text, index + 1));
  }
  rules.push(parseRule(DEFAULT_RULE, 0));
  return (path, isDirectory) => isIgnored(rules, path, isDirectory);
}

function isIgnored(rules: readonly Rule[], path: string, isDirectory: boolean): boolean {
  for (const { matches, negated, onlyDirectories } of rules) {
    const applies = isDirectory || !onlyDirectories;
    if (negated) {
      if (!applies || !matches(path)) return true;
    } else if (applies && matches(path)) return true;
  }
  return false;
}

function parseRule(text: string, line: number): Rule {
  const refuse = (message: string): never => {
    throw new InfraError('CHART', message, { location: { file: NAME, line, source: text } });
  };
  if (text.includes('**')) refuse('double-star (**) syntax is not supported');
  try {
    matchPath(text, 'abc');
  } catch (error) {
    refuse((error as Error).message);
  }
  const negated = text.startsWith('!');
  const onlyDirectories = text.endsWith('/');
  const pattern = text.slice(negated ? 1 : 0, onlyDirectories ? -1 : undefined);
  return { matches: matcherOf(pattern), negated, onlyDirectories };
}

/** Patterns with a slash are for the whole path, others for its last element. */
function matcherOf(pattern: string): (path: string) => boolean {
  if (pattern.startsWith('/')) return pathMatcher(pattern.slice(1));
  const matches = pathMatcher(pattern);
  return pattern.includes('/') ? matches : (path) => matches(baseName(path));
}

const SPECIAL = /[*?[\\]/;

/** matchPath for one pattern, with short ways for the usual ones: names, `*.suffix`, and what starts with a name. */
function pathMatcher(pattern: string): (path: string) => boolean {
  const special = pattern.search(SPECIAL);
  if (special < 0) return (path) => path === pattern;
  const suffix = pattern.slice(1);
  if (pattern.startsWith('*') && !SPECIAL.test(suffix) && !suffix.includes('/')) {
    return (path) => path.endsWith(suffix) && !path.includes('/');
  }
  const prefix = pattern.slice(0, special);
  return (path) => path.startsWith(prefix) && safeMatch(pattern, path);
}

/** A pattern that turns out to be bad only here matches nothing. */
function safeMatch(pattern: string, path: string): boolean {
  try {
    return matchPath(pattern, path);
  } catch {
    return false;
  }
}
