import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/source/chart-cache.ts';
import { fetchChart } from '../../src/source/fetch-chart.ts';
import type { ChartReference, FetchContext } from '../../src/source/fetch-context.ts';
import { chartArchive, contextFor, serveCharts, startServer, type TestServer } from './chart-server.ts';

let server: TestServer;
let root: string;
let cache: string;

beforeEach(async () => {
  server = await startServer();
  root = mkdtempSync(`${tmpdir()}/infra-fetch-`);
  cache = `${root}/cache`;
});

afterEach(() => {
  server.stop();
  rmSync(root, { recursive: true });
});

function inRepository(version = '', fields: { url?: string; chart?: string } = {}): ChartReference {
  return { kind: 'repository', url: `${server.base}/charts`, chart: 'web', version, ...fields };
}

async function versionOf(
  reference: ChartReference,
  fields: Partial<FetchContext> = {},
): Promise<string | undefined> {
  const { files } = await fetchChart(reference, contextFor(cache, fields));
  return /^version: (.*)$/m.exec(Buffer.from(files.get('Chart.yaml')!).toString())?.[1];
}

function filesInCache(): string[] {
  if (!existsSync(cache)) return [];
  return readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
}

describe('a chart of a repository', () => {
  beforeEach(() => {
    serveCharts(server, '/charts', [
      ['web', '1.0.0'],
      ['web', '1.2.0'],
      ['web', '2.0.0-rc.1'],
      ['other', '5.0.0'],
    ]);
  });

  test.each([
    ['', '1.2.0'],
    ['~1.0', '1.0.0'],
    ['>=2.0.0-0', '2.0.0-rc.1'],
    ['1.0.0', '1.0.0'],
  ])('is taken at %j', async (range, version) => {
    expect(await versionOf(inRepository(range))).toBe(version);
  });

  test('comes with what a lock records', async () => {
    const url = `${server.base.replace('//', '//user:secret@')}/charts`;
    const { upstream } = await fetchChart(inRepository('^1', { url }), contextFor(cache));
    expect(upstream).toEqual({
      url: `${server.base}/charts`,
      chart: 'web',
      version: '1.2.0',
      digest: digestOf(chartArchive('web', '1.2.0')),
    });
  });

  test('is fetched once at a fixed version, and its index is read for a range', async () => {
    await versionOf(inRepository('1.0.0'));
    await versionOf(inRepository('1.0.0'));
    expect(server.asked).toEqual(['/charts/index.yaml', '/charts/web-1.0.0.tgz']);
    await versionOf(inRepository('^1'));
    serveCharts(server, '/charts', [['web', '1.9.0']]);
    expect(await versionOf(inRepository('^1'))).toBe('1.9.0');
  });

  test('needs no network once it was fetched', async () => {
    await versionOf(inRepository('^1'));
    expect(await versionOf(inRepository('^1'), { offline: true })).toBe('1.2.0');
    server.stop();
    const warnings: string[] = [];
    expect(await versionOf(inRepository('^1'), { warn: (text) => warnings.push(text) })).toBe('1.2.0');
    expect(warnings).toEqual([expect.stringMatching(/^cannot read .*; using what was fetched before$/)]);
    await expect(versionOf(inRepository('^2'))).rejects.toThrow(/refuses|closed/);
    await expect(versionOf(inRepository('^2'), { offline: true })).rejects.toThrow('is not in the cache');
  });

  test('is what a lock says, or an error', async () => {
    const expectedDigest = digestOf(chartArchive('web', '1.0.0'));
    expect(await versionOf(inRepository('1.0.0'), { expectedDigest })).toBe('1.0.0');
    server.stop();
    expect(await versionOf(inRepository(''), { expectedDigest })).toBe('1.0.0');
    const other = `sha256:${'0'.repeat(64)}`;
    await expect(versionOf(inRepository('1.0.0'), { expectedDigest: other })).rejects.toThrow(
      /refuses|closed/,
    );
  });

  test('is refused with another digest than that of the lock, and not kept', async () => {
    const failed = versionOf(inRepository('1.0.0'), { expectedDigest: `sha256:${'0'.repeat(64)}` });
    await expect(failed).rejects.toThrow('the archive of web 1.0.0 of http://');
    await expect(failed).rejects.toMatchObject({ code: 'REMOTE' });
    expect(filesInCache()).toEqual([]);
  });

  test('is not taken from a cache that was damaged', async () => {
    await versionOf(inRepository('1.0.0'));
    const archive = filesInCache().find((name) => name.endsWith('.tgz'))!;
    writeFileSync(`${cache}/${archive}`, 'damaged');
    expect(await versionOf(inRepository('1.0.0'))).toBe('1.0.0');
    expect(server.asked).toHaveLength(4);
  });

  test('is had without a cache that can be written', async () => {
    writeFileSync(cache, '');
    expect(await versionOf(inRepository('1.0.0'))).toBe('1.0.0');
  });

  test.each([
    ['no such chart', { chart: 'we' }, '', 'there is no chart "we" in http://'],
    ['a name that is a path', { chart: '../../etc/passwd' }, '', 'there is no chart "../../etc/passwd"'],
    ['no such version', {}, '^3', 'does not have version ^3'],
    ['what is no range', {}, 'newest', '"newest" is no version or range'],
    ['a URL that is none', { url: 'charts' }, '', '"charts" is no URL of a repository'],
    ['another protocol', { url: 'ftp://example.com' }, '', 'ftp: is not http: or https:'],
  ])('%s is an error', async (_, fields, version, message) => {
    await expect(versionOf(inRepository(version, fields))).rejects.toThrow(message);
    expect(filesInCache()).toEqual([]);
  });
});

