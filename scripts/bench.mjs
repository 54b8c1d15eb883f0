// npm run bench [template|unpack|patch|build]: whole processes, ours and the real tools' in turn; medians. Charts from ../shared/charts or
// INFRA_CHARTS.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { benchBuild } from './bench/build.mjs';
import { medians, ms, ratio } from './bench/measure.mjs';
import { benchPatch } from './bench/patch.mjs';
import { benchUnpack } from './bench/unpack.mjs';
import { findTool } from './oracles/tools.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const charts = process.env['INFRA_CHARTS'] ?? `${root}../shared/charts`;
const infra = `${root}dist/bin/infra.js`;
const node = process.execPath;
const CHARTS = ['kube-prometheus-stack', 'jenkins', 'sentry', 'argo-cd'];
/** Differences of few milliseconds between processes of a hundred: fewer rounds tell nothing of small charts. */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 31);

execFileSync(node, [`${root}scripts/build.mjs`, 'bin'], { stdio: 'inherit' });
const only = process.argv[2];
if (only === undefined || only === 'template') benchTemplate();
if (only === undefined || only === 'unpack') benchUnpack(infra, charts, ROUNDS);
if (only === undefined || only === 'patch') benchPatch(infra, charts, Math.ceil(ROUNDS / 3));
if (only === undefined || only === 'build') await benchBuild(infra);

function benchTemplate() {
  const helm = findTool('helm', '4.2.4');
  if (helm === undefined) throw new Error('helm 4.2.4 is not built: npm run oracles');
  const bare = medians(
    [
      [node, '-e', '0'],
      [helm, 'version'],
      [node, infra, '--help'],
    ],
    ROUNDS,
  );
  const [bareNode = 0, bareHelm = 0, help = 0] = bare;
  console.log(`node -e 0                ${ms(bareNode)}`);
  console.log(`helm version             ${ms(bareHelm)}`);
  console.log(
    `infra --help             ${ms(help)}   ${ratio(help, bareNode)} of node -e 0 (at most 1.50)\n`,
  );
  console.log('template                  infra       helm   whole process   net of bare start');
  if (!existsSync(charts)) console.log(`no charts at ${charts}: set INFRA_CHARTS`);
  else for (const name of CHARTS) benchChart(name, helm);
}

/**
 * The bare starts take turns with the renders: a machine that changes its speed changes all of them.
 * @param {string} name @param {string} helm
 */
function benchChart(name, helm) {
  const archives = readdirSync(charts).filter((file) => file.startsWith(`${name}-`) && file.endsWith('.tgz'));
  const archive = `${charts}/${archives.sort().at(-1)}`;
  const commands = [
    [node, infra, 'template', archive],
    [helm, 'template', archive],
    [node, '-e', '0'],
    [helm, 'version'],
  ];
  const [ours = 0, theirs = 0, bareNode = 0, bareHelm = 0] = medians(commands, ROUNDS);
  const net = ratio(ours - bareNode, theirs - bareHelm);
  console.log(
    `${name.padEnd(22)} ${ms(ours)} ${ms(theirs)}   ${ratio(ours, theirs).padStart(13)}   ${net.padStart(17)}`,
  );
}
