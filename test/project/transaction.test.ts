import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyChanges, recoverRepository } from '../../src/project/transaction.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'infra-transaction-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Every file but those that only a run needs. */
function tree(): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths
      .map((path) => path.slice(root.length + 1))
      .filter((path) => !path.startsWith('.infra/'))
      .sort()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
}

describe('changes', () => {
  test('are written, replaced and taken away, with directories that get empty', async () => {
    write({ 'base/a/one': '1', 'base/a/two': '2', 'base/b/three': '3', keep: 'k' });
    const changes = new Map([
      ['base/a/one', 'new'],
      ['base/b/three', undefined],
      ['c/d/e', 'deep'],
      ['keep', 'k'],
    ]);
    expect(await applyChanges(root, changes)).toEqual(['base/a/one', 'base/b/three', 'c/d/e']);
    expect(tree()).toEqual({ 'base/a/one': 'new', 'base/a/two': '2', 'c/d/e': 'deep', keep: 'k' });
    expect(existsSync(join(root, 'base/b'))).toBe(false);
    expect(existsSync(join(root, '.infra'))).toBe(false);
  });

  test('keep their state in the git directory of a work tree', async () => {
    const main = join(root, 'main');
    mkdirSync(main);
    const git = (...words: string[]): void =>
      void execFileSync('git', ['-C', main, ...words], { stdio: 'ignore' });
    git('init');
    git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--allow-empty', '-m', 'x');
    git('worktree', 'add', join(root, 'linked'));
    await applyChanges(join(root, 'linked'), new Map([['a', '1']]));
    expect(readdirSync(join(root, 'linked')).sort()).toEqual(['.git', 'a']);
    expect(readdirSync(join(main, '.git/worktrees/linked/infra'))).toEqual([]);
  });

  test.each(['../out', '/etc/x', 'a/../b', 'link/x'])('do not leave the root: %s', async (path) => {
    symlinkSync(tmpdir(), join(root, 'link'));
    await expect(applyChanges(root, new Map([[path, 'x']]))).rejects.toThrow('cannot be written');
  });

  test('wait for nobody: a running process has the lock', async () => {
    write({ '.infra/lock': String(process.pid) });
    await expect(applyChanges(root, new Map([['a', '1']]))).rejects.toThrow('another infra');
    expect(tree()).toEqual({});
  });

  test('take over the lock of a process that is gone', async () => {
    const child = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' });
    write({ '.infra/lock': child.trim() });
    expect(await applyChanges(root, new Map([['a', '1']]))).toEqual(['a']);
  });
});

describe('a run that was killed', () => {
  test('at any instant leaves the old tree or, after the next command, the new one', async () => {
    const module = fileURLToPath(new URL('../../src/project/transaction.ts', import.meta.url));
    const script = `
      const { applyChanges } = await import(${JSON.stringify(await bundled(module))});
      process.stdout.write('ready');
      const changes = new Map(Array.from({ length: 60 }, (_, index) => ['f/' + index, 'new ' + index]));
      changes.set('old', undefined);
      await applyChanges(${JSON.stringify(root)}, changes);
    `;
    const before = { old: 'here', 'f/1': 'old 1' };
    let duration = 0;
    // The first round is not killed: it says how long a run takes.
    for (let round = 0; round <= 20; round++) {
      rmSync(root, { recursive: true, force: true });
      write(before);
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = new Promise((resolve) => child.on('close', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      const start = performance.now();
      if (round > 0) {
        await sleep((duration * round) / 20);
        child.kill('SIGKILL');
      }
      await ended;
      if (round === 0) duration = performance.now() - start;
      recoverRepository(root);
      const after = tree();
      const isOld =
        JSON.stringify(after) === JSON.stringify(Object.fromEntries(Object.entries(before).sort()));
      if (round === 0) expect(isOld).toBe(false);
      if (!isOld) {
        expect(Object.keys(after)).toHaveLength(60);
        expect(after['f/59']).toBe('new 59');
        expect(after['old']).toBeUndefined();
      }
    }
  });
});

/** A file that node can run: the module with what it imports. */
async function bundled(module: string): Promise<string> {
  const { build } = await import('esbuild');
  const outfile = join(tmpdir(), `infra-transaction-${process.pid}.mjs`);
  await build({
    entryPoints: [module],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}
