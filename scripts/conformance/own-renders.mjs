// Which of our own lines come from a random or time call: those that differ among renders at different times.
import { mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { cacheDirectory } from '../oracles/tools.mjs';
import { varyingLines } from './lines.mjs';

const ENGINE = `
export { template } from './src/commands/template.ts';
export { nodeEnvironment } from './src/system/environment.ts';
`;

/** Moments that have no part of a date or time in common, in nanoseconds. */
const MOMENTS = [981_173_106_123_456_789n, 1_293_753_600_987_654_321n, 1_752_238_759_555_111_222n];

/** @type {Promise<any> | undefined} */
let loading;

/** The engine in this process, where the clock can be set. */
function loadEngine() {
  loading ??= (async () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const outfile = `${cacheDirectory()}/conformance-engine-${process.pid}.mjs`;
    mkdirSync(cacheDirectory(), { recursive: true });
    await build({
      stdin: { contents: ENGINE, resolveDir: root, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: { js: "import { createRequire as R } from 'node:module'; const require = R(import.meta.url);" },
      outfile,
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  })();
  return loading;
}

/**
 * The texts of the lines of `output` that our evaluator makes anew at each render.
 * @param {import('./cases.mjs').Case} test
 * @param {string} output what our program printed
 * @returns {Promise<Set<string>>}
 */
export async function tracedLines(test, output) {
  const engine = await loadEngine();
  const lines = output.split('\n');
  const renders = [];
  for (const moment of MOMENTS) renders.push((await renderAt(engine, test, moment)).split('\n'));
  const varying = varyingLines(lines, renders);
  return new Set([...varying].map((index) => /** @type {string} */ (lines[index])));
}

/** @param {any} engine @param {import('./cases.mjs').Case} test @param {bigint} moment */
async function renderAt(engine, test, moment) {
  const io = {
    readStandardInput: () => new Uint8Array(),
    environment: engine.nodeEnvironment({ now: () => moment }),
    warn: () => undefined,
  };
  const { rendered } = await engine.template(optionsOf(test), io);
  return Buffer.from(rendered.output).toString('latin1');
}

/** @param {import('./cases.mjs').Case} test */
function optionsOf({ words, helmVersion }) {
  const named = words.indexOf('--namespace');
  const values = words.indexOf('-f');
  return {
    words: words.slice(0, words.findIndex((word) => word.startsWith('-')) >>> 0),
    values: values < 0 ? [] : [words[values + 1]],
    set: [],
    setString: [],
    setJson: [],
    setFile: [],
    setLiteral: [],
    apiVersions: [],
    namespace: named < 0 ? 'default' : words[named + 1],
    includeCrds: words.includes('--include-crds'),
    helmVersion,
  };
}