describe('credentials', () => {
  const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
  const credentials: FetchContext['credentials'] = (url) =>
    url.startsWith(server.base) ? { user: 'me', password: 'secret' } : undefined;

  test('go to the server they are for, not to the one the index names or redirects to', async () => {
    const other = await startServer();
    try {
      other.answers.set('/web.tgz', chartArchive('web', '1.0.0'));
      server.answers.set('/to-other.tgz', (_, response) =>
        response.writeHead(302, { location: `${other.base}/web.tgz` }).end(),
      );
      for (const [folder, url] of [
        ['/a', `${other.base}/web.tgz`],
        ['/b', `${server.base}/to-other.tgz`],
      ]) {
        server.answers.set(
          `${folder}/index.yaml`,
          `entries:\n  web:\n  - version: 1.0.0\n    urls: [${url}]\n`,
        );
        const reference = inRepository('', { url: `${server.base}${folder}` });
        expect(await versionOf(reference, { credentials })).toBe('1.0.0');
      }
      expect(other.asked).toEqual(['/web.tgz', '/web.tgz']);
      expect(server.asked).toEqual([
        `/a/index.yaml ${basic}`,
        `/b/index.yaml ${basic}`,
        `/to-other.tgz ${basic}`,
      ]);
    } finally {
      other.stop();
    }
  });

  test('of the URL go with relative URLs, as does its query', async () => {
    serveCharts(server, '/charts', [['web', '1.0.0']]);
    const url = `${server.base.replace('//', '//me:secret@')}/charts/?token=t`;
    await versionOf(inRepository('', { url }));
    expect(server.asked).toEqual([
      `/charts/index.yaml?token=t ${basic}`,
      `/charts/web-1.0.0.tgz?token=t ${basic}`,
    ]);
  });

  test('that are wanted are asked for', async () => {
    server.answers.set('/charts/index.yaml', (_, response) => response.writeHead(401).end());
    await expect(versionOf(inRepository())).rejects.toMatchObject({
      message: `cannot read ${server.base}/charts/index.yaml: the server answers 401 Unauthorized`,
      hint: expect.stringContaining('--username') as string,
    });
  });
});

