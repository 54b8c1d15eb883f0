import { describe, expect, test } from 'vitest';
import { chooseRelease, releasesOf } from '../../src/source/chart-index.ts';
import { language } from './chart-server.ts';

function versions(index: string, chart = 'web'): string[] | undefined {
  const found = releasesOf(Buffer.from(index), chart, 'https://example.com/index.yaml', language);
  return found?.map(({ version }) => version);
}

const USUAL = `apiVersion: v1
entries:
  aweb:
  - version: 9.9.9
    annotations:
      web: x
  # a comment
  web:
  - version: 1.0.0
    description: |
      text

  # another
  - {version: 1.1.0, urls: [a.tgz]}
  "web-two":
  - version: 3.0.0
  'last':
    - version: 4.0.0
generated: "2024-01-01T00:00:00Z"
`;

describe('releasesOf', () => {
  test.each([
    ['web', ['1.0.0', '1.1.0']],
    ['web-two', ['3.0.0']],
    ['last', ['4.0.0']],
    ['we', undefined],
    ['x', undefined],
    ['.*', undefined],
    ['../web', undefined],
  ])('finds %s', (chart, expected) => {
    expect(versions(USUAL, chart)).toEqual(expected);
    expect(versions(USUAL.replaceAll('\n', '\r\n'), chart)).toEqual(expected);
  });

  test.each([
    ['JSON', '{"apiVersion":"v1","entries":{"web":[{"version":"1.0.0"}]}}'],
    ['a flow list', 'entries:\n  web: [{version: 1.0.0}]\n'],
    ['flow maps', 'entries: {web: [{version: 1.0.0}]}\n'],
    ['an anchor and an alias', 'entries:\n  a: &a\n  - version: 1.0.0\n  web: *a\n'],
    ['a name with an escape', 'entries:\n  b: []\n  "w\\u0065b":\n  - version: 1.0.0\n'],
    ['a name as a complex key', 'entries:\n  b: []\n  ? web\n  : - version: 1.0.0\n'],
  ])('finds a chart in %s', (_, index) => {
    expect(versions(index)).toEqual(['1.0.0']);
  });

  test('passes over entries without a version', () => {
    expect(versions('entries:\n  web:\n  - a\n  - version: no\n  - null\n  - version: 1.0.0\n')).toEqual([
      '1.0.0',
    ]);
  });

  test('reads only the lines of the chart', () => {
    expect(versions('entries:\n  a:\n  - version: "\n\t: [\n  web:\n  - version: 1.0.0\n')).toEqual([
      '1.0.0',
    ]);
  });

  test('reads a large index quickly', () => {
    const entry = '  - version: 1.0.0\n    description: some text about it\n    urls:\n    - a.tgz\n';
    const charts = Array.from({ length: 2000 }, (_, index) => `  c${index}:\n${entry.repeat(100)}`);
    const index = `entries:\n${charts.join('')}`;
    const start = performance.now();
    expect(versions(index, 'c1999')).toHaveLength(100);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test.each([
    ['', 'it has no map `entries`'],
    ['<html>', 'it has no map `entries`'],
    ['entries: [a]', 'it has no map `entries`'],
    ['entries:\n  web:\n  - version: "1\n', 'is no index of charts'],
    ['a: [', 'is no index of charts'],
  ])('refuses %j', (index, message) => {
    expect(() => versions(index)).toThrow(message);
  });

  test('says the line that is wrong, and no password', () => {
    const index = Buffer.from('entries:\n  web:\n  - version: [\n  - }\n');
    try {
      releasesOf(index, 'web', 'https://user:secret@example.com/index.yaml', language);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'REMOTE', location: { line: expect.any(Number) as number } });
      expect(String(error)).not.toContain('secret');
    }
  });
});

describe('chooseRelease', () => {
  const releases = ['1.0.0', '1.2.0', 'v1.3.0', '1.10.0', '2.0.0-rc.1', '2.0.0-rc.2', '1.4.0+b', '0.1'].map(
    (version) => ({ version }),
  );

  test.each([
    ['', '1.10.0'],
    ['*', '1.10.0'],
    ['1.2.0', '1.2.0'],
    ['v1.2.0', '1.2.0'],
    ['1.3.0', 'v1.3.0'],
    ['1.4.0', '1.4.0+b'],
    ['~1.2', '1.2.0'],
    ['1.2', '1.2.0'],
    ['^1', '1.10.0'],
    ['<1.2', '1.0.0'],
    ['>=2', undefined],
    ['>=2.0.0-0', '2.0.0-rc.2'],
    ['>0.0.0-0', '2.0.0-rc.2'],
    ['2.0.0-rc.1', '2.0.0-rc.1'],
    ['0.1', '0.1'],
  ])('%j is %s', (version, expected) => {
    expect(chooseRelease(releases, version, language)?.version).toBe(expected);
  });

  test('refuses what is no range', () => {
    expect(() => chooseRelease(releases, 'newest', language)).toThrow('improper constraint');
  });
});
