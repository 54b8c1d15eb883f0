// npm run e2e: an operator's day against a real API server and a real Argo CD on loopback. Needs go to build them (once), git,
// and the oracles. `-- --keep` leaves the directory of the run, with its repository and logs.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { INFRA } from './e2e/repository.mjs';
import { scenario } from './e2e/scenario.mjs';
import { findTool } from './oracles/tools.mjs';
import { readyStack } from './stack/build.mjs';
import { endWithSignals, removeState, startStack } from './stack/start.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const charts = process.env['INFRA_CHARTS'] || `${root}../shared/charts`;

const started = Date.now();
const built = readyStack(console.log);
const kustomize = findTool('kustomize', '5.8.1');
if (built === undefined || kustomize === undefined) {
  const reason =
    built === undefined
      ? 'there is no go to build a control plane with'
      : 'there is no oracle: npm run oracles';
  if (process.env['CI']) throw new Error(reason);
  console.log(`skipped: ${reason}`);
} else {
  if (!fs.existsSync(INFRA))
    execFileSync(process.execPath, [`${root}scripts/build.mjs`, 'bin'], { stdio: 'inherit' });
  await runIn(fs.mkdtempSync(`${tmpdir()}/infra-e2e-`), built, kustomize);
}

/**
 * @param {string} directory
 * @param {string} built
 * @param {string} kustomize
 */
async function runIn(directory, built, kustomize) {
  endWithSignals(() => removeState(directory));
  let stack;
  let isKept = process.argv.includes('--keep');
  try {
    const state = `${directory}/stack`;
    stack = await startStack({ built, directory: state, kustomize, say: (line) => sayTime(started, line) });
    await scenario({ directory, apps: apps(), stack, kustomize, step });
    sayTime(started, 'all done');
  } catch (error) {
    isKept = true;
    process.exitCode = 1;
    console.error(/** @type {Error} */ (error).message);
  } finally {
    await stack?.stop();
    if (isKept) console.log(`kept: ${directory} (logs in stack/logs)`);
    else removeState(directory);
  }
}

/** A chart of our own, with a volume and an invented password; and the real Jenkins where the charts are. */
function apps() {
  const own = { name: 'ledger', unpack: [fileURLToPath(new URL('e2e/charts/ledger', import.meta.url))] };
  if (!fs.existsSync(charts)) {
    console.log(`no charts at ${charts}: only our own is installed`);
    return [own];
  }
  return [own, { name: 'jenkins', unpack: ['jenkins', '--mirror', charts] }];
}

/** @type {<T>(what: string, work: () => Promise<T>) => Promise<T>} */
async function step(what, work) {
  const start = Date.now();
  try {
    const result = await work();
    sayTime(start, what);
    return result;
  } catch (error) {
    sayTime(start, `FAILED: ${what}`);
    throw error;
  }
}

/** @type {(start: number, line: string) => void} */
function sayTime(start, line) {
  console.log(`${((Date.now() - start) / 1000).toFixed(1).padStart(5)} s  ${line}`);
}
