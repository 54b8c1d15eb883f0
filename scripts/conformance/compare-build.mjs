import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findTool } from '../oracles/tools.mjs';
import { askTool, digestOf } from './answers.mjs';

/** @typedef {{ files: Map<string, string | Uint8Array>, directory: string }} Tree */
/** @typedef {{ kind: 'equal' | 'refused' | 'different', detail?: string }} Verdict */

const VERSION = '5.8.1';

/**
 * Builds a tree with the real kustomize (or takes its answer from the cache) and with our engine.
 * @param {Tree} tree
 * @param {import('./kustomize-engine.mjs').Engine} engine
 * @returns {Promise<Verdict>}
 */
export async function compareBuild(tree, engine) {
  const theirs = await askKustomize(tree);
  const ours = await buildOurs(tree, engine);
  const expected = Buffer.from(theirs.stdout, 'latin1').toString('utf8');
  if (theirs.status !== 0) {
    if (ours.error !== undefined) return { kind: 'refused' };
    return { kind: 'different', detail: `kustomize refuses, we do not: ${theirs.stderr.trim()}` };
  }
  if (ours.error !== undefined) return { kind: 'different', detail: `only we refuse: ${ours.error}` };
  const line = firstDifference(expected, ours.text);
  if (line !== undefined) return { kind: 'different', detail: line };
  const warnings = theirs.stderr.split('\n').filter((each) => each.startsWith('# Warning'));
  const same =
    warnings.join('\n') === ours.warnings.filter((each) => each.startsWith('# Warning')).join('\n');
  return same
    ? { kind: 'equal' }
    : { kind: 'different', detail: `other warnings than ${warnings.join(' / ')}` };
}

/** @param {Tree} tree */
async function askKustomize({ files, directory }) {
  const program = /** @type {string} */ (findTool('kustomize', VERSION));
  const root = mkdtempSync(join(tmpdir(), 'kustomize-tree-'));
  try {
    writeTree(files, root);
    const key = digestOf(['kustomize', VERSION, directory, ...[...files].flat()]);
    return await askTool({ program, words: ['build', join(root, directory)], key });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** @param {Map<string, string | Uint8Array>} files @param {string} root */
export function writeTree(files, root) {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** @param {Tree} tree @param {import('./kustomize-engine.mjs').Engine} engine */
async function buildOurs({ files, directory }, engine) {
  try {
    const { text, warnings } = await engine.buildFiles(files, `/${directory}`);
    return { text, warnings, error: undefined };
  } catch (error) {
    const isOurs = error instanceof engine.InfraError && error.code !== 'INTERNAL';
    if (!isOurs) throw error;
    return { text: '', warnings: [], error: error.message };
  }
}

/** @param {string} expected @param {string} actual */
function firstDifference(expected, actual) {
  if (expected === actual) return undefined;
  const [left, right] = [expected.split('\n'), actual.split('\n')];
  const index = left.findIndex((line, at) => line !== right[at]);
  const at = index === -1 ? left.length : index;
  return `line ${at + 1}: ${JSON.stringify(left[at])} expected, ${JSON.stringify(right[at])} printed`;
}
