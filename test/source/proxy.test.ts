import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fetchHttpFile } from '../../src/source/http-file.ts';

let proxy: Server;
let host: string;
/** What the proxy was asked for, with the credentials that it got. */
let asked: string[];

function note(verb: string, { url = '', headers }: IncomingMessage): void {
  asked.push([verb, url, headers['proxy-authorization'] ?? ''].join(' ').trim());
}

beforeEach(async () => {
  asked = [];
  proxy = createServer((request, response) => {
    note('GET', request);
    response.end('from the proxy');
  });
  proxy.on('connect', (request, socket) => {
    note('CONNECT', request);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
});

afterEach(() => {
  vi.unstubAllEnvs();
  proxy.closeAllConnections();
  proxy.close();
});

async function textOf(url: string): Promise<string> {
  return Buffer.from(await fetchHttpFile(url)).toString();
}

describe('a proxy of the environment', () => {
  test.each([
    ['HTTP_PROXY', ''],
    ['http_proxy', ''],
    ['HTTP_PROXY', 'http://'],
  ])('is asked for what has its scheme: %s=%shost', async (variable, scheme) => {
    vi.stubEnv(variable, `${scheme}${host}`);
    expect(await textOf('http://charts.example.com/index.yaml')).toBe('from the proxy');
    expect(asked).toEqual(['GET http://charts.example.com/index.yaml']);
  });

  test('gets the credentials of its address, which no message shows', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://me:secret@${host}`);
    const failed = textOf('https://charts.example.com/index.yaml');
    await expect(failed).rejects.toThrow(`(HTTPS_PROXY is ${host})`);
    await expect(failed).rejects.not.toThrow('secret');
    expect(asked).toEqual([`CONNECT charts.example.com:443 Basic ${btoa('me:secret')}`]);
  });

  test('is not asked for another scheme, for this machine, and for what NO_PROXY has', async () => {
    const other = createServer((_, response) => response.end('from here'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      vi.stubEnv('HTTP_PROXY', host);
      vi.stubEnv('NO_PROXY', 'example.org,.invalid');
      expect(await textOf(`http://127.0.0.1:${(other.address() as AddressInfo).port}/a`)).toBe('from here');
      await expect(textOf('http://charts.invalid/a')).rejects.toThrow(`(HTTP_PROXY is ${host})`);
      await expect(textOf('https://charts.invalid/a')).rejects.not.toThrow('PROXY');
      expect(asked).toEqual([]);
    } finally {
      other.close();
    }
  });

  test('that does not answer is told of', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1');
    await expect(textOf('http://charts.example.com/a')).rejects.toThrow(
      'cannot read http://charts.example.com/a: the server refuses connections (HTTP_PROXY is 127.0.0.1:1)',
    );
  });
});
