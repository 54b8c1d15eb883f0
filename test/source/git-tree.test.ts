import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changedSince, findCommit } from '../../src/source/git-commit.ts';
import { gitTree, type GitTree } from '../../src/source/git-tree.ts';

let root: string;
let tree: GitTree;

const NAME = 'odd \n"name" ü.yaml';
const FILES: Readonly<Record<string, string>> = {
  'a/b/one.yaml': 'one\n',
  'a/b/two.txt': 'two, not\nended',
  'a/empty.yaml': '',
  'a/twin.yaml': 'one\n',
  [`a/${NAME}`]: 'odd\n',
  top: 'top\n',
};
const LINKS: Readonly<Record<string, string>> = {
  'links/file': '../a/b/one.yaml',
  'links/directory': '../a',
  'links/again': 'directory/b',
  'links/out': '../../elsewhere',
  'links/absolute': '/etc',
  'links/circle': 'circle',
  'links/nowhere': 'nothing',
};

function git(...words: string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
  return execFileSync('git', [...who, ...words], { cwd: root, encoding: 'utf8', env }).trim();
}

beforeAll(() => {
  root = realpathSync(mkdtempSync(`${tmpdir()}/infra-git-tree-`));
  git('init', '--quiet', '-b', 'main');
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(`${root}/${path}`), { recursive: true });
    writeFileSync(`${root}/${path}`, content);
  }
  mkdirSync(`${root}/links`);
  for (const [path, target] of Object.entries(LINKS)) symlinkSync(target, `${root}/${path}`);
  git('add', '.');
  git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`);
  git('commit', '--quiet', '-m', 'one');
  writeFileSync(`${root}/top`, 'changed\n');
  writeFileSync(`${root}/untracked`, 'new\n');
  rmSync(`${root}/a/empty.yaml`);
  tree = gitTree(findCommit(root, 'HEAD')!, ['a']);
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('the files of a commit', () => {
  test.each<[string, string | undefined]>([
    ['a/b/one.yaml', 'file a/b/one.yaml'],
    ['a/b/../twin.yaml', 'file a/twin.yaml'],
    ['a/b/', 'directory a/b'],
    ['a/empty.yaml', 'file a/empty.yaml'],
    ['untracked', undefined],
    ['a/b/one', undefined],
    ['a/b/one.yaml/x', undefined],
    ['module', undefined],
    ['links/file', 'file a/b/one.yaml'],
    ['links/directory/b', 'directory a/b'],
    ['links/again/two.txt', 'file a/b/two.txt'],
    ['links/out', undefined],
    ['links/absolute/passwd', undefined],
    ['links/circle', undefined],
    ['links/nowhere', undefined],
    ['..', undefined],
  ])('%s is %s', (path, expected) => {
    const found = tree.find(`${root}/${path}`);
    expect(found && `${found.kind} ${found.path.slice(root.length + 1)}`).toBe(expected);
  });

  test('the repository itself is a directory', () => {
    expect(tree.find(root)).toEqual({ path: root, kind: 'directory' });
    expect([...tree.list(root)].sort()).toEqual(['a', 'links', 'top']);
    expect(tree.list(`${root}/nothing`)).toEqual([]);
  });

  test('have the contents that were committed', () => {
    const text = (path: string): string => new TextDecoder().decode(tree.read(`${root}/${path}`));
    for (const [path, content] of Object.entries(FILES)) expect(text(path)).toBe(content);
    expect(text('links/again/two.txt')).toBe('two, not\nended');
    expect(() => text('untracked')).toThrow('is not in the commit');
  });
});

describe('a commit', () => {
  test.each(['HEAD', 'main', 'refs/heads/main', 'HEAD^{tree}^{commit}'])('%s', (ref) => {
    const commit = findCommit(`${root}/a`, ref);
    expect(commit).toEqual(
      ref.includes('tree') ? undefined : { repository: root, commit: git('rev-parse', 'HEAD') },
    );
  });

  test.each(['nothing', 'HEAD:top', 'main..main', 'HEAD~5'])('%s is none', (ref) => {
    expect(findCommit(root, ref)).toBe(undefined);
  });

  test.each(['-x', '--all', '--output=/tmp/x', '', 'a\nb'])('%j is never given to Git', (ref) => {
    expect(() => findCommit(root, ref)).toThrow('no name of a commit');
  });

  test('outside of a repository', () => {
    expect(() => findCommit('/', 'HEAD')).toThrow('is in no Git repository');
  });

  test('what is otherwise in the work tree', () => {
    expect([...changedSince(findCommit(root, 'HEAD')!)].sort()).toEqual(['a/empty.yaml', 'module', 'top']);
  });
});
