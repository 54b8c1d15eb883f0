// node scripts/kustomize-tables.mjs
// Makes src/kustomize/tables/field-specs.ts: the field specs that Kustomize's transformers have without any configuration, read
// from the constants of its Go module (the version below, downloaded with `go mod download` where it is missing).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';

const MODULE = 'sigs.k8s.io/kustomize/api';
const VERSION = 'v0.21.1';
const DIRECTORY = 'internal/konfig/builtinpluginconsts';
const target = fileURLToPath(new URL('../src/kustomize/tables/field-specs.ts', import.meta.url));

/** The names of the lists, as in a configurations file; one that the module does not fill is empty. */
const LISTS = [
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'templateLabels',
  'commonAnnotations',
  'varReference',
  'images',
  'replicas',
];

const tables = readTables(moduleDirectory());
const source = [
  `// Made by scripts/kustomize-tables.mjs from ${MODULE}@${VERSION}. Do not edit.`,
  '',
  '/** Field specs by list. A line holds kind, group, version, `+` where the field is made, and the path. */',
  `export const FIELD_SPECS = {`,
  ...LISTS.map((name) => `  ${name}: ${quote((tables[name] ?? []).map(printSpec))},`),
  '} as const;',
  '',
  '/** Name references: a line with the kind, group and version that is referred to, then, indented, its field specs. */',
  `export const NAME_REFERENCES = ${quote(tables.nameReference.flatMap(printReference))};`,
  '',
].join('\n');
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, await format(source, { ...(await resolveConfig(target)), filepath: target }));

/** The directory of the module in Go's cache. */
function moduleDirectory() {
  const cache = execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim();
  const directory = join(cache, `${MODULE}@${VERSION}`);
  if (!existsSync(directory))
    execFileSync('go', ['mod', 'download', `${MODULE}@${VERSION}`], { stdio: 'inherit' });
  return directory;
}

/**
 * The lists of field specs. The constants are raw strings of YAML, some of them joined to another constant.
 * @param {string} directory
 */
function readTables(directory) {
  const constants = new Map();
  for (const name of readdirSync(join(directory, DIRECTORY))) {
    if (!name.endsWith('.go') || name.endsWith('_test.go')) continue;
    const text = readFileSync(join(directory, DIRECTORY, name), 'utf8');
    for (const match of text.matchAll(/(\w+FieldSpecs)\s*=\s*`([^`]*)`(?:\s*\+\s*(\w+))?/g)) {
      constants.set(match[1], { yaml: match[2], next: match[3] });
    }
  }
  /** @type {(constant: { yaml: string, next: string | undefined }) => string} */
  const textOf = ({ yaml, next }) => yaml + (next === undefined ? '' : textOf(constants.get(next)));
  const parts = [...constants.values()].map((constant) => parse(textOf(constant)));
  return Object.assign({}, ...parts.filter((part) => !Array.isArray(part)));
}

/** @param {{ group?: string, version?: string, kind?: string, path: string, create?: boolean }} spec */
function printSpec({ path, create, ...gvk }) {
  return `${printKind(gvk)},${create ? '+' : ''},${path}`;
}

function printKind({ group = '', version = '', kind = '' }) {
  return `${kind},${group},${version}`;
}

/** @param {{ group?: string, version?: string, kind?: string, fieldSpecs: { path: string }[] }} reference */
function printReference({ fieldSpecs, ...gvk }) {
  return [printKind(gvk), ...fieldSpecs.map((spec) => ` ${printSpec(spec)}`)];
}

/** @param {string[]} lines */
function quote(lines) {
  if (lines.some((line) => /[`$]/.test(line))) throw new Error('a line needs escapes');
  return lines.length === 0 ? "''" : `\`\n${lines.join('\n').replaceAll('\\', '\\\\')}\n\``;
}
