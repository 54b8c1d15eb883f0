import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseChartRef } from '../../src/source/ref.ts';

const here = process.cwd();
let root: string;

beforeAll(() => {
  root = mkdtempSync(`${tmpdir()}/infra-ref-`);
  mkdirSync(`${root}/charts/web`, { recursive: true });
  writeFileSync(`${root}/web-1.0.0.tgz`, '');
  process.chdir(root);
});

afterAll(() => {
  process.chdir(here);
  rmSync(root, { recursive: true });
});

const repositories = new Map([
  ['charts', 'https://charts.example.com/stable'],
  ['oci', 'oci://registry.example.com/charts'],
]);

describe('parseChartRef', () => {
  test.each([
    ['./charts/web', { kind: 'directory', path: './charts/web' }],
    ['.', { kind: 'directory', path: '.' }],
    ['web-1.0.0.tgz', { kind: 'archive', path: 'web-1.0.0.tgz' }],
    [
      'charts/web',
      { kind: 'repository', url: 'https://charts.example.com/stable', chart: 'web', version: '1.x' },
    ],
    ['charts/a/b', { kind: 'repository', chart: 'a/b' }],
    ['oci/web', { kind: 'oci', reference: 'oci://registry.example.com/charts/web', version: '1.x' }],
    ['oci://example.com/web', { kind: 'oci', reference: 'oci://example.com/web', version: '1.x' }],
    ['https://example.com/web.tgz?a=b', { kind: 'url', url: 'https://example.com/web.tgz?a=b' }],
  ])('%s', (text, expected) => {
    expect(parseChartRef(text, { repositories, version: '1.x' })).toMatchObject(expected);
  });

  test.each([
    ['git+https://example.com/a.git', 'https://example.com/a.git', '', ''],
    ['git+https://example.com/a.git//charts/web?ref=v1', 'https://example.com/a.git', 'charts/web', 'v1'],
    ['git+ssh://git@example.com:22/a//./x/', 'ssh://git@example.com:22/a', 'x', ''],
    ['git+git@example.com:org/a.git//x?ref=main', 'git@example.com:org/a.git', 'x', 'main'],
    ['git+file:///srv/a.git//x', 'file:///srv/a.git', 'x', ''],
  ])('%s', (text, url, path, ref) => {
    expect(parseChartRef(text)).toEqual({ kind: 'git', url, path, ref });
  });

  test('an existing path is meant first only by the rule of Helm', () => {
    expect(parseChartRef('charts/web', { repositories, pathsFirst: true })).toMatchObject({
      kind: 'directory',
    });
    expect(parseChartRef('charts', { repository: 'https://example.com' })).toMatchObject({
      kind: 'repository',
    });
    expect(parseChartRef('web', { repository: 'https://example.com', pathsFirst: true })).toEqual({
      kind: 'repository',
      url: 'https://example.com',
      chart: 'web',
      version: '',
    });
  });

  test.each([
    ['./nothing', 'NOT_FOUND', 'path "./nothing" not found'],
    ['/nothing.tgz', 'NOT_FOUND', 'path "/nothing.tgz" not found'],
    ['nothing.tgz', 'NOT_FOUND', 'no chart at nothing.tgz'],
    ['web', 'NOT_FOUND', 'no chart at web'],
    ['stable/web', 'NOT_FOUND', 'no chart at stable/web, and there is no repository stable'],
    ['file:///web', 'USAGE', 'cannot fetch file:///web: charts are not had that way'],
    ['ftp://user:secret@example.com/a', 'USAGE', 'cannot fetch ftp://user:…@example.com/a'],
    ['git+', 'USAGE', 'it has no URL'],
    ['git+https://example.com/a//../b', 'USAGE', 'its path leads out of the repository'],
    ['git+https://example.com/a?branch=b', 'USAGE', 'there is no parameter branch'],
  ])('refuses %s', (text, code, message) => {
    expect(() => parseChartRef(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error,
    );
  });
});
