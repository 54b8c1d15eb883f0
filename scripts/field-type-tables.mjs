// node scripts/field-type-tables.mjs [DIRECTORY]
// Makes src/k8s/tables/field-types.ts from the OpenAPI documents of Kubernetes' minor versions (kubernetes-<minor>.swagger.json.gz
// in ../shared/openapi, or the directory given): each kind as the newest version that serves it has it.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

/**
 * @typedef {{
 *   type?: string, format?: string, $ref?: string, properties?: Record<string, Definition>, items?: Definition,
 *   additionalProperties?: Definition, 'x-kubernetes-patch-merge-key'?: string, 'x-kubernetes-list-map-keys'?: string[],
 *   'x-kubernetes-group-version-kind'?: { group?: string, version: string, kind: string }[],
 * }} Definition
 */

const DOCUMENT = /^kubernetes-(\d+\.\d+)\.swagger\.json\.gz$/;
/** What no file of a repository holds: answers, lists, and what is only ever sent to the API server. */
const NO_RESOURCE =
  /(?:List|Options|Review|Event|Binding|Eviction|Scale|TokenRequest|Status|APIGroup|APIVersions|APIResourceList)$/;
const IS_RESOURCE = /(?:RoleBinding|PolicyBinding)$/;
/** Definitions that are no mapping with fields, by the end of their names. */
const SPECIAL = new Map([
  ['Quantity', 'q'],
  ['IntOrString', 'x'],
  ['Time', 't'],
  ['MicroTime', 't'],
  ['RawExtension', 'o'],
  ['FieldsV1', 'o'],
  ['JSON', 'a'],
  ['JSONSchemaPropsOrArray', 'a'],
  ['JSONSchemaPropsOrBool', 'a'],
  ['JSONSchemaPropsOrStringArray', 'a'],
]);
const LETTERS = { string: '', integer: 'i', number: 'n', boolean: 'b', object: 'o' };

const root = fileURLToPath(new URL('..', import.meta.url));
const { positionals } = parseArgs({ allowPositionals: true });
const directory = positionals[0] ?? `${root}../shared/openapi`;
const minors = readdirSync(directory)
  .map((name) => DOCUMENT.exec(name)?.[1])
  .filter((minor) => minor !== undefined)
  .sort((a, b) => Number(b.split('.')[1]) - Number(a.split('.')[1]));

/** @type {Map<string, string>} the fields of a shape, by its name */
const shapes = new Map();
/** @type {Map<string, Map<string, string>>} shape by kind, by apiVersion */
const kinds = new Map();
for (const minor of minors) readDocument(minor);
writeFileSync(`${root}src/k8s/tables/field-types.ts`, tableText());

/** @param {string} minor */
function readDocument(minor) {
  const file = `${directory}/kubernetes-${minor}.swagger.json.gz`;
  /** @type {Record<string, Definition>} */
  const definitions = JSON.parse(gunzipSync(readFileSync(file)).toString()).definitions;
  const shapeOf = shapeNamer(definitions);
  for (const [name, definition] of Object.entries(definitions)) {
    for (const { group = '', version, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
      if (NO_RESOURCE.test(kind) && !IS_RESOURCE.test(kind)) continue;
      const apiVersion = group === '' ? version : `${group}/${version}`;
      const known = kinds.get(apiVersion) ?? new Map();
      if (!known.has(kind)) kinds.set(apiVersion, known.set(kind, shapeOf(name)));
    }
  }
}

/**
 * Names the shapes of one document; those that have the same fields are one.
 * @param {Record<string, Definition>} definitions @returns {(name: string) => string}
 */
function shapeNamer(definitions) {
  /** @type {Map<string, string>} */
  const known = new Map();

  /** @param {string} name @returns {string} */
  const shapeOf = (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const short = name.slice(name.lastIndexOf('.') + 1);
    const definition = definitions[name] ?? {};
    const special = SPECIAL.get(short) ?? (definition.properties === undefined ? 'o' : undefined);
    // What refers to itself does so by the name that it gets if nothing else has it.
    known.set(name, special ?? short);
    if (special !== undefined) return special;
    const isResource = definition['x-kubernetes-group-version-kind'] !== undefined;
    const fields = Object.entries(definition.properties ?? {}).map(([field, below]) => {
      // Nobody writes a status: it is not taken apart.
      const type = isResource && field === 'status' ? 'o' : typeText(below);
      return type === '' ? field : `${field}:${type}`;
    });
    const shape = nameShape(short, fields.sort().join(' '));
    known.set(name, shape);
    return shape;
  };

  /** @param {Definition} definition @returns {string} */
  const typeText = (definition) => {
    const { $ref, type, format, items, additionalProperties } = definition;
    if ($ref !== undefined) return shapeOf($ref.replace('#/definitions/', ''));
    if (type === 'array') return `[${typeText(items ?? {})}${keysText(definition)}`;
    if (additionalProperties !== undefined) return `{${typeText(additionalProperties)}`;
    if (format === 'byte') return 'y';
    return LETTERS[/** @type {keyof LETTERS} */ (type)] ?? 'a';
  };
  return shapeOf;
}

/** The merge key of strategic patches first. @param {Definition} definition */
function keysText(definition) {
  const mergeKey = definition['x-kubernetes-patch-merge-key'];
  const keys = new Set([
    ...(mergeKey === undefined ? [] : [mergeKey]),
    ...(definition['x-kubernetes-list-map-keys'] ?? []),
  ]);
  return keys.size === 0 ? '' : `|${[...keys].join(',')}`;
}

/** @param {string} short @param {string} fields */
function nameShape(short, fields) {
  let shape = short;
  for (let count = 2; (shapes.get(shape) ?? fields) !== fields; count++) shape = `${short}${count}`;
  shapes.set(shape, fields);
  return shape;
}

function tableText() {
  const lines = [...shapes].map(([shape, fields]) => `${shape} ${fields}`.trimEnd()).sort();
  const kindLines = [...kinds].map(([apiVersion, known]) => {
    const entries = [...known].map(([kind, shape]) => (shape === kind ? kind : `${kind}=${shape}`));
    return `${apiVersion} ${entries.sort().join(' ')}`;
  });
  return `// Made by scripts/field-type-tables.mjs from the OpenAPI documents of Kubernetes ${[...minors].reverse().join(', ')}.

/**
 * The fields of the built-in kinds. A shape of mapping a line: its name, then \`field\` for texts and \`field:type\` for others:
 * a shape, \`[type|keys\` for a list and its merge keys, \`{type\` for a map, or a letter: i(nteger), n(umber), b(oolean), x (integer
 * or text), q(uantity), t(ime), y (base64), o(bject of whatever), a(nything).
 */
export const SHAPES = \`
${lines.join('\n')}
\`;

/** The kinds: an apiVersion a line, then \`kind=shape\`. */
export const KINDS = \`
${kindLines.sort().join('\n')}
\`;
`;
}
