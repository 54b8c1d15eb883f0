import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchHttpFile } from '../../src/source/http-file.ts';

let server: Server;
let base: string;
/** What each request had as credentials. */
let authorizations: (string | undefined)[];

const ANSWERS: Readonly<Record<string, RequestListener>> = {
  '/file': (_, response) => response.end(new Uint8Array([1, 2, 255])),
  '/empty': (_, response) => response.end(),
  '/redirect': (_, response) => response.writeHead(302, { location: 'file' }).end(),
  '/circle': (_, response) => response.writeHead(301, { location: '/circle' }).end(),
  '/elsewhere': (_, response) => response.writeHead(307, { location: 'ftp://example.com/a' }).end(),
  '/other-host': (_, response) =>
    response.writeHead(302, { location: `${base.replace('127.0.0.1', 'localhost')}/file` }).end(),
  '/not-modified': (_, response) => response.writeHead(304).end(),
  '/error': (_, response) => response.writeHead(503).end('busy'),
  '/slow': () => undefined,
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('abc', () => response.destroy());
  },
};

beforeEach(async () => {
  authorizations = [];
  server = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    const answer = ANSWERS[request.url ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('fetchHttpFile', () => {
  test('gives the bytes of a file, redirects followed', async () => {
    expect([...(await fetchHttpFile(`${base}/file`))]).toEqual([1, 2, 255]);
    expect([...(await fetchHttpFile(`${base}/redirect`))]).toEqual([1, 2, 255]);
    expect([...(await fetchHttpFile(`${base}/empty`))]).toEqual([]);
  });

  test.each([
    ['/nothing', 'the server answers 404 Not Found'],
    ['/error', 'the server answers 503 Service Unavailable'],
    ['/not-modified', 'the server answers 304 Not Modified'],
    ['/circle', 'it redirects more than 10 times'],
    ['/elsewhere', 'ftp: is not http: or https:'],
  ])('refuses %s: %s', async (path, reason) => {
    await expect(fetchHttpFile(base + path)).rejects.toMatchObject({
      code: 'REMOTE',
      message: `cannot read ${base}${path}: ${reason}`,
    });
  });

  test('refuses what is larger than the limit', async () => {
    const limits = { maxBytes: 2 };
    await expect(fetchHttpFile(`${base}/file`, limits)).rejects.toThrow('it is larger than 2 bytes');
  });

  test('refuses what takes too long', async () => {
    const limits = { timeoutMilliseconds: 100 };
    await expect(fetchHttpFile(`${base}/slow`, limits)).rejects.toThrow('no answer within 0.1 seconds');
  });

  test('refuses what is cut short', async () => {
    await expect(fetchHttpFile(`${base}/cut`)).rejects.toMatchObject({ code: 'REMOTE' });
  });

  test('says why nothing could be asked', async () => {
    server.close();
    server.closeAllConnections();
    await expect(fetchHttpFile(`${base}/file`)).rejects.toThrow('the server refuses connections');
    await expect(fetchHttpFile('http://')).rejects.toThrow('it is no URL');
  });

  test('sends the credentials of a URL, but to no other server, and tells them to nobody', async () => {
    const withUser = base.replace('//', '//user:p%40ss@');
    await fetchHttpFile(`${withUser}/redirect`);
    await fetchHttpFile(`${withUser}/other-host`);
    const expected = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(authorizations).toEqual([expected, expected, expected, undefined]);
    await expect(fetchHttpFile(`${withUser}/error`)).rejects.toThrow(/^cannot read http:\/\/user:…@127/);
  });
});
