import { describe, expect, test } from 'vitest';
import { forcesGit, isHttpUrl, parseRemote } from '../../src/kustomize/remote-ref.ts';

/** Clone URL and path in the repository. */
type Parts = readonly [clone: string, path: string];

const GIT: Readonly<Record<string, Parts>> = {
  // GitHub, whatever the form
  'github.com/org/repo': ['https://github.com/org/repo', ''],
  'github.com/org/repo/a/b': ['https://github.com/org/repo', 'a/b'],
  'GitHub.com/org/repo': ['https://github.com/org/repo', ''],
  'github.com:org/repo/a': ['https://github.com/org/repo', 'a'],
  'http://github.com/org/repo': ['https://github.com/org/repo', ''],
  'HTTPS://github.com/org/repo.git/a': ['https://github.com/org/repo.git', 'a'],
  'https://user@github.com/org/repo': ['user@github.com:org/repo', ''],
  'git@github.com:org/repo.git//a': ['git@github.com:org/repo.git', 'a'],
  'git@github.com/org/repo': ['git@github.com:org/repo', ''],
  'ssh://git@github.com/org/repo//a': ['git@github.com:org/repo', 'a'],
  'ssh://github.com/org/repo': ['github.com:org/repo', ''],
  'https://github.com:443/org/repo': ['https://github.com/org/repo', ''],
  // other servers: two parts, unless a mark says more
  'https://example.com/org/repo': ['https://example.com/org/repo', ''],
  'https://example.com/org/repo/': ['https://example.com/org/repo', ''],
  'https://example.com/org/repo/a/b': ['https://example.com/org/repo', 'a/b'],
  'https://example.com/a/b/c/repo//d/e': ['https://example.com/a/b/c/repo', 'd/e'],
  'https://example.com/a/b/c/repo.git/d/e': ['https://example.com/a/b/c/repo.git', 'd/e'],
  'https://example.com/a/b/c/repo.git': ['https://example.com/a/b/c/repo.git', ''],
  'https://example.com/repo.git': ['https://example.com/repo.git', ''],
  'https://example.com/a.gitops/b/c': ['https://example.com/a.git', 'ops/b/c'],
  'https://example.com/repo//': ['https://example.com/repo', ''],
  'https://example.com:8443/org/repo': ['https://example.com:8443/org/repo', ''],
  'https://raw.example.com/org/repo/main/a.yaml': ['https://raw.example.com/org/repo', 'main/a.yaml'],
  'https://me@dev.azure.com/org/project/_git/repo/a': ['https://me@dev.azure.com/org/project/_git/repo', 'a'],
  'https://org.visualstudio.com/project/_git/repo': ['https://org.visualstudio.com/project/_git/repo', ''],
  'https://example.com/x_git/repo//a': ['https://example.com/x_git/repo', 'a'],
  // ssh
  'ssh://git@example.com:2222/org/repo//a': ['ssh://git@example.com:2222/org/repo', 'a'],
  'ssh://example.com/org/repo': ['ssh://example.com/org/repo', ''],
  'git@example.com:org/repo/a': ['git@example.com:org/repo', 'a'],
  'git@example.com:repo.git': ['git@example.com:repo.git', ''],
  'git@example.com/org:x/repo': ['git@example.com/org:x/repo', ''],
  // the disk
  'file:///srv/repo': ['file:///srv/repo', ''],
  'file:///srv/repo//a': ['file:///srv/repo', 'a'],
  'file:///srv/repo.git/a': ['file:///srv/repo.git', 'a'],
  'file://git@host/repo': ['file://git@host/repo', ''],
  // an old prefix
  'git::https://example.com/org/repo': ['https://example.com/org/repo', ''],
  'GIT::git@example.com:org/repo': ['git@example.com:org/repo', ''],
  // dots stay in the repository
  'https://example.com/org/repo//a/../b': ['https://example.com/org/repo', 'a/../b'],
};

const LOCAL = [
  '',
  '.',
  '../base',
  'base',
  'a/b/c',
  '/srv/github.com/org/repo',
  'example.com/org/repo',
  'github.com',
  'github.com/org',
  'git@example.com',
  'git@example.com:repo',
  'a_b@example.com:org/repo',
  'gh:org/repo',
  'hg::https//example.com/org/repo',
  'ftp://example.com/org/repo',
  'git://example.com/org/repo',
  'ssh://example.com',
  'file://',
  'github.com/org/repo//../other',
  'git@example.com:org/repo/../..',
];

describe('parseRemote', () => {
  test.each(Object.entries(GIT))('%s is in a repository', (text, [clone, path]) => {
    expect(parseRemote(text)).toEqual({
      kind: 'git',
      clone,
      path,
      submodules: true,
      timeoutSeconds: 27,
      text,
    });
  });

  test.each(LOCAL)('%j is on the disk', (text) => {
    expect(parseRemote(text)).toBeUndefined();
  });

  test.each([
    'https://example.com/a.yaml',
    'http://localhost:8080/a?b=c',
    'HTTPS://example.com',
    'https://example.com/a//../../b',
  ])('%s is a file on a web server', (url) => {
    expect(parseRemote(url)).toEqual({ kind: 'http', url });
  });

  test.each<[string, object]>([
    ['ref=v1', { ref: 'v1' }],
    ['ref=feature/x', { ref: 'feature/x' }],
    ['ref=a%2Fb+c', { ref: 'a/b c' }],
    ['version=v2', { ref: 'v2' }],
    ['version=v2&ref=v1', { ref: 'v1' }],
    ['ref=&version=v2', { ref: 'v2' }],
    ['ref=a&ref=b', { ref: 'a' }],
    ['ref=a?b', { ref: 'a?b' }],
    ['ref=', {}],
    ['ref=%zz', {}],
    ['ref=a;b&submodules=false', {}],
    ['submodules=false', { submodules: false }],
    ['submodules=F', { submodules: false }],
    ['submodules=1', { submodules: true }],
    ['submodules=no', { submodules: true }],
    ['timeout=61', { timeoutSeconds: 61 }],
    ['timeout=1m1s', { timeoutSeconds: 61 }],
    ['timeout=1.5h', { timeoutSeconds: 5400 }],
    ['timeout=500ms', { timeoutSeconds: 0.5 }],
    ['timeout=0', { timeoutSeconds: 27 }],
    ['timeout=-5', { timeoutSeconds: 27 }],
    ['timeout=soon', { timeoutSeconds: 27 }],
    ['timeout=99999999999999999999', { timeoutSeconds: 27 }],
    ['other=1', {}],
  ])('the query %s', (query, fields) => {
    const text = `https://example.com/org/repo?${query}`;
    const defaults = { submodules: true, timeoutSeconds: 27 };
    const expected = {
      kind: 'git',
      clone: 'https://example.com/org/repo',
      path: '',
      text,
      ...defaults,
      ...fields,
    };
    expect(parseRemote(text)).toEqual(expected);
  });
});

test('http URLs are those that Go could parse', () => {
  const texts = [
    'http:a',
    'https:/a',
    'http://[::1]:80/a',
    'http://a b/',
    'http://a:b/',
    'http://a/%zz',
    'http://a/\n',
    'http',
  ];
  expect(texts.filter(isHttpUrl)).toEqual(['http:a', 'https:/a', 'http://[::1]:80/a']);
});

test('the prefix git:: is known in any case', () => {
  expect(['git::a', 'Git::a', 'git:a', 'agit::b'].filter(forcesGit)).toEqual(['git::a', 'Git::a']);
});
