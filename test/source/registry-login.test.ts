import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registryLogin } from '../../src/source/registry-login.ts';

let directory: string;
let path: string | undefined;

beforeEach(() => {
  directory = mkdtempSync(`${tmpdir()}/infra-login-`);
  path = process.env['PATH'];
  process.env['PATH'] = `${directory}:${path}`;
});

afterEach(() => {
  process.env['PATH'] = path;
  rmSync(directory, { recursive: true });
});

function file(content: unknown, name = 'config.json'): string {
  const place = `${directory}/${name}`;
  writeFileSync(place, typeof content === 'string' ? content : JSON.stringify(content));
  return place;
}

/** A credential helper that knows one registry. */
function helper(name: string, address: string, answer: object): void {
  const place = `${directory}/docker-credential-${name}`;
  const script = `#!/bin/sh\nread -r address\n[ "$1 $address" = "get ${address}" ] && echo '${JSON.stringify(answer)}'\n`;
  writeFileSync(place, script);
  chmodSync(place, 0o755);
}

const auth = Buffer.from('ann:pass:word').toString('base64');
const ANN = { user: 'ann', password: 'pass:word' };

describe('the login for a registry', () => {
  test.each([
    ['r.example.com', 'r.example.com', ANN],
    ['r.example.com:5000', 'r.example.com:5000', ANN],
    ['https://r.example.com', 'r.example.com', ANN],
    ['https://r.example.com/v2/', 'r.example.com', ANN],
    ['https://index.docker.io/v1/', 'registry-1.docker.io', ANN],
    ['r.example.com', 'r.example.com:5000', undefined],
    ['r.example.com', 'example.com', undefined],
  ])('kept for %s is that of %s: %j', (address, host, expected) => {
    expect(registryLogin(host, [file({ auths: { [address]: { auth } } })])).toEqual(expected);
  });

  test('may be written as user and password', () => {
    const login = { username: 'ann', password: 'pass:word' };
    expect(registryLogin('r', [file({ auths: { r: login } })])).toEqual(ANN);
  });

  test('is taken from the first file that has one; files need not be there', () => {
    const other = Buffer.from('bob:b').toString('base64');
    const files = [
      `${directory}/none.json`,
      file({}, 'empty.json'),
      file({ auths: { r: {} } }, 'helped.json'),
      file({ auths: { r: { auth } } }, 'first.json'),
      file({ auths: { r: { auth: other } } }, 'second.json'),
    ];
    expect(registryLogin('r', files)).toEqual(ANN);
  });

  test('is asked of the helper for the registry, or of the one for all', () => {
    helper('own', 'r', { Username: 'ann', Secret: 'pass:word' });
    helper('all', 'https://index.docker.io/v1/', { Username: 'bob', Secret: 'b' });
    const config = file({ auths: { r: {} }, credHelpers: { r: 'own' }, credsStore: 'all' });
    expect(registryLogin('r', [config])).toEqual(ANN);
    expect(registryLogin('docker.io', [config])).toEqual({ user: 'bob', password: 'b' });
    expect(registryLogin('other', [config])).toBeUndefined();
  });

  test('that is a token of the helper is none', () => {
    helper('all', 'r', { Username: '<token>', Secret: 'x' });
    expect(registryLogin('r', [file({ credsStore: 'all' })])).toBeUndefined();
  });

  test('of a helper that is not there is an error, and a name that is a path is not run', () => {
    expect(() => registryLogin('r', [file({ credsStore: 'none' })])).toThrow(
      'docker-credential-none cannot be run',
    );
    expect(registryLogin('r', [file({ credsStore: '../x' })])).toBeUndefined();
  });

  test.each(['{', 'null', '"x"'])('in a broken file is an error that does not show it: %s', (text) => {
    expect(() => registryLogin('r', [file(text)])).toThrow('the logins for registries are no JSON object');
  });
});
