import { describe, expect, it } from 'vitest';
import { compileGlob } from '../../src/helm/glob.ts';

/** What the glob library of Helm says; a text is the panic it dies of. */
const VECTORS: readonly (readonly [pattern: string, path: string, result: boolean | string])[] = [
  ['**', 'a/b', true],
  ['*', 'a/b', false],
  ['*.yaml', 'a.yaml', true],
  ['*.yaml', 'd/a.yaml', false],
  ['**.yaml', 'd/a.yaml', true],
  ['**/x', 'x', false],
  ['**/x', 'a/x', true],
  ['a/**', 'a/', true],
  ['a/**', 'a', false],
  ['a/**', 'a/.b/c', true],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['aa**aa', 'aaa', true],
  ['aa*aa', 'aaa', false],
  ['?', '/', false],
  ['?', '', true],
  ['a?c', 'aéc', false],
  ['[a-c]x', 'bx', true],
  ['[!a-c]x', 'bx', false],
  ['[!x]', '/', true],
  ['[^a]', '^', true],
  ['[ab', 'a', true],
  ['[]', 'x', true],
  ['[b-a]', 'anything', true],
  ['[a-cx]', 'anything', true],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['a\\', 'a', true],
  ['{a,b}.txt', 'b.txt', true],
  ['{a,b}.txt', 'c.txt', false],
  ['{a', 'a', true],
  ['{a,b', 'b', true],
  ['a}', 'a}', true],
  ['a,b', 'a,b', true],
  ['{a/*.yaml,b/*.yml}', 'b/x.yml', true],
  ['f/{*.json,foo}', 'f/a.json', false],
  ['f/{*.json,foo}', 'f/foo', true],
  ['f/{*.json,foo}', 'f/abc', false],
  ['f/{*.json,*.yaml}', 'f/a.yaml', true],
  ['a{*,abc}', 'ab', false],
  ['a{*,abc}', 'axyz', true],
  ['{ab*,ac*}', 'acd', true],
  ['{*.a,b}c', 'x.ac', false],
  ['{,a}b', 'b', true],
  ['{,a}b', 'ab', true],
  ['a{}', 'a', 'runtime error: slice bounds out of range [:2] with length 1'],
  ['a{}', 'b', false],
  ['*{a*b,c}', 'xa1b', false],
  ['**{a*b,c}d', 'xa1bd', false],
  ['{a*b,c*d}e', 'a1be', true],
  ['[!ab][!ab]', 'aa', true],
  ['[!ab][!ab]', 'ab', false],
  ['[!ab][!ab]', 'ca', true],
  ['[!/]*', 'a/b', false],
  ['é?', 'éa', false],
  ['?é', 'aé', false],
  ['*??', '世b', true],
  ['\ufffd', 'x', true],
  ['***', 'a/b', true],
  ['a*b*c*d', 'a1b2c3d', true],
  ['a*b*c*d', 'a1b2/c3d', false],
  ['config/*.{conf,json}', 'config/a.json', true],
  ['dashboards/**.json', 'dashboards/x/y.json', true],
  ['{a,b,c}/{x,y}', 'c/y', true],
  ['{a,b,c}/{x,y}', 'c/z', false],
  ['{{a,b},c}d', 'bd', true],
];

describe('compileGlob', () => {
  it.each(VECTORS)('%s on %s', (pattern, path, result) => {
    const matches = compileGlob(pattern);
    if (typeof result === 'string') expect(() => matches(path)).toThrow(result);
    else expect(matches(path)).toBe(result);
  });

  it('does not try all ways to share out a path among stars', () => {
    expect(compileGlob(`${'*a'.repeat(40)}*b`)('a'.repeat(200))).toBe(false);
  });

  it('reports what it costs', () => {
    let left = 1000;
    const spend = (steps: number): void => {
      left -= steps;
      if (left < 0) throw new Error('too much');
    };
    expect(() => compileGlob('*'.repeat(1000), spend)).toThrow('too much');
    expect(() =>
      compileGlob('*a*a', (steps) => expect(steps).toBeGreaterThanOrEqual(0))('aaa'),
    ).not.toThrow();
  });
});
