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
  const theirs = await askTool({ program: helm, words, key: digestOf([test.key, 'unpack']) });
  const directory = mkdtempSync(`${tmpdir()}/infra-unpack-`);
  try {
    const unpack = ['unpack', test.archive, '--app', 'app', '--release', RELEASE];
    const ours = await runProcess(process.execPath, [infra, ...unpack], { cwd: directory });
    if (theirs.status !== 0) return ours.status === 2 ? { kind: 'refused', masked: 0 } : different('helm refuses, we do not');
    if (ours.status !== 0) return different(`infra unpack: ${ours.stderr.trim()}`);
    const kustomize = /** @type {string} */ (findTool('kustomize', '5.8.1'));
    const built = await runProcess(kustomize, ['build', `${directory}/base/app`]);
    if (built.status !== 0) return different(`kustomize build: ${built.stderr.trim().slice(0, 500)}`);
    return compareResources(theirs.stdout, built.stdout);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * @param {string} theirs
 * @param {string} ours
 * @returns {Verdict}
 */
function compareResources(theirs, ours) {
  const [expected, actual] = [readResources(theirs), readResources(ours)];
  const missing = [...expected.keys()].filter((id) => !actual.has(id));
  const added = [...actual.keys()].filter((id) => !expected.has(id));
  if (missing.length + added.length > 0) return different(`missing ${missing.join(', ')}; added ${added.join(', ')}`);
  const changed = [...expected].filter(([id, data]) => actual.get(id) !== data).map(([id]) => id);
  return changed.length > 0 ? different(`other data: ${changed.join(', ')}`) : { kind: 'equal', masked: 0 };
}

/**
 * The objects of a stream of documents: their data as JSON with sorted keys, by identity; lists are taken apart.
 * @param {string} text latin1
 * @returns {Map<string, string>}
 */
function readResources(text) {
  /** @type {Map<string, string>} */
  const resources = new Map();
  const source = Buffer.from(text, 'latin1').toString('utf8');
  const options = /** @type {const} */ ({ version: '1.1', uniqueKeys: false, logLevel: 'silent' });
  for (const document of parseAllDocuments(source, options)) {
    if ('toJS' in document) addResources(document.toJS({ maxAliasCount: -1 }), resources);
  }
  return resources;
}

/** @param {any} data @param {Map<string, string>} resources */
function addResources(data, resources) {
  if (data === null || data === undefined) return;
  if (String(data.kind).endsWith('List') && Array.isArray(data.items)) {
    for (const item of data.items) addResources(item, resources);
    return;
  }
  const group = String(data.apiVersion).includes('/') ? String(data.apiVersion).split('/')[0] : '';
  const identity = [group, data.kind, data.metadata?.namespace ?? '', data.metadata?.name].join('|');
  resources.set(identity, JSON.stringify(data, sortKeys));
}

/** @param {string} _key @param {unknown} value */
function sortKeys(_key, value) {
  if (typeof value === 'bigint') return String(value);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param {string} detail @returns {Verdict} */
function different(detail) {
  return { kind: 'different', masked: 0, detail };
}
