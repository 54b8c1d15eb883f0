import type { RequestListener } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/source/chart-cache.ts';
import { fetchChart } from '../../src/source/fetch-chart.ts';
import type { FetchContext, FetchedChart } from '../../src/source/fetch-context.ts';
import { parseOciReference } from '../../src/source/oci-reference.ts';
import { chartArchive, contextFor, startServer, type TestServer } from './chart-server.ts';

const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

let server: TestServer;
let cache: string;

beforeEach(async () => {
  server = await startServer();
  cache = mkdtempSync(`${tmpdir()}/infra-oci-`);
});

afterEach(() => {
  server.stop();
  rmSync(cache, { recursive: true });
});

/** Puts a chart into the registry; gives the digest of its manifest. */
function push(version: string, fields: { mediaType?: string; digest?: string } = {}): string {
  const archive = chartArchive('web', version);
  const layer = { mediaType: CHART_LAYER, digest: digestOf(archive), size: archive.length, ...fields };
  const provenance = {
    mediaType: 'application/vnd.cncf.helm.chart.provenance.v1.prov',
    digest: 'sha256:0',
    size: 1,
  };
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, layers: [provenance, layer] }));
  server.answers.set(`/v2/charts/web/manifests/${version.replace('+', '_')}`, manifest);
  server.answers.set(`/v2/charts/web/manifests/${digestOf(manifest)}`, manifest);
  server.answers.set(`/v2/charts/web/blobs/${layer.digest}`, archive);
  return digestOf(manifest);
}

async function pull(version = '', suffix = '', fields: Partial<FetchContext> = {}): Promise<FetchedChart> {
  const reference = `${server.base.replace('http:', 'oci:')}/charts/web${suffix}`;
  return await fetchChart({ kind: 'oci', reference, version }, contextFor(cache, fields));
}

function guard(isAllowed: (authorization: string | undefined) => boolean, challenge: () => string): void {
  for (const [path, answer] of server.answers) {
    const guarded: RequestListener = (request, response) => {
      if (isAllowed(request.headers.authorization)) response.end(answer);
      else response.writeHead(401, { 'www-authenticate': challenge() }).end();
    };
    server.answers.set(path, guarded);
  }
}

