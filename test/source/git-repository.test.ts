import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openGitRepository, type GitReference } from '../../src/source/git-repository.ts';

let home: string;
let bare: string;
let work: string;
let cacheDirectory: string;

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'git-repository-')));
  bare = join(home, 'server.git');
  work = join(home, 'work');
  cacheDirectory = join(home, 'cache');
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
  for (const who of ['AUTHOR', 'COMMITTER']) {
    vi.stubEnv(`GIT_${who}_NAME`, 'A');
    vi.stubEnv(`GIT_${who}_EMAIL`, 'a@example.com');
  }
  makeRepository(bare, work);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

function git(directory: string, ...words: string[]): string {
  return execFileSync('git', words, { cwd: directory, encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** A bare repository, and a clone of it to work in, with one commit on the branch main. */
function makeRepository(server: string, clone: string): void {
  git(home, 'init', '--quiet', '--bare', '-b', 'main', server);
  git(home, 'init', '--quiet', '-b', 'main', clone);
  git(clone, 'remote', 'add', 'origin', server);
  commit(clone, 'one');
}

function commit(directory: string, content: string): string {
  writeFileSync(join(directory, 'file'), content);
  git(directory, 'add', '.');
  git(directory, 'commit', '--quiet', '-m', content);
  git(directory, 'push', '--quiet', 'origin', 'HEAD');
  return git(directory, 'rev-parse', 'HEAD');
}

function reference(fields: Partial<GitReference> = {}): GitReference {
  return { clone: `file://${bare}`, submodules: true, timeoutSeconds: 27, ...fields };
}

function filesInCache(): string[] {
  const entries = readdirSync(cacheDirectory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

async function open(
  fields: Partial<GitReference> = {},
): Promise<{ commit: string; content: string; root: string }> {
  const { root, commit: id } = await openGitRepository(reference(fields), { cacheDirectory });
  return { root, commit: id, content: readFileSync(join(root, 'file'), 'utf8') };
}

describe('openGitRepository', () => {
  test('gives the files at HEAD, a branch, a tag or a commit', async () => {
    const first = git(work, 'rev-parse', 'HEAD');
    git(work, 'tag', '-a', '-m', 'v1', 'v1');
    git(work, 'push', '--quiet', 'origin', 'v1');
    git(work, 'checkout', '--quiet', '-b', 'feature/x');
    const second = commit(work, 'two');
    expect(await open()).toMatchObject({ commit: first, content: 'one' });
    expect(await open({ ref: 'feature/x' })).toMatchObject({ commit: second, content: 'two' });
    expect(await open({ ref: 'v1' })).toMatchObject({ commit: first, content: 'one' });
    expect(await open({ ref: 'refs/heads/feature/x' })).toMatchObject({ commit: second });
    expect(await open({ ref: first })).toMatchObject({ commit: first, content: 'one' });
  });

  test('needs no repository for a commit that it has, but for a branch', async () => {
    const first = git(work, 'rev-parse', 'HEAD');
    const { root } = await open();
    renameSync(bare, `${bare}.away`);
    expect(await open({ ref: first })).toMatchObject({ root, content: 'one' });
    await expect(open({ ref: 'main' })).rejects.toThrow(
      /^cannot fetch file:.* at main: git ls-remote failed/,
    );
  });

  test('follows a branch, and keeps what it had', async () => {
    const before = await open({ ref: 'main' });
    const second = commit(work, 'two');
    const after = await open({ ref: 'main' });
    expect(after).toMatchObject({ commit: second, content: 'two' });
    expect(readFileSync(join(before.root, 'file'), 'utf8')).toBe('one');
  });

  test('leaves nothing behind but the files', async () => {
    const { root } = await open();
    expect(existsSync(join(root, '.git'))).toBe(false);
    expect(filesInCache()).toEqual([join(root, 'file')]);
  });

  test('gives two runs at once the same directory', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    expect(one).toEqual(other);
  });

  test('fetches submodules where they are wanted', async () => {
    const otherServer = join(home, 'other.git');
    makeRepository(otherServer, join(home, 'other'));
    vi.stubEnv('GIT_CONFIG_COUNT', '1');
    vi.stubEnv('GIT_CONFIG_KEY_0', 'protocol.file.allow');
    vi.stubEnv('GIT_CONFIG_VALUE_0', 'always');
    git(work, 'submodule', '--quiet', 'add', '../other.git', 'below');
    commit(work, 'two');
    const { root } = await open();
    expect(readFileSync(join(root, 'below', 'file'), 'utf8')).toBe('one');
    const { root: without } = await open({ submodules: false });
    expect(existsSync(join(without, 'below', 'file'))).toBe(false);
  });

  test('runs no hook of the user', async () => {
    const template = join(home, 'template');
    mkdirSync(join(template, 'hooks'), { recursive: true });
    writeFileSync(join(template, 'hooks', 'post-checkout'), `#!/bin/sh\ntouch ${home}/ran\n`, {
      mode: 0o755,
    });
    vi.stubEnv('GIT_TEMPLATE_DIR', template);
    await open();
    expect(existsSync(join(home, 'ran'))).toBe(false);
  });

  test('is not led astray by the repository it is called in', async () => {
    vi.stubEnv('GIT_DIR', join(work, '.git'));
    vi.stubEnv('GIT_WORK_TREE', work);
    expect(await open()).toMatchObject({ content: 'one' });
  });

  test.each([
    { clone: '--upload-pack=touch ran' },
    { clone: '' },
    { clone: 'a\nb' },
    { ref: '--upload-pack=touch ran' },
    { ref: '-f' },
    { ref: '+main' },
    { ref: 'main:other' },
    { ref: 'a b' },
    { ref: 'a..b' },
  ])('refuses %o before Git sees it', async (fields) => {
    await expect(open(fields)).rejects.toMatchObject({
      code: 'REMOTE',
      message: expect.stringMatching(/ is no /) as string,
    });
  });

  test('runs no program that a URL names', async () => {
    await expect(open({ clone: `ext::sh -c touch% ${home}/ran` })).rejects.toMatchObject({ code: 'REMOTE' });
    expect(existsSync(join(home, 'ran'))).toBe(false);
  });

  test('names a ref that is missing, and leaves nothing in the cache', async () => {
    await expect(open({ ref: 'nothing' })).rejects.toThrow(/^cannot fetch file:.* at nothing: .*nothing/s);
    expect(filesInCache()).toEqual([]);
  });

  test('gives up after the time allowed', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const clone = `http://user:secret@127.0.0.1:${port}/repository`;
      const failed = open({ clone, timeoutSeconds: 0.5 });
      await expect(failed).rejects.toThrow(
        /^cannot fetch http:\/\/user:…@.*: git fetch took longer than 0.5 seconds$/,
      );
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test('says so where there is no Git', async () => {
    vi.stubEnv('PATH', home);
    await expect(open()).rejects.toThrow(/there is no program git$/);
  });
});
