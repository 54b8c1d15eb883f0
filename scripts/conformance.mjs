// npm run conformance [-- --filter jenkins] [-- --unpack]
// Compares `infra template` with the real `helm template`, byte by byte, over every archive of a directory of charts
// (../shared/charts, or INFRA_CHARTS) × its defaults and values files × the releases of helm; with --unpack, what the real
// kustomize builds from `infra unpack` with what `helm template --include-crds` prints. Exit code 1 on any difference.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { HELM_VERSIONS, listCases } from './conformance/cases.mjs';
import { compareCase } from './conformance/compare.mjs';
import { inParallel } from './conformance/run-process.mjs';
import { compareUnpacked } from './conformance/unpacked.mjs';
import { cacheDirectory, findTool } from './oracles/tools.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const infra = `${root}dist/bin/infra.js`;
const WIDTH = 2;
const MAX_SKIPS = 3;

const { values: flags } = parseArgs({
  options: {
    filter: { type: 'string', default: '' },
    unpack: { type: 'boolean', default: false },
    charts: { type: 'string', default: process.env['INFRA_CHARTS'] ?? `${root}../shared/charts` },
  },
});

process.exitCode = await main();
rmSync(`${cacheDirectory()}/conformance-engine-${process.pid}.mjs`, { force: true });

async function main() {
  if (!existsSync(flags.charts)) {
    console.error(`no charts at ${flags.charts}: set INFRA_CHARTS to a directory of chart archives`);
    return 2;
  }
  const missing = [...HELM_VERSIONS.map((version) => ['helm', version]), ['kustomize', '5.8.1']].filter(
    ([name = '', version = '']) => findTool(name, version) === undefined,
  );
  if (missing.length > 0) {
    console.error(`not built: ${missing.map((each) => each.join(' ')).join(', ')}; run npm run oracles`);
    return 2;
  }
  execFileSync(process.execPath, [`${root}scripts/build.mjs`, 'bin'], { stdio: 'inherit' });
  return flags.unpack
    ? await sweep(unpackCases(), compareUnpacked)
    : await sweep(listCases(flags.charts, flags.filter), compareCase);
}

/** Each archive with its defaults and each of its values files, as the current release of helm renders it. */
function unpackCases() {
  return listCases(flags.charts, flags.filter).filter(
    ({ id }) => id.endsWith(`, helm ${HELM_VERSIONS[0]}`) && !id.includes(' (named), '),
  );
}

/**
 * @param {import('./conformance/cases.mjs').Case[]} cases
 * @param {(test: import('./conformance/cases.mjs').Case, infra: string) => Promise<import('./conformance/compare.mjs').Verdict>} compare
 */
async function sweep(cases, compare) {
  /** @type {{ case: string, reason: string }[]} */
  const skips = JSON.parse(readFileSync(`${root}test/conformance/skips.json`, 'utf8'));
  if (skips.length > MAX_SKIPS) throw new Error(`more than ${MAX_SKIPS} skips`);
  const skipped = cases.filter(({ id }) => skips.some((skip) => id.includes(skip.case)));
  const tested = cases.filter((test) => !skipped.includes(test));
  const verdicts = await inParallel(tested, WIDTH, async (test) => {
    const verdict = await compare(test, infra);
    if (verdict.kind === 'different') console.log(`DIFFERENT ${test.id}\n  ${verdict.detail}`);
    return verdict;
  });
  for (const { case: name, reason } of skips) console.log(`SKIPPED ${name}: ${reason}`);
  /** @param {string} kind */
  const count = (kind) => verdicts.filter((verdict) => verdict.kind === kind).length;
  const masked = verdicts.reduce((sum, verdict) => sum + verdict.masked, 0);
  console.log(
    `${cases.length} cases: ${count('equal')} equal (${masked} masked lines), ${count('refused')} refused by both, ` +
      `${skipped.length} skipped, ${count('different')} different`,
  );
  return count('different') === 0 ? 0 : 1;
}
