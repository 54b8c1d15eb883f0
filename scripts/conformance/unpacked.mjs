import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseAllDocuments } from 'yaml';
import { findTool } from '../oracles/tools.mjs';
import { askTool, digestOf } from './answers.mjs';
import { runProcess } from './run-process.mjs';
import { explanation, isLeftOut, surroundings } from './unpack-policies.mjs';

/** @typedef {import('./compare.mjs').Verdict} Verdict */
/** @typedef {import('./unpack-policies.mjs').Resource} Resource */

const RELEASE = 'unpacked';
const NAMESPACE = 'app';

/**
 * Unpacks a chart, builds the base with the real kustomize, and compares its resources with those of
 * `helm template --include-crds`: every difference must be what a policy does, or in a field that differs among runs of helm.
 * @param {import('./cases.mjs').Case} test
 * @param {string} infra
 * @returns {Promise<Verdict>}
 */
export async function compareUnpacked(test, infra) {
  const helm = /** @type {string} */ (findTool('helm', test.helmVersion));
  const words = ['template', RELEASE, ...test.words, '--include-crds', '--namespace', NAMESPACE];
  const request = { program: helm, words, key: digestOf([test.key, 'unpack in a namespace']) };
  const theirs = await askTool(request);
  const again = await askTool({ ...request, run: 1 });
  const directory = mkdtempSync(`${tmpdir()}/infra-unpack-`);
  try {
    const unpack = ['unpack', ...test.words, '--app', NAMESPACE, '--release', RELEASE];
    const ours = await runProcess(process.execPath, [infra, ...unpack], { cwd: directory });
    if (theirs.status !== 0)
      return ours.status === 2 ? { kind: 'refused', masked: 0 } : different('helm refuses, we do not');
    if (ours.status !== 0) return different(`infra unpack: ${ours.stderr.trim()}`);
    const kustomize = /** @type {string} */ (findTool('kustomize', '5.8.1'));
    const built = await runProcess(kustomize, ['build', `${directory}/base/${NAMESPACE}`]);
    if (built.status !== 0) return different(`kustomize build: ${built.stderr.trim().slice(0, 500)}`);
    const verdict = compareResources(theirs.stdout, again.stdout, built.stdout);
    return verdict.kind === 'different'
      ? verdict
      : ((await changedByAnotherDay(directory, infra)) ?? verdict);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Another day, for a process of Node. */
const LATER = 'data:text/javascript,const now=Date.now;Date.now=()=>now()+41*864e5';

/**
 * Unpacks once more as the lock says, without a base, on another day, in another time zone and locale, with empty caches: no
 * byte may change.
 * @param {string} directory
 * @param {string} infra
 * @returns {Promise<Verdict | undefined>}
 */
async function changedByAnotherDay(directory, infra) {
  const before = filesIn(directory);
  rmSync(`${directory}/base`, { recursive: true });
  const env = {
    ...{ PATH: process.env['PATH'], HOME: `${directory}/.home` },
    ...{ TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8', INFRA_CODE_CACHE: 'off' },
  };
  const words = ['--import', LATER, infra, 'unpack', NAMESPACE, '--locked'];
  const { status, stderr } = await runProcess(process.execPath, words, { cwd: directory, env });
  rmSync(`${directory}/.home`, { recursive: true, force: true });
  if (status !== 0) return different(`infra unpack on another day: ${stderr.trim()}`);
  const after = filesIn(directory);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  return changed.length === 0 ? undefined : different(`another day changes ${changed.join(', ')}`);
}

/**
 * Contents by path.
 * @param {string} directory
 */
function filesIn(directory) {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`);
  return new Map(paths.map((path) => [path, readFileSync(path, 'latin1')]));
}

/**
 * @param {string} theirs
 * @param {string} again another run of the real helm: what differs from the first is random
 * @param {string} ours
 * @returns {Verdict}
 */
function compareResources(theirs, again, ours) {
  const rendered = readResources(theirs);
  const around = surroundings(rendered, NAMESPACE);
  const isExpected = (/** @type {Resource} */ resource) => !isLeftOut(resource);
  const expected = byIdentity(rendered.filter(isExpected), around);
  const varied = byIdentity(readResources(again).filter(isExpected), around);
  const actual = byIdentity(readResources(ours), around);
  const missing = [...expected.keys()].filter((id) => !actual.has(id) && !isGenerated(id, expected, varied));
  const added = [...actual.keys()].filter((id) => !expected.has(id));
  const isRandom = missing.every((id) => !varied.has(id)) && kinds(missing) === kinds(added);
  if (!isRandom) return different(`missing ${missing.join(', ')}; added ${added.join(', ')}`);
  let masked = expected.size - actual.size + missing.length;
  for (const [id, resource] of actual) {
    const before = expected.get(id);
    if (before === undefined) continue;
    const random = varied.get(id)?.fields;
    for (const path of new Set([...before.fields.keys(), ...resource.fields.keys()])) {
      const [was, is] = [before.fields.get(path), resource.fields.get(path)];
      const problem = explanation(path, before, resource, around);
      if (problem === '') continue;
      if (problem === undefined && was === is) continue;
      if (random?.get(path) === was) return different(`${id}${path}: ${problem ?? `${was} became ${is}`}`);
      masked++;
    }
  }
  return { kind: 'equal', masked };
}

/**
 * Whether a Secret is left out because its data is generated.
 * @param {string} id
 * @param {ReadonlyMap<string, Resource>} first
 * @param {ReadonlyMap<string, Resource>} second
 */
function isGenerated(id, first, second) {
  if (!id.startsWith('|Secret|')) return false;
  const other = second.get(id)?.fields;
  return [...(first.get(id)?.fields ?? [])].some(
    ([path, value]) => /^\.(?:stringD|d)ata\./.test(path) && other?.get(path) !== value,
  );
}

/** @param {string[]} ids */
function kinds(ids) {
  return ids
    .map((id) => id.slice(0, id.lastIndexOf('|')))
    .sort()
    .join();
}

/**
 * @param {readonly Resource[]} resources
 * @param {import('./unpack-policies.mjs').Surroundings} around
 */
function byIdentity(resources, around) {
  return new Map(
    resources.map((each) => {
      const namespace = around.namespaceOf(each);
      return [[each.group, each.kind, namespace ?? '', each.name].join('|'), each];
    }),
  );
}

/**
 * The objects of a stream of documents; lists are taken apart.
 * @param {string} text latin1
 * @returns {Resource[]}
 */
function readResources(text) {
  /** @type {Resource[]} */
  const resources = [];
  const source = Buffer.from(text, 'latin1').toString('utf8');
  const options = /** @type {const} */ ({ version: '1.1', uniqueKeys: false, logLevel: 'silent' });
  for (const document of parseAllDocuments(source, options)) {
    if ('toJS' in document) addResources(document.toJS({ maxAliasCount: -1 }), resources);
  }
  return resources;
}

/** @param {any} data @param {Resource[]} resources */
function addResources(data, resources) {
  if (data === null || data === undefined) return;
  if (String(data.kind).endsWith('List') && Array.isArray(data.items)) {
    for (const item of data.items) addResources(item, resources);
    return;
  }
  const group = String(data.apiVersion).includes('/') ? String(data.apiVersion).split('/')[0] : '';
  /** @type {Map<string, string>} */
  const fields = new Map();
  addFields(data, '', fields);
  // Kustomize leaves out annotations and labels that hold nothing.
  for (const field of ['.metadata.annotations', '.metadata.labels']) {
    if (['{}', 'null'].includes(fields.get(field) ?? '')) fields.delete(field);
  }
  resources.push({ group: String(group), kind: data.kind, name: String(data.metadata?.name), data, fields });
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
