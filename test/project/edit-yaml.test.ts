import { describe, expect, test } from 'vitest';
import { editAppYaml } from '../../src/project/edit-app-yaml.ts';
import { editYaml, type Data } from '../../src/project/edit-yaml.ts';

function data(value: unknown): Data {
  if (Array.isArray(value)) return value.map(data);
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([key, item]) => [key, data(item)]));
  return value as Data;
}

function edit(text: string, wanted: object): string {
  return editYaml(text, data(wanted) as ReadonlyMap<string, Data>, 'values.yaml');
}

describe('values', () => {
  test.each<[string, string, object, string]>([
    ['stay byte for byte', 'a:   1 # x\nb: [ 1,2 ]\n', { a: 1, b: [1, 2] }, 'a:   1 # x\nb: [ 1,2 ]\n'],
    [
      'keep comments',
      '# top\na: 1 # one\n# two\nb: x\n',
      { a: 2, b: 'x' },
      '# top\na: 2 # one\n# two\nb: x\n',
    ],
    [
      'are added last',
      'a: 1\n',
      { a: 1, c: { d: [true, null] } },
      'a: 1\nc:\n  d:\n    - true\n    - null\n',
    ],
    ['are made from nothing', '', { a: 1 }, 'a: 1\n'],
    ['are made below a comment', '# nothing yet\n', { a: 1 }, '# nothing yet\n\na: 1\n'],
    ['go away', 'a: 1\nb: 2\n', { b: 2 }, 'b: 2\n'],
    [
      'of YAML 1.1 are understood',
      'a: yes\nb: 0o7\nc: 010\n',
      { a: true, b: '0o7', c: 8, d: 1 },
      'a: yes\nb: 0o7\nc: 010\nd: 1\n',
    ],
    [
      'that look like others are quoted',
      '',
      { a: 'yes', b: '0o7', c: '1e3', d: '', e: 'a: b', f: 'x' },
      'a: "yes"\nb: "0o7"\nc: "1e3"\nd: ""\ne: "a: b"\nf: x\n',
    ],
    ['of several lines are readable', '', { a: 'one\ntwo\n' }, 'a: |\n  one\n  two\n'],
    ['of large numbers are exact', '', { a: 9007199254740993n }, 'a: 9007199254740993\n'],
    [
      'change in lists',
      'a:\n  - x # 1\n  - y # 2\n',
      { a: ['x', 'z', 'w'] },
      'a:\n  - x # 1\n  - z # 2\n  - w\n',
    ],
  ])('%s', (_, text, wanted, result) => {
    expect(edit(text, wanted)).toBe(result);
    expect(edit(result, wanted)).toBe(result);
  });

  test.each([
    ['what is no YAML', 'a: {\n', 'values.yaml cannot be changed:'],
    ['depth', '['.repeat(100_000), 'values.yaml cannot be changed: it is nested too deeply'],
  ])('refuse %s', (_, text, message) => {
    expect(() => edit(text, { a: 1 })).toThrow(message);
  });
});

describe('app.yaml', () => {
  test('is made, and changed only where it must', () => {
    const text = editAppYaml(undefined, 'web', { upstream: { chart: './web' }, namespace: 'ops' });
    expect(text).toMatch(/^# Where web comes from.*\nupstream:\n {2}chart: \.\/web\nnamespace: ops\n$/);
    expect(editAppYaml(text, 'web', { namespace: 'ops' })).toBe(text);
  });

  test('keeps comments', () => {
    const text = '# Ours\nupstream:\n  chart: a/b # the good one\n  version: 1.0.0\n';
    const upstream = { chart: 'a/b', version: '1.1.0' };
    expect(editAppYaml(text, 'web', { upstream, kubeVersion: '1.33' })).toBe(
      '# Ours\nupstream:\n  chart: a/b # the good one\n  version: 1.1.0\nkubeVersion: "1.33"\n',
    );
  });
});
