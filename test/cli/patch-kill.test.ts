import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beacon, infraRun, program } from './program.ts';

let root: string;
/** The repository before the patch. */
let start: string;

beforeEach(() => {
  root = mkdtempSync(`${tmpdir()}/infra-patch-kill-`);
  start = `${root}/start`;
  run(root, 'init', 'start');
  cpSync(beacon, `${start}/charts/beacon`, { recursive: true });
  const clusters = CLUSTERS.map((name) => `  ${name}: {phase: production}\n`).join('');
  const git = 'git: {url: "https://git.example.com/infra.git"}\n';
  writeFileSync(`${start}/infra.yaml`, `clusters:\n${clusters}${git}`);
  run(start, 'unpack', './charts/beacon');
  for (const cluster of CLUSTERS) run(start, 'add', `${cluster}/beacon/beacon`);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const CLUSTERS = ['one', 'two', 'three'];

function run(cwd: string, ...words: readonly string[]): void {
  const { status, stderr } = infraRun(words, { cwd });
  if (status !== 0) throw new Error(`infra ${words.join(' ')}: ${stderr}`);
}

/** Every file, but the state of a run, with its content. */
function tree(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`);
  const kept = paths.filter((path) => !path.startsWith(`${directory}/.infra/`)).sort();
  return Object.fromEntries(
    kept.map((path) => [path.slice(directory.length + 1), readFileSync(path, 'utf8')]),
  );
}

const PATCHES = [
  ['one target', ['one/beacon/beacon', 'Deployment/beacon', '--set', 'spec.minReadySeconds=7']],
  [
    'all of a phase',
    ['--shared', 'production', 'beacon', 'Deployment/beacon', '--set', 'spec.minReadySeconds=7'],
  ],
  ['several targets', ['*/beacon/beacon', 'Deployment/beacon', '--replicas', '5']],
  ['a new target', ['one/beacon-two/beacon', 'Deployment/beacon', '--set', 'spec.minReadySeconds=7']],
] as const;

/** Runs the program and kills it after some milliseconds. */
async function runKilled(cwd: string, words: readonly string[], milliseconds: number): Promise<void> {
  const [node, main] = program.split(' ') as [string, string];
  const child = spawn(node, [main, ...words], { cwd, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await sleep(milliseconds);
  child.kill('SIGKILL');
  await ended;
}

test.each(PATCHES)(
  'a patch of %s that is killed leaves the old repository or the new one',
  async (_, words) => {
    const old = tree(start);
    const done = `${root}/done`;
    cpSync(start, done, { recursive: true });
    const began = performance.now();
    run(done, 'patch', ...words);
    const duration = performance.now() - began;
    const fresh = tree(done);
    expect(fresh).not.toEqual(old);
    for (let instant = 0; instant < 20; instant++) {
      const directory = `${root}/killed`;
      cpSync(start, directory, { recursive: true });
      // Early on nothing is written yet.
      await runKilled(directory, ['patch', ...words], duration * (0.4 + 0.7 * Math.random()));
      // Whatever comes next finishes what was begun, or forgets it.
      infraRun(['unpack', '--all', '--check'], { cwd: directory });
      const found = tree(directory);
      expect(JSON.stringify(found) === JSON.stringify(old) ? old : fresh).toEqual(found);
      rmSync(directory, { recursive: true });
    }
  },
  120_000,
);
