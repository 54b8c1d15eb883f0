import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fromBytes } from '../../src/lib/utf8.ts';
import { InfraError } from '../../src/lib/error.ts';
import { readArchive } from '../../src/source/archive.ts';
import { makeArchive, makeTar, paxHeader, type Entry } from './make-archive.ts';

function read(entries: readonly Entry[]): Record<string, string> {
  const files = readArchive(makeArchive(entries), 'chart.tgz');
  return Object.fromEntries([...files].map(([path, data]) => [path, fromBytes(data)]));
}

function failure(archive: Uint8Array, name = 'chart.tgz'): string {
  try {
    readArchive(archive, name);
  } catch (error) {
    if (error instanceof InfraError && error.code === 'ARCHIVE') return error.message;
    throw error;
  }
  return 'no error';
}

const CHART: Entry = { name: 'web/Chart.yaml', content: 'name: web' };
const LONG = `web/${'deep/'.repeat(30)}file.yaml`;

describe('files of an archive', () => {
  test.each<[string, Entry[], Record<string, string>]>([
    [
      'drops the first element',
      [CHART, { name: 'other/a/b.txt', content: 'x' }],
      { 'Chart.yaml': 'name: web', 'a/b.txt': 'x' },
    ],
    [
      'skips directories',
      [{ name: 'web/', flag: '5' }, { name: 'web/templates/' }, CHART],
      { 'Chart.yaml': 'name: web' },
    ],
    [
      'keeps the last of two',
      [CHART, { name: 'web/Chart.yaml', content: 'later' }],
      { 'Chart.yaml': 'later' },
    ],
    [
      'reads paths of Windows',
      [{ name: 'web\\templates\\a.yaml', content: 'x' }],
      { 'templates/a.yaml': 'x' },
    ],
    ['cleans paths', [{ name: 'web/./a//b/../c.yaml', content: 'x' }], { 'a/c.yaml': 'x' }],
    ['strips a byte order mark', [{ name: 'web/a', content: '\ufeffx' }], { a: 'x' }],
    [
      'skips global PAX headers',
      [{ name: 'pax', flag: 'g', content: '12 a=b\n' }, CHART],
      { 'Chart.yaml': 'name: web' },
    ],
    ['reads the prefix field', [{ name: 'b.txt', prefix: 'web/a', content: 'x' }], { 'a/b.txt': 'x' }],
    [
      'reads PAX names',
      [paxHeader({ path: 'web/ä.txt' }), { name: 'short', content: 'x' }],
      { 'ä.txt': 'x' },
    ],
    [
      'reads GNU names',
      [
        { name: 'l', flag: 'L', content: `${LONG}\0` },
        { name: 's', content: 'x' },
      ],
      { [LONG.slice(4)]: 'x' },
    ],
    ['reads PAX sizes', [paxHeader({ size: '3' }), { name: 'web/a', content: 'xyz', size: 0 }], { a: 'xyz' }],
  ])('%s', (_, entries, expected) => {
    expect(read(entries)).toEqual(expected);
  });
});

describe('hostile archives', () => {
  const big = { name: 'web/big', content: Buffer.alloc(5 * 1024 * 1024 + 1) };
  const almost = Buffer.alloc(5 * 1024 * 1024);
  test.each<[string, Uint8Array, RegExp]>([
    ['parent paths', makeArchive([{ name: 'web/../../etc/passwd' }]), /references parent directory/],
    ['absolute paths', makeArchive([{ name: 'web//etc/passwd' }]), /contains absolute paths/],
    ['drive paths', makeArchive([{ name: 'web/c:/windows' }]), /illegally named files/],
    ['files beside the chart', makeArchive([{ name: 'web' }]), /content outside the base directory: "web"/],
    ['a chart without a folder', makeArchive([{ name: 'Chart.yaml/x' }]), /not in base directory/],
    [
      'symbolic links',
      makeArchive([CHART, { name: 'web/a', flag: '2' }]),
      /"web\/a", which is no regular file \(symlink\)/,
    ],
    ['hard links', makeArchive([CHART, { name: 'web/a', flag: '1' }]), /\(link\)/],
    ['devices', makeArchive([CHART, { name: 'web/a', flag: '3' }]), /\(device\)/],
    ['pipes', makeArchive([CHART, { name: 'web/a', flag: '6' }]), /\(device\)/],
    ['large files', makeArchive([big]), /"web\/big" is larger than the maximum file size 5242880/],
    [
      'a large sum',
      makeArchive(Array.from({ length: 20 }, (_, i) => ({ name: `web/${i}`, content: almost }))),
      /maximum size 104857600/,
    ],
    ['gigabytes of zeros', gzipSync(Buffer.alloc(300 * 1024 * 1024)), /maximum size 104857600/],
    ['a lying size', makeArchive([{ name: 'web/a', content: 'x', size: 100_000 }]), /unexpected EOF/],
    [
      '100,000 entries',
      makeArchive(Array.from({ length: 100_000 }, (_, i) => ({ name: `web/${i}` }))),
      /more than 20000 entries/,
    ],
    ['no entries', makeArchive([]), /no files in chart archive/],
    ['a truncated archive', makeArchive([CHART]).subarray(0, 40), /unexpected EOF/],
    [
      'a truncated tar',
      gzipSync(makeTar([{ ...CHART, content: almost }]).subarray(0, 2000)),
      /unexpected EOF/,
    ],
    ['half a header', gzipSync(makeTar([CHART]).subarray(0, 300)), /unexpected EOF/],
    [
      'damaged data',
      Buffer.from(makeArchive([CHART])).fill(255, 20, 40),
      /gzip: invalid data|unexpected EOF/,
    ],
    ['a wrong checksum', gzipSync(makeTar([CHART]).fill('y', 0, 1)), /invalid tar header/],
    ['no tar at all', gzipSync(Buffer.alloc(1024, 'text')), /invalid tar header/],
    [
      'lying PAX records',
      makeArchive([{ name: 'p', flag: 'x', content: '99 path=x\n' }, CHART]),
      /invalid tar header/,
    ],
    [
      'PAX without end',
      makeArchive([{ name: 'p', flag: 'x', content: 'path' }, CHART]),
      /invalid tar header/,
    ],
    [
      'text',
      Buffer.from('hello'),
      /does not appear to be a gzipped archive; got 'text\/plain; charset=utf-8'/,
    ],
    ['nothing', Buffer.alloc(0), /does not appear to be a gzipped archive/],
  ])('refuses %s', (_, archive, expected) => {
    expect(failure(archive)).toMatch(expected);
  });

  test('calls a values file by its name', () => {
    expect(failure(Buffer.from('a: 1'), 'values.yaml')).toBe(
      "file 'values.yaml' seems to be a YAML file, but expected a gzipped archive",
    );
  });
});
