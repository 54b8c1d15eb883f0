import { describe, expect, it } from 'vitest';
import { parseIgnoreRules } from '../../src/helm/ignore.ts';
import { fileMap, makeChart, outcome } from './make-chart.ts';

const NAMES = [
  'a.txt',
  'b.md',
  'dir/a.txt',
  'dir/b.md',
  'dir/sub/c.txt',
  'docs/x',
  'keep/k',
  '.hid',
  'x y',
  'src/dir/q',
  'A.TXT',
  'a[1]',
  'dir2/f',
];

/** A .helmignore, and which of NAMES templates then see (with .helmignore itself). */
const CASES: readonly (readonly [string, string])[] = [
  ['*.txt', '.helmignore|.hid|A.TXT|a[1]|b.md|dir/b.md|dir2/f|docs/x|keep/k|src/dir/q|x y|'],
  ['dir', '.helmignore|.hid|A.TXT|a.txt|a[1]|b.md|dir2/f|docs/x|keep/k|x y|'],
  ['dir/', '.helmignore|.hid|A.TXT|a.txt|a[1]|b.md|dir2/f|docs/x|keep/k|x y|'],
  ['/dir', '.helmignore|.hid|A.TXT|a.txt|a[1]|b.md|dir2/f|docs/x|keep/k|src/dir/q|x y|'],
  ['dir/*', '.helmignore|.hid|A.TXT|a.txt|a[1]|b.md|dir2/f|docs/x|keep/k|src/dir/q|x y|'],
  [
    'dir/*.txt',
    '.helmignore|.hid|A.TXT|a.txt|a[1]|b.md|dir/b.md|dir/sub/c.txt|dir2/f|docs/x|keep/k|src/dir/q|x y|',
  ],
  ['sub/', '.helmignore|.hid|A.TXT|a.txt|a[1]|b.md|dir/a.txt|dir/b.md|dir2/f|docs/x|keep/k|src/dir/q|x y|'],
  [
    'dir/sub',
    '.helmignore|.hid|A.TXT|a.txt|a[1]|b.md|dir/a.txt|dir/b.md|dir2/f|docs/x|keep/k|src/dir/q|x y|',
  ],
  ['!*.txt', '!Chart.yaml file is missing'],
  ['!templates/\n!keep', '!Chart.yaml file is missing'],
  [
    '# c\n  b.md  ',
    '.helmignore|.hid|A.TXT|a.txt|a[1]|dir/a.txt|dir/sub/c.txt|dir2/f|docs/x|keep/k|src/dir/q|x y|',
  ],
  ['?.txt', '.helmignore|.hid|A.TXT|a[1]|b.md|dir/b.md|dir2/f|docs/x|keep/k|src/dir/q|x y|'],
  ['[ab]*', ''],
  [
    'a\\[1\\]',
    '.helmignore|.hid|A.TXT|a.txt|b.md|dir/a.txt|dir/b.md|dir/sub/c.txt|dir2/f|docs/x|keep/k|src/dir/q|x y|',
  ],
  ['**/x', '!double-star (**) syntax is not supported'],
  ['[', '!syntax error in pattern'],
  ['a[', '!syntax error in pattern'],
  [
    '*/a.txt',
    '.helmignore|.hid|A.TXT|a.txt|a[1]|b.md|dir/b.md|dir/sub/c.txt|dir2/f|docs/x|keep/k|src/dir/q|x y|',
  ],
  [
    '/a.txt',
    '.helmignore|.hid|A.TXT|a[1]|b.md|dir/a.txt|dir/b.md|dir/sub/c.txt|dir2/f|docs/x|keep/k|src/dir/q|x y|',
  ],
  [
    '//a.txt',
    '.helmignore|.hid|A.TXT|a.txt|a[1]|b.md|dir/a.txt|dir/b.md|dir/sub/c.txt|dir2/f|docs/x|keep/k|src/dir/q|x y|',
  ],
  ['.*', 'A.TXT|a.txt|a[1]|b.md|dir/a.txt|dir/b.md|dir/sub/c.txt|dir2/f|docs/x|keep/k|src/dir/q|x y|'],
  ['docs/\n!docs/x', '!Chart.yaml file is missing'],
  ['[^a]*', '!Chart.yaml file is missing'],
  ['*\r\n', '!Chart.yaml file is missing'],
  [
    'x y',
    '.helmignore|.hid|A.TXT|a.txt|a[1]|b.md|dir/a.txt|dir/b.md|dir/sub/c.txt|dir2/f|docs/x|keep/k|src/dir/q|',
  ],
  ['!', '!Chart.yaml file is missing'],
  [
    '/',
    '.helmignore|.hid|A.TXT|a.txt|a[1]|b.md|dir/a.txt|dir/b.md|dir/sub/c.txt|dir2/f|docs/x|keep/k|src/dir/q|x y|',
  ],
  ['dir*', '.helmignore|.hid|A.TXT|a.txt|a[1]|b.md|docs/x|keep/k|x y|'],
  ['b[-]', '!syntax error in pattern'],
  ['[a-', '!syntax error in pattern'],
  ['zzz[', '!syntax error in pattern'],
  ['*[', '!syntax error in pattern'],
  ['dir/[', '!syntax error in pattern'],
  ['abc[', '!syntax error in pattern'],
];

describe('.helmignore', () => {
  it.each(CASES)('%j', (rules, expected) => {
    const files: Record<string, string> = {
      'Chart.yaml': 'name: a\nversion: 1.0.0',
      'templates/a.yaml': 'x',
      '.helmignore': rules,
    };
    for (const name of NAMES) files[name] = 'x';
    const seen = outcome(() => {
      const chart = makeChart(files, { ignore: true });
      if (chart.templates.length === 0) return '';
      return chart.files
        .map(({ name }) => `${name}|`)
        .sort()
        .join('');
    });
    expect(seen).toBe(expected);
  });

  it('leaves out hidden templates without any file', () => {
    const rule = parseIgnoreRules();
    expect([rule('templates/.a', false), rule('templates/a', false), rule('.a', false)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('says in which line a bad pattern is', () => {
    const { '.helmignore': data } = Object.fromEntries(fileMap({ '.helmignore': '# c\n**/x' }));
    expect(() => parseIgnoreRules(data)).toThrow(
      expect.objectContaining({ location: { file: '.helmignore', line: 2, source: '**/x' } }),
    );
  });
});
