import { quote } from '../gotemplate/quote.ts';
import { isPrintable } from '../lib/printable.ts';
import { isSpace } from '../lib/unicode.ts';
import { baseName } from './join-path.ts';
import type { Dependency, Maintainer, Metadata } from './metadata.ts';
import { parseVersion } from './semver.ts';

const ALIAS = /^[a-zA-Z0-9_-]+$/;

/**
 * Cleans the texts of metadata (any space becomes a blank, what is not printable goes) and checks what Helm demands of them.
 * Returns what is wrong, or undefined.
 */
export function validateMetadata(metadata: Metadata, major: 3 | 4): string | undefined {
  sanitizeFields(metadata, [
    'name',
    'description',
    'home',
    'icon',
    'condition',
    'tags',
    'appVersion',
    'kubeVersion',
  ]);
  if (metadata.sources !== undefined) metadata.sources = metadata.sources.map(sanitize);
  if (metadata.keywords !== undefined) metadata.keywords = metadata.keywords.map(sanitize);
  const problem = checkFields(metadata, major) ?? checkMaintainers(metadata) ?? checkDeclarations(metadata);
  return problem === undefined ? undefined : `validation: ${problem}`;
}

function checkFields({ apiVersion, name, version, type }: Metadata, major: 3 | 4): string | undefined {
  if (apiVersion === '') return 'chart.metadata.apiVersion is required';
  if (name === '') return 'chart.metadata.name is required';
  if (major === 4 && (name === '.' || name === '..'))
    return `chart.metadata.name ${quote(name)} is not allowed`;
  if (name !== baseName(name)) return `chart.metadata.name ${quote(name)} is invalid`;
  if (version === '') return 'chart.metadata.version is required';
  if (!isVersion(version, major)) return `chart.metadata.version ${quote(version)} is invalid`;
  if (type !== '' && type !== 'application' && type !== 'library') {
    return 'chart.metadata.type must be application or library';
  }
  return undefined;
}

function checkMaintainers({ maintainers = [] }: Metadata): string | undefined {
  for (const maintainer of maintainers) {
    if (maintainer === null) return 'maintainers must not contain empty or null nodes';
    sanitizeFields<Maintainer>(maintainer, ['name', 'email', 'url']);
  }
  return undefined;
}

function checkDeclarations({ dependencies = [] }: Metadata): string | undefined {
  const seen = new Set<string>();
  for (const dependency of dependencies) {
    if (dependency === null) return 'dependencies must not contain empty or null nodes';
    sanitizeFields<Dependency>(dependency, ['name', 'version', 'repository', 'condition']);
    if (dependency.tags !== undefined) dependency.tags = dependency.tags.map(sanitize);
    const { name, alias } = dependency;
    if (alias !== '' && !ALIAS.test(alias)) {
      return `dependency ${quote(name)} has disallowed characters in the alias`;
    }
    const key = alias === '' ? name : alias;
    if (seen.has(key)) return `more than one dependency with name or alias ${quote(key)}`;
    seen.add(key);
  }
  return undefined;
}

function isVersion(text: string, major: 3 | 4): boolean {
  try {
    parseVersion(text, major);
    return true;
  } catch {
    return false;
  }
}

type TextFields<T> = { [K in keyof T]: T[K] extends string ? K : never }[keyof T];

function sanitizeFields<T>(object: T, names: readonly TextFields<T>[]): void {
  for (const name of names) object[name] = sanitize(object[name] as string) as T[TextFields<T>];
}

const CLEAN = /^[ -~]*$/;

function sanitize(text: string): string {
  if (CLEAN.test(text)) return text;
  let clean = '';
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0)!;
    if (isSpace(code)) clean += ' ';
    else if (isPrintable(code)) clean += character;
  }
  return clean;
}