describe('a hostile or broken server', () => {
  const archive = chartArchive('web', '1.0.0');

  test.each<readonly [string, Parameters<TestServer['answers']['set']>[1], string]>([
    ['no archive', '<html>log in</html>', 'does not appear to be a gzipped archive'],
    ['half an archive', archive.subarray(0, 100), 'unexpected EOF'],
    [
      'an error',
      (_, response) => response.writeHead(500).end('x'),
      'the server answers 500 Internal Server Error',
    ],
    [
      'a circle',
      (_, response) => response.writeHead(302, { location: '' }).end(),
      'it redirects more than 10 times',
    ],
    [
      'a file',
      (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'file: is not http: or https:',
    ],
    ['silence', () => undefined, 'no answer within 0.3 seconds'],
    [
      'half a body, then silence',
      (_, response) => response.writeHead(200, { 'content-length': '10000' }).write('abc'),
      'no answer within 0.3 seconds',
    ],
    [
      'half a body, then nothing',
      (_, response) => {
        response.writeHead(200, { 'content-length': '10000' });
        response.write('abc', () => response.destroy());
      },
      'the server closed the connection',
    ],
    [
      'a body that does not end',
      (_, response) => {
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024)));
        };
        response.on('drain', more);
        more();
      },
      'it is larger than 104857600 bytes',
    ],
    [
      'a body that says it is large',
      (_, response) => response.writeHead(200, { 'content-length': '1000000000' }).write('a'),
      'it is larger than 104857600 bytes',
    ],
  ])('that sends %s is one error', async (_, answer, message) => {
    server.answers.set('/web.tgz', answer);
    const failed = versionOf({ kind: 'url', url: `${server.base}/web.tgz` });
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toMatchObject({ name: 'InfraError' });
    expect(filesInCache()).toEqual([]);
  });

  test.each([
    ['a digest that is wrong', 'digest: 00', 'is not the one that the index of the repository names'],
    ['a digest that is no text', 'digest: [a]', 'is not the one that the index of the repository names'],
    ['the digest in capitals', `digest: SHA256:${digestOf(archive).slice(7).toUpperCase()}`, undefined],
  ])('whose index has %s', async (_, line, message) => {
    server.answers.set('/web.tgz', archive);
    const index = `entries:\n  web:\n  - version: 1.0.0\n    ${line}\n    urls: [../web.tgz]\n`;
    server.answers.set('/charts/index.yaml', index);
    const result = versionOf(inRepository());
    if (message === undefined) expect(await result).toBe('1.0.0');
    else await expect(result).rejects.toThrow(message);
  });

  test.each([
    ['no URL', '[]', 'has no URL for web 1.0.0'],
    ['a URL that is none', '["http://["]', 'has "http://[" for a URL'],
    ['a file', '["file:///etc/passwd"]', 'file: is not http: or https:'],
  ])('whose index has %s', async (_, urls, message) => {
    server.answers.set('/charts/index.yaml', `entries:\n  web:\n  - version: 1.0.0\n    urls: ${urls}\n`);
    await expect(versionOf(inRepository())).rejects.toThrow(message);
  });

  test('whose archive leads out of the chart is refused', async () => {
    server.answers.set('/web.tgz', chartArchive('web', '1.0.0', { '../../evil': 'x' }));
    await expect(versionOf({ kind: 'url', url: `${server.base}/web.tgz` })).rejects.toThrow(
      'parent directory',
    );
  });
});

describe('an archive at a URL', () => {
  test('is fetched each time, and had from the cache where nobody answers', async () => {
    server.answers.set('/web.tgz', chartArchive('web', '1.0.0'));
    const reference: ChartReference = { kind: 'url', url: `${server.base}/web.tgz` };
    expect(await versionOf(reference)).toBe('1.0.0');
    server.answers.set('/web.tgz', chartArchive('web', '1.0.1'));
    expect(await versionOf(reference)).toBe('1.0.1');
    server.answers.delete('/web.tgz');
    await expect(versionOf(reference)).rejects.toThrow('404 Not Found');
    server.stop();
    expect(await versionOf(reference)).toBe('1.0.1');
  });
});

