// infra patch, infra diff and a patch that twenty targets share, on the real Jenkins: whole processes, medians.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { medians } from './measure.mjs';

const TARGETS = 20;
const RESOURCE = 'StatefulSet/jenkins';
const FIELD = 'spec.template.spec.containers.jenkins.resources.limits.memory';

/**
 * @param {string} infra the launcher
 * @param {string} charts directory of the archives, with an index
 * @param {number} rounds
 */
export function benchPatch(infra, charts, rounds) {
  if (!existsSync(charts)) {
    console.log(`\nno charts at ${charts}: set INFRA_CHARTS`);
    return;
  }
  const root = mkdtempSync(`${tmpdir()}/infra-bench-patch-`);
  const ours = [process.execPath, infra];
  const names = Array.from({ length: TARGETS }, (_, index) => `prod-${index + 1}`);
  /** @param {string[]} command */
  const run = (command) => execFileSync(command[0] ?? '', command.slice(1), { cwd: root, stdio: 'pipe' });
  try {
    run([...ours, 'init']);
    run(['git', 'init', '--quiet', '--initial-branch=main']);
    run(['git', 'remote', 'add', 'origin', 'https://git.example.com/infra.git']);
    const clusters = names.map((name) => `  ${name}: {phase: production, server: "https://${name}"}\n`);
    insertClusters(`${root}/infra.yaml`, clusters.join(''));
    run([...ours, 'unpack', 'jenkins', '--mirror', charts]);
    for (const name of ['dev', ...names]) run([...ours, 'add', `${name}/jenkins/jenkins`]);
    const identity = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com'];
    run(['git', 'add', '--all']);
    run(['git', ...identity, 'commit', '--quiet', '--message', 'Begin']);
    const [dev, shared] = ['dev/jenkins/jenkins', ['--shared', 'production', 'jenkins']];
    console.log('\npatch                                    infra   at most');
    row('patch --set', ['patch', dev, RESOURCE], 600, true);
    row('diff against HEAD', ['diff', dev], 500, false);
    row(`patch --set, shared by ${TARGETS} targets`, ['patch', ...shared, RESOURCE], 1500, true);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }

  /** @param {string} name @param {string[]} words @param {number} most @param {boolean} isPatch */
  function row(name, words, most, isPatch) {
    let round = 0;
    const command = () => ({
      words: [...ours, ...words, ...(isPatch ? ['--set', `${FIELD}=${++round + 4096}Mi`] : [])],
      directory: root,
    });
    const [time = 0] = medians([command], rounds);
    console.log(`${name.padEnd(36)} ${time.toFixed(0).padStart(6)} ms   ${String(most).padStart(4)} ms`);
  }
}

/** @param {string} file @param {string} clusters */
function insertClusters(file, clusters) {
  writeFileSync(file, readFileSync(file, 'utf8').replace('clusters:\n', `clusters:\n${clusters}`));
}
