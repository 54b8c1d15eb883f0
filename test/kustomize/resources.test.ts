import { describe, expect, test } from 'vitest';
import { createSession } from '../../src/kustomize/build.ts';
import { findKustomizationFile } from '../../src/kustomize/find-kustomization.ts';
import { loadText, openLoader, type Loader } from '../../src/kustomize/loader.ts';
import { memoryTree } from '../../src/kustomize/memory-tree.ts';
import { enterEntry, readResourceEntry } from '../../src/kustomize/resources.ts';
import type { BuildOptions, Outside } from '../../src/kustomize/session.ts';
import { InfraError } from '../../src/lib/error.ts';
import { toBytes } from '../../src/lib/utf8.ts';

const LINKS = new Map([
  ['/clone/link', '/outside'],
  ['/link-to-clone', '/clone'],
]);

const UNRESTRICTED: Partial<BuildOptions> = { loadRestrictor: 'LoadRestrictionsNone' };

function resource(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
}

function loaderOf(
  files: Readonly<Record<string, string>>,
  outside: Outside = {},
  options: Partial<BuildOptions> = {},
): Loader {
  const tree = memoryTree(new Map(Object.entries(files)), LINKS);
  return openLoader(createSession({ tree, outside, options }), '/top');
}

async function namesOf(loader: Loader, entry: string): Promise<string[]> {
  const found = await readResourceEntry(loader, entry);
  return found.kind === 'resources' ? found.resources.map(({ name }) => name) : [found.loader.root];
}

