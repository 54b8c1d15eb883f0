// npm run conformance:kustomize [-- --random 2000 --seed 1 | --bases] [--filter jenkins]
// Compares our build with the real `kustomize build`, byte by byte: random trees, and the bases unpacked from every archive of a
// directory of charts (../shared/charts, or INFRA_CHARTS) with overlays over each. Exit code 1 on any difference.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { listCases } from './conformance/cases.mjs';
import { compareBuild, writeTree } from './conformance/compare-build.mjs';
import { engineFile, loadKustomize, readTree } from './conformance/kustomize-engine.mjs';
import { OVERLAYS } from './conformance/overlays.mjs';
import { inParallel } from './conformance/run-process.mjs';
import { findTool } from './oracles/tools.mjs';
import { tree } from './random-trees/kustomizations.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    random: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    bases: { type: 'boolean', default: false },
    filter: { type: 'string', default: '' },
    charts: { type: 'string', default: process.env['INFRA_CHARTS'] ?? `${root}../shared/charts` },
  },
});
const width = availableParallelism();

process.exitCode = await main();
rmSync(engineFile, { force: true });

async function main() {
  if (findTool('kustomize', '5.8.1') === undefined) {
    console.error('kustomize 5.8.1 is not built: run npm run oracles');
    return 2;
  }
  const engine = await loadKustomize();
  return flags.bases ? await compareBases(engine) : await compareRandom(engine);
}

/** @param {import('./conformance/kustomize-engine.mjs').Engine} engine */
async function compareRandom(engine) {
  const seed = Number(flags.seed);
  const trees = fc.sample(tree, { seed, numRuns: Number(flags.random) });
  const verdicts = await inParallel(trees, width, async (each) => {
    const verdict = await compareBuild(each, engine);
    if (verdict.kind === 'different') keep(each, verdict);
    return verdict;
  });
  console.log(`seed ${seed}: ${summary(verdicts)}`);
  return verdicts.some(({ kind }) => kind === 'different') ? 1 : 0;
}

/** @param {import('./conformance/compare-build.mjs').Tree} each @param {import('./conformance/compare-build.mjs').Verdict} verdict */
function keep({ files, directory }, { detail }) {
  const kept = mkdtempSync(`${tmpdir()}/infra-different-`);
  writeTree(files, kept);
  console.log(`DIFFERENT ${kept}/${directory}\n  ${detail}`);
}

/** @param {import('./conformance/kustomize-engine.mjs').Engine} engine */
async function compareBases(engine) {
  if (!existsSync(flags.charts)) {
    console.error(`no charts at ${flags.charts}: set INFRA_CHARTS to a directory of chart archives`);
    return 2;
  }
  execFileSync(process.execPath, [`${root}scripts/build.mjs`, 'bin'], { stdio: 'inherit' });
  const archives = [...new Set(listCases(flags.charts, flags.filter).map(({ archive }) => archive))];
  const verdicts = await inParallel(archives, width, (archive) => compareBase(archive, engine));
  const all = verdicts.flat();
  console.log(`${archives.length} archives: ${summary(all)}`);
  return all.some(({ kind }) => kind === 'different') ? 1 : 0;
}

/** @param {string} archive @param {import('./conformance/kustomize-engine.mjs').Engine} engine */
async function compareBase(archive, engine) {
  const directory = mkdtempSync(`${tmpdir()}/infra-base-`);
  try {
    const words = [`${root}dist/bin/infra.js`, 'unpack', archive, '--app', 'app'];
    if (spawnSync(process.execPath, words, { cwd: directory }).status !== 0) return [];
    const files = readTree(directory);
    /** @type {import('./conformance/compare-build.mjs').Verdict[]} */
    const verdicts = [];
    for (const [name, kustomization] of [['base/app', undefined], ...Object.entries(OVERLAYS)]) {
      /** @type {Map<string, string | Uint8Array>} */
      const overlaid = new Map(files);
      if (kustomization !== undefined) overlaid.set(`overlays/${name}/kustomization.yaml`, kustomization);
      const path = kustomization === undefined ? 'base/app' : `overlays/${name}`;
      const verdict = await compareBuild({ files: overlaid, directory: path }, engine);
      if (verdict.kind === 'different') console.log(`DIFFERENT ${archive} ${name}\n  ${verdict.detail}`);
      verdicts.push(verdict);
    }
    return verdicts;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param {import('./conformance/compare-build.mjs').Verdict[]} verdicts */
function summary(verdicts) {
  /** @param {string} kind */
  const count = (kind) => verdicts.filter((verdict) => verdict.kind === kind).length;
  return `${verdicts.length} builds: ${count('equal')} equal, ${count('refused')} refused by both, ${count('different')} different`;
}
