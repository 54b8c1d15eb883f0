// npm run bench: whole processes, ours and the real helm's in turn; medians. Charts from ../shared/charts or INFRA_CHARTS.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findTool } from './oracles/tools.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const charts = process.env['INFRA_CHARTS'] ?? `${root}../shared/charts`;
const infra = `${root}dist/bin/infra.js`;
const node = process.execPath;
const CHARTS = ['kube-prometheus-stack', 'jenkins', 'sentry', 'argo-cd'];
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 15);
/** The first runs fill caches: the system's, and our code cache. */
const WARM_UP = 5;

const helm = findTool('helm', '4.2.4');
if (helm === undefined) throw new Error('helm 4.2.4 is not built: npm run oracles');
execFileSync(node, [`${root}scripts/build.mjs`, 'bin'], { stdio: 'inherit' });

const [bareNode = 0, bareHelm = 0, help = 0] = medians([
  [node, '-e', '0'],
  [helm, 'version'],
  [node, infra, '--help'],
]);
console.log(`node -e 0                ${ms(bareNode)}`);
console.log(`helm version             ${ms(bareHelm)}`);
console.log(`infra --help             ${ms(help)}   ${ratio(help, bareNode)} of node -e 0 (at most 1.50)\n`);
console.log('chart                          infra      helm   whole process   net of bare start');

if (existsSync(charts)) for (const name of CHARTS) benchChart(name);
else console.log(`no charts at ${charts}: set INFRA_CHARTS`);

/** @param {string} name */
function benchChart(name) {
  const archives = readdirSync(charts).filter((file) => file.startsWith(`${name}-`) && file.endsWith('.tgz'));
  const archive = `${charts}/${archives.sort().at(-1)}`;
  const [ours = 0, theirs = 0] = medians([
    [node, infra, 'template', archive],
    [/** @type {string} */ (helm), 'template', archive],
  ]);
  const net = ratio(ours - bareNode, theirs - bareHelm);
  console.log(
    `${name.padEnd(24)} ${ms(ours)} ${ms(theirs)}   ${ratio(ours, theirs).padStart(13)}   ${net.padStart(17)}`,
  );
}

/**
 * The median time of each command, the commands taking turns.
 * @param {string[][]} commands
 */
function medians(commands) {
  const times = commands.map(() => /** @type {number[]} */ ([]));
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [index, command] of commands.entries()) {
      const time = measure(command);
      if (round >= 0) times[index]?.push(time);
    }
  }
  return times.map((each) => each.sort((a, b) => a - b)[each.length >> 1] ?? 0);
}

/** @param {string[]} command */
function measure([program = '', ...words]) {
  const start = performance.now();
  execFileSync(program, words, { stdio: 'ignore' });
  return performance.now() - start;
}

/** @param {number} time */
function ms(time) {
  return `${time.toFixed(1).padStart(7)} ms`;
}

/** @param {number} a @param {number} b */
function ratio(a, b) {
  return (a / b).toFixed(2);
}
