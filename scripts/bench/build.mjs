import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '../oracles/tools.mjs';
import { medians, ms, peakMemory, ratio } from './measure.mjs';
import { manyOverlays, patchedTree, treeOf } from './trees.mjs';

const OVERLAYS = 100;
/** How many resources, how often it is measured (the real one needs minutes for the last), and what is asked of us. */
const SIZES = /** @type {const} */ ([
  [10, 15, 'at most 1.20'],
  [100, 15, 'at most 1.00'],
  [1000, 3, 'at most 0.125'],
  [5000, 1, 'at most 0.0167'],
]);

/** @param {string} infra the launcher */
export async function benchBuild(infra) {
  const kustomize = findTool('kustomize', '5.8.1');
  if (kustomize === undefined) throw new Error('kustomize 5.8.1 is not built: npm run oracles');
  const root = mkdtempSync(join(tmpdir(), 'infra-bench-'));
  const ours = [process.execPath, infra, 'build'];
  try {
    console.log('\nbuild                          infra   kustomize   whole process');
    for (const [count, rounds, goal] of SIZES) {
      row(`${count} resources`, [...ours, treeOf(`${root}/${count}`, count)], rounds, goal);
    }
    row(
      '1000 resources, 250 patches',
      [...ours, patchedTree(`${root}/patched`, 1000, 250)],
      1,
      'at most 0.0167',
    );
    growth();
    await memory();
    overlays();
  } finally {
    rmSync(root, { recursive: true, force: true });
  }

  /** @param {string} name @param {string[]} command @param {number} rounds @param {string} goal */
  function row(name, command, rounds, goal) {
    const theirs = [/** @type {string} */ (kustomize), 'build', /** @type {string} */ (command.at(-1))];
    const [a = 0, b = 0] =
      rounds < 5
        ? [...medians([command], 5, 2), ...medians([theirs], rounds, 0)]
        : medians([command, theirs], rounds);
    console.log(
      `${name.padEnd(27)} ${ms(a)} ${ms(b)}   ${ratio(a, b).padStart(8)} (${goal}), ${(b / a).toFixed(1)} times as fast`,
    );
  }

  function growth() {
    const times = medians(
      [500, 1000, 2000, 4000].map((count) => [...ours, treeOf(`${root}/g${count}`, count)]),
      7,
      1,
    );
    const factors = times.slice(1).map((time, index) => ratio(time, times[index] ?? 0));
    console.log(
      `500, 1000, 2000, 4000 resources: ${times.map(ms).join('')}; each doubling costs ${factors.join(', ')} (at most 2.30)`,
    );
  }

  async function memory() {
    const peak = await peakMemory([...ours, treeOf(`${root}/m`, 5000)]);
    console.log(`peak memory at 5000 resources: ${peak.toFixed(0)} MB (at most 400)`);
  }

  function overlays() {
    const directories = manyOverlays(`${root}/many`, OVERLAYS);
    const all = [...ours, '--all', `${root}/many/overlays`, '-o', `${root}/many/out`, '--no-cache'];
    const [first = 0] = medians([all], 5, 2);
    const cached = all.slice(0, -1);
    medians([cached], 2, 0);
    const seconds = Array.from({ length: 7 }, (_, index) => {
      appendFileSync(`${directories[index]}/kustomization.yaml`, `nameSuffix: -s${index}\n`);
      return medians([cached], 1, 0)[0] ?? 0;
    });
    const second = seconds.sort((a, b) => a - b)[3] ?? 0;
    const single = directories.map(
      (directory) => medians([[/** @type {string} */ (kustomize), 'build', directory]], 1, 0)[0] ?? 0,
    );
    const theirs = single.reduce((sum, time) => sum + time, 0);
    console.log(
      `build --all, ${OVERLAYS} overlays: ${ms(first)}, kustomize ${ms(theirs)}: ${(theirs / first).toFixed(1)} times as fast (at least 15)`,
    );
    console.log(
      `again after one edit: ${ms(second)}: ${(first / second).toFixed(1)} times as fast again (at least 3)`,
    );
  }
}
