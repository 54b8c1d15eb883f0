import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseAllDocuments } from 'yaml';
import { findTool } from '../oracles/tools.mjs';
import { askTool, digestOf } from './answers.mjs';
import { runProcess } from './run-process.mjs';

/** @typedef {import('./compare.mjs').Verdict} Verdict */

const RELEASE = 'unpacked';

/**
 * Unpacks a chart, builds the base with the real kustomize, and compares its resources with those of
 * `helm template --include-crds`.
 * @param {import('./cases.mjs').Case} test
 * @param {string} infra
 * @returns {Promise<Verdict>}
 */
export async function compareUnpacked(test, infra) {
  const helm = /** @type {string} */ (findTool('helm', test.helmVersion));
  const words = ['template', RELEASE, test.archive, '--include-crds'];
  const request = { program: helm, words, key: digestOf([test.key, 'unpack']) };
  const theirs = await askTool(request);
  const again = await askTool({ ...request, run: 1 });
  const directory = mkdtempSync(`${tmpdir()}/infra-unpack-`);
  try {
    const unpack = ['unpack', test.archive, '--app', 'app', '--release', RELEASE];
    const ours = await runProcess(process.execPath, [infra, ...unpack], { cwd: directory });
    if (theirs.status !== 0)
      return ours.status === 2 ? { kind: 'refused', masked: 0 } : different('helm refuses, we do not');
    if (ours.status !== 0) return different(`infra unpack: ${ours.stderr.trim()}`);
    const kustomize = /** @type {string} */ (findTool('kustomize', '5.8.1'));
    const built = await runProcess(kustomize, ['build', `${directory}/base/app`]);
    if (built.status !== 0) return different(`kustomize build: ${built.stderr.trim().slice(0, 500)}`);
    return compareResources(theirs.stdout, again.stdout, built.stdout);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * @param {string} theirs
 * @param {string} again another run of the real helm: what differs from the first is random
 * @param {string} ours
 * @returns {Verdict}
 */
function compareResources(theirs, again, ours) {
  const [expected, varied, actual] = [readResources(theirs), readResources(again), readResources(ours)];
  const missing = [...expected.keys()].filter((id) => !actual.has(id));
  const added = [...actual.keys()].filter((id) => !expected.has(id));
  const isRandom = missing.every((id) => !varied.has(id)) && kinds(missing) === kinds(added);
  if (!isRandom) return different(`missing ${missing.join(', ')}; added ${added.join(', ')}`);
  let masked = missing.length;
  for (const [id, fields] of expected) {
    for (const [path, value] of mergedFields(fields, actual.get(id) ?? fields)) {
      if (value.every((each) => each === value[0])) continue;
      if (varied.get(id)?.get(path) === fields.get(path))
        return different(`${id}${path}: ${value.join(' became ')}`);
      masked++;
    }
  }
  return { kind: 'equal', masked };
}

/** @param {string[]} ids */
function kinds(ids) {
  return ids
    .map((id) => id.slice(0, id.lastIndexOf('|')))
    .sort()
    .join();
}

/**
 * The values that two objects have at each path.
 * @param {ReadonlyMap<string, string>} first
 * @param {ReadonlyMap<string, string>} second
 */
function mergedFields(first, second) {
  const paths = new Set([...first.keys(), ...second.keys()]);
  return [...paths].map((path) => /** @type {const} */ ([path, [first.get(path), second.get(path)]]));
}

/**
 * The objects of a stream of documents, as values by path, by identity; lists are taken apart.
 * @param {string} text latin1
 * @returns {Map<string, Map<string, string>>}
 */
function readResources(text) {
  /** @type {Map<string, Map<string, string>>} */
  const resources = new Map();
  const source = Buffer.from(text, 'latin1').toString('utf8');
  const options = /** @type {const} */ ({ version: '1.1', uniqueKeys: false, logLevel: 'silent' });
  for (const document of parseAllDocuments(source, options)) {
    if ('toJS' in document) addResources(document.toJS({ maxAliasCount: -1 }), resources);
  }
  return resources;
}

/** @param {any} data @param {Map<string, Map<string, string>>} resources */
function addResources(data, resources) {
  if (data === null || data === undefined) return;
  if (String(data.kind).endsWith('List') && Array.isArray(data.items)) {
    for (const item of data.items) addResources(item, resources);
    return;
  }
  const group = String(data.apiVersion).includes('/') ? String(data.apiVersion).split('/')[0] : '';
  const identity = [group, data.kind, data.metadata?.namespace ?? '', data.metadata?.name].join('|');
  /** @type {Map<string, string>} */
  const fields = new Map();
  addFields(data, '', fields);
  // Kustomize leaves out annotations and labels that hold nothing.
  for (const field of ['.metadata.annotations', '.metadata.labels']) {
    if (['{}', 'null'].includes(fields.get(field) ?? '')) fields.delete(field);
  }
  resources.set(identity, fields);
}

/** @param {unknown} value @param {string} path @param {Map<string, string>} fields */
function addFields(value, path, fields) {
  const entries = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  if (entries.length === 0)
    fields.set(path, typeof value === 'bigint' ? String(value) : JSON.stringify(value));
  for (const [key, each] of entries) addFields(each, `${path}.${key}`, fields);
}

/** @param {string} detail @returns {Verdict} */
function different(detail) {
  return { kind: 'different', masked: 0, detail };
}