describe('files', () => {
  test('below the kustomization may be named by an absolute path', async () => {
    const loader = loaderOf({ '/top/sub/a.yaml': resource('a'), '/b.yaml': resource('b') });
    expect(await namesOf(loader, '/top/sub/../sub/a.yaml')).toEqual(['a']);
    await expect(namesOf(loader, '/b.yaml')).rejects.toMatchObject({ code: 'RESTRICTED_PATH' });
  });

  test('above it may be without restriction', async () => {
    expect(
      await namesOf(loaderOf({ '/top/x': '', '/b.yaml': resource('b') }, {}, UNRESTRICTED), '/b.yaml'),
    ).toEqual(['b']);
  });

  test('are parsed once, but give resources of their own each time', async () => {
    const loader = loaderOf({ '/top/a.yaml': resource('a') });
    const [first, second] = [
      await readResourceEntry(loader, 'a.yaml'),
      await readResourceEntry(loader, './a.yaml'),
    ];
    if (first.kind !== 'resources' || second.kind !== 'resources') throw new Error('no file');
    expect(first.resources[0]).not.toBe(second.resources[0]);
    expect(first.resources[0]?.root).toBe(second.resources[0]?.root);
  });

  test('cannot have a NUL in their name', async () => {
    await expect(namesOf(loaderOf({ '/top/a': '' }), 'a\0b')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('on a web server are read as resources only', async () => {
    const outside: Outside = {
      fetchFile: (url) => Promise.resolve(toBytes(resource(url.length > 20 ? 'far' : 'near'))),
    };
    const loader = loaderOf({ '/top/a': '' }, outside);
    expect(await namesOf(loader, 'https://example.com/a.yaml')).toEqual(['far']);
    expect(() => loadText(loader, 'https://example.com/a.yaml')).toThrow(/^https:.* is on a web server/);
  });

  test('on a web server need a way to it', async () => {
    const failed = namesOf(loaderOf({ '/top/a': '' }), 'https://example.com/a.yaml');
    await expect(failed).rejects.toMatchObject({ code: 'REMOTE' });
  });
});

describe('a disk that fails', () => {
  const tree = memoryTree(new Map([['/top/a.yaml', resource('a')]]));

  test('to look for a file has none', async () => {
    const failing = {
      ...tree,
      find(path: string) {
        if (path.endsWith('long')) throw new Error('ENAMETOOLONG');
        return tree.find(path);
      },
    };
    const loader = openLoader(createSession({ tree: failing }), '/top');
    await expect(namesOf(loader, 'long')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('to read a file says why', async () => {
    const failing = {
      ...tree,
      read: () => {
        throw new Error('EACCES: permission denied');
      },
    };
    const loader = openLoader(createSession({ tree: failing }), '/top');
    await expect(namesOf(loader, 'a.yaml')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'a.yaml cannot be read: EACCES: permission denied',
    });
    expect(() => loadText(loader, 'a.yaml')).toThrow(InfraError);
  });
});

describe('a URL', () => {
  const clone: Outside['clone'] = () => Promise.resolve({ root: '/clone', commit: 'c' });
  const files = {
    '/top/a': '',
    '/clone/kustomization.yaml': '',
    '/clone/sub/a': '',
    '/outside/a': '',
    '/other/a': '',
  };

  test('is tried as a file before it is cloned', async () => {
    const url = 'https://example.com/org/repo/sub';
    const asFile = loaderOf(files, { clone, fetchFile: () => Promise.resolve(toBytes(resource('a'))) });
    expect(await namesOf(asFile, url)).toEqual(['a']);
    const asPage = loaderOf(files, { clone, fetchFile: () => Promise.resolve(toBytes('<html>')) });
    expect(await namesOf(asPage, url)).toEqual(['/clone/sub']);
    const missing = loaderOf(files, { clone, fetchFile: () => Promise.reject(new Error('404')) });
    expect(await namesOf(missing, url)).toEqual(['/clone/sub']);
  });

  test('that is a folder on the disk is that folder', async () => {
    const loader = loaderOf({ '/top/https:/example.com/a.yaml/x': '' });
    expect(await namesOf(loader, 'https://example.com/a.yaml')).toEqual(['/top/https:/example.com/a.yaml']);
  });

  test('is cloned once a run', async () => {
    let clones = 0;
    const loader = loaderOf(files, {
      clone: async (remote) => {
        clones++;
        expect(remote).toMatchObject({ clone: 'git@example.com:org/repo' });
        return await clone(remote);
      },
    });
    await namesOf(loader, 'git@example.com:org/repo//sub');
    await namesOf(loader, 'git@example.com:org/repo');
    expect(clones).toBe(1);
    await namesOf(loader, 'git@example.com:org/repo?ref=v1');
    expect(clones).toBe(2);
  });

  test('may be cloned to a folder that is reached by a link', async () => {
    const linked = loaderOf(files, { clone: () => Promise.resolve({ root: '/link-to-clone', commit: 'c' }) });
    expect(await namesOf(linked, 'git@example.com:org/repo//sub')).toEqual(['/clone/sub']);
  });

  test('is refused where the build cannot clone', async () => {
    await expect(namesOf(loaderOf(files), 'git@example.com:org/repo')).rejects.toMatchObject({
      code: 'REMOTE',
    });
  });

  test.each(['//nothing', '//sub/a', '//link'])(
    'must lead to a folder in the repository: %s',
    async (path) => {
      const entered = enterEntry(loaderOf(files, { clone }), `git@example.com:org/repo${path}`);
      await expect(entered).rejects.toMatchObject({ code: 'REMOTE' });
    },
  );

  test('with the prefix git:: is warned of', async () => {
    const loader = loaderOf(files, { clone });
    await enterEntry(loader, 'git::https://example.com/org/repo');
    expect(loader.session.warnings).toEqual([expect.stringMatching(/^Warning: Forcing the git protocol/)]);
  });
});

describe('in a clone', () => {
  const files = {
    '/top/a': '',
    '/clone/kustomization.yaml': '',
    '/clone/a.yaml': resource('a'),
    '/clone/sub/kustomization.yaml': '',
    '/outside/kustomization.yaml': resource('b'),
  };
  const outside: Outside = { clone: () => Promise.resolve({ root: '/clone', commit: 'c' }) };
  const URL = 'git@example.com:org/repo?ref=v1';

  test('files are restricted even where the build is not', async () => {
    const loader = await enterEntry(loaderOf(files, outside, UNRESTRICTED), URL);
    expect(await namesOf(loader, 'a.yaml')).toEqual(['a']);
    await expect(namesOf(loader, '../outside/kustomization.yaml')).rejects.toMatchObject({
      code: 'RESTRICTED_PATH',
    });
    const sub = await enterEntry(loader, 'sub');
    await expect(namesOf(sub, '../a.yaml')).rejects.toMatchObject({ code: 'RESTRICTED_PATH' });
    expect(sub.repository).toEqual({ root: '/clone', url: URL, ref: 'v1' });
  });

  test('folders outside cannot be entered, not by a link either', async () => {
    const loader = await enterEntry(loaderOf(files, outside), URL);
    await expect(enterEntry(loader, '../outside')).rejects.toThrow('../outside leads out of the repository');
    await expect(enterEntry(loader, 'link')).rejects.toMatchObject({ code: 'RESTRICTED_PATH' });
  });

  test('the repository cannot be cloned again, another can', async () => {
    const loader = await enterEntry(loaderOf(files, outside), URL);
    const sub = await enterEntry(loader, 'sub');
    await expect(enterEntry(sub, URL)).rejects.toMatchObject({ code: 'CYCLE' });
    await expect(enterEntry(sub, 'git@example.com:org/repo')).rejects.toMatchObject({ code: 'CYCLE' });
    expect((await enterEntry(sub, 'git@example.com:org/other')).root).toBe('/clone');
  });
});

test('the kustomization file that is a link keeps its name', () => {
  const tree = memoryTree(new Map([['/top/k.yaml', '']]), new Map([['/top/Kustomization', 'k.yaml']]));
  expect(findKustomizationFile(openLoader(createSession({ tree }), '/top'))).toBe('/top/Kustomization');
});
