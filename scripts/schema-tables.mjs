// node scripts/schema-tables.mjs
// Writes src/k8s/tables from the schema that the pinned kyaml holds. Needs go and its module proxy.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const KYAML = 'v0.21.1';

/**
 * @typedef {{
 *   type?: string, $ref?: string, properties?: Record<string, Definition>, items?: Definition, additionalProperties?: unknown,
 *   'x-kubernetes-group-version-kind'?: { group?: string, version: string, kind: string }[],
 *   'x-kubernetes-patch-strategy'?: string, 'x-kubernetes-patch-merge-key'?: string, 'x-kubernetes-list-map-keys'?: string[],
 * }} Definition
 * @typedef {{
 *   version: string, definitions: Record<string, Definition>, clusterScoped: { apiVersion: string, kind: string }[],
 * }} Report
 */

const report = askKyaml();
const made = `Made by scripts/schema-tables.mjs from kyaml ${KYAML}, which holds the schema of Kubernetes ${report.version}.`;
write('patch-schema.ts', patchSchema());
write('cluster-scoped.ts', clusterScoped());

/** @returns {Report} */
function askKyaml() {
  const directory = mkdtempSync(join(tmpdir(), 'schema-tables-'));
  try {
    copyFileSync(
      fileURLToPath(new URL('./schema-tables/main.go', import.meta.url)),
      join(directory, 'main.go'),
    );
    writeFileSync(
      join(directory, 'go.mod'),
      `module tables\ngo 1.24\nrequire sigs.k8s.io/kustomize/kyaml ${KYAML}\n`,
    );
    const options = { cwd: directory, env: { ...process.env, GOFLAGS: '-mod=mod' }, maxBuffer: 2 ** 28 };
    execFileSync('go', ['mod', 'tidy'], { ...options, stdio: 'pipe' });
    return /** @type {Report} */ (JSON.parse(execFileSync('go', ['run', '.'], options).toString()));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** @param {string} name @param {string} text */
function write(name, text) {
  writeFileSync(fileURLToPath(new URL(`../src/k8s/tables/${name}`, import.meta.url)), text);
}

/** A line for each shape of mapping below which some list is merged, then a line for each kind. */
function patchSchema() {
  /** @type {Map<string, string>} the fields of a shape, by its name */
  const shapes = new Map();
  /** @type {Map<string, string | undefined>} shape by definition; undefined where nothing below is merged */
  const known = new Map();

  /** @param {string} name @returns {string | undefined} */
  const shapeOf = (name) => {
    if (known.has(name)) return known.get(name);
    known.set(name, undefined);
    const fields = Object.entries(report.definitions[name]?.properties ?? {})
      .map(([field, definition]) => fieldText(field, definition))
      .filter((text) => text !== undefined)
      .sort();
    if (fields.length === 0) return undefined;
    const shape = nameShape(name, fields.join(' '));
    known.set(name, shape);
    return shape;
  };

  /** @param {string} name @param {string} fields */
  const nameShape = (name, fields) => {
    const short = fields === 'metadata=ObjectMeta' ? 'Object' : name.slice(name.lastIndexOf('.') + 1);
    let shape = short;
    for (let count = 2; (shapes.get(shape) ?? fields) !== fields; count++) shape = `${short}${count}`;
    shapes.set(shape, fields);
    return shape;
  };

  /** @param {string} field @param {Definition} definition */
  const fieldText = (field, definition) => {
    if (definition.$ref !== undefined) {
      const shape = shapeOf(referred(definition.$ref));
      return shape === undefined ? undefined : `${field}=${shape}`;
    }
    const strategy = definition['x-kubernetes-patch-strategy'];
    if (definition.type !== 'array' || strategy === undefined) return undefined;
    const mergeKey = definition['x-kubernetes-patch-merge-key'];
    const keys = definition['x-kubernetes-list-map-keys'] ?? (mergeKey === undefined ? [] : [mergeKey]);
    const reference = definition.items?.$ref;
    const element = reference === undefined ? '' : (shapeOf(referred(reference)) ?? '');
    return `${field}=${element}[${strategy}:${keys.join(',')}]`;
  };

  const kinds = kindLines(shapeOf);
  const lines = [...shapes].map(([shape, fields]) => `${shape} ${fields}`);
  return `// ${made}

/**
 * What is not replaced whole by a strategic merge. A shape of mapping a line: its name, then \`field=shape\` for mappings and
 * \`field=shape[strategy:keys]\` for lists of them.
 */
export const SHAPES = \`
${lines.join('\n')}
\`;

/** The kinds: an apiVersion a line, then \`kind=shape\`. */
export const KINDS = \`
${kinds.join('\n')}
\`;
`;
}

/** @param {(definition: string) => string | undefined} shapeOf */
function kindLines(shapeOf) {
  /** @type {Map<string, string[]>} */
  const kinds = new Map();
  for (const [name, definition] of Object.entries(report.definitions)) {
    for (const { group = '', version, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
      const shape = shapeOf(name);
      if (shape === undefined) continue;
      const apiVersion = group === '' ? version : `${group}/${version}`;
      kinds.set(apiVersion, [...(kinds.get(apiVersion) ?? []), shape === kind ? kind : `${kind}=${shape}`]);
    }
  }
  return [...kinds].map(([apiVersion, entries]) => `${apiVersion} ${entries.sort().join(' ')}`).sort();
}

/** @param {string} reference */
function referred(reference) {
  return reference.replace('#/definitions/', '');
}

function clusterScoped() {
  /** @type {Map<string, string[]>} */
  const kinds = new Map();
  for (const { apiVersion, kind } of report.clusterScoped) {
    kinds.set(kind, [...(kinds.get(kind) ?? []), apiVersion]);
  }
  const lines = [...kinds].map(([kind, versions]) => `  ${kind}: '${versions.sort().join(' ')}',`).sort();
  return `// ${made}

/** The kinds that live in no namespace, and the apiVersions they have. */
export const CLUSTER_SCOPED: Readonly<Record<string, string>> = {
${lines.join('\n')}
};
`;
}
