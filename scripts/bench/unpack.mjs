// infra unpack against the render of helm that it takes the place of.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { medians, ms, ratio } from './measure.mjs';
import { quickDirectory } from './quick-directory.mjs';
import { findTool } from '../oracles/tools.mjs';

const CHARTS = ['kube-prometheus-stack', 'jenkins', 'sentry', 'argo-cd'];
const MOST = 2.5;
/** Bytes of an archive whose render takes so little that the noise of a few rounds is as much. */
const SMALL = 150_000;
const MANY = 3;

/**
 * @param {string} infra
 * @param {string} charts directory of the archives
 * @param {number} rounds
 */
export function benchUnpack(infra, charts, rounds) {
  const helm = findTool('helm', '4.2.4');
  if (helm === undefined) throw new Error('helm 4.2.4 is not built: npm run oracles');
  if (!existsSync(charts)) {
    console.log(`\nno charts at ${charts}: set INFRA_CHARTS`);
    return;
  }
  const node = process.execPath;
  const work = mkdtempSync(`${tmpdir()}/infra-bench-unpack-`);
  try {
    console.log(
      `\nunpack                    infra       helm   whole process   net of bare start (at most ${MOST.toFixed(2)})`,
    );
    for (const name of CHARTS) {
      const archives = readdirSync(charts).filter(
        (file) => file.startsWith(`${name}-`) && file.endsWith('.tgz'),
      );
      const archive = `${charts}/${archives.sort().at(-1)}`;
      // The bare starts take turns with the rest: a machine that changes its speed changes all of them.
      const commands = [
        () => ({ words: [node, infra, 'unpack', archive], directory: freshRepository(work) }),
        [helm, 'template', '--include-crds', archive],
        [node, '-e', '0'],
        [helm, 'version'],
      ];
      const enough = statSync(archive).size < SMALL ? MANY * rounds : rounds;
      const [ours = 0, theirs = 0, bareNode = 0, bareHelm = 0] = medians(commands, enough);
      const net = ratio(ours - bareNode, theirs - bareHelm);
      console.log(
        `${name.padEnd(22)} ${ms(ours)} ${ms(theirs)}   ${ratio(ours, theirs).padStart(13)}   ${net.padStart(17)}`,
      );
    }
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** @param {string} work */
function freshRepository(work) {
  const directory = quickDirectory(work);
  mkdirSync(`${directory}/.git`);
  return directory;
}