describe('a chart in a registry', () => {
  test('is had by version, tag or digest', async () => {
    const digest = push('1.0.0+build.1');
    const expected = {
      version: '1.0.0+build.1',
      chart: 'web',
      digest: digestOf(chartArchive('web', '1.0.0+build.1')),
    };
    expect((await pull('1.0.0+build.1')).upstream).toMatchObject(expected);
    expect((await pull('', ':1.0.0_build.1')).upstream).toMatchObject(expected);
    expect((await pull('', ':1.0.0+build.1')).upstream).toMatchObject(expected);
    expect((await pull('', `@${digest}`)).upstream).toMatchObject({ digest: expected.digest });
  });

  test('is found by range in all pages of tags', async () => {
    push('1.2.0');
    push('2.0.0-rc.1');
    const pages = [
      ['1.0.0', 'latest', '1.2', 'v1.9.0'],
      ['1.2.0', '2.0.0-rc.1'],
    ];
    server.answers.set('/v2/charts/web/tags/list', (request, response) => {
      const isFirst = request.url?.includes('?') !== true;
      if (isFirst) response.setHeader('link', '</v2/charts/web/tags/list?last=x>; rel="next"');
      response.end(JSON.stringify({ name: 'charts/web', tags: pages[isFirst ? 0 : 1] }));
    });
    expect((await pull()).upstream.version).toBe('1.2.0');
    expect((await pull('^1')).upstream.version).toBe('1.2.0');
    expect((await pull('>=1.0.0-0')).upstream.version).toBe('2.0.0-rc.1');
    await expect(pull('^3')).rejects.toThrow('has no version ^3');
    await expect(pull('newest')).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('needs no network once it was fetched', async () => {
    push('1.0.0');
    await pull('1.0.0');
    server.stop();
    await pull('1.0.0');
    await expect(pull('2.0.0')).rejects.toThrow(/refuses|closed/);
  });

  test('is had with a token, asked for with the credentials', async () => {
    push('1.0.0');
    guard(
      (authorization) => authorization === 'Bearer t0ken',
      () => `Bearer realm="${server.base}/token",service="registry",scope="repository:charts/web:pull"`,
    );
    server.answers.set('/token', JSON.stringify({ access_token: 't0ken' }));
    await pull('1.0.0', '', { credentials: () => ({ user: 'me', password: 'secret' }) });
    const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    expect(server.asked.map((line) => line.replace(/sha256:\w+/, 'DIGEST'))).toEqual([
      '/v2/charts/web/manifests/1.0.0',
      `/token?scope=repository%3Acharts%2Fweb%3Apull&service=registry ${basic}`,
      '/v2/charts/web/manifests/1.0.0 Bearer t0ken',
      '/v2/charts/web/blobs/DIGEST Bearer t0ken',
    ]);
  });

  test('is had with user and password', async () => {
    push('1.0.0');
    const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    guard(
      (authorization) => authorization === basic,
      () => 'Basic realm="registry"',
    );
    await pull('1.0.0', '', { credentials: () => ({ user: 'me', password: 'secret' }) });
    await expect(pull('1.0.1')).rejects.toThrow('404 Not Found');
    await expect(pull('', ':1.0.0', {})).rejects.toMatchObject({
      code: 'REMOTE',
      hint: expect.stringContaining('--username') as string,
    });
  });

  test('takes the login that another tool keeps, where none was given', async () => {
    push('1.0.0');
    const host = server.base.replace('http://', '');
    const file = `${cache}/config.json`;
    writeFileSync(file, JSON.stringify({ auths: { [host]: { auth: btoa('me:secret') } } }));
    guard(
      (authorization) => authorization === `Basic ${btoa('me:secret')}`,
      () => 'Basic realm="registry"',
    );
    await pull('1.0.0', '', { loginFiles: () => [file] });
    const given = () => ({ user: 'you', password: 'other' });
    await expect(pull('', ':1.0.0', { loginFiles: () => [file], credentials: given })).rejects.toThrow(
      '401 Unauthorized',
    );
  });

  test('sends no token to where a layer redirects', async () => {
    push('1.0.0');
    const other = await startServer();
    try {
      const digest = digestOf(chartArchive('web', '1.0.0'));
      other.answers.set('/blob', chartArchive('web', '1.0.0'));
      guard(
        (authorization) => authorization !== undefined,
        () => `Bearer realm="${server.base}/token"`,
      );
      server.answers.set('/token', '{"token":"t"}');
      server.answers.set(`/v2/charts/web/blobs/${digest}`, (_, response) =>
        response.writeHead(307, { location: `${other.base}/blob` }).end(),
      );
      await pull('1.0.0');
      expect(other.asked).toEqual(['/blob']);
    } finally {
      other.stop();
    }
  });
});

describe('a registry', () => {
  const archive = chartArchive('web', '1.0.0');
  const digest = digestOf(archive);

  test.each<readonly [string, () => void, string]>([
    ['without it', () => server.answers.clear(), 'answers 404 Not Found for manifests/1.0.0'],
    [
      'with an image',
      () => void push('1.0.0', { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }),
      'has no Helm chart there',
    ],
    [
      'with a digest that is a path',
      () => void push('1.0.0', { digest: 'sha256:../../x' }),
      'names the chart by no sha256 digest',
    ],
    [
      'that sends another archive',
      () => server.answers.set(`/v2/charts/web/blobs/${digest}`, 'x'),
      'sends an archive with the digest',
    ],
    [
      'that sends no manifest',
      () => server.answers.set('/v2/charts/web/manifests/1.0.0', '<html>'),
      'sends a manifest that is no JSON object',
    ],
    [
      'that sends a list',
      () => server.answers.set('/v2/charts/web/manifests/1.0.0', '{"layers": {"a": [null]}}'),
      'has no Helm chart there',
    ],
    [
      'that sends a large manifest',
      () => server.answers.set('/v2/charts/web/manifests/1.0.0', Buffer.alloc(5 * 1024 * 1024)),
      'it is larger than 4194304 bytes',
    ],
    [
      'that sends another manifest than it says',
      () =>
        server.answers.set('/v2/charts/web/manifests/1.0.0', (_, response) =>
          response.setHeader('docker-content-digest', digest).end('{}'),
        ),
      'sends a manifest with the digest',
    ],
    [
      'that wants what it does not say',
      () =>
        guard(
          () => false,
          () => '',
        ),
      'answers 401 Unauthorized',
    ],
    [
      'that never is content',
      () =>
        guard(
          () => false,
          () => `Bearer realm="${server.base}/token"`,
        ),
      'gives no token: 404 Not Found',
    ],
    [
      'with a realm that is none',
      () =>
        guard(
          () => false,
          () => 'Bearer realm="x"',
        ),
      'names no safe place to ask for a token',
    ],
    [
      'with a token that is none',
      () => {
        guard(
          () => false,
          () => `Bearer realm="${server.base}/token"`,
        );
        server.answers.set('/token', '{"token": "a\\nb"}');
      },
      'gives no token',
    ],
    [
      'that breaks',
      () =>
        server.answers.set('/v2/charts/web/manifests/1.0.0', (_, response) => response.writeHead(500).end()),
      'answers 500',
    ],
    [
      'that says nothing',
      () => server.answers.set('/v2/charts/web/manifests/1.0.0', () => undefined),
      'no answer within 0.3 seconds',
    ],
  ])('%s is one error', async (_, change, message) => {
    push('1.0.0');
    change();
    const failed = pull('1.0.0');
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toMatchObject({ name: 'InfraError', code: 'REMOTE' });
  });

  test('whose tags never end is one error', async () => {
    server.answers.set('/v2/charts/web/tags/list', (_, response) =>
      response.setHeader('link', '</v2/charts/web/tags/list?n=1>; rel="next"').end('{"tags":["1.0.0"]}'),
    );
    await expect(pull('^1')).rejects.toThrow('has more than 100 pages of tags');
  });

  test('is not asked for two versions', async () => {
    await expect(pull('2.0.0', ':1.0.0')).rejects.toThrow(
      'the reference says version 1.0.0, but --version says 2.0.0',
    );
    expect(server.asked).toEqual([]);
  });
});

describe('parseOciReference', () => {
  test('reads all parts', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(parseOciReference(`oci://[::1]:5000/a/b-c__d:1.0.0@${digest}`)).toEqual({
      host: '[::1]:5000',
      repository: 'a/b-c__d',
      tag: '1.0.0',
      digest,
    });
  });

  test.each([
    'oci://',
    'oci://host',
    'oci://host/',
    'oci://host/../x',
    'oci://host/a//b',
    'oci://u:p@host/a',
    'oci://host/A',
    'oci://host/a?b',
  ])('refuses %s', (text) => {
    expect(() => parseOciReference(text)).toThrow('is no reference of a chart in a registry');
  });
});
