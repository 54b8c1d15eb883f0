// node scripts/synthesis-law.mjs [--count 5000] [--seed 1] [--sample 200] [--filter jenkins] [--only 17]
// The law of patches: the base with the patches that were made for an edit is what the edit wanted. Random edits of the resources
// of real charts (../shared/charts, or INFRA_CHARTS), and second edits joined to the first; built by our engine, a sample by the
// real kustomize too. Exit code 1 where it does not hold.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { writeTree } from './conformance/compare-build.mjs';
import { findTool } from './oracles/tools.mjs';
import { chartResources } from './synthesis/chart-resources.mjs';
import { randomFrom } from './synthesis/edits.mjs';
import { engineFile, loadEngine } from './synthesis/engine.mjs';
import { tryLaw } from './synthesis/law.mjs';

/** @typedef {import('./synthesis/law.mjs').Tree} Tree */
/** @typedef {import('./synthesis/chart-resources.mjs').ChartResource} ChartResource */

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    count: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    sample: { type: 'string', default: '200' },
    filter: { type: 'string', default: '' },
    only: { type: 'string' },
    charts: { type: 'string', default: process.env['INFRA_CHARTS'] ?? `${root}../shared/charts` },
  },
});

process.exitCode = await main();
rmSync(engineFile, { force: true });

async function main() {
  if (!existsSync(flags.charts)) {
    console.log(`skipped: no charts at ${flags.charts}, set INFRA_CHARTS to a directory of chart archives`);
    return 0;
  }
  const engine = await loadEngine();
  const resources = await chartResources(flags.charts, flags.filter, engine);
  const kinds = byKind(resources);
  console.log(`${resources.length} resources of ${kinds.size} kinds`);
  const count = Number(flags.count);
  const counts = { held: 0, failed: 0, impossible: 0 };
  const every = Math.max(1, Math.floor(count / Math.max(1, Number(flags.sample))));
  /** @type {Tree[]} */
  const sample = [];
  const indices = flags.only === undefined ? [...Array(count).keys()] : [Number(flags.only)];
  for (const index of indices) {
    const seed = Number(flags.seed) * 1_000_003 + index;
    const resource = chosen([...kinds.values()], seed);
    const verdict = await tryLaw(resource, seed, engine);
    counts[verdict.kind]++;
    if (verdict.kind === 'held' && index % every === 0) sample.push(...verdict.trees.slice(-1));
    if (verdict.kind === 'failed')
      console.log(`FAILED --only ${index}, ${resource.origin}: ${verdict.detail}`);
    if (verdict.kind === 'impossible' && !verdict.detail.startsWith('it cannot')) {
      console.log(`impossible --only ${index}, ${resource.origin}: ${verdict.detail}`);
    }
    if (flags.only !== undefined) show(verdict.trees);
  }
  const bad = Number(flags.sample) > 0 ? await compareSample(sample) : 0;
  console.log(
    `seed ${flags.seed}: ${counts.held} held, ${counts.failed} failed, ${counts.impossible} impossible`,
  );
  return counts.failed + bad > 0 ? 1 : 0;
}

/** @param {ChartResource[]} resources */
function byKind(resources) {
  /** @type {Map<string, ChartResource[]>} */
  const kinds = new Map();
  for (const resource of resources) {
    const kind = `${resource.root.get('apiVersion')} ${resource.root.get('kind')}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), resource]);
  }
  return kinds;
}

/** Kinds with many resources are not to hide those with few. @param {ChartResource[][]} groups @param {number} seed */
function chosen(groups, seed) {
  const random = randomFrom(seed ^ 0x5bd1e995);
  const all = groups.flat();
  const group =
    random() < 0.5 ? all : /** @type {ChartResource[]} */ (groups[Math.floor(random() * groups.length)]);
  return /** @type {ChartResource} */ (group[Math.floor(random() * group.length)]);
}

/** @param {Tree[]} trees */
async function compareSample(trees) {
  const kustomize = findTool('kustomize', '5.8.1');
  if (kustomize === undefined) {
    console.log('not compared with kustomize 5.8.1, which is not built: run npm run oracles');
    return 0;
  }
  let failed = 0;
  for (const { files, wanted } of trees) {
    const directory = mkdtempSync(`${tmpdir()}/infra-synthesis-`);
    writeTree(files, directory);
    const built = await runKustomize(kustomize, `${directory}/overlay`);
    if (built === wanted) rmSync(directory, { recursive: true });
    else {
      failed++;
      console.log(`KUSTOMIZE DIFFERS ${directory}`);
    }
  }
  console.log(`${trees.length} of them built with the real kustomize, ${failed} different`);
  return failed;
}

/** @param {string} program @param {string} directory */
async function runKustomize(program, directory) {
  try {
    const { stdout } = await promisify(execFile)(program, ['build', directory], { maxBuffer: 1 << 28 });
    return stdout;
  } catch (error) {
    return String(error);
  }
}

/** @param {Tree[]} trees */
function show(trees) {
  for (const { files } of trees) {
    for (const [path, text] of files) {
      if (path.startsWith('overlay/') && !path.endsWith('kustomization.yaml'))
        console.log(`-- ${path}\n${text}`);
    }
  }
}