describe('a mirror', () => {
  let mirror: string;

  beforeEach(() => {
    mirror = `${root}/mirror`;
    mkdirSync(mirror);
    for (const version of ['1.0.0', '1.1.0', '2.0.0-rc.1'])
      writeFileSync(`${mirror}/web-${version}.tgz`, chartArchive('web', version));
    writeFileSync(`${mirror}/web-two-7.0.0.tgz`, chartArchive('web-two', '7.0.0'));
  });

  test.each<readonly [ChartReference, string]>([
    [{ kind: 'repository', url: 'https://example.com', chart: 'web', version: '' }, '1.1.0'],
    [{ kind: 'repository', url: 'https://example.com', chart: 'web', version: '~1.0' }, '1.0.0'],
    [{ kind: 'repository', url: 'https://example.com', chart: 'web-two', version: '' }, '7.0.0'],
    [{ kind: 'oci', reference: 'oci://example.com/a/web', version: '^1' }, '1.1.0'],
    [{ kind: 'oci', reference: 'oci://example.com/a/web:1.0.0', version: '' }, '1.0.0'],
    [{ kind: 'url', url: 'https://example.com/a/web-1.0.0.tgz?x=y' }, '1.0.0'],
  ])('without an index has %j', async (reference, version) => {
    expect(await versionOf(reference, { mirror })).toBe(version);
  });

  test('with an index has what that names, by the last part of its URL', async () => {
    writeFileSync(
      `${mirror}/index.yaml`,
      'entries:\n  web:\n  - version: 3.0.0\n    urls: [https://example.com/x/web-1.0.0.tgz]\n',
    );
    expect(await versionOf(inRepository('3.0.0'), { mirror })).toBe('1.0.0');
    writeFileSync(
      `${mirror}/index.yaml`,
      'entries:\n  web:\n  - version: 3.0.0\n    digest: 00\n    urls: [web-1.0.0.tgz]\n',
    );
    await expect(versionOf(inRepository('3.0.0'), { mirror })).rejects.toThrow(
      'is not the one that the index in',
    );
  });

  test('says nothing of what the network has', async () => {
    serveCharts(server, '/charts', [['web', '1.5.0']]);
    server.answers.set('/charts/web-1.0.0.tgz', chartArchive('web', '1.5.0'));
    const references: readonly ChartReference[] = [
      inRepository('^1'),
      { kind: 'url', url: `${server.base}/charts/web-1.0.0.tgz` },
    ];
    for (const reference of references) {
      expect(await versionOf(reference, { mirror })).toMatch(/^1\.[01]\.0$/);
      await expect(versionOf(reference, { offline: true })).rejects.toThrow('is not in the cache');
      expect(await versionOf(reference)).toBe('1.5.0');
    }
    expect(await versionOf(inRepository('1.1.0'), { mirror })).toBe('1.1.0');
    await expect(versionOf(inRepository('1.1.0'))).rejects.toThrow('does not have version 1.1.0');
  });

  test('gives a registry chart that its digest brings back with the same record', async () => {
    const reference: ChartReference = { kind: 'oci', reference: 'oci://example.com/a/web', version: '1.0.0' };
    const { upstream } = await fetchChart(reference, contextFor(cache, { mirror }));
    const locked = { expectedDigest: upstream.digest!, offline: true };
    expect((await fetchChart(reference, contextFor(cache, locked))).upstream).toEqual(upstream);
  });

  test('is not recorded, and what it gave is in the cache', async () => {
    const url = 'https://example.com';
    const { upstream } = await fetchChart(inRepository('^1', { url }), contextFor(cache, { mirror }));
    expect(upstream).toEqual({
      url,
      chart: 'web',
      version: '1.1.0',
      digest: digestOf(chartArchive('web', '1.1.0')),
    });
    const expectedDigest = upstream.digest!;
    expect(await versionOf(inRepository('1.1.0', { url }), { expectedDigest, offline: true })).toBe('1.1.0');
  });

  test.each([
    ['https://example.com/..', 'there is no file of https://example.com/..'],
    ['https://example.com/a%2F..%2Fb.tgz', 'there is no file'],
    ['https://example.com/', 'there is no file'],
  ])('does not have %s', async (url, message) => {
    await expect(versionOf({ kind: 'url', url }, { mirror })).rejects.toThrow(message);
  });

  test('must be a directory', async () => {
    await expect(versionOf(inRepository(), { mirror: `${mirror}/nothing` })).rejects.toThrow(
      'is no directory of files',
    );
    await expect(versionOf(inRepository('', { chart: '../web' }), { mirror })).rejects.toThrow(
      'there is no chart',
    );
  });
});

describe('a chart in Git', () => {
  let url: string;

  beforeEach(() => {
    const work = `${root}/work`;
    mkdirSync(`${work}/charts/web`, { recursive: true });
    writeFileSync(`${work}/charts/web/Chart.yaml`, 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
    symlinkSync('/etc', `${work}/etc`);
    const git = (...words: string[]): void =>
      void execFileSync('git', ['-C', work, ...words], { stdio: 'pipe' });
    git('init', '--quiet', '-b', 'main');
    git('add', '.');
    git('-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'one');
    url = `file://${work}`;
  });

  test('is read at a ref, and again without the repository', async () => {
    const reference: ChartReference = { kind: 'git', url, ref: 'main', path: 'charts/web' };
    const { upstream } = await fetchChart(reference, contextFor(cache));
    expect(upstream).toMatchObject({ url, commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string });
    rmSync(`${root}/work`, { recursive: true });
    expect(await versionOf(reference)).toBe('1.0.0');
    expect(await versionOf(reference, { offline: true })).toBe('1.0.0');
    expect(await versionOf({ ...reference, ref: upstream.commit! }, { offline: true })).toBe('1.0.0');
    await expect(versionOf({ ...reference, ref: 'other' }, { offline: true })).rejects.toThrow(
      'was not fetched before',
    );
  });

  test.each(['nothing', 'charts/web/Chart.yaml', 'etc'])('must be in it: %s', async (path) => {
    await expect(versionOf({ kind: 'git', url, ref: '', path })).rejects.toThrow(
      `there is no directory ${path}`,
    );
  });
});
